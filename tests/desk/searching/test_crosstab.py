"""Counting by two things, beside a plain count person by person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.clock import today_date
from busel.desk.search import conditions, crosstab, dimensions
from busel.desk.search.conditions import ids_where
from busel.desk.search.crosstab import OTHERS, crossed
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, words
from desk.searching.test_every_condition import PEOPLE, TAG_TYPES, TODAY, bring_in

if TYPE_CHECKING:
    from desk.conftest import Arrive

CAN_HELP = {"key": "can_help", "type": "choices", "values": [{"key": "транспарт"}, {"key": "званкі"}]}


def plain(key: str, one: dict[str, Any]) -> set[Any]:
    """Return what a person stands under, read by hand."""
    about = one["about"]
    ages = {"1960-02-29": 65, "1960": 65, "1985-12": 35, "2008-11-28": 0, "1998-12-01": 25}
    found: dict[str, Any] = {
        "support": lambda: {one.get("support") or ""},
        "sex": lambda: {one.get("sex", "")},
        "risk": lambda: {"yes" if one.get("risk") else "no"},
        "age": lambda: {ages[one["birth"]]},
        "division": lambda: {one["in"]},
        "has.phone": lambda: {"yes" if any(kind == "phone" for kind, _fields in about) else "no"},
        "tag": lambda: {fields["label"] for kind, fields in about if kind == "tag"},
        "tags.Выбары": lambda: {
            fields["label"] for kind, fields in about if kind == "tag" and TAG_TYPES.get(fields["label"]) == "Выбары"
        },
        "activity": lambda: {fields["type"] for kind, fields in about if kind == "activity"},
        "month": lambda: {fields["day"][:7] for kind, fields in about if kind == "activity"},
        "region": lambda: {
            fields.get("region", "")
            for kind, fields in about
            if kind == "address" and fields.get("status") not in ("bad", "past")
        },
        "event": lambda: {"Сход" for kind, fields in about if kind == "attendance" and fields.get("attended") == "yes"},
        "own.can_help": lambda: set(one.get("custom", {}).get("can_help", [])),
    }
    return set(found[key]()) or {""}


KEYS = ("support", "sex", "risk", "age", "division", "has.phone", "tag", "tags.Выбары", "activity", "month", "region")


@pytest.fixture
def filled(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the people, on the day for which they were made up."""
    monkeypatch.setattr(conditions, "today_date", lambda: TODAY)
    monkeypatch.setattr(dimensions, "today_date", lambda: TODAY)
    ids, _reader = bring_in(arrive("editor"))
    return ids


@pytest.mark.parametrize("rows", [*KEYS, "event"])
@pytest.mark.parametrize("where", [{"all": []}, {"not": {"some": "email"}}])
def test_every_two_things_are_counted_as_by_hand(filled: list[int], rows: str, where: dict[str, Any]) -> None:
    known = dimensions.dimensions()
    wanted = set(ids_where(where))
    people = [one for id_, one in zip(filled, PEOPLE, strict=True) if id_ in wanted]
    for columns in KEYS:
        table = crossed(known[rows], known[columns], where)
        cells = Counter((a, b) for one in people for a in plain(rows, one) for b in plain(columns, one))
        assert {key: count for key, count in table.cells.items() if count} == cells
        assert table.row_sums == Counter(value for one in people for value in plain(rows, one))
        assert table.column_sums == Counter(value for one in people for value in plain(columns, one))
        assert table.total == len(people)
        assert table.several == (cells.total() > len(people))


def test_the_rarest_columns_are_taken_together_and_each_person_counts_once_there(
    filled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crosstab, "MOST_COLUMNS", 2)
    known = dimensions.dimensions()
    table = crossed(known["sex"], known["month"])
    assert len(table.columns) == 3
    assert table.columns[1:] == [OTHERS, ""]
    assert table.total == len(filled)
    first = table.columns[0]
    months = [plain("month", one) - {""} for one in PEOPLE]
    assert table.column_sums[OTHERS] == sum(bool(some - {first}) for some in months)
    assert table.column_sums[""] == sum(not some for some in months)


@pytest.mark.usefixtures("filled")
def test_what_is_a_scale_stands_in_its_order_and_the_rest_by_how_many_there_are() -> None:
    known = dimensions.dimensions()
    table = crossed(known["support"], known["month"])
    for values in (table.rows, table.columns):
        assert values[:-1] == sorted(values[:-1], key=str)
        assert values[-1] == ""
    ages = crossed(known["age"], known["sex"])
    assert ages.rows[:-1] == sorted(ages.rows[:-1])  # type: ignore[type-var]  # numbers
    counts = [ages.column_sums[one] for one in ages.columns if one]
    assert counts == sorted(counts, reverse=True)


def test_a_report_counts_and_says_what_it_counts(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, [("tag", {"label": "валанцёр"}), ("tag", {"label": "мае машыну"})], support=1, sex="f")
    add(desk, MAZYR, [("tag", {"label": "валанцёр"})], support=2, sex="m")
    page = desk.browser.get("/reports/cross")
    assert page.status_code == 200
    answer = desk.browser.post("/reports/cross", {"who": "", "rows": "tag", "columns": "sex"})
    assert answer.status_code == 303
    assert "tag" not in answer["Location"]
    shown = desk.browser.get(answer["Location"])
    told = words(shown)
    assert "валанцёр 1 1 2" in told
    assert "мае машыну 1 0 1" in told
    assert "Некаторыя людзі стаяць" in told
    assert str(today_date().year) in told
    assert desk.browser.get("/reports/").status_code == 200
    assert desk.browser.get("/reports/cross/nothing").status_code == 303
