"""Events: the list, one event, inviting, the sign-in sheet before it is printed and while it is typed back."""

from __future__ import annotations

from types import SimpleNamespace as Thing
from typing import Any

from django.core.paginator import Paginator

from busel.contacts.shared import Event
from busel.desk.web.choice_words import ANSWER_WORDS
from busel.desk.web.components import Stat
from busel.desk.web.event_rows import SHOWN
from busel.desk.web.forms.event_sheet import CodesForm, SheetForm
from busel.desk.web.forms.events import EventForm
from busel.desk.web.forms.planning import PlanForm

MEETING = Event(type="training", title="Навучанне назіральнікаў", day="2026-12-05", until="2026-12-06", place="у Марыі")


def on_the_page() -> list[dict[str, Any]]:
    """Return the events of one person."""
    asked = {"id": 1, "title": MEETING.title, "day": MEETING.day, "invited": "2026-11-20", "answer": "так"}
    past = {"id": 2, "title": "Сход у лістападзе", "day": "2026-11-02", "invited": "", "answer": "", "attended": "yes"}
    return [{**asked, "attended": "", "drop_url": "/d/1"}, {**past, "drop_url": ""}]


def _person(at: int, name: str, **flags: bool) -> Thing:
    known = dict.fromkeys(("risk", "no_letters", "no_calls", "moved", "deceased"), False) | flags
    called = Thing(first=name, first_language="be", other="", other_language="")
    contact = Thing(**known, any=any(known.values()))
    return Thing(url=f"/contacts/{at}/", called=called, contact=contact, phones=["+375291234567"])


def _row(at: int, name: str, answer: str, came: str, **more: Any) -> Thing:
    def choices(words: dict[str, Any], chosen: str) -> list[tuple[str, Any, bool]]:
        return [("", "—", not chosen), *((key, told, key == chosen) for key, told in words.items())]

    return Thing(
        person=_person(at, name, **more.get("flags", {})),
        time=Thing(invited=more.get("invited", "2026-11-20")),
        code=more.get("code", ""),
        name=f"r{at}",
        was=f"{answer}|{came}",
        answers=choices(dict(ANSWER_WORDS), answer),
        came=choices({"yes": "так", "no": "не"}, came),
    )


def event_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    around = {"place": "find", "back_url": "/there/"}
    rows = [
        _row(1, "Кавалёва Святлана Ігараўна", "yes", "", code="1-23"),
        _row(2, "Дворнік Пётр", "", "", code="2-20", flags={"risk": True}),
        _row(3, "Шчарбакоў Янка", "", "yes", invited=""),
    ]
    one = {
        **around,
        "event": MEETING,
        "type": "Навучанне",
        "record": 1,
        "stats": [Stat(17, "запрошаныя"), Stat(9, "сказалі, што прыйдуць"), Stat(1, "прыйшлі")],
        "shown": "all",
        "filters": [(name, part.words, name == "all") for name, part in SHOWN.items()],
        "page": Paginator(rows, 50).get_page(1),
        "may_edit": True,
        "may_note": True,
    }
    plan = PlanForm(initial={"subject": "Паклікаць у назіральнікі"}, accounts={"1": "жыта-мост", "2": "ціхі-бусел"})
    coming = [{"one": Thing(record=1, event=MEETING, invited=17, confirmed=9, attended=0), "type": "Навучанне"}]
    past = Event(type="meeting", title="Сход у лістападзе", day="2026-11-02")
    over = [{"one": Thing(record=2, event=past, invited=30, confirmed=21, attended=19), "type": "Сустрэча"}]
    typed = [
        {"typed": "1-23", "name": "Кавалёва Святлана", "words": "прысутнасць захаваная", "kind": "success"},
        {"typed": "220", "name": "Дворнік Пётр", "words": "адзначана раней, нічога не зменена", "kind": ""},
        {"typed": "3-99", "name": "", "words": "няправільная лічба, або код з ліста іншага", "kind": "danger"},
    ]
    choose = {**around, "events": [Thing(record=1, event=MEETING), Thing(record=2, event=past)], "new_url": "/new/"}
    agreed = {"purposes": [("Лісты і званкі", 31), ("Запрашэнні на сходы", 12)], "nothing": 9, "took_back": 2}
    lists = {**around, "may_edit": True}
    return {
        "events": ("events/all.html", {**lists, "coming": coming, "page": Paginator(over, 50).get_page(1)}),
        "events-none": ("events/all.html", {**lists, "coming": [], "page": Paginator([], 50).get_page(1)}),
        "event": ("events/event.html", one),
        "event-empty": ("events/event.html", {**one, "is_empty": True, "page": Paginator([], 50).get_page(1)}),
        "event-edit": (
            "events/edit.html",
            {**around, "form": EventForm(initial=EventForm.opened_on(MEETING.fields()))},
        ),
        "event-invite": ("events/invite.html", {**choose, "count": 48, "left_out": 2, "agreed": agreed}),
        "event-invite-one": ("events/invite.html", {**choose, "endangers": True}),
        "event-sheet": ("events/sheet.html", {**around, "event": MEETING, "count": 17, "form": SheetForm()}),
        "follow-up-plan": ("follow_ups_plan.html", {**around, "form": plan, "count": 48, "left_out": 2}),
        "event-came": (
            "events/results.html",
            {
                **around,
                "event": MEETING,
                "form": CodesForm(initial={"codes": "3-99"}),
                "answers": typed,
                "noted": 1,
                "wrong": 1,
                "attended": 2,
            },
        ),
    }
