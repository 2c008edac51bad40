"""Text with separators: csv, tsv and txt, as spreadsheet programs and telephones write them."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from busel.sheets.formulas import has_guards, without_guard
from busel.sheets.readers import RawTable, Reading, Refused, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers import Asked

SEPARATORS = ("\t", ";", ",")
"""The first that cuts evenly wins: commas stand inside numbers and addresses, semicolons and tabs seldom do."""
_SAMPLE = 200
_NEARLY_EVEN = 0.9
_END = "\x00end"
"""A last line of our own: it comes out as a row of its own only when no quotation mark was left open before it."""
_LONGEST_CELL = 1 << 17
_FALLBACK = "cp1251"
_LOST = "\ufffd"
_LETTERS_FOR_ONE_LOST = 10
_END_OF_TEXT = 1 << 10
"""Bytes at the end that tell whether it stops within a letter."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251")
"""What a person may ask for."""

for _name in ENCODINGS:
    codecs.lookup(_name)  # loaded now: once the child is locked up it can load nothing


def read(data: bytes, asked: Asked) -> Reading:
    """Read text. The encoding is the one that a byte order mark names, else UTF-8 where it can be, else cp1251."""
    text, encoding = _decode(data, asked.encoding)
    named, text = _named_separator(text)
    named = asked.separator or named
    separator = named or find_separator(text, quoted=True)
    notes = ["cut-short"] if _stops_within_a_letter(data, encoding) else []
    if text.count(_LOST, 0, -1):
        notes.append("letters-lost")
    quoted = not _leaves_quote_open(text, separator)
    if not quoted:
        notes.append("quote-left-open")
        separator = named or find_separator(text, quoted=False)
    return Reading(
        encoding, separator, notes, iter([RawTable("", False, trimmed(_rows(text, separator, quoted=quoted)))])
    )


def _decode(data: bytes, asked: str) -> tuple[str, str]:
    if asked in ENCODINGS:
        return _decode_as(data, asked).removeprefix("\ufeff"), asked
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding), encoding
    text = _decode_as(data, "utf-8")
    return (text, "utf-8") if _is_readable(text) else (_decode_as(data, _FALLBACK), _FALLBACK)


def _is_readable(text: str) -> bool:
    """Ask whether the bytes are UTF-8 with a fault, or cut, and not another encoding.

    Of text in cp1251 nearly every Cyrillic letter would be lost. The last letter does not count: it may be cut.
    """
    if _LOST not in text:
        return True
    letters = len(text[:-1]) - len(text[:-1].encode("ascii", "ignore"))
    return letters > 0 and text.count(_LOST, 0, -1) * _LETTERS_FOR_ONE_LOST <= letters


def _stops_within_a_letter(data: bytes, encoding: str) -> bool:
    """Ask whether the file was cut: a whole one never ends with a part of a letter."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    decoder.decode(data[max(0, len(data) - _END_OF_TEXT) // 2 * 2 :])  # UTF-16 is read from an even place
    return decoder.getstate()[0] != b""


def _decode_as(data: bytes, encoding: str) -> str:
    """Decode, with U+FFFD for the bytes that the encoding does not have: one wrong byte never costs the file."""
    return data.decode(encoding, "replace")


def _named_separator(text: str) -> tuple[str, str]:
    """Return the separator that a first line "sep=;" names, and the rest: Excel does not count that line as a row."""
    line, _, rest = text[:16].partition("\n")
    line = line.strip().strip('"')
    if len(line) == len("sep=;") and line.lower().startswith("sep=") and rest:
        return line[-1], text.partition("\n")[2]
    return "", text


def _parse(text: str, separator: str, *, quoted: bool) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    lines = io.StringIO(text, newline="")
    if quoted:
        return csv.reader(lines, delimiter=separator)
    return csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)


def _leaves_quote_open(text: str, separator: str) -> bool:
    """Ask whether a lone quotation mark would swallow the rest of the file, line breaks and all."""
    if '"' not in text:
        return False
    try:
        last = deque(_parse(f"{text}\n{_END}", separator, quoted=True), maxlen=1)
    except csv.Error:
        return True
    return last[0] != [_END]


def find_separator(text: str, *, quoted: bool) -> str:
    """Return the separator that cuts most of the first rows into equally many cells; "," where none cuts at all."""
    evenness = {separator: _evenness(text, separator, quoted=quoted) for separator in SEPARATORS}
    best = max(evenness, key=lambda separator: evenness[separator])
    return best if evenness[best] else ","


def _evenness(text: str, separator: str, *, quoted: bool) -> float:
    try:
        widths = [len(row) for row in islice(_parse(text, separator, quoted=quoted), _SAMPLE) if any(row)]
    except csv.Error:
        return 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    if usual == 1:
        return 0
    even = widths.count(usual) / len(widths)
    return even if even == 1 else min(round(even, 1), _NEARLY_EVEN)


def _rows(text: str, separator: str, *, quoted: bool) -> Iterator[list[str]]:
    guarded = has_guards(text)
    try:
        for row in _parse(text, separator, quoted=quoted):
            yield [without_guard(cell.strip()) for cell in row] if guarded else [cell.strip() for cell in row]
    except csv.Error as error:
        raise Refused("too-large") from error
