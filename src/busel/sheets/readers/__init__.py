"""Readers: each turns the bytes of one kind of file into rows of text. They run in a locked child and import little."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

READERS = {
    "access": "busel.sheets.readers.access",
    "dbf": "busel.sheets.readers.dbase",
    "xlsx": "busel.sheets.readers.workbook",
    "xls": "busel.sheets.readers.old_workbook",
    "xlsb": "busel.sheets.readers.binary_workbook",
    "ods": "busel.sheets.readers.open_document",
    "osdi": "busel.sheets.readers.osdi",
    "text": "busel.sheets.readers.separated",
    "vcf": "busel.sheets.readers.cards",
    "web-table": "busel.sheets.readers.web_tables",
    "xml-sheet": "busel.sheets.readers.xml_sheet",
}
"""Kind of file -> the module that reads it: one function `read(data, asked) -> Reading`. Any other kind is refused."""

SUFFIXES = (
    ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods", ".csv", ".tsv", ".txt", ".vcf", ".mdb", ".accdb", ".dbf",
    ".json", ".html", ".htm", ".xml",
)  # fmt: skip
"""How the names of such files end, for who looks for one. What a file is, its bytes say."""

TEXT_ENCODINGS = (
    "utf-8", "utf-16-le", "utf-16-be", "cp1251", "cp866", "cp1131", "koi8-r", "koi8-u", "iso8859-5", "mac-cyrillic",
    "cp1252", "cp1250",
)  # fmt: skip
"""What a person may say that a text is in. Only the names: the desk offers them, and has no reader in it."""

CHUNK_ROWS = 250
"""Rows travel and are kept packed by so many."""
MAX_COLUMNS = 1_000
MAX_CELLS = 30_000_000
MAX_ROWS = 1_048_576
MAX_TABLES = 1_000
"""Each is looked through by the desk, and named on a page: a few megabytes could hold a million."""
MAX_FLAWS = 100_000
"""Rows of a file that may not come in as they are: a file with more of them is damaged."""


class Refused(Exception):  # noqa: N818 - a file that is refused is no fault of ours
    """A file cannot be read. `code` is one of `busel.sheets.tables.SHEET_ERRORS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Asked(NamedTuple):
    """What a person says of a file, which wins over what a reader finds out; "" where nothing is said.

    `language` is the person's own: in it stand the headings of what has none of its own.
    """

    encoding: str = ""
    separator: str = ""
    language: str = ""


class RawTable(NamedTuple):
    """One sheet. The first row is the sheet's row 1; `rows` can be gone through once.

    A `headed` one has names of columns in its first row for sure, so nothing has to be guessed.

    `unit` is "card" where a row is a card of an address book: the first row then holds headings of our own making, and
    cards count from 1. `flaws` says of single rows, by that number, why they may not come in as they are.
    """

    name: str
    hidden: bool
    rows: Iterable[list[str]]
    headed: bool = False
    unit: str = ""
    flaws: Mapping[int, str] = MappingProxyType({})


class Reading(NamedTuple):
    """What a reader gives: the tables one after another, and what had to be found out to read them."""

    encoding: str
    separator: str
    notes: list[str]
    tables: Iterator[RawTable]


def reader_of(kind: str) -> Callable[[bytes, Asked], Reading]:
    """Return the reader of a kind in `READERS`; its module is imported now and not before."""
    read: Callable[[bytes, Asked], Reading] = import_module(READERS[kind]).read
    return read


def trimmed(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield rows without the empty cells at their ends and without the blank rows after the last filled one.

    A sheet with a border drawn down to its last row has a million blank rows. Raises Refused where there is too much.
    """
    blank = cells = 0
    for number, row in enumerate(rows):
        while row and not row[-1]:
            row.pop()
        if not row:
            blank += 1
            continue
        cells += len(row)
        if len(row) > MAX_COLUMNS or cells > MAX_CELLS or number > MAX_ROWS:
            raise Refused("too-large")
        for _ in range(blank):
            yield []
        blank = 0
        yield row
