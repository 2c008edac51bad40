"""`busel search --among FILE`: whom or what queries find in a file, without an organisation. Nothing is stored.

So anybody can repeat on other data what `make bench` measures.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from busel.cli import lists
from busel.cli.output import CommandError
from busel.contacts.person_name import NameParts, PersonName, split_name
from busel.contacts.records import Contact
from busel.desk.search.find import find
from busel.desk.workspace.load import insert, raw_connection
from busel.desk.workspace.schema import make_indexes, make_tables
from busel.names import gazetteer, streets
from busel.names.named import Named
from busel.names.ranking import Ranking
from busel.names.words import language_of
from busel.sheets.guessing import guess_columns
from busel.sheets.tables import Table

KINDS = ("person", "family", "given", "place", "street")
LEAST = 0.5
"""Words that are less like what was asked for are not told."""
_TABLES = (".csv", ".tsv")
_PARTS = ("family", "given", "patronymic")
_AS_SAID = ("nickname", "former_family")
_WHOLE = {"full_name": "", "full_name_be": "", "full_name_ru": "", "full_name_family_first": "family"}
_WHOLE |= {"full_name_given_first": "given"}
_ORGANISATION = 1


class Answer(NamedTuple):
    """What was found: the row of the file, what stands there, how surely, and why."""

    row: int
    text: str
    score: float
    reasons: tuple[str, ...]


Finder = Callable[[str, int], list[Answer]]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say in which files to look."""
    parser.add_argument("--column", metavar="HEADING", help="of a csv or tsv of queries: the column that holds them")
    parser.add_argument(
        "--among",
        metavar="FILE",
        help="look in this file instead of an organisation; “--as” says what it holds: " + ", ".join(KINDS),
    )
    parser.add_argument(
        "--among-column", metavar="HEADING", help="of a csv or tsv: the column with words; else the first"
    )
    parser.add_argument("--tsv", action="store_true", help="answers as a table: query, rank, score, text, row, reasons")


def read_queries(path: str, column: str | None) -> list[str]:
    """Return the queries of a file: its lines, or a column of a csv or tsv. Raises CommandError."""
    if column is None:
        return _text(path).splitlines()
    return [word for _row, word in _column(path, column)]


def finder(options: argparse.Namespace) -> Finder:
    """Return what finds in the file. Raises CommandError."""
    kind = options.handle
    if kind not in KINDS:
        raise CommandError("With --among, --as says what the file holds: " + ", ".join(KINDS) + ".")
    if kind == "person":
        return _among_people(options.among)
    words = list(_words(options.among, options.among_column))
    if not words:
        raise CommandError("There is nothing in that file.")
    return _among_words(words, kind)


def _among_words(words: list[tuple[int, str]], kind: str) -> Finder:
    texts = [word for _row, word in words]
    if kind in ("place", "street"):
        named = Named(texts, gazetteer.worded if kind == "place" else streets.worded)

        def found(query: str, limit: int) -> list[tuple[int, float, str]]:
            return [(one.at, one.likeness, "alike") for one in named.nearest(query, limit=limit, least=LEAST)]
    else:
        ranking = Ranking(texts)

        def found(query: str, limit: int) -> list[tuple[int, float, str]]:
            ranked = ranking.nearest(query, limit=limit, least=LEAST)
            return [(one.index, one.score, one.reason.value) for one in ranked]

    def answers(query: str, limit: int) -> list[Answer]:
        return [Answer(*words[at], score, (reason,)) for at, score, reason in found(query, limit)]

    return answers


def _among_people(path: str) -> Finder:
    people = dict(_people(path))
    make_tables()
    insert(raw_connection(), _ORGANISATION, "contact", list(people.items()))
    make_indexes()

    def found(query: str, limit: int) -> list[Answer]:
        hits = find(query, limit=limit).hits if query.strip() else []
        return [
            Answer(hit.contact, _called(people[hit.contact]), hit.score, tuple(one.value for one in hit.reasons))
            for hit in hits
        ]

    return found


def _called(person: Contact) -> str:
    name = PersonName.of(person)
    return " / ".join(filter(None, (name.be.full, name.ru.full))) or person.nickname


def _people(path: str) -> Iterator[tuple[int, Contact]]:
    if not path.lower().endswith(_TABLES):
        for row, text in _words(path, None):
            yield row, Contact(**_spelt(_parts_of(split_name(text))))
        return
    table = lists.read_list(lists.read_file(path)).tables[0]
    targets = {column.target: column.at for column in guess_columns(table) if column.target != "ignore"}
    if not targets.keys() & {*_PARTS, *_WHOLE, *(f"{part}_{spelt}" for part in _PARTS for spelt in ("be", "ru"))}:
        raise CommandError("No column of that file is known as a name: head one “family”, “given” or “full name”.")
    yield from _rows(table, targets)


def _rows(table: Table, targets: dict[str, int]) -> Iterator[tuple[int, Contact]]:
    for row, cells in table.data():
        said = {target: cells[at].strip() for target, at in targets.items() if at < len(cells) and cells[at].strip()}
        fields = _spelt({part: said[part] for part in _PARTS if part in said})
        for target, order in _WHOLE.items():
            if target in said:
                fields |= _spelt(_parts_of(split_name(said[target], order)), target[-2:])
        fields |= {name: text for name, text in said.items() if name.rpartition("_")[0] in _PARTS or name in _AS_SAID}
        if fields:
            yield row, Contact(**fields)


def _parts_of(name: NameParts) -> dict[str, str]:
    return {part: text for part in _PARTS if (text := getattr(name, part))}


def _spelt(parts: dict[str, str], spelt: str = "") -> dict[str, Any]:
    language = spelt if spelt in ("be", "ru") else language_of(" ".join(parts.values())) or "ru"
    return {f"{part}_{language}": text for part, text in parts.items()}


def _words(path: str, column: str | None) -> Iterator[tuple[int, str]]:
    if path.lower().endswith(_TABLES):
        yield from _column(path, column)
        return
    for row, line in enumerate(_text(path).splitlines(), 1):
        if line.strip():
            yield row, line.strip()


def _column(path: str, column: str | None) -> Iterator[tuple[int, str]]:
    """Yield (row as a person counts, cell) of a csv or tsv with headings."""
    lines = _text(path).splitlines()
    mark = "\t" if path.lower().endswith(".tsv") else max(",;\t", key=(lines or [""])[0].count)
    read = [line.split(mark) for line in lines] if mark == "\t" else list(csv.reader(lines, delimiter=mark))
    headings, *rows = read or [[]]
    if column is not None and column not in headings:
        raise CommandError(f"That file has no column “{column}”. It has: {', '.join(headings)}.")
    at = 0 if column is None else headings.index(column)
    for row, cells in enumerate(rows, 2):
        if at < len(cells) and cells[at].strip():
            yield row, cells[at].strip()


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The file {path} could not be read as UTF-8 text.") from error
