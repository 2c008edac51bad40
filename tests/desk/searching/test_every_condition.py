"""Every field and every operator: the SQL finds whom a plain reading finds."""

from __future__ import annotations

import datetime as dt
from itertools import cycle
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from busel.desk.actions.searches import save_search
from busel.desk.search import conditions
from busel.desk.search.columns import OPERATORS, Column, Type
from busel.desk.search.conditions import count_where, ids_where
from busel.desk.search.contact_fields import CONTACT_FIELDS
from busel.desk.search.sources import SOURCES
from busel.desk.workspace.load import insert_items, raw_connection
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.contacts.conftest import add
from desk.searching.plain_reading import Reader

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk

TODAY = dt.date(2026, 11, 27)
TAG_TYPES = {"валанцёр": "Дапамога", "назіральнік": "Выбары"}
EVENTS = {71: {"type": "meeting", "title": "Сход", "day": "2026-11-20"}, 72: {"type": "training", "title": "Навучанне"}}
REQUIRED = ["family_be", "phone", "birth", "job"]
_PEOPLE: list[dict[str, Any]] = [
    {
        "in": ZLOBIN,
        "family_be": "Кавалёў",
        "family_ru": "Ковалев",
        "given_be": "Д’мітры",
        "nickname": "Дзіма*[1]",
        "former_family": "Ліс, О’Ніл?",
        "sex": "m",
        "birth": "1960-02-29",
        "language": "be",
        "support": 1,
        "source": "Сход 100%",
        "notes": "Мае ключ ад клуба ў Жлобіне.",
        "constituency": "41",
        "household": 9,
        "external_ids": ["A-1", "Б?2"],
        "custom": {"job": "Настаўнік", "kids": 2, "can_help": ["транспарт", "званкі"], "since": "2020-05", "car": True},
        "about": [
            ("phone", {"number": "+375291234567", "type": "mobile"}),
            ("phone", {"written": "2-14-55", "status": "bad"}),
            ("email", {"address": "Dzima@example.org", "status": "bad"}),
            ("messenger", {"service": "signal", "name": "dz’ima"}),
            ("tag", {"label": "валанцёр", "value": "з 2020", "day": "2026-11-01"}),
            ("tag", {"label": "мае машыну"}),
            ("activity", {"type": "visit", "day": "2026-11-20", "subject": "Гутарка", "outcome": "canvassed"}),
            ("activity", {"type": "visit", "day": "2026-05-27", "outcome": "not_home", "batch": 5}),
            ("activity", {"type": "call", "day": "2026-05-26", "due": "2026-11-28", "assignee": "aa"}),
            ("membership", {"group": 61, "joined": "2026-10-31"}),
            ("attendance", {"event": 71, "invited": "2026-11-10", "answer": "yes", "attended": "yes"}),
            ("consent", {"purpose": "Лісты", "how": "paper", "day": "2026-01-01"}),
            ("relationship", {"other": "Рак", "type": "parent", "since": "1985"}),
            (
                "address",
                {
                    "region": "Homieĺ region",
                    "settlement_be": "Жлобін",
                    "street_be": "вул. Міру",
                    "house": "12а",
                    "type": "home",
                },
            ),
        ],
    },
    {
        "in": ZLOBIN,
        "family_ru": "Ковалёва",
        "given_ru": "Ольга",
        "sex": "f",
        "birth": "1960",
        "language": "ru",
        "support": 2,
        "no_letters": True,
        "household": 9,
        "custom": {"job": "ветэрынар", "kids": 0, "can_help": [], "since": "2020-05-16", "car": False},
        "about": [
            ("phone", {"number": "+375447654321"}),
            (
                "address",
                {
                    "settlement_ru": "Жлобин",
                    "street_ru": "ул. Мира",
                    "house": "7",
                    "status": "bad",
                    "postcode": "247210",
                },
            ),
            (
                "activity",
                {
                    "type": "letter",
                    "day": "2025-11-27",
                    "subject": "Запрашэнне",
                    "due": "2026-11-26",
                    "done": "2026-11-26",
                },
            ),
            ("membership", {"group": 61, "joined": "2025-01-01", "left": "2026-11-01"}),
            ("attendance", {"event": 72, "answer": "no", "attended": "no"}),
            ("consent", {"purpose": "Лісты", "day": "2025-01-01", "until": "2026-11-26"}),
        ],
    },
    {
        "in": MAZYR,
        "family_be": "Рак",
        "patronymic_be": "Іванавіч",
        "birth": "1985-12",
        "support": 5,
        "risk": True,
        "household": 8,
        "custom": {"job": "", "kids": "два", "since": "калісьці"},
        "about": [
            ("tag", {"label": "назіральнік", "day": "2025-11-27"}),
            ("email", {"address": "rak@example.org"}),
            ("activity", {"type": "call", "day": "2026-11-27", "event": 72}),
            ("attendance", {"event": 99}),
            ("consent", {"purpose": "Званкі", "day": "2026-11-27", "until": "2026-11-27"}),
            ("address", {"country": "PL", "settlement_be": "Варшава", "house": "", "type": "work"}),
        ],
    },
    {
        "in": MAZYR,
        "family_be": "Ян",
        "birth": "2008-11-28",
        "moved": True,
        "suggested": "family_be",
        "source": "сход 100%",
        "about": [],
    },
    {
        "in": REGION,
        "family_be": "д'якаў",
        "given_ru": "ИВАН",
        "sex": "m",
        "birth": "1998-12-01",
        "deceased": True,
        "about": [
            ("consent", {"purpose": "Лісты", "day": "2026-01-01", "withdrawn": "2026-02-01"}),
            ("address", {"settlement_be": "Мазыр", "house": "8", "status": "verified"}),
        ],
    },
]
ADDED = ("2026-11-01", "2024-02-29", "")
PEOPLE = [one | ({"added": day} if day else {}) for one, day in zip(_PEOPLE, cycle(ADDED), strict=False)]
"""With the day on which each came in."""
WORDS = [
    "Кавалёў",
    "кавалев",
    "ков",
    "Д'",
    "д’",
    "*",
    "[1]",
    "?",
    "100%",
    "Жлобин",
    "Мазыр",
    "вул міру",
    "",
    "а",
    "ключ клуб",
    "бат",
]
WORDS += ["Homieĺ region", "Настаўнік", "транспарт", "2", "example", "Лісты", "247", "A-1"]
CHOICES = [
    "f",
    "m",
    "be",
    "mobile",
    "visit",
    "call",
    "bad",
    "odd",
    "even",
    "",
    "валанцёр",
    "назіральнік",
    "Дапамога",
    "Выбары",
]
CHOICES += [
    "yes",
    "no",
    "meeting",
    "home",
    "signal",
    "paper",
    "parent.contact",
    "parent.other",
    "canvassed",
    "nobody's",
]
NUMBERS = [0, 1, 2, 5, 7, 8, 9, 12, 20, 61, 71, 72, 99]
DAYS = ["", None, "1960", "1985-12", "2020-05", "2026-11-27", "2026-05-27", "today", "yesterday", "tomorrow", "2026-11"]
UNITS = st.sampled_from(["day", "week", "month", "year"])
COUNTS = st.sampled_from([0, 1, 6, 30, 18])
PERIODS = st.one_of(
    *(
        st.builds(lambda count, unit, key=key: {key: count, "unit": unit}, COUNTS, UNITS)
        for key in ("last", "next", "over")
    ),
    *(st.builds(lambda unit, key=key: {key: unit}, UNITS) for key in ("this", "previous")),
    st.builds(lambda first, last: {"from": first, "to": last}, st.sampled_from(DAYS), st.sampled_from(DAYS)),
)
ENDS = st.one_of(st.none(), st.sampled_from(NUMBERS))
BETWEEN = st.tuples(ENDS, ENDS).map(list)
FILLED = st.tuples(st.just("filled"), st.booleans())


