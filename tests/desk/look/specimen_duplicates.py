"""Records that may be one person: the list, a pair, the plan, a family, what was settled."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from busel.desk.web.forms.families import FamilyForm
from busel.desk.web.merge_words import AfterWords, LineWords, Option
from busel.desk.web.pair_page import BatchRow, PairRow, Row, SettledRow, SideWords
from busel.desk.web.pair_words import KIND_SHORT, KIND_WORDS, POINT_WORDS, points_words
from busel.matching.outcomes import PairKind, Point

NAMES = ("Кавалёва Святлана Ігараўна", "Ковалёва Светлана")
AGREE = (Point.FAMILY_SAME, Point.GIVEN_SAME, Point.PHONE_SAME, Point.HOME_SAME)
DIFFER = (Point.BIRTH_DIFFERS,)


def _rows() -> list[PairRow]:
    told = f"{points_words(AGREE)}; {points_words(DIFFER)}"
    return [
        PairRow(*NAMES, told, _("certain"), certain=True, url="/there/"),
        PairRow("Навік Іван Пятровіч", "Навік Пётр Іванавіч", told, KIND_SHORT[PairKind.FATHER_AND_SON], False, "/t/"),
        PairRow("Юрчук Алесь", "Юрчук Аляксандр Уладзіміравіч", told, KIND_SHORT[PairKind.SAME], False, "/there/"),
    ]


def _lines() -> list[LineWords]:
    support = (Option("kept", "1 – падтрымлівае", False), Option("other", "2 – хутчэй падтрымлівае", True))
    notes = (
        Option("kept", "спявае ў хоры", False),
        Option("other", "кліча суседзяў", False),
        Option("both", "абодва: спявае ў хоры + кліча суседзяў", True),
    )
    former = (Option("kept", "не захоўваць", False), Option("other", "захаваць «Навік» як ранейшае прозвішча", True))
    return [
        LineWords("former", "Другое прозвішча", "Навік", former),
        LineWords("family_be", "Прозвішча па-беларуску", "Кавалёва", ()),
        LineWords("given_be", "Імя па-беларуску", "Святлана", ()),
        LineWords("birth", "Дата нараджэння", "29 лютага 1960", ()),
        LineWords("support", "Падтрымка", "2 – хутчэй падтрымлівае", support),
        LineWords("notes", "Нататкі", "спявае ў хоры\nкліча суседзяў", notes),
        LineWords("external_ids", "Нумары ў іншых спісах", "7, 9, bsl-00a1b2c3d4e5f607", ()),
    ]


def _one_person() -> dict[str, Any]:
    coming = ("Далучаюцца: тэлефоны, падзеі (3).", "Свой нумар захоўвае запіс, у якім больш звестак.")
    return {
        "probably": KIND_WORDS[PairKind.SAME],
        "differ": [],
        "after": AfterWords("00", tuple(line for line in _lines() if not line.options), coming),
        "sides": [
            Row("Прозвішча па-беларуску", "Кавалёва", "", ""),
            Row("Прозвішча па-руску", "Ковалёва", "Ковалёва", "same"),
            Row("Тэлефон", "+375 29 123-45-67", "+375 29 123-45-67", "same"),
            Row("Адрас", "Жлобін, вул. Міру, 5, кв. 12", "Жлобин, ул. Мира, 5, кв. 12", "same"),
        ],
    }


def duplicate_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return the specimens: name -> template, context."""
    last = Thing(words="Цяпер гэта адзін запіс: Навік Ганна + Новик Анна")
    shows = [
        ("all", _("All"), 240, True),
        ("certain", _("Certain"), 112, False),
        ("review", _("To be looked at"), 128, False),
    ]
    divisions = [(0, _("All divisions"), True), (1, "Жлобінскі раён", False), (2, "Мазырскі раён", False)]
    back = {"place": "find", "back_url": "/there/"}
    listed = {"looked": True, "done": 12, "total": 240, "shows": shows, "divisions": divisions, "first_url": "/there/"}
    listed["looked_at"] = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)
    pair = {
        "one": SideWords(NAMES[0], "be", "/there/", "дададзены 20 лістапада 2026 · падзеі (3) · згоды"),
        "other": SideWords(NAMES[1], "ru", "/there/", "дададзены 2 мая 2025 · групы (2)", "/there/"),
        "sides": [
            Row("Прозвішча па-беларуску", "Кавалёва", "", ""),
            Row("Прозвішча па-руску", "Ковалёва", "Ковалёва", "same"),
            Row("Тэлефон", "+375 29 123-45-67", "+375 29 123-45-67", "same"),
            Row("Адрас", "Жлобін, вул. Міру, 5, кв. 12", "Жлобин, ул. Мира, 5, кв. 12", "differs"),
            Row("Дата нараджэння", "29 лютага 1960", "1 сакавіка 1984", "differs"),
        ],
        "agree": [POINT_WORDS[one] for one in AGREE],
        "differ": [POINT_WORDS[one] for one in DIFFER],
        "probably": KIND_WORDS[PairKind.FAMILY],
        "merge_url": "/there/",
        "family_url": "/there/",
        "done": 12,
        "total": 240,
    }
    family = {"household": True, "title": "Кавалёвы", "tie": "parent-0"}
    form = FamilyForm(initial=family, pair=(1, 2), names=NAMES)
    settled = [
        SettledRow(at, 1, *NAMES, "/there/", "/there/", "2026-11-20", "Жлобінскі раён", may_change=True)
        for at in (1, 2)
    ]
    lines = _lines()
    merge = {
        "conflicts": [line for line in lines if line.options],
        "lines": lines,
        "coming": ["Далучаюцца: тэлефоны, падзеі (3).", "Застаюцца адзін раз, бо ў абодвух тое самае: адрасы."],
        "mark": "00",
    }
    return {
        "duplicates": (
            "duplicates/list.html",
            {**back, **listed, "page": Paginator(_rows(), 50).get_page(1), "settled": True},
        ),
        "duplicates-unseen": ("duplicates/list.html", {**back, "settled": True}),
        "duplicates-none": ("duplicates/list.html", {**back, "looked": True, "page": Paginator([], 50).get_page(1)}),
        "duplicate": ("duplicates/pair.html", {**back, **pair, "family_first": True, "last": last, "may_settle": True}),
        "duplicate-apart": (
            "duplicates/pair.html",
            {**back, **pair, "apart": True, "may_settle": True, "probably": _("Probably one person, written twice.")},
        ),
        "duplicate-one-press": ("duplicates/pair.html", {**back, **pair, **_one_person(), "may_settle": True}),
        "duplicate-merge": ("duplicates/merge.html", {**back, **merge, "changed": True}),
        "duplicate-family": ("duplicates/family.html", {**back, "one": NAMES[0], "other": NAMES[1], "form": form}),
        "duplicates-certain": (
            "duplicates/certain.html",
            {
                **back,
                "looked": True,
                "allowed": True,
                "count": 112,
                "rows": _rows(),
                "more": 109,
                "first_url": "/there/",
                "batches": [
                    BatchRow(1, "2026-11-20", 97, "Жлобінскі раён", "", may_undo=True),
                    BatchRow(2, "2026-10-02", 1, "Мазырскі раён", "2026-10-03", may_undo=False),
                ],
            },
        ),
        "duplicates-settled": ("duplicates/settled.html", {**back, "page": Paginator(settled, 50).get_page(1)}),
    }
