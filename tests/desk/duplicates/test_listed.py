"""What a row of a list file is weighed by: all that an import of it would store."""

from __future__ import annotations

from datetime import date

from busel.desk.duplicates.listed import listed_people
from busel.sheets.books import read_book
from busel.sheets.tables import Book

LIST = """Family name,Given name,Phone,Wrong phones,Former surname
Кавалёва,Ганна,+375 29 123-45-67,+375 29 765-43-21,Іванова
,,,,
"""


def test_a_row_is_weighed_by_its_wrong_telephone_and_former_surname_too_and_a_blank_one_not_at_all() -> None:
    book = read_book(LIST.encode())
    assert isinstance(book, Book)
    [one] = listed_people(book.tables[0], today=date(2026, 1, 1))
    assert (one.row, one.record.key) == (2, 2)
    assert one.record.phones == ("+375291234567", "+375297654321")
    assert one.record.former == ("Іванова",)
