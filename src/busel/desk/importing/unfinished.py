"""Imports that were begun and not finished, noted in the account's own journal: after a killed desk they are told.

The note holds how the list was read, and no row of it. Bringing the same file again then goes on where it stopped.
"""

from __future__ import annotations

from typing import Any

import msgspec

from busel.desk.account.preferences import own_records
from busel.desk.importing.numbering import deed_id
from busel.desk.session import Session

KIND = "unfinished_import"


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """One import that was begun. Digests, seeds and divisions are hexadecimal."""

    seed: str
    file: str
    """SHA-256 of the file."""
    name: str
    division: str
    table: str
    place: int = 0
    """Of the sheet in its book, from 0: two sheets may have one name."""
    header_row: int
    targets: list[str]
    on_match: str
    tags: list[str]
    erased_too: bool = False
    area_code: str = ""
    likely_out: bool = False
    same_too: bool = False
    group: str = ""
    source: str = ""
    names_in: str = ""
    suggest: bool = False
    people: int
    pieces: int
    """Commits of the newest beginning, and the number of the first one's deed."""
    first_deed: int = 0
    day: str
    came: dict[str, int] = {}
    """What all of it came to, once it is in and until its report was shown; nothing before."""
    sent: int = 0
    """Envelopes that lie in the inbox already; of somebody who does not read the division."""

    def fields(self) -> dict[str, Any]:
        """Return the mapping that is stored."""
        return dict(msgspec.to_builtins(self))

    @property
    def journal(self) -> bytes:
        """The division's journal."""
        return bytes.fromhex(self.division)


def unfinished_imports(session: Session) -> list[Unfinished]:
    """Return the imports that this account began and did not finish, newest first."""
    return [one for one in noted_imports(session) if not one.came]


def ended_imports(session: Session) -> list[Unfinished]:
    """Return the imports of this account that are in and whose report was not shown, newest first."""
    return [one for one in noted_imports(session) if one.came]


def noted_imports(session: Session) -> list[Unfinished]:
    """Return both."""
    found = []
    for fields in own_records(session, KIND):
        try:
            found.append(msgspec.convert(fields, Unfinished))
        except msgspec.ValidationError:
            continue
    return sorted(found, key=lambda one: one.day, reverse=True)


def unfinished_of(session: Session, file: bytes, journal: bytes) -> Unfinished | None:
    """Return the import of this very file (by its SHA-256) into this division that was begun, or None."""
    same = (one for one in unfinished_imports(session) if (one.file, one.journal) == (file.hex(), journal))
    return next(same, None)


def pieces_in(session: Session, one: Unfinished) -> int | None:
    """Return how many of its pieces are stored; None when the journal was folded since and cannot tell."""
    ledger = session.ledgers.get(one.journal)
    if ledger is None:
        return None
    seed, numbers = bytes.fromhex(one.seed), range(one.first_deed, one.first_deed + one.pieces)
    stored = sum(deed_id(seed, number) in ledger.deeds for number in numbers)
    return stored if stored or ledger.snapshot is None else None
