"""People on the way to other divisions, and lists that are taken back."""

from __future__ import annotations

from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from specimen_bonds import person

from busel.desk.web.forms.moving import MoveForm
from busel.desk.web.moving_words import STATE_WORDS

NAMES = [(11, "Кавалёва Святлана"), (12, "Дворник Пётр")]


def _way(at: int, name: str, state: str) -> Thing:
    return Thing(
        row=person(at, name),
        to="Гомельская вобласць / Мазырскі раён",
        day="2026-11-18",
        who="ціхі-бусел",
        state=STATE_WORDS[state],
        url="/there/",
        may_take_back=state in ("", "sent"),
        may_close=state in ("refused", "changed", "both"),
        may_take_out=state in ("changed", "both"),
    )


def _list(title: str, new: int, updated: int, **more: str) -> Thing:
    known = {"day": "2026-11-18", "who": "ціхі-бусел", "undone": "", "url": "/there/"}
    counts = {"new": new, "updated": updated, "skipped": 149, "problems": 24, "meanwhile": 3, "blank": 0}
    return Thing(title=title, division="Жлобінскі раён", **(known | counts | more))


class Departed(forms.Form):
    people = forms.MultipleChoiceField(
        label="Чые сляды прыбраць",
        choices=[
            ("1", "bsl-00a1b2c3d4e5f607, 18 лістапада 2026: Мазырскі раён; спіс змен пайшоў разам"),
            ("2", "bsl-10a1b2c3d4e5f608, 19 лістапада 2026: Гомельская вобласць; спіс змен застаўся тут"),
        ],
        initial=["1"],
        widget=forms.CheckboxSelectMultiple,
    )
    code = forms.CharField(label="Каб прыбраць, увядзіце 40312", widget=forms.TextInput({"class": "input--short"}))


def moving_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the specimens: name -> template, context."""
    ways = [
        _way(11, "Кавалёва Святлана", "sent"),
        _way(12, "Дворник Пётр", "changed"),
        _way(13, "Юрчук Алесь", "refused"),
    ]
    rows = [
        _list("Подпісы Жлобін лістапад.xlsx", 4702, 110),
        _list("старая база.csv", 812, 0, undone="2026-11-20", url="", who=""),
    ]
    rules = [
        Thing(name="Нататкі", months=24, count=112, url="/there/"),
        Thing(name="Хобі", months=12, count=0, url="/t/"),
    ]
    old = [Thing(id=at, row=person(at, name), keep_url="/there/", erase_url="/there/") for at, name in NAMES]
    form = MoveForm(divisions={b"1" * 16: "Homieĺ region / Mazyr district"})
    departed = Departed()
    return {
        "departed": (
            "confirm.html",
            {
                "question": "Тыя, хто перайшоў у іншыя падраздзяленні",
                "text": "Тут іх больш няма, але гісторыя змен усё яшчэ расказвае пра іх.",
                "consequences": [
                    "Гісторыя змен забудзе тых, каго вы выберыце. Што кагосьці прыбралі і хто гэта зрабіў, застанецца.",
                    "Ключы падраздзялення зменяцца.",
                ],
                "action": "Прыбраць іх з гісторыі змен",
                "dangerous": True,
                "form": departed,
                "back_url": "/there/",
            },
        ),
        "retention": ("retention/rules.html", {"place": "find", "rows": rules, "back_url": "/there/"}),
        "retention-none": ("retention/rules.html", {"place": "find", "rows": [], "back_url": "/there/"}),
        "retention-people": (
            "retention/people.html",
            {
                "place": "find",
                "name": "Нататкі",
                "months": 24,
                "page": Paginator(old, 50).get_page(1),
                "all": "112 чалавек",
                "back_url": "/there/",
            },
        ),
        "moves": ("moves.html", {"place": "inbox", "rows": ways, "back_url": "/there/"}),
        "moves-nobody": ("moves.html", {"place": "inbox", "rows": [], "back_url": "/there/"}),
        "move": (
            "confirm.html",
            {
                "place": "find",
                "question": "Адправіць у іншае падраздзяленне: Кавалёва Святлана?",
                "text": "Усё, што захавана пра гэтага чалавека, пойдзе запячатаным ва ўваходныя таго падраздзялення.",
                "consequences": [
                    "Пакуль рэдактар там не прыме, чалавек застаецца тут. Потым ён будзе там, а тут яго не будзе.",
                    "Не пойдзе разам тое, што называе людзей і справы гэтага падраздзялення: сваякі і знаёмыя (2).",
                ],
                "form": form,
                "action": "Адправіць чалавека",
                "back_url": "/there/",
            },
        ),
        "lists": (
            "imports/lists.html",
            {"place": "import", "page": Paginator(rows, 50).get_page(1), "back_url": "/t/"},
        ),
        "lists-none": (
            "imports/lists.html",
            {"place": "import", "page": Paginator([], 50).get_page(1), "back_url": "/t/"},
        ),
        "list-back": (
            "imports/back.html",
            {
                "place": "import",
                "title": "Подпісы Жлобін лістапад.xlsx",
                "day": "18 лістапада 2026",
                "who": "ціхі-бусел",
                "removed": "4 702 чалавекі",
                "put_back": "110 чалавек",
                "back": "Тэлефон: 92; Адрас: 41; Нататкі: 12",
                "left": "Нататкі: 9; Дата нараджэння: 2",
                "stay": "52 чалавекі",
                "named": [person(at, name) for at, name in NAMES],
                "more": 50,
                "back_url": "/there/",
            },
        ),
    }
