"""The pages of searches in the making, with made-up tags and places."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any
from unittest.mock import patch

from django import forms

from busel.desk.web.building import choices, rows, words
from busel.desk.web.building.drafts import Draft
from busel.desk.web.building.drawing import drawn
from busel.desk.web.building.examples import EXAMPLES
from busel.desk.web.result_columns import COLUMNS, ORDER_WORDS, USUAL_WORDS

LIVE = {
    "tag": ["валанцёр", "назіральніца", "падпісант", "мае машыну"],
    "tag_group": ["Дапамога", "Выбары"],
    "account": ["ціхі-бусел", "зялёны-гай"],
    "batch": ["Подпісы Жлобін (2026-09-18)"],
    "event": ["Сход суседзяў (2026-11-20)"],
    "search": ["Каму 18–30"],
    "region": ["Гомельская вобласць"],
    "district": ["Жлобінскі раён"],
}


def search_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    live = {name: lambda _session, offered=offered: [(one, one) for one in offered] for name, offered in LIVE.items()}
    with patch.object(choices, "_LIVE", live):
        return {
            "searches": ("searches/all.html", {"place": "find", "saved": _saved(), "examples": EXAMPLES}),
            "searches-none": ("searches/all.html", {"place": "find", "saved": [], "examples": EXAMPLES}),
            "search-build": ("searches/build.html", _build(_draft(), 312)),
            "search-build-empty": ("searches/build.html", _build(Draft(), 24_249)),
            "search-build-wrong": ("searches/build.html", _build(_wrong(), None)),
            "cross": ("reports/cross.html", {"place": "reports", "form": Cross()}),
            "crossed": ("reports/cross.html", _crossed()),
        }


class Cross(forms.Form):
    who = forms.ChoiceField(label="Каго", choices=[("", "Усіх, каго вы бачыце")])
    rows = forms.ChoiceField(label="Радкі", choices=[("division", "Падраздзяленне")])
    columns = forms.ChoiceField(label="Слупкі", choices=[("support", "Падтрымка")])


def _crossed() -> dict[str, Any]:
    heads = ["1 – цвёрда падтрымлівае", "2 – падтрымлівае", "3 – вагаецца", "невядома"]
    names = ["Гомельскі раён", "Жлобінскі раён", "Мазырскі раён", "Рагачоўскі раён"]
    lines = [
        (
            name,
            [(*pair, "0-0") for pair in zip(heads, [412 - 90 * at, 300 - 20 * at, 95, 1204], strict=True)],
            2011,
            "0-",
        )
        for at, name in enumerate(names)
    ]
    lines[3][1][2] = (heads[2], "1–9", "")
    table = {
        "heads": heads,
        "lines": lines,
        "sums": [(*pair, "-0") for pair in zip(heads, [1108, 1080, 380, 4816], strict=True)],
        "people": 7384,
        "several": True,
        "some_few": True,
    }
    said = {"row_words": "Падраздзяленне", "column_words": "Падтрымка", "who": "", "day": dt.date(2026, 11, 20)}
    return {"place": "reports", "form": Cross(), **table, **said}


def _saved() -> list[Thing]:
    return [
        Thing(title="Валанцёры Бабруйска", words="Тэг (Тэг: валанцёр) і Адрас (Раён: Бабруйскі)", count=312, url="/a"),
        Thing(title="Каму 18–30", words="Узрост: ад 18 да 30", count=1904, url="/b"),
    ]


def _draft() -> Draft:
    draft = Draft(title="Валанцёры, з якімі даўно не размаўлялі", sample="50")
    tree, top = draft.tree, draft.tree.top
    top.children = [
        tree.node("support", typed={"value": ["1", "2"]}),
        tree.node(
            "some:activity",
            negated=True,
            typed={
                "type.value": ["call", "visit"],
                "day.period": ["last"],
                "day.count": ["6"],
                "day.unit": ["month"],
            },
        ),
    ]
    group = tree.node("group", mode="any")
    group.children = [
        tree.node("some:tag", typed={"label.value": ["валанцёр"]}),
        tree.node("family", typed={"op": ["begins"], "value": ["Кав"]}),
    ]
    top.children.append(group)
    return draft


def _wrong() -> Draft:
    draft = Draft(sample="many")
    draft.tree.top.children = [
        draft.tree.node("age", typed={"low": ["шмат"]}, wrong={"": "«шмат» – не лік."}),
        draft.tree.node("some:follow_up", typed={"due.period": ["dates"], "due.from": ["1.11.2026"]}),
    ]
    return draft


def _build(draft: Draft, people: int | None) -> dict[str, Any]:
    session: Any = None
    return {
        "place": "find",
        "draft": draft,
        "name": "a1b2",
        "top": drawn(session, draft.tree),
        "picker": [(label, [(key, rows.label_of_row(session, key)) for key in keys]) for label, keys in words.PICKER],
        "words": "Падтрымка: 1 або 2 і не: Што адбылося (Што: Званок або Візіт; Калі: не раней, чым 6 месяцаў таму)",
        "is_empty": not draft.tree.top.children,
        "wrong": draft.sample_wrong,
        "people": people,
        "columns": [(key, told, key in ("phone", "place")) for key, told in USUAL_WORDS.items()]
        + [(key, told, key == "age") for key, (told, _read) in COLUMNS.items()],
        "orders": [(key, told, key == "") for key, told in ORDER_WORDS.items()],
    }
