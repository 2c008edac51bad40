"""Deeds over several journals that were cut off: written in some of their places and not in others.

Such a deed has one id and names its places. What it does beside people is the same in each: a saved search, a letter's
text, the record of a print run. A desk that may change all places sees which lack it. It says nothing as long as the
author may still be at it, nor of a place whose snapshot may hold the deed already, nor where all hold the same by now.

A deed names its places itself, so they prove nothing: who may change one division could name another. It is carried no
further than where its author, by the roster there, may do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from busel.desk.clock import this_hour
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Deed, Fields
from busel.registry.roles import Role

FINISHED = {"save_search": "saved_search", "delete_search": "saved_search", "save_template": "template"}
"""Deeds that do the same in every place, so that a later desk can finish them; and to which kind of record.

Printed letters it can only take back: to whom they were written elsewhere, and the file itself, ended with the desk
that printed them.
"""
TOLD_ELSEWHERE = ("grant",)
"""Statements are not taken back but ended, and each place has its own: who gives access has a note (`granting`)."""


@dataclass(frozen=True)
class HalfDone:
    """A deed that was cut off."""

    deed: Deed
    """As the first place tells it that has it, without what it does to people."""
    done: tuple[bytes, ...]
    """The journals where it stands, or may have stood before they were folded; first one where it certainly does."""
    left: tuple[bytes, ...]
    """The journals that certainly lack it."""
    title: str
    """What the search, or the letter, is called."""
    is_rightful: bool
    """May its author do it in every place that lacks it?"""

    @property
    def can_be_finished(self) -> bool:
        """Can it be finished, or only taken back?"""
        return self.is_rightful and {op.kind for op in self.deed.ops()} == {FINISHED.get(self.deed.name)}


def half_done(session: Session) -> list[HalfDone]:
    """Return the deeds that this account can finish or take back, oldest first."""
    seen = {id_: deed for ledger in list(session.ledgers.values()) for id_, deed in list(ledger.shared.items())}
    found = (_half(session, deed) for deed in seen.values())
    return sorted((half for half in found if half is not None), key=lambda half: (half.deed.hour, half.deed.id))


def find_half_done(session: Session, deed: bytes) -> HalfDone | None:
    """Return one of them, or None: it may have been finished by somebody else meanwhile."""
    return next((half for half in half_done(session) if half.deed.id == deed), None)


def fields_in(session: Session, journal: bytes, kind: str, record: int) -> Fields | None:
    """Return what a journal holds of a record that is about no contact."""
    found = Item.objects.filter(division=session.numbers[journal], kind=kind, record=record)
    fields: Fields | None = found.values_list("fields", flat=True).first()
    return fields


def _half(session: Session, deed: Deed) -> HalfDone | None:
    if deed.name in TOLD_ELSEWHERE:
        return None
    if not all(_may_change(session, journal) for journal in deed.places) or not _is_over(session, deed):
        return None
    lacking = [journal for journal in deed.places if not _may_hold(session, journal, deed)]
    holding = [journal for journal in deed.places if _is_to_take_back(session, journal, deed)]
    if not holding:  # whoever wrote it names not even its own place
        return None
    holding.sort(key=lambda journal: deed.id not in session.ledgers[journal].shared)
    standing = _records(session, holding[0], deed)
    left = tuple(journal for journal in lacking if _records(session, journal, deed) != standing)
    if not left:
        return None
    held = [*standing, *_records(session, left[0], deed)]
    title = next((str(fields["title"]) for fields in held if fields and fields.get("title")), "")
    is_rightful = all(_is_rightful(session, journal, deed) for journal in left)
    return HalfDone(deed, tuple(holding), left, title, is_rightful)


def _may_change(session: Session, journal: bytes) -> bool:
    ledger = session.ledgers.get(journal)
    stands = ledger is not None and ledger.link is not None and journal not in session.shut
    return stands and session.may(Role.EDITOR, journal)


def _is_over(session: Session, deed: Deed) -> bool:
    """Has its author surely stopped? What this desk read of its own person was written by a desk that has ended."""
    return deed.author == session.account or this_hour() > deed.hour


def _may_hold(session: Session, journal: bytes, deed: Deed) -> bool:
    ledger = session.ledgers[journal]
    folded_since = ledger.snapshot is not None and ledger.snapshot.hour >= deed.hour
    return folded_since or deed.id in ledger.deeds


def _is_to_take_back(session: Session, journal: bytes, deed: Deed) -> bool:
    """Does it stand there, or may it: what only its own word puts there is not undone in other people's records."""
    stands = deed.id in session.ledgers[journal].shared
    return stands or (_may_hold(session, journal, deed) and _is_rightful(session, journal, deed))


def _is_rightful(session: Session, journal: bytes, deed: Deed) -> bool:
    """May its author do it in that place, at its hour, with the key that signed it?

    Why the key: a coordinator of one division could grant there, under the account of somebody else, a key of his own.
    """
    read_in = (ledger.roster for ledger in list(session.ledgers.values()) if ledger.shared.get(deed.id) is deed)
    believed, roster = next(read_in, None), session.ledgers[journal].roster
    if believed is None or roster is None or not roster.may(deed.author, deed.name, deed.hour):
        return False
    return roster.keys[deed.author] == believed.keys[deed.author]


def _records(session: Session, journal: bytes, deed: Deed) -> list[Fields | None]:
    return [fields_in(session, journal, kind, record) for kind, record in _touched(deed)]


def _touched(deed: Deed) -> Iterator[tuple[str, int]]:
    for op in deed.ops():
        yield op.kind, op.id