def values_of(column: Column, operator: str) -> st.SearchStrategy[Any]:
    pools: dict[Type, list[Any]] = {Type.CHOICE: CHOICES, Type.REFERENCE: [*NUMBERS, "aa"], Type.NUMBER: NUMBERS}
    one = st.sampled_from(pools.get(column.type, WORDS))
    if column.empty == "0" and column.type is Type.CHOICE:
        one = st.sampled_from(NUMBERS)
    return {
        "during": PERIODS,
        "between": BETWEEN,
        "any_of": st.lists(one, max_size=3),
    }.get(operator, st.booleans() if column.type is Type.YES_NO else one)


def leaf(name: str, column: Column) -> st.SearchStrategy[dict[str, Any]]:
    tests = [st.tuples(st.just(operator), values_of(column, operator)) for operator in OPERATORS[column.type]]
    return st.one_of(FILLED, *tests).map(lambda test: {"field": name, test[0]: test[1]})


def source(name: str) -> st.SearchStrategy[dict[str, Any]]:
    leaves = st.one_of(*(leaf(key, column) for key, column in SOURCES[name].columns.items()))
    either = st.one_of(leaves, leaves.map(lambda one: {"not": one}))
    return st.builds(
        lambda of, least: {"some": name, "of": of, "at_least": least}, st.lists(either, max_size=3), st.integers(1, 3)
    )


