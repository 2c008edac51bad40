"""Spreadsheets in memory, with the truth about them beside the bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from factories.access_files import Table, access_file
from factories.access_pages import MEMO, TEXT, Column
from factories.lists import FAMILY, GIVEN, HEADER, NOTES, PATRONYMIC, PHONE, Cell, SupporterList, supporter_list

ENCODINGS = ("utf-8", "utf-8-sig", "cp1251")
SEPARATORS = (",", ";", "\t")
MANY = 113_220


@dataclass(frozen=True)
class Built:
    """A file, and the list that stands in it."""

    data: bytes
    list: SupporterList

    @property
    def rows(self) -> int:
        """How many rows stand below the headings."""
        return len(self.list.rows)

    @property
    def bad(self) -> tuple[tuple[int, int, str], ...]:
        """(row as a person sees it, column from 0 or -1, code) of each row that cannot come in."""
        return self.list.bad


def supporters_xlsx(content: SupporterList | None = None) -> Built:
    """Return a workbook of one sheet; by default of 5,000 rows, twenty of them with faults."""
    content = content or supporter_list()
    return Built(as_xlsx(content.rows), content)


def supporters_csv(content: SupporterList | None = None, *, encoding: str = "utf-8", separator: str = ",") -> Built:
    """Return a text file of the same list, with the line ends that Excel writes."""
    content = content or supporter_list()
    return Built(as_csv((HEADER, *content.rows), encoding=encoding, separator=separator), content)


def supporters_mdb(content: SupporterList | None = None) -> Built:
    """Return an Access database of one table: notes are long texts, all else is text."""
    content = content or supporter_list()
    columns = [Column(name, MEMO if name == HEADER[NOTES] else TEXT) for name in HEADER]
    rows = [[None if cell is None else _in_words(cell) for cell in row] for row in content.rows]
    return Built(access_file([Table("Люди", columns, rows)]), content)


def supporters_vcf(content: SupporterList | None = None) -> Built:
    """Return an address book of the same list, as a telephone writes it: version 3.0, a photo on every tenth card."""
    content = content or supporter_list()
    cards = []
    for at, cells in enumerate(content.good):
        names = ";".join(_in_words(cells[column]) for column in (FAMILY, GIVEN, PATRONYMIC))
        lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{names};;", f"FN:{names.replace(';', ' ').strip()}"]
        lines += [f"TEL;TYPE=CELL:{_in_words(cells[PHONE])}", f"NOTE:{_in_words(cells[NOTES])}"]
        lines += ["PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["QUJD" * 18] * 40)] if at % 10 == 0 else []
        cards.append("\r\n".join([*lines, "END:VCARD", ""]))
    return Built("".join(cards).encode(), content)


def as_xlsx(rows: tuple[tuple[Cell, ...], ...]) -> bytes:
    """Return a workbook with HEADER above the rows. 113,220 rows take a minute: see `cached`."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Лист1")
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: tuple[tuple[Cell, ...], ...], *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Return the rows as text; dates become "09.03.1957"."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([_in_words(cell) for cell in row] for row in rows)
    return out.getvalue().encode(encoding)


def _in_words(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    return "" if cell is None else str(cell)


def cached(path: Path, build: Callable[[], bytes]) -> bytes:
    """Return the file's bytes, made and kept at `path` (under build/) when it is not there yet. For the benches."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(".part")
        made.write_bytes(build())
        made.rename(path)
    return path.read_bytes()


def phone_list(count: int = 40, seed: int = 40) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """Return what a collector's telephone exports, a csv of names and numbers, and its rows (name, number)."""
    content = supporter_list(count, seed, faults={})
    rows = tuple(
        (" ".join(str(cell) for cell in (cells[1], cells[2]) if cell), str(cells[5])) for cells in content.rows
    )
    return as_csv((("Имя", "Телефон"), *rows), encoding="utf-8-sig", separator=";"), rows
