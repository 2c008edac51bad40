"""Values of a database as text, as a person sees them: numbers without needless zeros, dates as ISO 8601."""

from __future__ import annotations

import datetime as dt
import html
import re
import struct
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

from busel.sheets.cells import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable

YES_NO, BYTE, INTEGER, LONG, CURRENCY, SINGLE, DOUBLE, DATE, BINARY, TEXT, OLE, MEMO = range(1, 13)
GUID, NUMERIC, COMPLEX, LARGE, LONG_DATE = 15, 16, 18, 19, 20
"""What a column holds. Source: HACKING.md of mdbtools; Jackcess, DataType."""

_DAY_0 = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - days in a database know no time zone
_SECONDS = 86_400
_TICKS = 10_000_000
_NEGATIVE = 0x80
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"(?i)<br ?/?>|</(?:div|p|li)>")


def _whole(code: str) -> Callable[[bytes], str]:
    take = struct.Struct(code).unpack_from
    return lambda raw: str(take(raw)[0])


def _currency(raw: bytes) -> str:
    return _plain(int.from_bytes(raw[:8], "little", signed=True), 4)


def _single(raw: bytes) -> str:
    value = struct.unpack_from("<f", raw)[0]
    return cell_text(float(f"{value:.7g}"))


def _double(raw: bytes) -> str:
    return cell_text(struct.unpack_from("<d", raw)[0])


def _plain(number: int, scale: int) -> str:
    text = f"{Decimal(number).scaleb(-scale):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(raw: bytes) -> str:
    """Days since 30 December 1899, and a part of a day that counts forward before it, too; a bare time is of day 0."""
    value = struct.unpack_from("<d", raw)[0]
    try:
        moment = _DAY_0 + dt.timedelta(days=int(value), seconds=round(abs(value - int(value)) * _SECONDS))
    except (OverflowError, ValueError):
        return cell_text(value)  # no day at all: the number is kept, so that somebody sees it
    if not int(value) and value:
        return moment.time().isoformat("seconds")
    return cell_text(moment)


def _long_date(raw: bytes) -> str:
    """Days since 1 January of the year 1 and ticks of the day, in digits (Access 2019)."""
    days, ticks, _rest = raw.decode("ascii").split(":", 2)
    return cell_text(
        dt.datetime(1, 1, 1) + dt.timedelta(days=int(days), seconds=int(ticks) // _TICKS)  # noqa: DTZ001 - no zone
    )


def _guid(raw: bytes) -> str:
    return f"{{{uuid.UUID(bytes_le=raw[:16])}}}".upper()


def decimal_text(scale: int, raw: bytes) -> str:
    """Return a number of fixed scale: a sign, then 16 bytes in words of four, the highest first."""
    words = struct.unpack_from("<4I", raw, 1)
    number = 0
    for word in words:
        number = number << 32 | word
    return _plain(-number if raw[0] & _NEGATIVE else number, scale)


def calculated_decimal(raw: bytes) -> str:
    """Return a number that Access calculated: its length, scale and sign stand before its words."""
    words = raw[4 : 4 + min((int.from_bytes(raw[:2], "little") - 2) // 4 * 4, 16)]
    number = 0
    for at in range(0, len(words), 4):
        number = number << 32 | int.from_bytes(words[at : at + 4], "little")
    return _plain(-number if raw[3] & _NEGATIVE else number, raw[2])


def shown_link(text: str) -> str:
    """Return a hyperlink as one reads it: "shown#address#…" with the address only where it says more."""
    shown, _, rest = text.partition("#")
    address = rest.partition("#")[0].removeprefix("mailto:").removeprefix("http://").rstrip("/")
    if not address or address in shown:
        return shown
    return f"{shown} {address}" if shown and shown not in address else address


def without_tags(text: str) -> str:
    """Return formatted text without its formats: Access keeps it as lines of HTML, each in a "div"."""
    if not (text.startswith("<div") and text.endswith("</div>")):
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))


SIZES = {
    BYTE: 1, INTEGER: 2, LONG: 4, CURRENCY: 8, SINGLE: 4, DOUBLE: 8, DATE: 8, GUID: 16, NUMERIC: 17, LARGE: 8,
    LONG_DATE: 42,
}  # fmt: skip
"""Bytes of a value of a fixed kind."""
WRITERS: dict[int, Callable[[bytes], str]] = {
    BYTE: _whole("<B"),
    INTEGER: _whole("<h"),
    LONG: _whole("<i"),
    LARGE: _whole("<q"),
    CURRENCY: _currency,
    SINGLE: _single,
    DOUBLE: _double,
    DATE: _date,
    LONG_DATE: _long_date,
    GUID: _guid,
}
"""Kind -> how its bytes become text."""
