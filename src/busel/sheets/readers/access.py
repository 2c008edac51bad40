"""Databases of Access 97 to 2019 (mdb, accdb): each table that people made, its columns' names as the first row."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from busel.sheets.readers import RawTable, Reading, Refused, trimmed
from busel.sheets.readers.jet import values
from busel.sheets.readers.jet.definitions import read_definition
from busel.sheets.readers.jet.pages import open_pages
from busel.sheets.readers.jet.rows import FAULTS, cells_of, raw_rows
from busel.sheets.readers.jet.texts import ENCODINGS, Texts, encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers import Asked
    from busel.sheets.readers.jet.definitions import Definition
    from busel.sheets.readers.jet.pages import Pages

_CATALOGUE = 2
"""The page in which the table of all that is in the database begins."""
_TABLE, _LINKED_ODBC, _QUERY, _LINKED = 1, 4, 5, 6
_SYSTEM, _HIDDEN = 0x80000002, 0x8
_NOT_PEOPLES = ("MSys", "USys", "~", "f_")
_SHOWN = {values.YES_NO, values.TEXT, values.MEMO, values.NUMERIC, *values.WRITERS}
_MEMO_HISTORY = "VersionHistory_"
"""Columns of this name hold what a long text was before; no person sees them as columns."""
_SAMPLE_ROWS = 2_000
_NAMES_TOLD = 20


class _Found(NamedTuple):
    """A line of the catalogue."""

    name: str
    kind: int
    page: int
    hidden: bool


class _Counted(NamedTuple):
    """A table, and how many rows stand in it."""

    table: Definition
    there: int


def read(data: bytes, asked: Asked) -> Reading:
    """Read a database. Raises Refused: "damaged", "password", "too-large"."""
    try:
        pages = open_pages(data)
        texts = Texts(pages.jet3, _encoding(pages, asked) if pages.jet3 else "")
        found = _catalogue(pages, texts)
    except FAULTS as fault:
        raise Refused("damaged") from fault
    tables, broken = _sound_tables(pages, found, texts)
    notes = [*_notes(found), *(note for one, table in tables for note in _table_notes(one.name, table))]
    if broken:
        notes.append(f"tables-damaged:{_names(broken)}")
    if broken and not tables:
        raise Refused("damaged")
    return Reading(texts.encoding, "", notes, _tables(pages, texts, tables))


def _encoding(pages: Pages, asked: Asked) -> str:
    """Return how the text of an Access 97 is read; its letters are looked at where nobody says it."""
    if asked.encoding in ENCODINGS:
        return asked.encoding
    as_bytes = Texts(jet3=True, encoding="latin-1")
    sample: list[str] = []
    for _one, (table, _there) in _sound_tables(pages, _catalogue(pages, as_bytes), as_bytes)[0]:
        chosen = [column for column in table.columns if column.kind in {values.TEXT, values.MEMO}]
        sample += (column.name for column in chosen)
        cells = cells_of(pages, table, chosen, as_bytes)
        sample += ("\n".join(cells(row)) for row in islice(raw_rows(pages, table), _SAMPLE_ROWS))
    return encoding_of("\n".join(sample).encode("latin-1"), pages.code_page)


def _catalogue(pages: Pages, texts: Texts) -> list[_Found]:
    """Return what people made, in the order in which Access shows it: not its own tables, nor parts of forms."""
    table = read_definition(pages, _CATALOGUE, texts)
    by_name = {column.name: column for column in table.columns}
    if not by_name.keys() >= {"Id", "Name", "Type", "Flags"}:
        raise Refused("damaged")
    cells = cells_of(pages, table, [by_name[name] for name in ("Id", "Name", "Type", "Flags")], texts)
    found = []
    for number, name, kind, flags in map(cells, raw_rows(pages, table)):
        marks = int(flags or 0)
        if marks & _SYSTEM or name.startswith(_NOT_PEOPLES) or not kind:
            continue
        found.append(_Found(name, int(kind), int(number) & 0xFFFFFF, bool(marks & _HIDDEN)))
    return sorted(found, key=lambda one: one.name.casefold())


def _notes(found: list[_Found]) -> Iterator[str]:
    """Yield what has to be said of the database: hidden tables are read, what is linked or asked for is not."""
    yield from (f"hidden-table:{one.name}" for one in found if one.hidden and one.kind == _TABLE)
    linked = [one.name for one in found if one.kind in {_LINKED, _LINKED_ODBC}]
    queries = [one.name for one in found if one.kind == _QUERY]
    if linked:
        yield f"linked:{_names(linked)}"
    if queries:
        yield f"queries:{_names(queries)}"


def _sound_tables(pages: Pages, found: list[_Found], texts: Texts) -> tuple[list[tuple[_Found, _Counted]], list[str]]:
    """Return the tables that can be read, and the names of those that cannot: one that is damaged costs no other.

    Each page of each table is looked at, so that a hole is found before the rows are given away.
    """
    sound, broken = [], []
    for one in found:
        if one.kind != _TABLE:
            continue
        try:
            table = read_definition(pages, one.page, texts)
            sound.append((one, _Counted(table, sum(1 for _row in raw_rows(pages, table)))))
        except (Refused, *FAULTS):
            broken.append(one.name)
    return sound, broken


def _table_notes(name: str, counted: _Counted) -> Iterator[str]:
    """Yield what has to be said of a table."""
    table, there = counted
    left = [column.name for column in table.columns if column.kind not in _SHOWN]
    left = [column for column in left if not column.startswith(_MEMO_HISTORY)]
    if left:
        yield f"columns-left-out:{name}: {_names(left)}"
    if there < table.row_count:
        yield f"rows-missing:{name}"


def _names(names: list[str]) -> str:
    return ", ".join(names[:_NAMES_TOLD]) + (" …" if len(names) > _NAMES_TOLD else "")


def _tables(pages: Pages, texts: Texts, tables: list[tuple[_Found, _Counted]]) -> Iterator[RawTable]:
    for one, (table, _there) in tables:
        yield RawTable(one.name, one.hidden, trimmed(_rows(pages, texts, table)), headed=True)


def _rows(pages: Pages, texts: Texts, table: Definition) -> Iterator[list[str]]:
    columns = [column for column in table.columns if column.kind in _SHOWN]
    yield [column.name for column in columns]
    yield from map(cells_of(pages, table, columns, texts), raw_rows(pages, table))
