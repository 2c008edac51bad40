"""What ties people to each other: on a person's page, and the pages of households, relationships, groups and tags."""

from __future__ import annotations

import sqlite3
from types import SimpleNamespace as Thing
from typing import Any

from django.core.paginator import Paginator
from specimen_events import on_the_page

from busel.contacts.shared import Group, TagType
from busel.desk.settings import WORKSPACE
from busel.desk.web.forms.bonding import BondForm
from busel.desk.web.forms.bonds import ConsentForm, CorrectedNoteForm, NoteForm
from busel.desk.web.forms.shared import GroupForm, HouseholdForm, TagTypeForm
from busel.desk.workspace.schema import make_tables

# Forms ask the data standard what is kept: an empty workspace answers as long as this connection stands.
_WORKSPACE = sqlite3.connect(WORKSPACE, uri=True, check_same_thread=False)
make_tables()
WHO = [("11", "Кавалёў Мікалай, Жлобін, +375 29 765-43-21"), ("12", "Кавалёва Ганна, Жлобін")]


def person(at: int, name: str, **flags: bool) -> Thing:
    known = dict.fromkeys(("risk", "no_letters", "no_calls", "moved", "deceased"), False) | flags
    contact = Thing(**known, any=any(known.values()))
    called = Thing(first=name, first_language="be", other="", other_language="")
    return Thing(
        url=f"/contacts/{at}/",
        called=called,
        contact=contact,
        settlement="Жлобін",
        division="Жлобінскі раён",
        phones=[],
    )


def tie(at: int, name: str, word: str = "", **more: Any) -> Thing:
    flags = more.pop("flags", {})
    return Thing(
        person=person(at, name, **flags),
        word=word,
        url=f"/there/{at}",
        **{"since": "", "until": "", "note": "", **more},
    )


def bonds() -> dict[str, Any]:
    """Return what contacts/contact.html is given beside names, reach and facts."""
    return {
        "follow_ups": [
            Thing(url="/f/1", due="2026-11-18", subject="Спытаць пра назіранне", who="", is_mine=True, is_late=True),
            Thing(
                url="/f/2", due="2026-11-28", subject="Аднесці паперы", who="жыта-мост", is_mine=False, is_late=False
            ),
        ],
        "consents": [
            Thing(
                purpose="лісты і званкі",
                how="подпісам на паперы",
                day="2026-03-01",
                until="",
                withdrawn="",
                who="жыта-мост",
                state="counts",
            ),
            Thing(
                purpose="імя ў адкрытым лісце",
                how="вусна",
                day="2025-03-01",
                until="",
                withdrawn="2026-10-02",
                who="",
                state="withdrawn",
            ),
        ],
        "tag_groups": [
            ("Мовы", [{"label": "мова", "value": "польская"}]),
            ("", [{"label": "валанцёр", "value": ""}, {"label": "назіральніца", "value": "участак 17"}]),
        ],
        "groups": [
            {"id": 1, "title": "Назіральнікі 2026", "joined": "2026-02-01", "left": "", "leave_url": "/g/1"},
            {"id": 2, "title": "Хор", "joined": "2024-09-01", "left": "2025-06-01", "leave_url": ""},
        ],
        "events": on_the_page(),
        "household": {"title": "Кавалёвы", "note": "Уваход з двара.", "others": [tie(11, "Кавалёў Мікалай Пятровіч")]},
        "related": [
            tie(13, "Кавалёва Алена Мікалаеўна", "сын або дачка"),
            tie(14, "Дворнік Пётр", "быў прыведзены гэтым чалавекам", since="2026-02", flags={"risk": True}),
        ],
        "messengers": [{"service": "Signal", "name": "@sviatlana.17"}],
    }


def nothing() -> dict[str, Any]:
    names = ("follow_ups", "consents", "tag_groups", "groups", "events", "related", "messengers")
    return {**{name: [] for name in names}, "household": None}


def _short(form: Any) -> dict[str, Any]:
    drawn = Thing(
        part=Thing(css="fields--two", word="", more="", repeats=True), name="x", count_name="x-count", rows=[form]
    )
    return {"drawn": [drawn], "forms": [form], "one": True, "back_url": "/there/"}


def _corrected() -> CorrectedNoteForm:
    held = {"type": "call", "day": "2026-11-02", "subject": "пра сход", "due": "2026-11-28", "outcome": "confirmed"}
    form: CorrectedNoteForm = CorrectedNoteForm.opened(7, held, "activity-0")
    form.keep(held)
    form.offer({"aa": "amber-otter", "bb": "quiet-heron"})
    return form


