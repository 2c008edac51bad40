"""Tables of dBase, FoxPro and Clipper (dbf), in which accounts and registers were kept: one table in one file.

Source: dBASE Level 7 table file format; Visual FoxPro, Table File Structure, Code Pages.
"""

from __future__ import annotations

import codecs
import datetime as dt
import struct
from functools import partial
from typing import TYPE_CHECKING

from busel.sheets.cells import cell_text
from busel.sheets.dbase_fields import Field, fields_of
from busel.sheets.readers import RawTable, Reading, Refused, trimmed
from busel.sheets.readers.dos_letters import cyrillic_of, is_western

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from busel.sheets.readers import Asked

_CODE_PAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x26: "cp866", 0x57: "cp1252", 0x64: "cp852", 0x65: "cp866",
    0x96: "mac_cyrillic", 0xC8: "cp1250", 0xC9: "cp1251",
}  # fmt: skip
"""The byte in the header -> the encoding. Most programs of ours left it nought, or wrote that of the West."""
_WESTERN = {"", "cp437", "cp850", "cp1252"}
ENCODINGS = tuple(dict.fromkeys([*_CODE_PAGES.values(), "koi8-r", "koi8-u", "iso8859-5"]))
for _name in (*ENCODINGS, "latin-1"):
    codecs.lookup(_name)  # loaded now: once the child is locked up it can load nothing

_DELETED = b"*"
_SAMPLE = 1 << 20
_EMPTY_NUMBER = set(b"* ")
_TRUE, _FALSE = b"TtYy\x84\xc4", b"FfNn\x8d\xcd"
"""The DOS and the Windows letters of "Да" and "Нет" are met, too."""
_DAY_OF_JULIAN = 1_721_425
_MILLISECONDS = 1_000
_ELSEWHERE = "MGPBW"
"""Long texts and pictures, which stand in another file; a B of eight bytes is a number of FoxPro."""
_DOUBLE = 8


def read(data: bytes, asked: Asked) -> Reading:
    """Read a table. Raises Refused: "damaged", "too-large"."""
    count, head, size = struct.unpack_from("<IHH", data, 4)
    if len(data) < head + count * size:
        raise Refused("damaged")
    fields = [field for field in fields_of(data) if field.kind != "0"]  # which cells are empty: FoxPro's own
    records = [data[at : at + size] for at in range(head, head + count * size, size) if data[at : at + 1] != _DELETED]
    encoding = asked.encoding if asked.encoding in ENCODINGS else _encoding(data, fields, records)
    shown = [field for field in fields if not _is_elsewhere(field)]
    left = [field.name.decode(encoding, "replace") for field in fields if _is_elsewhere(field)]
    notes = [f"long-texts-elsewhere:{', '.join(left)}"] if left else []
    return Reading(
        encoding, "", notes, iter([RawTable("", False, trimmed(_rows(shown, records, encoding)), headed=True)])
    )


def _is_elsewhere(field: Field) -> bool:
    return field.kind in _ELSEWHERE and not (field.kind == "B" and field.size == _DOUBLE)


def _encoding(data: bytes, fields: list[Field], records: list[bytes]) -> str:
    """Return how to read the text: as the header says, unless it says nothing or the West and the letters are ours."""
    named = _CODE_PAGES.get(data[29], "")
    if named not in _WESTERN:
        return named
    texts = [field for field in fields if field.kind == "C"]
    sample = bytearray(b"\n".join(field.name for field in fields))
    for record in records:
        sample += b"\n".join(record[field.at : field.at + field.size] for field in texts)
        if len(sample) > _SAMPLE:
            break
    return named if named and is_western(bytes(sample)) else cyrillic_of(bytes(sample))


def _rows(fields: list[Field], records: list[bytes], encoding: str) -> Iterator[list[str]]:
    yield [field.name.decode(encoding, "replace") for field in fields]
    makers = [(field.at, field.at + field.size, _writer(field, encoding)) for field in fields]
    for record in records:
        yield [write(record[start:end]) for start, end, write in makers]


def _writer(field: Field, encoding: str) -> Callable[[bytes], str]:
    write = _WRITERS.get((field.kind, field.size)) or _WRITERS.get((field.kind, 0))
    return write or partial(_text, encoding)


def _text(encoding: str, raw: bytes) -> str:
    return raw.decode(encoding, "replace").strip("\0 \t\r\n")


def _number(raw: bytes) -> str:
    text = raw.strip(b"\0 ").decode("latin-1")
    if not set(raw) - _EMPTY_NUMBER:
        return ""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _yes_no(raw: bytes) -> str:
    return "TRUE" if raw in _TRUE else "FALSE" if raw in _FALSE else ""


def _day(raw: bytes) -> str:
    text = raw.decode("latin-1").strip("\0 ")
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == len("YYYYMMDD") and text.isdigit() else text


def _moment(raw: bytes) -> str:
    day, milliseconds = struct.unpack("<ii", raw)
    if day <= 0:
        return ""
    since = dt.timedelta(days=day - _DAY_OF_JULIAN - 1, seconds=round(milliseconds / _MILLISECONDS))
    try:
        return cell_text(dt.datetime(1, 1, 1) + since)  # noqa: DTZ001 - days in a table know no time zone
    except OverflowError:
        return ""


def _money(raw: bytes) -> str:
    return _number(f"{struct.unpack('<q', raw)[0] / 10_000:.4f}".encode())


_WRITERS: dict[tuple[str, int], Callable[[bytes], str]] = {
    ("N", 0): _number,
    ("F", 0): _number,
    ("L", 0): _yes_no,
    ("D", 8): _day,
    ("T", 8): _moment,
    ("Y", 8): _money,
    ("I", 4): lambda raw: str(struct.unpack("<i", raw)[0]),
    ("B", 8): lambda raw: cell_text(struct.unpack("<d", raw)[0]),
}
"""(Kind, size or 0 for any) -> how bytes become text; all others are text."""
