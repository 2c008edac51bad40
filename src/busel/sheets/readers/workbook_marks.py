"""What stands beside the values of a sheet in an xlsx: failed formulas, styles of digits, what is hidden.

Calamine reads the values, in a tenth of the time that Python takes. Here the sheet's text goes by once more, in pieces,
and only the cells are looked at for which calamine's word is not enough.
"""

from __future__ import annotations

import html
import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

from busel.sheets.readers import Refused
from busel.sheets.readers.packed import BAD_ZIP

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from busel.sheets.readers.number_formats import Shape

_PIECE = 1 << 18
_LONGEST_ROW = 1 << 24
"""Bytes without an end of a row: more is no row, and is not gathered."""
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_STYLE = re.compile(rb"""\ss=["']([0-9]{1,6})["']""")
_HIDDEN = {
    "hidden-rows": re.compile(rb"""<(?:\w+:)?row\s[^>]*\bhidden=["'](?:1|true)["']"""),
    "hidden-columns": re.compile(rb"""<(?:\w+:)?col\s[^>]*\bhidden=["'](?:1|true)["']"""),
}
_CELL = (
    rb"""<(?:\w+:)?c(?=\s[^>]*?(?<=\s)(?:t=["']e["']%s))([^>]*)>"""
    rb"""(?:<(?:\w+:)?f[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?(?:<(?:\w+:)?v>([^<]*))?"""
)
"""A cell that failed or has one of the styles; a formula, where there is one; its value."""


class Mark(NamedTuple):
    """What is to be known of a cell, counted from 0: the style that shows its digits, or how its formula failed."""

    row: int
    column: int
    style: int
    error: str


def marks(archive: zipfile.ZipFile, part: str, styles: dict[int, Shape], found: set[str]) -> Iterator[Mark]:
    """Yield the marks of a sheet from its first row to its last; `found` gets what is hidden there."""
    numbers = b"|".join(str(number).encode() for number in styles)
    cell = re.compile(_CELL % (rb"""|s=["'](?:%s)["']""" % numbers if styles else b""))
    for rows in _pieces(archive, part):
        found |= {code for code, hidden in _HIDDEN.items() if code not in found and hidden.search(rows)}
        for told in cell.finditer(rows):
            place = _PLACE.search(told[1])
            if place is None:
                found.add("zeros-not-seen")
            else:
                yield _mark(place, told)


def _mark(place: re.Match[bytes], told: re.Match[bytes]) -> Mark:
    style = _STYLE.search(told[1])
    is_error = re.search(rb"""\st=["']e["']""", told[1]) is not None
    error = html.unescape((told[2] or b"#N/A").decode("utf-8", "replace")).strip() if is_error else ""
    return Mark(int(place[2]) - 1, column_of(place[1].decode()), int(style[1]) if style else 0, error)


def column_of(letters: str) -> int:
    """Return a column's number from 0: "A" -> 0, "AA" -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the text of a sheet cut between rows."""
    rest = b""
    try:
        with archive.open(part) as source:
            while piece := source.read(_PIECE):
                rest += piece
                cut = rest.rfind(b"row>") + len(b"row>")
                if cut < len(b"row>") or len(rest) > _LONGEST_ROW:
                    cut = len(rest) if len(rest) > _LONGEST_ROW else 0
                if cut:
                    yield rest[:cut]
                    rest = rest[cut:]
    except KeyError:
        return
    except (*BAD_ZIP, zlib.error) as error:
        raise Refused("damaged") from error
    yield rest
