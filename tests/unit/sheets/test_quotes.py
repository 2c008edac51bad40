"""A quotation mark that is open, doubled or lost never swallows a row, and nothing is cut without a word."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.sheets.books import read_book
from busel.sheets.tables import Book

HEAD = "Імя;Тэлефон;Нататка\n"


def rows_of(text: str) -> tuple[list[list[str]], list[str]]:
    book = read_book(text.encode())
    assert isinstance(book, Book), book
    return list(book.tables[0].rows)[1:], book.notes


def test_two_marks_in_different_rows_do_not_make_one_cell_of_the_rows_between() -> None:
    found, notes = rows_of(HEAD + 'Ганна;1;"Лютик\nЯн;2;\nАлесь;3;\nВольга;4;кафэ 15"\nПётр;5;x\n')
    assert [row[0] for row in found] == ["Ганна", "Ян", "Алесь", "Вольга", "Пётр"]
    assert (found[0], found[3]) == (["Ганна", "1", '"Лютик'], ["Вольга", "4", 'кафэ 15"'])
    assert notes == ["quote-left-open"]


def test_marks_within_marks_keep_their_row_whole() -> None:
    found, notes = rows_of(HEAD + '"ТАА "Ромашка"";1;x\nЯн;2;"a; b"\n')
    assert found == [['ТАА "Ромашка"', "1", "x"], ["Ян", "2", "a; b"]]
    assert notes == ["quote-left-open"]


def test_beside_an_open_mark_sound_cells_of_several_lines_stay_whole() -> None:
    found, _notes = rows_of(HEAD + 'Ян;2;"першы\nдругі; трэці"\n"Ганна;1;x\nАлесь;3;"з ""ёю"""\n')
    assert found == [["Ян", "2", "першы\nдругі; трэці"], ['"Ганна', "1", "x"], ["Алесь", "3", 'з "ёю"']]


def test_sentences_of_several_lines_are_no_rows() -> None:
    found, notes = rows_of('Name,Phone,Note\nAnna,1,"one\ntwo, three, four\nfive"\nJan,2,x\n')
    assert found == [["Anna", "1", "one\ntwo, three, four\nfive"], ["Jan", "2", "x"]]
    assert notes == []


def test_a_return_inside_a_cell_does_not_cut_its_row() -> None:
    lines = "".join(f"Ян{at};{at};x\r\n" for at in range(20))
    found, notes = rows_of(HEAD.replace("\n", "\r\n") + 'Ганна;1;раз\rдва\r\nАнна;2;"раз\rдва"\r\n' + lines)
    assert found[:2] == [["Ганна", "1", "раз два"], ["Анна", "2", "раз\rдва"]]
    assert (len(found), notes) == (22, ["returns-in-cells"])


def test_zero_bytes_are_left_out_and_told() -> None:
    found, notes = rows_of(HEAD + "Ган\0на;1;x\n" + "Ян;2;y\n" * 100 + "\0" * 500)
    assert (found[0], len(found)) == (["Ганна", "1", "x"], 101)
    assert notes == ["zeros-left-out"]


def test_the_first_row_with_too_many_cells_is_named() -> None:
    found, notes = rows_of(HEAD + "Ян;2;y\n" * 150 + "Ганна;1;Гомель; Савецкая 5\n")
    assert found[-1] == ["Ганна", "1", "Гомель", "Савецкая 5"]
    assert notes == ["rows-uneven:152"]


@pytest.mark.parametrize("separator", ["|", "\t", ";", ","])
def test_a_line_that_names_the_separator_is_obeyed_in_every_encoding(separator: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1251"):
        for end in ("\r\n", "\n", "\r"):
            for line in (f"sep={separator}", f'"sep={separator}"'):
                text = f"{line}{end}Імя{separator}a;b,c{end}Ян{separator}2{end}"
                if separator in ";,":
                    text = text.replace("a;b,c", "x")
                book = read_book(text.encode(encoding))
                assert isinstance(book, Book)
                assert (book.separator, len(book.tables[0].rows), book.tables[0].rows[0][0]) == (separator, 2, "Імя")


CELLS = st.text(st.sampled_from('aЯ;"\n ,'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=200)
def test_what_a_spreadsheet_program_writes_is_read_back_row_by_row(rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["x1", "x2", "x3"], *rows, ["z", "z", "z"]])
    book = read_book(text.getvalue().encode())
    assert isinstance(book, Book)
    if not book.notes and book.separator == ";":
        expected = [[cell.strip() for cell in row] for row in rows]
        assert [row + [""] * (3 - len(row)) for row in book.tables[0].rows][1:-1] == expected


@given(st.lists(CELLS, min_size=1, max_size=8), st.integers(0, 7))
@settings(max_examples=200)
def test_a_mark_left_open_never_takes_a_plain_row_after_it(before: list[str], at: int) -> None:
    plain = [f"N{number};{number};x" for number in range(30)]
    plain.insert(at, "".join(before).replace("\n", " ") + '"')
    found, _notes = rows_of(HEAD + 'q;"q;q\n' + "\n".join(plain) + "\n")
    names = [row[0] for row in found if row]
    assert [name for name in names if name in {f"N{number}" for number in range(30)}] == [f"N{n}" for n in range(30)]
