"""The records of people being taken out: asked for, agreed to, done. Each is added and never changed."""

from __future__ import annotations

from typing import Any

import msgspec

from busel.contacts.record import ContactId, Hex, Record


class ExportRequest(Record, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody wishes to take people out of this division and needs a second person's consent. Added, never changed.

    Under one id in each division concerned. `count` is how many people of this division; of the others nothing.
    """

    account: Hex
    """Who asks: the account's id in hexadecimal."""
    divisions: tuple[Hex, ...]
    """All journals concerned, in hexadecimal."""
    count: int
    where: dict[str, Any] = msgspec.field(default_factory=dict)
    """The condition; empty for everybody."""
    what: str = ""
    """The title of the saved search."""
    format: str
    parts: tuple[str, ...]
    """Which fields go out."""
    hour: int


class ExportAnswer(Record, frozen=True, omit_defaults=True, kw_only=True):
    """A coordinator's answer to a request, for this division. Added, never changed."""

    account: Hex
    request: ContactId
    agrees: bool = False
    hour: int


class Export(Record, frozen=True, omit_defaults=True, kw_only=True):
    """People of this division were taken out. Added, never changed.

    One that a request allowed has the request's record id, so that of two desks which take it at once only one can.
    """

    account: Hex
    request: ContactId = 0
    """The request that was agreed to; 0 where none was needed."""
    mark: str = ""
    """Random: no two exports are the same record."""
    count: int
    what: str = ""
    format: str
    parts: tuple[str, ...]
    hour: int
