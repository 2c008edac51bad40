"""5,000 rows, twenty of them spoilt: what stays out comes back in the same shape, and goes in once it is corrected."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
import pytest

from busel.desk.workspace.models import Contact
from desk.conftest import REGION
from desk.imports.conftest import upload
from desk.imports.test_import_pages import confirm, english, see_effects, text_of
from factories.lists import BIRTH, FAMILY, HEADER, NUMBER
from factories.spreadsheets import supporters_csv, supporters_xlsx

if TYPE_CHECKING:
    from django.http import HttpResponse

    from desk.conftest import Arrive, Organisation
    from factories.lists import Cell
    from factories.spreadsheets import Built

ADDED = ("Row in the first file", "Why it stayed out")
Rows = list[list[str]]


def opened_xlsx(data: bytes) -> Rows:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def saved_xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def opened_csv(data: bytes) -> Rows:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def saved_csv(rows: Rows) -> bytes:
    """Save as a Russian Excel does."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("cp1251", "replace")


def corrected(row: list[str]) -> list[str]:
    """Do what a person does about the reasons: a day that exists, and a name."""
    birth = "28.02.1980" if row[-1].startswith("Дата рождения") else row[BIRTH]
    return [*row[:FAMILY], row[FAMILY] or "Пропущенный", *row[FAMILY + 1 : BIRTH], birth, *row[BIRTH + 1 :]]


def problem_file_of(report: HttpResponse) -> str:
    found = re.search(r'href="(/import/\w+/problem-rows)"', report.content.decode())
    assert found is not None
    return found[1]


class Shape(NamedTuple):
    """A kind of file: the list in it, and what a person's program does with it."""

    build: Callable[[], Built]
    opened: Callable[[bytes], Rows]
    saved: Callable[[Rows], bytes]


SHAPES = {
    "xlsx": Shape(supporters_xlsx, opened_xlsx, saved_xlsx),
    "csv in cp1251": Shape(lambda: supporters_csv(encoding="cp1251", separator=";"), opened_csv, saved_csv),
}


@pytest.mark.parametrize("kind", SHAPES)
def test_what_stays_out_comes_back_in_the_same_shape_and_goes_in_when_it_is_corrected(
    arrive: Arrive, organisation: Organisation, kind: str
) -> None:
    shape = SHAPES[kind]
    desk, built = english(arrive("editor")), shape.build()
    bad, blank = len(built.bad), len(built.list.blank)
    report = confirm(desk, see_effects(desk, upload(desk, built.data, division=organisation.journal(REGION))))
    good = built.rows - bad - blank
    told = f"5,000 rows = {good:,} new + 0 changed + 0 left alone + {bad} staying out + {blank} blank"
    assert told in text_of(report)
    headings, *rows = shape.opened(desk.browser.get(problem_file_of(report)).content)
    assert headings == [*HEADER, *ADDED]
    assert [(int(row[-2]), row[NUMBER]) for row in rows] == [(row, number_of(built, row)) for row, _, _ in built.bad]
    assert [row[:BIRTH] for row in rows] == [written(built, row)[:BIRTH] for row, _, _ in built.bad]
    mended = shape.saved([headings, *map(corrected, rows)])
    again = confirm(desk, see_effects(desk, upload(desk, mended, division=organisation.journal(REGION))))
    assert f"{bad} rows = {bad} new + 0 changed + 0 left alone + 0 staying out + 0 blank" in text_of(again)
    assert Contact.objects.count() == built.rows - blank
    whole = confirm(desk, see_effects(desk, upload(desk, built.data, division=organisation.journal(REGION))))
    told = f"5,000 rows = 0 new + 0 changed + {good:,} left alone + {bad} staying out + {blank} blank"
    assert told in text_of(whole)


def written(built: Built, row: int) -> list[str]:
    cells: tuple[Cell, ...] = built.list.rows[row - 2]
    return ["" if cell is None else str(cell) for cell in cells]


def number_of(built: Built, row: int) -> str:
    return written(built, row)[NUMBER]