OWN = st.tuples(
    st.sampled_from(["own.job", "own.kids", "own.can_help", "own.since", "own.car", "own.nothing"]),
    st.one_of(
        FILLED,
        st.tuples(st.sampled_from(["is", "begins", "contains", "words"]), st.sampled_from(WORDS)),
        st.tuples(st.just("is"), st.one_of(st.booleans(), st.sampled_from(NUMBERS))),
        st.tuples(st.just("any_of"), st.lists(st.sampled_from([*WORDS, *NUMBERS]), max_size=3)),
        st.tuples(st.just("between"), BETWEEN),
        st.tuples(st.just("during"), PERIODS),
    ),
).map(lambda pair: {"field": pair[0], pair[1][0]: pair[1][1]})
CLOSED = PERIODS.filter(lambda period: "over" not in period and all(period.get(end, "x") for end in ("from", "to")))
SPECIAL = st.one_of(
    st.sampled_from(
        [
            {"field": "division", "is": ZLOBIN},
            {"field": "division", "is": REGION},
            {"field": "division", "any_of": [MAZYR, "nowhere"]},
            {"field": "division", "any_of": []},
            {"search": 31},
            {"field": "age", "filled": False},
        ]
    ),
    BETWEEN.map(lambda ends: {"field": "age", "between": ends}),
    BETWEEN.map(lambda ends: {"field": "missing", "between": ends}),
    BETWEEN.map(lambda ends: {"field": "household_size", "between": ends}),
    CLOSED.map(lambda period: {"field": "birthday", "during": period}),
)
LEAVES = st.one_of(
    st.one_of(*(leaf(name, column) for name, column in CONTACT_FIELDS.items())),
    st.one_of(*(source(name) for name in SOURCES)),
    OWN,
    SPECIAL,
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=5,
)


