"""Conditions of saved searches, beside a plain reading of the same condition person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from busel.desk.actions.searches import save_search
from busel.desk.search import conditions
from busel.desk.search.conditions import BadConditionError, count_where, few_around, ids_where
from busel.desk.search.find import find
from busel.desk.search.first_version import FILLED
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import HOME, PHONE, VOLUNTEER, add

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk

REGION = ZLOBIN.split(" / ", maxsplit=1)[0]
VISIT = ("activity", {"type": "visit", "day": "2026-05-01", "subject": "Сустрэча"})
BAD_HOME = ("address", {"settlement_be": "Мазыр", "settlement_ru": "Мозырь", "status": "bad"})
PEOPLE: list[dict[str, Any]] = [
    {"in": ZLOBIN, "about": [PHONE, HOME, VOLUNTEER, VISIT], "family_be": "Кавалёў", "language": "be", "support": 5},
    {"in": ZLOBIN, "about": [VOLUNTEER, BAD_HOME], "family_ru": "Ковалёва", "language": "ru", "birth": "1980"},
    {"in": ZLOBIN, "about": [], "family_be": "Бур", "risk": True, "custom": {"job": "настаўнік", "kids": 2}},
    {
        "in": MAZYR,
        "about": [VOLUNTEER, ("email", {"address": "lis@example.org"})],
        "family_be": "Ліс",
        "notes": "Раніцай",
    },
    {"in": MAZYR, "about": [("tag", {"label": "100%_'\""}), HOME], "family_be": "Рак", "source": "Сход", "support": 5},
]
LEAVES: list[dict[str, Any]] = [
    {"field": "tag", "is": "валанцёр"},
    {"field": "tag", "is": "100%_'\""},
    {"field": "tag", "is": "nobody's"},
    {"field": "settlement", "is": "Жлобин"},
    {"field": "settlement", "is": "Мазыр"},
    {"field": "division", "is": ZLOBIN},
    {"field": "division", "is": REGION},
    {"field": "division", "is": "Homieĺ"},
    {"field": "activity", "is": "visit"},
    {"field": "custom", "is": ["job", "настаўнік"]},
    {"field": "custom", "is": ["kids", 2]},
    {"field": "custom", "is": ["kids", None]},
    {"field": "custom", "is": ["no such', 1) --", 2]},
    {"field": "text", "is": "Кавалёў"},
    {"field": "language", "is": "be"},
    {"field": "support", "is": 5},
    {"field": "risk", "is": True},
    {"field": "risk", "is": False},
    {"field": "source", "is": "Сход"},
    *({"field": name, "filled": True} for name in FILLED),
    {"field": "birth", "filled": True},
    {"field": "notes", "filled": True},
]
CONDITIONS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)


def everybody(desk: Desk) -> list[int]:
    """Bring the people in and return their ids, in the order of the list."""
    return [
        add(
            desk, one["in"], one["about"], **{name: value for name, value in one.items() if name not in ("in", "about")}
        )
        for one in PEOPLE
    ]


def fits(condition: dict[str, Any], one: dict[str, Any]) -> bool:
    """Read a condition as a person would."""
    match condition:
        case {"all": parts}:
            return all(fits(part, one) for part in parts)
        case {"any": parts}:
            return any(fits(part, one) for part in parts)
        case {"not": part}:
            return not fits(part, one)
        case {"field": name, "filled": True}:
            return any(_is_usable(fields) for kind, fields in one["about"] if kind == name) or bool(one.get(name))
        case {"field": name, "is": value}:
            return _is(name, value, one)
    raise AssertionError(condition)


def _is_usable(fields: dict[str, Any]) -> bool:
    return fields.get("status") not in ("bad", "past")


def _is(name: str, value: Any, one: dict[str, Any]) -> bool:
    labels = [fields["label"] for kind, fields in one["about"] if kind == "tag"]
    places = [fields["settlement_ru"] for kind, fields in one["about"] if kind == "address"]
    types = [fields["type"] for kind, fields in one["about"] if kind == "activity"]
    return {
        "tag": lambda: value in labels,
        "settlement": lambda: {"Мазыр": "Мозырь"}.get(value, value) in places,
        "division": lambda: one["in"] == value or one["in"].startswith(f"{value} / "),
        "activity": lambda: value in types,
        "custom": lambda: value[0].isidentifier() and one.get("custom", {}).get(value[0]) == value[1],
        "text": lambda: one in PEOPLE[:2],
    }.get(name, lambda: one.get(name, False if isinstance(value, bool) else None) == value)()


def test_every_condition_finds_whom_a_plain_reading_finds_whichever_way_it_is_asked(arrive: Arrive) -> None:
    ids = everybody(arrive("editor"))

    @settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
    @given(CONDITIONS)
    def compare(condition: dict[str, Any]) -> None:
        expected = [id_ for id_, one in zip(ids, PEOPLE, strict=True) if fits(condition, one)]
        assert sorted(ids_where(condition)) == sorted(expected)
        assert sorted(ids_where(condition, among=ids)) == sorted(expected)
        assert ids_where(condition, among=[]) == []
        assert count_where(condition) == len(expected)
        wanted = {"Кавалёў", "Ковалёва"}
        named = [i for i, one in zip(ids, PEOPLE, strict=True) if wanted & {one.get("family_be"), one.get("family_ru")}]
        assert {hit.contact for hit in find("Кавалёў", where=condition).hits} == set(named) & set(expected)

    compare()


def test_a_condition_in_a_district_is_asked_about_its_people_only(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = everybody(arrive("editor"))
    assert few_around({"all": [{"field": "division", "is": ZLOBIN}, LEAVES[0]]}) == set(ids[:3])
    assert few_around({"any": [{"field": "division", "is": ZLOBIN}]}) is None
    assert few_around({"field": "tag", "is": "валанцёр"}) is None
    monkeypatch.setattr(conditions, "FEW", 2)
    assert few_around({"all": [{"field": "division", "is": ZLOBIN}]}) is None


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "no such field", "is": 1},
        {"field": "phone", "is": 1},
        {"field": "support", "is": [5]},
        {"field": "support", "is": 2**63},
        {"field": "support", "is": None},
        {"field": "custom", "is": "job"},
        {"field": "1) OR 1=1 --", "filled": True},
        {"all": "everybody"},
        {"all": ["everybody"]},
        {"not": []},
        {},
        [],
    ],
)
def test_what_this_version_does_not_understand_is_refused(arrive: Arrive, condition: Any) -> None:
    everybody(arrive("editor"))
    for one in (condition, {"all": [condition, {"field": "division", "is": ZLOBIN}]}):
        with pytest.raises(BadConditionError):
            ids_where(one)


def test_a_condition_too_deep_is_refused(arrive: Arrive) -> None:
    arrive("editor")
    condition: dict[str, Any] = LEAVES[0]
    for _ in range(conditions.MAX_DEPTH + 1):
        condition = {"not": condition}
    with pytest.raises(BadConditionError):
        ids_where(condition)


@pytest.mark.parametrize(
    "condition",
    [
        {"any": [{"field": "sex", "is": "f"}] * (conditions.MAX_PARTS + 1)},
        {"all": [{"any": [{"field": "sex", "is": "f"}] * 30}] * 30},
        {"field": "text", "is": "а" * (conditions.MAX_LETTERS + 1)},
        {"field": "words", "is": "а" * (conditions.MAX_LETTERS + 1)},
    ],
)
def test_a_saved_search_that_asks_too_much_is_refused_and_keeps_no_page_shut(
    arrive: Arrive, condition: dict[str, Any]
) -> None:
    desk = arrive("editor")
    with pytest.raises(BadConditionError):
        ids_where(condition)
    save_search(desk.session, "Усе", condition)
    assert [desk.browser.get(path).status_code for path in ("/", "/find")] == [200, 200]


def test_a_condition_as_large_as_may_be_is_answered(arrive: Arrive) -> None:
    ids = everybody(arrive("editor"))
    women = {"any": [{"field": "language", "is": "be"}] * (conditions.MAX_PARTS - 1)}
    assert ids_where(women) == ids[:1]