def bond_pages(called: Thing) -> dict[str, tuple[str, dict[str, Any]]]:
    around = {"place": "find", "called": called, "back_url": "/there/"}
    group = Group(title="Назіральнікі 2026", purpose="Быць на ўчастках у дзень галасавання і лічыць яўку.")
    rows = [
        {"person": person(at, name), "time": Thing(record=at, contact=at, joined="2026-02-01", left=left)}
        for at, (name, left) in enumerate(
            [("Кавалёва Святлана Ігараўна", ""), ("Шчарбакоў Янка", ""), ("Дворнік Пётр", "2026-09-30")]
        )
    ]
    groups = [Thing(record=1, group=group, members=17), Thing(record=2, group=Group(title="Хор"), members=9)]
    follow_ups = [
        Thing(person=person(at, name), due=due, is_late=late, is_today=not late, about=about, who="", done_url="/d/")
        for at, (name, due, late, about) in enumerate(
            [
                ("Кавалёва Святлана Ігараўна", "2026-11-17", True, "Абяцала запытацца ў сястры пра назіральнікаў"),
                ("Шчарбакоў Янка", "2026-11-20", False, "Званок"),
            ]
        )
    ]
    language = TagType(
        label="мова", group="Уменні", valued=True, values=("польская", "нямецкая"), hint="На якой вольна гаворыць."
    )
    type_row = {"type": language, "words": "Мова", "division": "Жлобінскі раён", "url": "/t/1"}
    return {
        "bond": (
            "contacts/bond.html",
            {**around, "form": BondForm(initial={"q": "Кавалё"}, people=WHO), "add_url": "?"},
        ),
        "bond-wrong": (
            "contacts/bond.html",
            {**around, "form": BondForm({}, people=[]), "nobody": True, "add_url": "?"},
        ),
        "household": (
            "contacts/household.html",
            {
                **around,
                "form": HouseholdForm(initial={"title": "Кавалёвы"}, people=WHO),
                "members": [("13", "Кавалёва Алена, Жлобін")],
            },
        ),
        "household-new": (
            "contacts/household.html",
            {**around, "form": HouseholdForm(initial={"title": "Кавалёвы"}, people=[]), "is_new": True},
        ),
        "household-of-one": (
            "contacts/household.html",
            {
                **around,
                "form": HouseholdForm(initial={"title": "Кавалёвы"}, people=WHO),
                "is_new": True,
                "is_of_one": True,
            },
        ),
        "one-more-consent": (
            "contacts/edit.html",
            {**around, "section": "Запісаць згоду", **_short(ConsentForm.opened(0, None, "consent-0"))},
        ),
        "one-more-note": (
            "contacts/edit.html",
            {**around, "section": "Запісаць, што адбылося", **_short(NoteForm.opened(0, None, "activity-0"))},
        ),
        "happened-correct": (
            "contacts/edit.html",
            {**around, "section": "Паправіць, што адбылося", **_short(_corrected())},
        ),
        "groups": (
            "groups/all.html",
            {
                **around,
                "going_on": groups,
                "ended": [Thing(record=3, group=Group(title="Клуб", ended="2025-05-05"))],
                "may_edit": True,
            },
        ),
        "follow-ups": (
            "follow_ups.html",
            {"place": "home", "mine": True, "page": Paginator(follow_ups, 50).get_page(1)},
        ),
        "follow-ups-none": ("follow_ups.html", {"place": "home", "mine": False, "page": Paginator([], 50).get_page(1)}),
        "groups-none": ("groups/all.html", {**around, "going_on": [], "ended": [], "may_edit": True}),
        "group": (
            "groups/group.html",
            {
                **around,
                "group": group,
                "record": 1,
                "members": 2,
                "page": Paginator(rows, 50).get_page(1),
                "may_edit": True,
            },
        ),
        "group-edit": ("groups/edit.html", {**around, "form": GroupForm(initial=GroupForm.opened_on(group.fields()))}),
        "group-add": ("groups/add_found.html", {**around, "groups": groups, "count": 4_812, "new_url": "/there/"}),
        "tags": (
            "tags/all.html",
            {**around, "by_group": [("Уменні", [type_row])], "free": ["валанцёр", "назіральніца"], "may_edit": True},
        ),
        "tag": (
            "tags/edit.html",
            {
                **around,
                "form": TagTypeForm(initial=TagTypeForm.opened_on(language.fields())),
                "labels": [],
                "may_drop": True,
            },
        ),
    }
