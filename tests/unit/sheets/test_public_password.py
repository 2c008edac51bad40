"""A workbook under the password that Excel tries by itself opens without a question, as it does there."""

from __future__ import annotations

import time

import pytest

from busel.sheets.books import read_book
from busel.sheets.readers.public_password import opened_by_itself
from busel.sheets.tables import Book, SheetError
from factories.locked_workbooks import crypto_api, locked, rc4
from factories.old_workbooks import OldSheet

PEOPLE = OldSheet("Спіс", [["Прозвішча", "Тэлефон"], *([f"Кавалёў {at}", f"37529{at:07}"] for at in range(300))])
XOR, XOR_OF_ANOTHER = b"\0\0\x59\xb3\x0a\x9a", b"\0\0\x59\xb3\x0a\x9b"


@pytest.mark.parametrize(
    "data",
    [
        locked(PEOPLE, *rc4()),
        locked(PEOPLE, *crypto_api()),
        locked(PEOPLE, *crypto_api(bits=56)),
        locked(PEOPLE, *crypto_api(bits=40)),
        locked(PEOPLE, XOR, None),
    ],
    ids=["excel-97", "excel-2003", "56 bits", "40 bits", "xor"],
)
def test_a_workbook_under_the_public_password_is_read_whole(data: bytes) -> None:
    book = read_book(data)
    assert isinstance(book, Book)
    assert [(table.name, list(table.rows)) for table in book.tables] == [("Спіс", PEOPLE.rows)]


@pytest.mark.parametrize(
    "data",
    [
        locked(PEOPLE, *rc4("Velvet")),
        locked(PEOPLE, *crypto_api("Velvet")),
        locked(PEOPLE, XOR_OF_ANOTHER, None),
        locked(PEOPLE, rc4()[0][:40], None),
        locked(PEOPLE, crypto_api()[0][:60], None),
        locked(PEOPLE, crypto_api(bits=256)[0], None),
        locked(PEOPLE, b"\1\0\7\0\7\0", None),
        locked(PEOPLE, b"", None),
    ],
)
def test_a_password_of_somebodys_own_is_said(data: bytes) -> None:
    assert read_book(data) == SheetError("password", "xls")


def test_a_workbook_that_is_cut_costs_no_more_than_itself() -> None:
    whole = locked(PEOPLE, *rc4())
    for length in range(1_600, len(whole), 997):
        assert isinstance(read_book(whole[:length]), Book | SheetError), length


def test_what_has_no_lock_is_not_opened() -> None:
    assert (opened_by_itself(b""), opened_by_itself(b"\x2f"), opened_by_itself(b"\x2f\0\xff\xff")) == (None, None, None)


def test_ten_megabytes_open_in_a_few_seconds() -> None:
    lock, _seal = rc4()
    stream = b"\x2f\0" + len(lock).to_bytes(2, "little") + lock + (b"\x04\x02\x04\x20" + bytes(8_196)) * 1_200
    began = time.process_time()
    assert opened_by_itself(stream) is not None
    assert time.process_time() - began < 30
