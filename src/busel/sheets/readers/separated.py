"""Text with separators: csv, tsv and txt, as spreadsheet programs and telephones write them."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from busel.sheets.formulas import has_guards, without_guard
from busel.sheets.readers import RawTable, Reading, Refused, trimmed
from busel.sheets.readers.encodings import ENCODINGS, LOST, decode, stops_within_a_letter
from busel.sheets.readers.quotes import is_sound, mended

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers import Asked

__all__ = ["ENCODINGS", "SEPARATORS", "read"]

SEPARATORS = ("\t", ";", "|", ",")
"""The first that cuts evenly wins: commas stand inside numbers and addresses, the others seldom do."""
_SAMPLE = 200
_NEARLY_EVEN = 0.9
_LONGEST_CELL = 1 << 20
_PIECE = 1 << 18
_LONE_RETURN = re.compile(r"\r(?!\n)")
_QUOTED_OR_LONE = re.compile(r'"[^"]*"|\r(?!\n)')
_FEW = 10
"""A return without a line feed ends a line, unless there are so many times more of other line ends."""
_TOP = 100
"""Rows from which `Table.headers` takes the columns of a table."""
_DOS = ("cp866", "cp1131")
_WORD_WITH_I = re.compile(r"(?<![A-Za-z])[iIа-яА-ЯёЁўЎ’']*[iI][iIа-яА-ЯёЁўЎ’']*(?![A-Za-z])")
_SMALL_WORD = re.compile(r"(?<=[а-яёў] )i(?= [а-яёўА-ЯЁЎ])")
_CYRILLIC = re.compile(r"[а-яА-ЯёЁўЎ]")
_TO_CYRILLIC_I = str.maketrans("iI", "іІ")


def read(data: bytes, asked: Asked) -> Reading:
    """Read text: in the encoding and with the separator that a person names, else that the file itself shows."""
    found = decode(data, asked.encoding)
    notes = ["cut-short"] if stops_within_a_letter(data, found.encoding) else []
    text = found.text
    if found.is_guess:
        notes.append("encoding-guessed")
    if text.count(LOST, 0, -1):
        notes.append("letters-lost")
    if "\0" in text:
        notes.append("zeros-left-out")
        text = text.replace("\0", "")
    if (joined := without_lone_returns(text)) != text:
        notes.append("returns-in-cells")
        text = joined
    if found.encoding in _DOS:
        text = with_cyrillic_i(text)
    named, text = _named_separator(text)
    named = asked.separator or named
    separator = named or find_separator(text, quoted=True)
    sound = is_sound(text, lambda: _parse(text, separator, strict=True), separator)
    if not sound:
        notes.append("quote-left-open")
        separator = named or find_separator(text, quoted=False)
    if odd := _first_odd_row(text, separator, sound=sound):
        notes.append(f"rows-uneven:{odd}")
    rows = trimmed(_rows(text, separator, sound=sound))
    return Reading(found.encoding, separator, notes, iter([RawTable("", False, rows)]))


def without_lone_returns(text: str) -> str:
    """Return the text with spaces for returns inside cells: where nearly every line ends with a line feed."""
    lone = len(_LONE_RETURN.findall(text))
    if not 0 < lone * _FEW <= text.count("\n"):
        return text
    return _QUOTED_OR_LONE.sub(lambda found: " " if found.group() == "\r" else found.group(), text)


def with_cyrillic_i(text: str) -> str:
    """Write the Latin i of Cyrillic words as і: encodings of DOS have none, so people typed the Latin one."""
    return _SMALL_WORD.sub("і", _WORD_WITH_I.sub(_cyrillic_i, text))


def _cyrillic_i(found: re.Match[str]) -> str:
    word = found.group()
    return word.translate(_TO_CYRILLIC_I) if _CYRILLIC.search(word) else word


def _named_separator(text: str) -> tuple[str, str]:
    """Return the separator that a first line "sep=;" names, and the rest: Excel does not count that line as a row."""
    line, _, rest = text[:16].replace("\r", "\n", 1).partition("\n")
    line = line.strip('"')
    if len(line) == len("sep=;") and line.lower().startswith("sep=") and rest:
        return line[-1], text[text.index(line) + len(line) :].lstrip('"').removeprefix("\r").removeprefix("\n")
    return "", text


def _parse(text: str, separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(_lines(text), delimiter=separator, strict=strict)


def _unquoted(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(_lines(text), delimiter=separator, quoting=csv.QUOTE_NONE)


def _lines(text: str) -> Iterator[str]:
    """Yield lines with their ends. In pieces, for `StringIO` takes four bytes a letter: 440 MB for a million rows."""
    return chain.from_iterable(io.StringIO(piece, newline="") for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    """Yield the text cut behind line feeds: no other end of a line is for sure none of two signs."""
    at = 0
    while at < len(text):
        end = text.find("\n", at + _PIECE) + 1 or len(text)
        yield text[at:end]
        at = end


def find_separator(text: str, *, quoted: bool) -> str:
    """Return the separator that cuts most of the first rows into equally many cells; "," where none cuts at all."""
    evenness = {separator: _evenness(text, separator, quoted=quoted) for separator in SEPARATORS}
    best = max(evenness, key=lambda separator: evenness[separator])
    return best if evenness[best] else ","


def _evenness(text: str, separator: str, *, quoted: bool) -> float:
    parse = _parse if quoted else _unquoted
    try:
        widths = [len(row) for row in islice(parse(text, separator), _SAMPLE) if any(row)]
    except csv.Error:
        return 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    if usual == 1:
        return 0
    even = widths.count(usual) / len(widths)
    return even if even == 1 else min(round(even, 1), _NEARLY_EVEN)


def _first_odd_row(text: str, separator: str, *, sound: bool) -> int:
    """Return the number of the first row that has more cells than any of those at the top; 0 where there is none."""
    widths = [len(row) for row in _cells(text, separator, sound=sound)]
    most = max(widths[:_TOP], default=0)
    return next((number for number, width in enumerate(widths, 1) if width > most), 0)


def _cells(text: str, separator: str, *, sound: bool) -> Iterator[list[str]]:
    """Yield the rows, their cells trimmed, without the empty ones at their ends."""
    try:
        for row in _parse(text, separator) if sound else mended(text, separator):
            cells = [cell.strip() for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except csv.Error as error:
        raise Refused("too-large") from error


def _rows(text: str, separator: str, *, sound: bool) -> Iterator[list[str]]:
    rows = _cells(text, separator, sound=sound)
    if not has_guards(text):
        return rows
    return ([without_guard(cell) for cell in row] for row in rows)
