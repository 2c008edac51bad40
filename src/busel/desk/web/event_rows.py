"""The list of an event as its page shows it: some of it, with a control for each answer; and what comes back typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from busel.contacts.sheet_codes import code_of
from busel.desk.actions.events import Noting
from busel.desk.people.events import Attends
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web.choice_words import ANSWER_WORDS
from busel.desk.web.components import Words
from busel.desk.web.person_words import Listed, listed

MOST_ROWS = 200
_CAME = {"yes": pgettext_lazy("an answer", "yes"), "no": pgettext_lazy("an answer", "no")}


@dataclass(frozen=True)
class Shown:
    """Which part of the list a page shows."""

    words: Words
    fits: Callable[[Attends], bool]


SHOWN: dict[str, Shown] = {
    "all": Shown(pgettext_lazy("who is shown", "Everybody"), lambda _one: True),
    "waiting": Shown(_("No answer yet"), lambda one: bool(one.invited) and not one.answer),
    "coming": Shown(_("Said yes"), lambda one: one.answer == "yes"),
    "came": Shown(_("Those who came"), lambda one: one.attended == "yes"),
    "unasked": Shown(_("Came unasked"), lambda one: one.attended == "yes" and not one.invited),
}


def shown_of(request: HttpRequest) -> str:
    """Return which part the address asks for."""
    asked = request.GET.get("show", "")
    return asked if asked in SHOWN else "all"


@dataclass(frozen=True)
class Row:
    """Somebody on an event's list."""

    person: Listed
    time: Attends
    code: str
    """As it stands on the sign-in sheet; nothing before one was printed."""
    name: str
    """Of the controls: each begins with it."""
    was: str
    answers: Sequence[tuple[str, Words, bool]]
    came: Sequence[tuple[str, Words, bool]]


def rows(session: Session, event: int, some: Sequence[Attends], *, language: str) -> list[Row]:
    """Return lines for a page."""
    people = people_of([one.contact for one in some])
    shown = dict(zip((row.id for row in people), listed(session, people, {}, language), strict=True))
    return [_row(event, one, shown[one.contact]) for one in some if one.contact in shown]


def _row(event: int, one: Attends, person: Listed) -> Row:
    return Row(
        person,
        one,
        code_of(one.code, event) if one.code else "",
        f"r{one.record}",
        f"{one.answer}|{one.attended}",
        _choices(ANSWER_WORDS, one.answer),
        _choices(_CAME, one.attended),
    )


def _choices(words: Mapping[str, Words], chosen: str) -> list[tuple[str, Words, bool]]:
    return [("", "—", not chosen), *((key, told, key == chosen) for key, told in words.items())]


def typed_rows(typed: Mapping[str, str]) -> Iterator[Noting]:
    """Yield what the page's controls change. What no page of ours sends is passed over."""
    names = [name for name in typed if name.startswith("r") and name.endswith("-was") and name[1:-4].isascii()]
    for name in names[:MOST_ROWS]:
        number, (answer, _bar, came) = name[1:-4], typed[name].partition("|")
        if not number.isdecimal() or int(number) >= 2**63:
            continue
        now_answer, now_came = typed.get(f"r{number}-answer", answer), typed.get(f"r{number}-came", came)
        if {now_answer, answer} <= {"", *ANSWER_WORDS} and {now_came, came} <= {"", *_CAME}:
            was = {"answer": answer or None, "attended": came or None}
            yield Noting(int(number), was, {"answer": now_answer or None, "attended": now_came or None})
