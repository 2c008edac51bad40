"""The sign-in sheet of an event: who stands on it, and the codes that are typed back from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from busel.contacts.sheet_codes import read_code
from busel.desk.actions.events import Noting, note_attendance, number_sheet
from busel.desk.oversight.brakes import log_people_now
from busel.desk.people.events import Attends, attendances
from busel.desk.search.ordering import by_name
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Contact

MOST_ON_A_SHEET = 2_000
_ASKED = 900


class Heard(StrEnum):
    """What came of one line that was typed."""

    NOTED = "noted"
    AGAIN = "again"
    """It was noted before: nothing was changed."""
    WRONG = "wrong"
    """A digit is wrong, or it is no code of this event's sheet."""
    NOBODY = "nobody"
    """A code like those of this event, and nobody has it: the person was taken off the list."""
    SEVERAL = "several"
    """Two desks gave the number out at the same moment."""
    MEANWHILE = "meanwhile"
    """Somebody else changed the same line at the same moment."""


@dataclass(frozen=True)
class Answer:
    """One line that was typed, and what came of it."""

    typed: str
    heard: Heard
    contact: int = 0


def on_the_sheet(session: Session, event: int, language: str) -> list[Attends]:
    """Return who stands on a sheet, by name, each with a number: who said no does not, nor whom it would endanger.

    They are logged first: whom the brake stops gets no number for nothing. Raises BrakedError, NotAllowedError,
    ConflictError or ShelfError.
    """
    listed = {one.contact: one for one in _for_a_sheet(event)}
    log_people_now(session, "print_sheet", list(listed))
    ordered = by_name(list(listed), language)
    number_sheet(session, event, [listed[id_].record for id_ in ordered])
    numbered = {one.contact: one for one in _for_a_sheet(event)}
    return [numbered[id_] for id_ in ordered if id_ in numbered]


def how_many(event: int) -> int:
    """Return how many would stand on a sheet."""
    return len({one.contact for one in _for_a_sheet(event)})


def _for_a_sheet(event: int) -> list[Attends]:
    listed = [one for one in attendances(raw_connection(), event) if one.answer != "no"]
    ids = [one.contact for one in listed]
    safe: set[int] = set()
    for at in range(0, len(ids), _ASKED):
        some = Contact.objects.filter(pk__in=ids[at : at + _ASKED], risk=False, deceased=False)
        safe.update(some.values_list("pk", flat=True))
    return [one for one in listed if one.contact in safe]


def type_back(session: Session, event: int, lines: Iterable[str]) -> list[Answer]:
    """Note that the people of these codes came, and return what came of each line, in its order. Again is harmless.

    Raises NotAllowedError, ConflictError or ShelfError.
    """
    by_code: dict[int, list[Attends]] = {}
    for one in attendances(raw_connection(), event):
        for number in one.numbers:
            by_code.setdefault(number, []).append(one)
    answers = _read(event, lines, by_code)
    fresh = {one.contact: by_code[number][0] for one, number in answers if one.heard is Heard.NOTED}
    notings = [Noting(one.record, {"attended": one.attended or None}, {"attended": "yes"}) for one in fresh.values()]
    note_attendance(session, notings)
    came = {one.contact for one in attendances(raw_connection(), event) if one.attended == "yes"}
    return [_checked(one, came) for one, _number in answers]


def _read(event: int, lines: Iterable[str], by_code: dict[int, list[Attends]]) -> list[tuple[Answer, int]]:
    found: list[tuple[Answer, int]] = []
    before: set[int] = set()
    for typed in filter(None, map(str.strip, lines)):
        number = read_code(typed, event)
        found.append((_answer(typed, number, by_code.get(number, ()), before=before), number))
        before.add(number)
    return found


def _answer(typed: str, number: int, held: Sequence[Attends], *, before: set[int]) -> Answer:
    if not number:
        return Answer(typed, Heard.WRONG)
    if len(held) != 1:
        return Answer(typed, Heard.SEVERAL if held else Heard.NOBODY)
    again = number in before or held[0].attended == "yes"
    return Answer(typed, Heard.AGAIN if again else Heard.NOTED, held[0].contact)


def _checked(one: Answer, came: set[int]) -> Answer:
    if one.heard is Heard.NOTED and one.contact not in came:
        return Answer(one.typed, Heard.MEANWHILE, one.contact)
    return one
