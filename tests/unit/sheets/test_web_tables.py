"""Tables of web pages, mostly called .xls: as 1C, banks and sites write lists out."""

from __future__ import annotations

import pytest

from busel.sheets.books import read_book
from busel.sheets.kinds import kind_of
from busel.sheets.tables import Book, SheetError

LIST = "<table><tr><th>Прозвішча</th><th>Тэлефон</th></tr><tr><td>Іванова</td><td>007</td></tr></table>"
READ = [["Прозвішча", "Тэлефон"], ["Іванова", "007"]]


def book_of(page: str | bytes) -> Book:
    book = read_book(page.encode() if isinstance(page, str) else page)
    assert isinstance(book, Book)
    return book


def rows_of(page: str | bytes) -> list[list[str]]:
    return list(book_of(page).tables[0].rows)


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (LIST.encode(), "utf-8"),
        (f"<html><meta charset=windows-1251>{LIST}".encode("cp1251"), "cp1251"),
        (f'<META http-equiv="Content-Type" content="text/html; charset=KOI8-U">{LIST}'.encode("koi8-u"), "koi8-u"),
        (f'<?xml version="1.0"?><!-- 1C -->\n<HTML>{LIST}'.encode(), "utf-8"),
        (f'<meta charset="windows-1251">{LIST}'.encode(), "utf-8"),
        (f'<meta charset="utf-8">{LIST}'.encode("cp1251"), "cp1251"),
        (f"\ufeff<html>{LIST}".encode("utf-16-le"), "utf-16-le"),
        (f"\ufeff<div>{LIST}".encode(), "utf-8"),
        (f"<style>{'a{b:c}' * 20_000}</style>{LIST}".encode(), "utf-8"),
    ],
    ids=range(9),
)
def test_a_page_is_read_in_the_letters_that_it_says_or_shows(page: bytes, encoding: str) -> None:
    book = book_of(page)
    assert (book.kind, book.encoding, list(book.tables[0].rows)) == ("web-table", encoding, READ)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<td> вул.\n  Доўгая,&nbsp;5 ", "вул. Доўгая, 5"),
        ("<td>a<br>b<br/>c</td>", "a\nb\nc"),
        ("<td><p>a</p><p>b</p>", "a\nb"),
        ("<td><b>a</b><i>b</i>", "ab"),
        ("<td>&lt;b&gt; &#1041;&amp;", "<b> Б&"),
        ("<td>a<script>if (x < 1) '</td>'</script>b<style>td{}</style>", "ab"),
        ("<td>a<select><option>b</select>c", "ac"),
        ("<td>a<!-- <td>b -->c", "ac"),
        ("<TH>a", "a"),
        ("<td>+375&nbsp;29&nbsp;123-45-67", "+375 29 123-45-67"),
        ("<td>a\0\x1fb", "a b"),
    ],
)
def test_a_cell_is_read_as_the_page_shows_it(cell: str, text: str) -> None:
    assert rows_of(f"<html><table><tr><td>1</td>{cell}</table>") == [["1", text]]


def test_ends_that_a_page_leaves_out_are_known() -> None:
    page = "<html>a<table><tr><td>1<td>2<tr><td>3<td>4</table>b<table><td>5"
    assert [list(table.rows) for table in book_of(page).tables] == [[["1", "2"], ["3", "4"]], [["5"]]]


def test_what_spans_rows_is_said_of_each_and_moves_others_aside() -> None:
    page = (
        "<table><tr><td>Вёска<td>Імя<td>№<tr><td rowspan=2>Лясная<td>Ян<td>1<tr><td>Ева<td>2<tr><td>Новая<td>Ада<td>3"
    )
    book = book_of(page)
    assert list(book.tables[0].rows) == [
        ["Вёска", "Імя", "№"], ["Лясная", "Ян", "1"], ["Лясная", "Ева", "2"], ["Новая", "Ада", "3"],
    ]  # fmt: skip
    assert book.notes == ["merged:"]


def test_what_spans_columns_leaves_room_for_them() -> None:
    assert rows_of("<table><tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3") == [["a", "", "b"], ["1", "2", "3"]]


def test_tables_within_cells_are_tables_of_their_own_and_empty_ones_are_none() -> None:
    page = f"<html><table><tr><td><table></table><td><table><caption>Людзі</caption>{LIST[7:]}<td>Тэкст</table>"
    tables = {table.name: list(table.rows) for table in book_of(page).tables}
    assert tables == {"1": [["", "", "Тэкст"]], "Людзі": READ}


def test_what_is_hidden_is_read_and_said() -> None:
    book = book_of('<table><tr style="display:none"><td>a<td style="DISPLAY: none">b<td>c</table>')
    assert (list(book.tables[0].rows), book.notes) == ([["a", "b", "c"]], ["hidden-rows:", "hidden-columns:"])


def test_a_page_without_a_table_is_called_what_it_is() -> None:
    assert read_book(b"<!DOCTYPE html><p>a") == SheetError("unsupported", "web-page")
    assert read_book(b"<table><tr><td></table>") == SheetError("empty")


@pytest.mark.parametrize(
    "page",
    [
        "<table>" * 100 + "<td>a",
        "<table><td colspan=1001>a",
        "<table><tr>" + "<td>a" * 1_001,
        "<table><td>" + "a" * 1_100_000,
    ],
)
def test_a_page_beyond_all_bounds_is_refused(page: str) -> None:
    assert read_book(page.encode()) == SheetError("too-large", "web-table")


def test_a_cell_that_spans_more_rows_than_there_are_costs_nothing() -> None:
    assert rows_of("<table><tr><td rowspan=999999999>a<td>b<tr><td>c") == [["a", "b"], ["a", "c"]]


def test_lists_of_text_with_signs_of_pages_stay_lists() -> None:
    assert [kind_of(text) for text in (b"<5;<table>\n1;2", b"a;b\n<b>1</b>;2", b"< 5,a\n")] == ["text", "text", "text"]
