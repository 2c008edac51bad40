from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busel.sheets.books import read_book
from busel.sheets.formulas import has_guards, with_guard, without_guard
from busel.sheets.tables import Book, SheetError

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.draft import Draft

LINES = "Прозвішча,Імя,Тэлефон\r\nКавалёў,Сяргей,+375 29 123-45-67\r\nЛук’янава,Ганна,8 (033) 7654321\r\n"
ROWS = [
    ["Прозвішча", "Імя", "Тэлефон"],
    ["Кавалёў", "Сяргей", "+375 29 123-45-67"],
    ["Лук’янава", "Ганна", "8 (033) 7654321"],
]


def opened(data: bytes) -> Book:
    book = read_book(data)
    assert isinstance(book, Book), book
    return book


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "shown"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1251", "cp1251"), ("utf-16", "utf-16-le")]
)
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_encoding_separator_and_line_end_are_found(separator: str, encoding: str, shown: str, line_end: str) -> None:
    text = LINES.replace(",", separator).replace("\r\n", line_end)
    book = opened(text.encode(encoding))
    assert (book.encoding, book.separator) == (shown, separator)
    assert list(book.tables[0].rows) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("times", [1, 40])
def test_text_cut_in_the_middle_of_a_letter_keeps_its_encoding_and_says_so(encoding: str, times: int) -> None:
    text = LINES + 'Кавалёў,"Сяргей, стары",1\r\n' * times + "Лук’янава,Ган"
    whole = opened(text.encode(encoding))
    cut = opened(text.encode(encoding)[:-1])
    assert (whole.notes, cut.notes) == ([], ["cut-short"])
    assert (cut.encoding, cut.separator) == (whole.encoding, whole.separator)
    assert list(cut.tables[0].rows)[:-1] == list(whole.tables[0].rows)[:-1]
    assert cut.tables[0].rows[-1] == ["Лук’янава", "Га\ufffd"]


def test_one_letter_in_cp1251_at_the_end_is_no_cut_file() -> None:
    book = opened("Name,Sex\nAnna,ж".encode("cp1251"))
    assert (book.encoding, book.notes, book.tables[0].rows[-1]) == ("cp1251", ["encoding-guessed"], ["Anna", "ж"])


def test_one_wrong_byte_costs_one_letter_and_not_the_encoding() -> None:
    book = opened(LINES.encode().replace("ў".encode(), b"\x9f"))
    assert (book.encoding, book.notes) == ("utf-8", ["letters-lost"])
    assert list(book.tables[0].rows) == [ROWS[0], ["Кавалё\ufffd", *ROWS[1][1:]], ROWS[2]]


def test_commas_inside_semicolon_cells_do_not_count(read_rows: Callable[[bytes], list[list[str]]]) -> None:
    data = "Імя;Адрас\nГанна;Гомель, вул. Савецкая, 5\nЯн;Брэст, 7\n".encode()
    assert read_rows(data)[1] == ["Ганна", "Гомель, вул. Савецкая, 5"]


def test_decimal_commas_lose_against_semicolons(read_rows: Callable[[bytes], list[list[str]]]) -> None:
    assert read_rows(b"1,5;2,5\n3,5;4,5\n") == [["1,5", "2,5"], ["3,5", "4,5"]]


def test_quotes_may_hold_separators_quotes_and_line_breaks(read_rows: Callable[[bytes], list[list[str]]]) -> None:
    assert read_rows(b'a,b\n"x, ""y""","1\n2"\n') == [["a", "b"], ['x, "y"', "1\n2"]]


def test_a_quotation_mark_left_open_swallows_no_row() -> None:
    book = opened('Імя;Тэлефон\n"Ганна;1\nЯн;2\nАлесь;3\n'.encode())
    assert [row[0] for row in book.tables[0].rows] == ["Імя", '"Ганна', "Ян", "Алесь"]
    assert book.notes == ["quote-left-open"]


def test_the_separator_line_of_excel_is_obeyed_and_not_counted() -> None:
    book = opened(b"sep=;\r\na;b\r\n1;2\r\n")
    assert (book.separator, list(book.tables[0].rows)) == (";", [["a", "b"], ["1", "2"]])


def test_one_column_is_a_list_too(read_rows: Callable[[bytes], list[list[str]]]) -> None:
    assert read_rows(b"+375291234567\n+375291234568\n") == [["+375291234567"], ["+375291234568"]]


def test_blank_lines_keep_the_numbers_of_the_rows_below(read_rows: Callable[[bytes], list[list[str]]]) -> None:
    assert read_rows(b"a,b\n\n,\n1,2\n\n\n") == [["a", "b"], [], [], ["1", "2"]]


def test_digits_kept_as_text_by_a_formula_lose_it(read_rows: Callable[[bytes], list[list[str]]]) -> None:
    assert read_rows(b'a;b\n="0012";="x"\n') == [["a", "b"], ["0012", "x"]]


def test_a_hundred_thousand_columns_are_too_many() -> None:
    assert read_book(b"a," * 100_000) == SheetError("too-large", "text")


def test_a_cell_of_a_megabyte_costs_its_row_and_no_other(drafts: Callable[..., list[Draft]]) -> None:
    book = opened(b'Name,Phone\n"' + b"x" * 1_500_000 + b'",1\nAnna,2\n')
    assert [len(row[0]) for row in book.tables[0].rows] == [4, 1_500_000, 4]
    found = drafts("Name|Phone", "x" * 1_500_000 + "|1", "Anna|2")
    assert [[problem.code for problem in draft.problems] for draft in found] == [["too-long"], []]


@pytest.mark.parametrize("cell", ["=1+1", "+375291234567", "-5", "@x", "'=1", "''+2", "'", "Ганна", "Лук'янаў", ""])
def test_a_guarded_cell_comes_back_as_it_was(cell: str) -> None:
    assert without_guard(with_guard(cell)) == cell


@given(st.text())
@settings(max_examples=100)
def test_a_guard_is_exact_and_leaves_no_formula(cell: str) -> None:
    guarded = with_guard(cell)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert guarded == cell or (has_guards(guarded) and without_guard(guarded) == cell)


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert isinstance(read_book(data), Book | SheetError)


@given(
    st.lists(st.lists(st.sampled_from(["", "a", "я", '"', "x;y", "1\n2", "'", "=1", "+375"]), min_size=2, max_size=4))
)
@settings(max_examples=100)
def test_any_text_of_cells_is_read_or_refused(rows: list[list[str]]) -> None:
    data = "\n".join(";".join(row) for row in rows).encode()
    assert isinstance(read_book(data), Book | SheetError)
