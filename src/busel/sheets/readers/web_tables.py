"""Tables of web pages (HTML), as 1C, banks and sites write them, mostly called .xls. Source: HTML, "4.9 Tabular data".

Each table of the page is one of the file; a table within a cell is one of its own, for pages lay out their parts so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from busel.sheets.readers import MAX_TABLES, RawTable, Reading, Refused, trimmed
from busel.sheets.readers.encodings import ENCODINGS, LOST, decode
from busel.sheets.readers.merged import unmerged
from busel.sheets.readers.notes import notes_of
from busel.sheets.readers.web_page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from busel.sheets.readers import Asked
    from busel.sheets.readers.gathered import Gathered

_CHARSET = re.compile(rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_LOOK_AT = 1 << 16
_CALLED = {
    "windows-1251": "cp1251", "ibm866": "cp866", "cp866": "cp866", "koi8-r": "koi8-r", "koi8-u": "koi8-u",
    "iso-8859-5": "iso8859-5", "x-mac-cyrillic": "mac-cyrillic", "windows-1252": "cp1252", "iso-8859-1": "cp1252",
    "windows-1250": "cp1250", "cp1251": "cp1251",
}  # fmt: skip
"""What pages call encodings of one byte a letter. Source: the Encoding Standard, whatwg.org."""
_PIECE = 1 << 16


def read(data: bytes, asked: Asked) -> Reading:
    """Read the tables of a page. Raises Refused: "empty", "too-large"."""
    found = decode(data, asked.encoding)
    said = _said(data)
    is_said = said and found.encoding in _CALLED.values() and asked.encoding not in ENCODINGS
    if is_said:
        found = decode(data, said)
    notes = ["encoding-guessed"] if found.is_guess else []
    if LOST in found.text:
        notes.append("letters-lost")
    page = Page()
    for at in range(0, len(found.text), _PIECE):
        page.feed(found.text[at : at + _PIECE].replace("\0", ""))
    page.close()
    tables = [table for table in page.tables if table.is_filled]
    if len(tables) > MAX_TABLES:
        raise Refused("too-large")
    return Reading(found.encoding, "", notes, _tables(tables, notes))


def _said(data: bytes) -> str:
    """Return the encoding that the page names itself; those that prove themselves by their bytes are not asked."""
    charset = _CHARSET.search(data, 0, _LOOK_AT)
    return _CALLED.get(charset[1].decode().lower(), "") if charset else ""


def _tables(tables: list[Gathered], notes: list[str]) -> Iterator[RawTable]:
    for number, table in enumerate(tables, 1):
        name = table.name or (str(number) if len(tables) > 1 else "")
        yield RawTable(name, False, trimmed(unmerged(table.rows(), table.areas, table.found)))
        notes += notes_of(name, table.found)
