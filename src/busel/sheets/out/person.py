"""One person with all that belongs to them, on the way out."""

from __future__ import annotations

import msgspec

from busel.contacts import records


class Person(msgspec.Struct):
    """A contact and its records, each kind in the order of the record ids."""

    id: int
    contact: records.Contact
    division: str = ""
    phones: list[records.Phone] = []
    emails: list[records.Email] = []
    addresses: list[records.Address] = []
    tags: list[records.Tag] = []
