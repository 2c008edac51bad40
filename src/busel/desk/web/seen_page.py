"""What the page "What we saw" shows of a file: its facts in words, and its first rows as they are read."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from busel.desk.importing.wizards import Wizard
from busel.desk.web.components import Fact
from busel.desk.web.formats import format_number
from busel.desk.web.forms.import_seen import sheet_words
from busel.desk.web.seen_words import FILE_KIND_WORDS, encoding_words, separator_words
from busel.sheets.drafts import column_name
from busel.sheets.tables import Table

FIRST = 10
"""Rows that are shown."""
_COLUMNS = 30
_LETTERS = 60


@dataclass(frozen=True)
class FirstRows:
    """The headings (letters where there are none), and the first rows: (number in the file, cells)."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    more_columns: int = 0


def facts(wizard: Wizard) -> list[Fact]:
    """Return what we saw of the file."""
    book, table = wizard.book, wizard.table
    if book is None or table is None:
        return []
    found = [Fact(_("Kind of file"), FILE_KIND_WORDS.get(book.kind, book.kind))]
    if book.encoding:
        found.append(Fact(_("Letters of the file"), encoding_words(book.encoding)))
    if book.separator:
        found.append(Fact(_("Columns are parted by"), separator_words(book.separator)))
    if len(book.tables) > 1:
        one_of = _("“%(name)s”, one of %(n)s") % {"name": table.name, "n": len(book.tables)}
        found.append(Fact(_("Table") if book.kind == "access" else _("Sheet"), one_of))
        others = "; ".join(sheet_words(one) for one in book.tables if one.name != table.name)
        found.append(Fact(_("Other tables") if book.kind == "access" else _("Other sheets"), others))
    elif table.name:
        found.append(Fact(_("Table") if book.kind == "access" else _("Sheet"), sheet_words(table)))
    return [*found, *_counted(table)]


def _counted(table: Table) -> list[Fact]:
    """Return where the headings stand and how many rows there are; an address book has cards, and no headings."""
    count = format_number(table.data_count, get_language() or "be")
    if table.unit:
        return [Fact(_("Cards"), count)]
    in_row = _("in row %(row)s") % {"row": table.header_row}
    return [Fact(_("Headings"), in_row if table.header_row else _("none")), Fact(_("Rows"), count)]


def first_rows(wizard: Wizard) -> FirstRows:
    """Return the first rows as they are read."""
    table = wizard.table
    if table is None:
        return FirstRows([], [])
    headers = table.headers
    shown = [_cut(column_name(headers, at)) for at in range(len(headers))][:_COLUMNS]
    rows = [
        (number, [_cut(cells[at]) if at < len(cells) else "" for at in range(len(shown))])
        for number, cells in islice(table.data(), FIRST)
    ]
    return FirstRows(shown, rows, len(headers) - len(shown))


def _cut(cell: str) -> str:
    return cell if len(cell) <= _LETTERS else f"{cell[:_LETTERS].rstrip()}…"
