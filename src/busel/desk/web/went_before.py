"""The changes of records that went with a merge, below those of the one who stayed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from busel.contacts.busel_ids import show_busel_id
from busel.desk.journals.changes import Change, Past
from busel.desk.journals.undoing import parts_again
from busel.desk.people.person import Person
from busel.desk.session import Session
from busel.desk.web.components import Event
from busel.desk.web.person_page import name_of
from busel.desk.web.person_words import called
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import merges_into

MOST = 50


@dataclass(frozen=True)
class WentBefore:
    """A record that went: what it was called and its number, since when it is one with the other, what happened."""

    called: str
    number: str
    day: str
    events: tuple[Event, ...]
    more: int
    """So many older ones are not shown."""


def went_into(session: Session, found: Person) -> dict[int, str]:
    """Return the numbers that went into somebody, directly or through others, with the day of each."""
    merges = merges_into(raw_connection(), found.id, session.numbers[found.journal])
    return {fields["contact"]: str(fields.get("day", "")) for _record, fields in merges}


def records_that_went(
    days: Mapping[int, str], pasts: Mapping[int, Past], event_of: Callable[[Change], Event], language: str
) -> Iterator[WentBefore]:
    """Yield those of whom something is told that happened before; the merges themselves stand with who stayed."""
    for gone, day in days.items():
        past = pasts.get(gone, Past([]))
        told = [one for one in past.changes if not _takes_out(one) and not parts_again(one)]
        if told:
            events = tuple(event_of(one) for one in told[:MOST])
            yield WentBefore(_called(past, language), show_busel_id(gone), day, events, max(0, len(told) - MOST))


def _takes_out(change: Change) -> bool:
    return any(op.kind == "contact" and op.now is None for op in change.ops)


def _called(past: Past, language: str) -> str:
    """Return what it was called when it went."""
    taken = (op.was for change in past.changes for op in change.ops if op.kind == "contact" and op.now is None)
    return called(name_of(next(taken, {})), language).first
