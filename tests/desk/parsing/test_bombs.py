"""Small files that want to become everything: each is a sentence or rows within the child's time and memory (T18)."""

from __future__ import annotations

import time

import pytest

from busel.desk.sandboxes import parsing
from busel.desk.web.import_words import file_sentence
from busel.sheets.readers import MAX_TABLES, READERS
from busel.sheets.tables import Book, SheetError
from fuzz.bombs import BOMBS


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_rows_or_a_sentence_in_time(name: str) -> None:
    kind, make = BOMBS[name]
    data = make()
    began = time.monotonic()
    book = parsing.read_upload(data)
    taken = time.monotonic() - began
    assert isinstance(book, Book) or str(file_sentence(book)), name
    if kind in READERS:
        assert book.kind in {kind, ""}
    assert taken < parsing.DEADLINE_SECONDS + 5, (taken, book if isinstance(book, SheetError) else "read")


def test_more_tables_than_any_list_has_are_a_sentence() -> None:
    row = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    names = ' xmlns:table="t" xmlns:text="x" mime="application/vnd.oasis.opendocument.spreadsheet"'
    for count, read in ((MAX_TABLES, True), (MAX_TABLES + 1, False)):
        tables = f'<table:table table:name="a">{row}</table:table>' * count
        book = parsing.read_upload(f'<?xml version="1.0"?><o{names}>{tables}</o>'.encode())
        assert isinstance(book, Book) == read
        assert read or book == SheetError("too-large", "ods")
