"""Counts are an answer, too: how many people fit a question that one person fits tells what a list would tell of them.

So where fewer than ten people are counted, either the page says no more than that, or they are noted as if it had
listed them: for the access log, and for the brake. What larger counts tell by their differences is not hindered.
"""

from __future__ import annotations

from collections.abc import Sequence

from busel.desk.clock import today
from busel.desk.oversight.access_log import note_people
from busel.desk.session import Session
from busel.desk.workspace.models import Contact

FEW = 10
"""Fewer people than this are counted as one looks at a list."""
DEED = "count_few"


def note_counted(session: Session, contacts: Sequence[int]) -> bool:
    """Note whom a count tells of, where they are few, and say whether they are.

    `contacts`: at least FEW of them, if so many fit. Whom this desk showed on this day already stands in the log.
    """
    if len(contacts) >= FEW:
        return False
    shown = session.logbook.weights if session.logbook.day == today() else {}
    if not shown.keys() >= set(contacts):
        note_people(session, DEED, contacts)
    return True


def note_counted_in(session: Session, number: int) -> bool:
    """Note whom the counts of a division (0: of all) tell of, where few people stand there."""
    people = Contact.objects.filter(division_id=number) if number else Contact.objects.all()
    return note_counted(session, list(people.values_list("pk", flat=True)[:FEW]))


def at_least(count: int) -> int | str:
    """Return how many, as it is said without a note: of fewer than ten no more than that."""
    return count if count >= FEW else f"0–{FEW - 1}"


def some(count: int) -> int | str:
    """Return the same of a cell that says whether there is anybody: 0, or "1–9"."""
    return count if count >= FEW or not count else f"1–{FEW - 1}"
