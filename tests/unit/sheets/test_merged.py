from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from busel.sheets.readers.merged import Area, unmerged

CELLS = st.lists(st.lists(st.sampled_from(["", "а", "б", "7"]), max_size=5), max_size=8)
AREAS = st.lists(st.builds(Area, *[st.integers(0, 8)] * 4), max_size=4)


def read(rows: list[list[str]], *areas: Area) -> tuple[list[list[str]], set[str]]:
    done: set[str] = set()
    return list(unmerged([list(row) for row in rows], list(areas), done)), done


def test_what_is_merged_down_is_filled_into_each_row() -> None:
    rows = [["Вёска", "Імя"], ["Лясная", "Ян"], ["", "Ева"], ["", "Ада"], ["Новая", "Ян"]]
    assert read(rows, Area(1, 0, 3, 0)) == (
        [["Вёска", "Імя"], ["Лясная", "Ян"], ["Лясная", "Ева"], ["Лясная", "Ада"], ["Новая", "Ян"]], {"merged"},
    )  # fmt: skip


def test_a_blank_row_stays_blank_however_far_down_a_cell_is_merged() -> None:
    rows = [["Лясная", "Ян"], ["", "Ева"], [], [], ["", "Ада"]]
    assert read(rows, Area(0, 0, 1_000_000, 0))[0] == [
        ["Лясная", "Ян"], ["Лясная", "Ева"], [], [], ["Лясная", "Ада"],
    ]  # fmt: skip


def test_a_block_over_several_columns_fills_its_first_one_only() -> None:
    assert read([["дом 3", "", "Ян"], ["", "", "Ева"]], Area(0, 0, 1, 1))[0] == [
        ["дом 3", "", "Ян"], ["дом 3", "", "Ева"],
    ]  # fmt: skip


def test_a_short_row_grows_to_the_merged_column() -> None:
    assert read([["Ян", "", "Лясная"], ["Ева"]], Area(0, 2, 1, 2))[0][1] == ["Ева", "", "Лясная"]


def test_headings_in_two_rows_become_one() -> None:
    rows = [
        ["№", "ФИО", "Адрес", "", "", "Телефон"],
        ["", "", "улица", "дом", "кв.", ""],
        ["1", "Ян", "Мира", "3", "4", "1"],
    ]
    joined = ["№", "ФИО", "Адрес: улица", "Адрес: дом", "Адрес: кв.", "Телефон"]
    for areas in (
        [Area(0, 2, 0, 4)],
        [Area(0, 0, 1, 0), Area(0, 1, 1, 1), Area(0, 2, 0, 4), Area(0, 5, 1, 5)],
    ):
        assert read(rows, *areas) == ([rows[0], joined, rows[2]], {"headings-joined"})


def test_a_title_over_all_columns_heads_nothing() -> None:
    rows = [["Спіс", "", ""], ["ФИО", "Телефон", "Адрес"], ["Ян", "1", "2"]]
    assert read(rows, Area(0, 0, 0, 2)) == (rows, set())


def test_a_person_is_no_heading_though_cells_are_merged_there() -> None:
    rows = [["1", "Ян Каваль", "", "Мінск"], ["2", "Ева", "Каваль", "Мінск"]]
    assert read(rows, Area(0, 1, 0, 2)) == (rows, set())


def test_headings_over_several_rows_are_joined_with_what_stands_below_them() -> None:
    rows = [["ФИО", "Адрес", ""], [], [], ["", "улица", "дом"], ["Ян", "Мира", "3"]]
    areas = [Area(0, 0, 3, 0), Area(0, 1, 2, 2)]
    assert read(rows, *areas)[0] == [rows[0], [], [], ["ФИО", "Адрес: улица", "Адрес: дом"], ["Ян", "Мира", "3"]]


def test_text_under_merged_cells_stays_and_is_told() -> None:
    rows = [["Лясная", "Ян"], ["Новая", "Ева"]]
    assert read(rows, Area(0, 0, 1, 0)) == (rows, {"covered"})


@given(CELLS, AREAS)
def test_no_row_is_lost_and_no_filled_cell_changes(rows: list[list[str]], areas: list[Area]) -> None:
    done: set[str] = set()
    got = list(unmerged([list(row) for row in rows], list(areas), done))
    assert len(got) == len(rows)
    if "headings-joined" not in done:
        assert [any(row) for row in got] == [any(row) for row in rows]
        for before, after in zip(rows, got, strict=True):
            assert [new for old, new in zip(before, after, strict=False) if old] == [old for old in before if old]
