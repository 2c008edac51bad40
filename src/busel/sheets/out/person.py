"""One person with all that belongs to them, on the way out."""

from __future__ import annotations

import msgspec

from busel.contacts import bonds, records
from busel.sheets.ties import Tie


class Bond(msgspec.Struct, frozen=True):
    """A relationship seen from one side. `side` says which word: "parent.contact" where the other one is the parent."""

    side: str
    other: Tie


class Person(msgspec.Struct):
    """A contact and its records, each kind in the order of the record ids."""

    id: int
    contact: records.Contact
    division: str = ""
    phones: list[records.Phone] = []
    emails: list[records.Email] = []
    addresses: list[records.Address] = []
    tags: list[records.Tag] = []
    messengers: list[bonds.Messenger] = []
    consents: list[bonds.Consent] = []
    household: Tie | None = None
    groups: list[Tie] = []
    events: list[Tie] = []
    relations: list[Bond] = []
    activities: list[records.Activity] = []
