"""The spreadsheets that other tests bring in are what they say."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from busel.cli.people import demo_mapping
from busel.cli.people.people import DEMO_DAY
from busel.names.phones import Phone
from busel.sheets.books import read_book
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.kinds import kind_of
from factories.containers import crc_of_repeated
from factories.hostile import (
    BAD_DATE_ROW,
    EXPANDS_TO,
    a_picture,
    cell_at_the_end,
    half_a_letter,
    one_bad_date,
    password_protected,
    truncated,
    wide_csv,
    zip_bomb,
)
from factories.lists import (
    BAD_DATE,
    BIRTH,
    FAULTS,
    HEADER,
    KNOWN_E164,
    NO_NAME,
    NOT_DIALABLE,
    PHONE,
    phone_as_written,
    supporter_list,
)
from factories.spreadsheets import ENCODINGS, SEPARATORS, cached, phone_list, supporters_csv, supporters_xlsx

SMALL = {3: NO_NAME, 5: BAD_DATE, 6: NOT_DIALABLE}


def test_the_list_of_5000_tells_its_bad_rows_and_the_rest_is_good() -> None:
    content = supporter_list()
    assert len(content.rows) == 5000
    assert [row for row, _, _ in content.bad] == [17, 42, 512, 900, 1024, 1500, 2718, 3141, 4096, 4990]
    assert [row for row, _, _ in content.warned] == [101, 333, 777, 1717, 2002, 3333, 4242]
    assert content.blank == (250, 251, 2500)
    assert len(content.bad) + len(content.warned) + len(content.blank) == len(FAULTS)
    assert len(content.good) == 5000 - 13
    assert len(content.volunteers_of_babrujsk) > 100


def test_the_same_list_is_made_again() -> None:
    assert supporter_list(50) == supporter_list(50)
    assert supporter_list(50, 3) != supporter_list(50)


def test_a_workbook_reads_back_with_the_faults_where_they_are_told() -> None:
    built = supporters_xlsx(supporter_list(20, faults=SMALL))
    rows = list(openpyxl.load_workbook(io.BytesIO(built.data), read_only=True).active.values)
    assert rows[0] == HEADER
    assert len(rows) == 1 + built.rows == 21
    assert built.bad == ((3, -1, "name-missing"), (5, BIRTH, "birth-no-such-day"))
    assert rows[3 - 1][1:4] == (None, None, None)
    assert rows[5 - 1][BIRTH] == "31.02.1980"
    assert rows[2 - 1][BIRTH].date() == date(1957, 3, 9)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_text_forms_hold_the_same_list(encoding: str, separator: str) -> None:
    content = supporter_list(300)
    built = supporters_csv(content, encoding=encoding, separator=separator)
    rows = list(csv.reader(io.StringIO(built.data.decode(encoding), newline=""), delimiter=separator))
    assert tuple(rows[0]) == HEADER
    assert [row[1:5] for row in rows[1:2]] == [["Щербаков", "Николай", "Петрович", "09.03.1957"]]
    assert [row[1] for row in rows[1:]] == [cells[1] or "" for cells in content.rows]


def test_phones_are_written_in_five_forms_of_one_number() -> None:
    written = [str(phone_as_written(form, "+375291234567")) for form in range(5)]
    assert len(set(written)) == 5
    assert {Phone.read(one).number for one in written} == {"+375291234567"}


def test_every_good_phone_of_the_list_can_be_dialled_and_the_faults_have_the_code_that_is_told() -> None:
    content = supporter_list(400)
    told = {row: code for row, _, code in content.warned}
    for row, cells in enumerate(content.rows, 2):
        if cells[PHONE]:
            assert Phone.read(str(cells[PHONE])).problem == told.get(row)
    assert Phone.read(str(content.rows[0][PHONE])).number == KNOWN_E164


def test_a_collectors_phone_list_has_forty_names_and_numbers() -> None:
    data, rows = phone_list()
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read == [["Имя", "Телефон"], *map(list, rows)]
    assert len(rows) == 40
    assert all(name and phone for name, phone in rows)


def test_a_cached_file_is_built_once(tmp_path: Path) -> None:
    path = tmp_path / "build" / "list.csv"
    assert cached(path, lambda: b"first") == b"first"
    assert cached(path, lambda: b"second") == b"first"


def test_what_is_no_workbook_is_known_by_its_bytes() -> None:
    assert kind_of(a_picture()) == ""
    assert kind_of(password_protected()) == "password"
    assert truncated().startswith(b"PK")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(truncated()))


def test_the_cell_at_the_end_costs_two_kilobytes() -> None:
    data = cell_at_the_end()
    assert len(data) < 2048
    assert b'r="XFD1048576"' in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_the_zip_bomb_is_small_and_honest_about_what_it_expands_to() -> None:
    data = zip_bomb()
    assert len(data) < 12_000_000
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sum(info.file_size for info in archive.infolist()) > EXPANDS_TO
        with archive.open("xl/worksheets/sheet3.xml") as sheet:
            start = sheet.read(3_000_000).decode()
    assert start.startswith("<?xml")
    assert start.count("<row>") == 94


def test_the_checksum_of_a_repeated_block_is_that_of_the_bytes() -> None:
    assert crc_of_repeated(b"busel", 1000, zlib.crc32(b"head")) == zlib.crc32(b"head" + b"busel" * 1000)


def test_wide_files_have_a_hundred_thousand_columns() -> None:
    first, second = wide_csv().decode().split("\n")
    assert first.count(",") == second.count(",") == 99_999


def test_one_bad_date_stands_where_it_is_told() -> None:
    built = one_bad_date()
    assert built.bad == ((BAD_DATE_ROW, BIRTH, "birth-no-such-day"),)
    assert (built.list.warned, built.list.blank) == ((), ())
    assert built.list.rows[BAD_DATE_ROW - 2][BIRTH] == "31.02.1980"
    assert kind_of(built.data) == "xlsx"


def test_the_import_finds_the_faults_that_are_told_and_no_others() -> None:
    built = supporters_csv()
    [table] = read_book(built.data).tables
    columns = guess_columns(table)
    assert [column.target for column in columns] == list(demo_mapping().columns.values())
    drafts = list(make_drafts(table, targets_of(columns), today=DEMO_DAY))
    assert tuple((p.row, p.at, p.code) for draft in drafts for p in draft.problems) == built.bad
    assert tuple((p.row, p.at, p.code) for draft in drafts for p in draft.warnings) == built.list.warned
    assert tuple(draft.row for draft in drafts if draft.is_blank) == built.list.blank
    assert [draft.phones[0]["number"] for draft in drafts[:1]] == [KNOWN_E164]


def test_half_a_letter_is_no_utf_8() -> None:
    with pytest.raises(UnicodeDecodeError):
        half_a_letter().decode()
