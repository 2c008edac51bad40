"""Who did how much: what each account added, changed and noted with people, month by month, from the believed deeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from busel.desk.clock import moment, today_iso
from busel.desk.journals.annals import annals_of
from busel.desk.reports.growth import last_months
from busel.desk.running.long_reading import LongReading
from busel.desk.session import Session
from busel.desk.workspace.aliases import given
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import who_is_who
from busel.journal.deed import Deed, Fields, Touched
from busel.journal.errors import DamagedError
from busel.registry.roles import Role

MONTHS = 12
ADDED, CHANGED = "added", "changed"
"""The kinds beside the types of what happened."""
NOBODYS = frozenset({"fold_journal", "rotate_keys", "add_demo_people", "erase_contact", "move_out", "merge_contacts"})
"""Deeds that are no work on people, or after which nobody is left to lead to."""
UNDOING = "undo_change"
_decode = msgspec.json.Decoder(Fields).decode


@dataclass
class Work:
    """What was read. `people`: (account, kind, month) -> whom it was done with."""

    people: dict[tuple[bytes, str, str], set[int]] = field(default_factory=dict)
    sealed: int = 0
    """Commits that do not open to this account."""


def read_work(session: Session) -> Work:
    """Return the work of the last months in the divisions that the account coordinates.

    Raises a JournalError, NotReadError or a ShelfError.
    """
    work, months = Work(), frozenset(last_months(today_iso()[:7], MONTHS))
    for bundle in session.divisions(least=Role.COORDINATOR):
        raw, number = raw_connection(), session.numbers[bundle.journal]
        names, means, annals = given(raw, number), who_is_who(raw, number), annals_of(session, bundle.journal)
        here = {id_ for (id_,) in raw.execute("SELECT id FROM workspace_contact WHERE division_id = ?", (number,))}
        for deed in annals.read_all(session):
            if deed.name in NOBODYS:
                continue
            for kind, month, stored in _done(deed):
                contact = means.get(stored, names.get(stored, stored))
                if month in months and contact in here:
                    work.people.setdefault((deed.author, kind, month), set()).add(contact)
        work.sealed += annals.sealed
    return work


def _done(deed: Deed) -> Iterator[tuple[str, str, int]]:
    """Yield kind, month and person of each thing that a deed did: each person once for each kind."""
    month = moment(deed.hour).date().isoformat()[:7]
    for subject, touched in deed.touched():
        if deed.name == UNDOING:  # what stands again is nobody's new work
            yield CHANGED, month, subject
            continue
        happened = [one for one in touched if one.kind == "activity" and one.is_new]
        if any(one.kind == "contact" and one.is_new for one in touched):
            yield ADDED, month, subject
        elif len(happened) < len(touched):
            yield CHANGED, month, subject
        for one in happened:
            yield _happened(one, month, subject)


def _happened(one: Touched, month: str, subject: int) -> tuple[str, str, int]:
    """Return what happened, in the month in which it did: a paper is often typed later."""
    try:
        fields = _decode(one.now)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise DamagedError from error
    day = str(fields.get("day", ""))[:7]
    return str(fields.get("type", "")), day if "2000-01" <= day <= month else month, subject


READING: LongReading[Work] = LongReading("organisers", read_work)
"""The desk's one reading."""
