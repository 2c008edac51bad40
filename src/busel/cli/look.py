"""`busel look`: what a file holds. Nothing is stored, and no account is needed."""

from __future__ import annotations

import argparse
from typing import Any

from busel.cli import lists, output
from busel.sheets.guessing import guess_columns
from busel.sheets.tables import Book, Table

HELP = "tell what a file holds: encoding, separator, tables, heading row, rows, guessed columns"
KINDS = {"text": "csv"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument("file", metavar="FILE", help="a list of any kind that `busel import` reads")


def run(options: argparse.Namespace) -> int:
    """Look and tell."""
    document = describe(lists.read_list(lists.read_file(options.file)))
    if options.json:
        output.say_json(document)
    else:
        _tell(document)
    return 0


def describe(book: Book) -> dict[str, Any]:
    """Return what `--json` prints. `rows` counts the rows below the headings; `header_row` is 0 where there is none."""
    return {
        "kind": KINDS.get(book.kind, book.kind),
        "encoding": book.encoding,
        "separator": book.separator,
        "notes": book.notes,
        "tables": [_table(table) for table in book.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    columns = [
        {"header": column.header, "guess": column.target, "why": column.why, "examples": list(column.examples)}
        for column in guess_columns(table)
    ]
    return {
        "name": table.name,
        "hidden": table.hidden,
        "rows": table.data_count,
        "header_row": table.header_row,
        "columns": columns,
    }


def _tell(document: dict[str, Any]) -> None:
    separator = f", separator {document['separator']!r}" if document["separator"] else ""
    output.say(f"{document['kind']} {document['encoding']}{separator}".strip())
    for note in document["notes"]:
        output.say(lists.noted(note))
    for table in document["tables"]:
        output.say(f"{table['name'] or 'the list'}: {table['rows']:,} rows below row {table['header_row']}")
        for column in table["columns"]:
            output.say(f"  {column['header'] or '(no heading)':<30} {column['guess']}")
