"""Access databases in the child that reads uploads, and beside mdbtools, which others wrote."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from pathlib import Path

import pytest

from busel.desk.sandboxes.parsing import read_upload
from busel.sheets.readers import Asked
from busel.sheets.tables import Book
from conftest import program
from factories.access_files import Deleted, Moved, Table, access_file
from factories.access_pages import CURRENCY, DOUBLE, LONG, MEMO, NUMERIC, Column

COLUMNS = [
    Column("Нумар", LONG), Column("Прозвішча"), Column("Імя"), Column("Нататкі", MEMO), Column("Сума", CURRENCY),
    Column("Доля", NUMERIC, scale=2), Column("Вага", DOUBLE),
]  # fmt: skip
ROWS = [
    [1, "Іванова", "Ганна", "піша", 12.5, -1234, 0.5],
    Deleted([2, "Сцёрты", None, None, None, None, None]),
    Moved([3, "Кавалёў", "Ўладзімір", "доўгі, тэкст" * 200, None, 5, 1.0]),
    [4, "O'Neil", "", None, 0, None, None],
    [5, "я" * 200, "ё" * 150, "х" * 7_000, 1, 1, 1.0],
]


@pytest.mark.parametrize("key", [0, 0xBEE], ids=["plain", "encoded"])
@pytest.mark.parametrize("jet3", [True, False], ids=["Access 97", "Access 2000"])
def test_mdbtools_reads_the_same_in_a_file_of_ours(tmp_path: Path, *, jet3: bool, key: int) -> None:
    columns = [Column("Доля", LONG) if jet3 and one.kind == NUMERIC else one for one in COLUMNS]  # 97 has no decimals
    data = access_file([Table("Людзі", columns, ROWS)], jet3=jet3, key=key)
    path = tmp_path / "made.mdb"
    path.write_bytes(data)
    asked = {**os.environ, "MDB_JET3_CHARSET": "CP1251", "MDBICONV": "UTF-8", "LC_ALL": "C.UTF-8"}
    exported = subprocess.run([program("mdb-export"), path, "Людзі"], capture_output=True, check=True, env=asked)
    theirs = list(csv.reader(io.StringIO(exported.stdout.decode(), newline="")))
    book = read_upload(data)
    assert isinstance(book, Book)
    ours = [[*row, *[""] * (len(COLUMNS) - len(row))] for row in book.tables[0].rows]
    assert sorted(map(_plain, ours)) == sorted(map(_plain, theirs))
    assert len(ours) == 1 + len(ROWS) - 1


def _plain(row: list[str]) -> list[str]:
    """Return cells without noughts at the ends of fractions: mdbtools writes 12.5000."""
    return [cell.rstrip("0").rstrip(".") if "." in cell and cell[-1].isdigit() else cell for cell in row]


def test_what_a_person_says_of_the_encoding_reaches_the_child() -> None:
    data = access_file([Table("Т", [Column("Імя")], [["Ганна"]])], jet3=True)
    as_western = read_upload(data, Asked("cp1252", ""))
    found_out = read_upload(data)
    assert isinstance(as_western, Book)
    assert isinstance(found_out, Book)
    assert (as_western.encoding, as_western.tables[0].rows[1]) == ("cp1252", ["Ãàííà"])
    assert (found_out.encoding, found_out.tables[0].rows[1]) == ("cp1251", ["Ганна"])


def test_a_database_of_others_with_names_in_cyrillic_and_a_western_header_is_read_as_cyrillic() -> None:
    folder = os.environ.get("BUSEL_CORPUS")
    if not folder:
        pytest.skip("BUSEL_CORPUS names no folder with files of others")
    data = (Path(folder) / "jackcess/testV1997.mdb").read_bytes()
    for old, new in ((b"abcdefg", "Іванова"), (b"hijklmnop", "Ўладзімір")):
        assert old in data
        data = data.replace(old, new.encode("cp1251"))
    book = read_upload(data)
    assert isinstance(book, Book)
    assert book.tables[0].rows[2] == [
        "Іванова", "Ўладзімір", "2", "222", "333333333", "444.555", "1974-09-21", "3.5", "TRUE",
    ]  # fmt: skip
