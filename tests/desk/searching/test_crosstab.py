"""Counting by two things, beside a plain count person by person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.searches import save_search
from busel.desk.clock import today_date
from busel.desk.search import conditions, crosstab, dimensions
from busel.desk.search.cells import ALL, people_in
from busel.desk.search.conditions import ids_where
from busel.desk.search.crosstab import OTHERS, crossed
from busel.desk.search.kept import RESULTS
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, words
from desk.searching.test_every_condition import PEOPLE, TAG_TYPES, TODAY, bring_in

if TYPE_CHECKING:
    from desk.conftest import Arrive


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
    lines = {line[0]: ([count for _head, count, _cell in line[1]], line[2]) for line in shown.context["lines"]}
    assert lines == {"валанцёр": ([1, 1], 2), "мае машыну": ([1, 0], 1)}
    assert "Некаторыя людзі стаяць" in told
    assert str(today_date().year) in told
    assert desk.browser.get("/reports/").status_code == 200
    assert desk.browser.get("/reports/cross/nothing").status_code == 303


@pytest.mark.parametrize("columns", [*KEYS, "event", "own.can_help"])
@pytest.mark.parametrize("rows", ["support", "tag", "age", "district", "own.can_help"])
def test_each_cell_leads_to_just_the_people_that_it_counts(filled: list[int], rows: str, columns: str) -> None:
    assert filled
    known = {**dimensions.dimensions(), "own.can_help": dimensions._own("can_help")}
    table = crossed(known[rows], known[columns])
    kept = (table.rows, table.columns)
    for row in [*table.rows, ALL]:
        for column in [*table.columns, ALL]:
            found = people_in(None, (known[rows], row), (known[columns], column), kept=kept)
            wanted = table.total
            if ALL not in (row, column):
                wanted = table.cells[row, column]
            elif row != ALL:
                wanted = table.row_sums[row]
            elif column != ALL:
                wanted = table.column_sums[column]
            assert len(ids_where(found)) == wanted, (row, column)


def test_what_has_no_column_of_its_own_leads_to_its_people_too(
    filled: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filled
    monkeypatch.setattr(crosstab, "MOST_COLUMNS", 2)
    known = dimensions.dimensions()
    table = crossed(known["sex"], known["tag"])
    assert OTHERS in table.columns
    for row in table.rows:
        found = people_in(None, (known["sex"], row), (known["tag"], OTHERS), kept=(table.rows, table.columns))
        assert len(ids_where(found)) == table.cells[row, OTHERS]


def test_a_number_is_pressed_and_its_people_stand_there_as_a_search_that_stays_live(arrive: Arrive) -> None:
    desk = arrive("editor")
    first = add(desk, ZLOBIN, [("tag", {"label": "валанцёр"})], support=1, sex="f", family_be="Першая")
    add(desk, MAZYR, [("tag", {"label": "валанцёр"})], support=2, sex="m", family_be="Другі")
    url = desk.browser.post("/reports/cross", {"who": "", "rows": "tag", "columns": "sex"})["Location"]
    [line] = desk.browser.get(url).context["lines"]
    cell = next(cell for head, _count, cell in line[1] if "жан" in str(head).lower())
    answer = desk.browser.post(url, {"cell": cell})
    page = desk.browser.get(answer["Location"])
    assert [row.url for row in page.context["page"]] == [f"/contacts/{first}"]
    assert str(page.context["title"]).startswith("валанцёр × ")
    result = RESULTS.get(answer["Location"].rsplit("/", maxsplit=1)[-1])
    assert result is not None
    assert result.where == {
        "all": [{"some": "tag", "of": [{"field": "label", "any_of": ["валанцёр"]}]}, {"field": "sex", "is": "f"}]
    }
    for wrong in ("", "9-9", "0", "1-1-1", "x-"):
        assert desk.browser.post(url, {"cell": wrong}).status_code in (303, 404)


def test_filters_beside_the_people_of_a_report_keep_to_these_people(arrive: Arrive) -> None:
    desk = arrive("editor")
    for at, (division, support) in enumerate([(ZLOBIN, 1), (ZLOBIN, 2), (MAZYR, 1)]):
        add(desk, division, support=support, sex="f", family_be=f"Асоба{at}")
    url = desk.browser.post("/reports/cross", {"who": "", "rows": "division", "columns": "sex"})["Location"]
    at = next(line[3] for line in desk.browser.get(url).context["lines"] if "Жлобінскі" in line[0])
    people = desk.browser.post(url, {"cell": at})["Location"]
    among = people.rsplit("/", maxsplit=1)[-1]
    shown = desk.browser.post("/search", {"among": among, "q": "", "support": "1"})["Location"]
    page = desk.browser.get(shown)
    assert page.context["page"].paginator.count == 1
    assert ["Жлобінскі" in str(line) for line in page.context["base_lines"]] == [True]
    again = desk.browser.post("/search", {"from": shown.rsplit("/", maxsplit=1)[-1], "drop": "support=1"})["Location"]
    assert desk.browser.get(again).context["page"].paginator.count == 2
    left = desk.browser.post("/search", {"from": again.rsplit("/", maxsplit=1)[-1], "drop": "base="})["Location"]
    assert desk.browser.get(left).context["page"].paginator.count == 3


def test_filters_beside_a_saved_search_keep_to_its_people(arrive: Arrive) -> None:
    desk = arrive("editor")
    place = ("address", {"region": "Mahilioŭ region", "district": "Kruhlaje district"})
    add(desk, ZLOBIN, [place], support=1, family_be="Асоба1")
    add(desk, ZLOBIN, [place], support=2, family_be="Асоба2")
    add(desk, ZLOBIN, support=1, family_be="Асоба3")
    record = save_search(
        desk.session, "Круглае", {"some": "address", "of": [{"field": "district", "any_of": ["Kruhlaje district"]}]}
    )
    page = desk.browser.get(f"/searches/{record}")
    assert ["Круглянскі раён" in line for line in page.context["lines"]] == [True]
    shown = desk.browser.post("/search", {"among_saved": str(record), "q": "", "support": "1"})["Location"]
    assert desk.browser.get(shown).context["page"].paginator.count == 1