def bring_in(desk: Desk) -> tuple[list[int], Reader]:
    """Bring the people and what their divisions share; return their ids in order, and who reads plainly."""
    ids: list[int] = []
    for one in PEOPLE:
        about = [(kind, fields) for kind, fields in one["about"] if kind != "relationship"]
        contact = {name: value for name, value in one.items() if name not in ("in", "about")}
        ids.append(add(desk, one["in"], about, **contact))
    raw = raw_connection()
    days = [(one.get("added", ""), id_) for one, id_ in zip(PEOPLE, ids, strict=True)]
    raw.executemany("UPDATE workspace_contact SET added = ? WHERE id = ?", days)
    raw.execute(
        "INSERT INTO workspace_relationship (id, contact_id, other, type, since, until, note)"
        " VALUES (1, ?, ?, 'parent', '1985', '', '')",
        (ids[0], ids[2]),
    )
    shared: list[tuple[str, int, dict[str, Any]]] = [("event", id_, dict(fields)) for id_, fields in EVENTS.items()]
    shared += [
        ("tag_type", at, {"label": label, "group": group}) for at, (label, group) in enumerate(TAG_TYPES.items())
    ]
    searches = {31: {"any": [{"field": "sex", "is": "f"}, {"field": "risk", "is": True}]}}
    shared += [("saved_search", id_, {"title": "Іншы", "where": where}) for id_, where in searches.items()]
    insert_items(raw, 1, shared)
    [(commons,)] = raw.execute("SELECT id FROM workspace_division WHERE name = 'commons'")
    insert_items(raw, commons, [("field", at, {"key": key, "required": True}) for at, key in enumerate(REQUIRED, 1)])
    reader = Reader(TODAY, tag_types=TAG_TYPES, events=EVENTS, required=REQUIRED, searches=searches)
    reader.everybody = PEOPLE
    return ids, reader


@pytest.fixture
def on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the day on which the people were made up."""
    monkeypatch.setattr(conditions, "today_date", lambda: TODAY)


@pytest.mark.usefixtures("on_that_day")
@pytest.mark.parametrize("trees", [TREES, LEAVES], ids=["nested", "single"])
def test_every_field_and_operator_finds_whom_a_plain_reading_finds(
    arrive: Arrive, trees: st.SearchStrategy[dict[str, Any]]
) -> None:
    ids, reader = bring_in(arrive("editor"))

    @settings(deadline=None, max_examples=600, suppress_health_check=list(HealthCheck))
    @given(trees)
    def compare(condition: dict[str, Any]) -> None:
        expected = sorted(id_ for id_, one in zip(ids, PEOPLE, strict=True) if reader.fits(condition, one))
        assert sorted(ids_where(condition)) == expected
        assert sorted(ids_where(condition, among=ids)) == expected
        assert count_where(condition) == len(expected)

    compare()


@pytest.mark.usefixtures("on_that_day")
def test_each_column_and_each_operator_is_really_met_by_somebody_or_refused_by_nobody(arrive: Arrive) -> None:
    """A leaf that no hypothesis happened to draw is asked here once, with each value of its pool."""
    ids, reader = bring_in(arrive("editor"))
    asked = 0
    for name, column in CONTACT_FIELDS.items():
        for operator in OPERATORS[column.type]:
            if operator in ("during", "between", "any_of") or column.type in (Type.YES_NO, Type.REFERENCE):
                continue
            for value in NUMBERS if column.empty == "0" else [*WORDS, *CHOICES]:
                condition = {"field": name, operator: value}
                expected = sorted(id_ for id_, one in zip(ids, PEOPLE, strict=True) if reader.fits(condition, one))
                assert sorted(ids_where(condition)) == expected, condition
                asked += 1
    assert asked > 1000


@pytest.mark.usefixtures("on_that_day")
def test_a_search_that_names_itself_in_the_end_is_refused(arrive: Arrive) -> None:
    desk = arrive("editor")
    first = save_search(desk.session, "Першы", {"field": "sex", "is": "f"})
    second = save_search(desk.session, "Другі", {"not": {"search": first}})
    assert ids_where({"search": second}) == []
    insert_items(raw_connection(), 1, [("saved_search", first, {"title": "Першы", "where": {"search": second}})])
    for condition in ({"search": first}, {"search": second}, {"search": 404}):
        with pytest.raises(conditions.BadConditionError):
            ids_where(condition)
