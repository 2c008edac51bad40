"""Records of a binary workbook (xlsb): a kind, a length, bytes. Source: [MS-XLSB] 2.1.4, 2.5.123 and 2.5.169."""

from __future__ import annotations

import codecs
import struct
from typing import TYPE_CHECKING

from busel.sheets.readers import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

codecs.lookup("utf-16-le")  # loaded now: once the child is locked up it can load nothing

_MORE, _SEVEN_BITS = 0x80, 0x7F
_KIND_BYTES, _LENGTH_BYTES = 2, 4
_U32 = struct.Struct("<I")
_REAL = struct.Struct("<d")
_IS_HUNDREDFOLD, _IS_WHOLE = 1, 2


def records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (kind, body) of each record. Raises Refused("damaged") where one reaches beyond the end."""
    at = 0
    while at < len(data):
        kind, at = _number(data, at, _KIND_BYTES)
        length, at = _number(data, at, _LENGTH_BYTES)
        if at + length > len(data):
            raise Refused("damaged")
        yield kind, data[at : at + length]
        at += length


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, the lowest first, and where it ends."""
    number = 0
    for shift in range(0, 7 * most, 7):
        if at >= len(data):
            raise Refused("damaged")
        byte = data[at]
        at += 1
        number |= (byte & _SEVEN_BITS) << shift
        if not byte & _MORE:
            break
    return number, at


def u32(body: bytes, at: int) -> int:
    """Return a number of four bytes."""
    if len(body) < at + 4:
        raise Refused("damaged")
    return int(_U32.unpack_from(body, at)[0])


def text(body: bytes, at: int) -> tuple[str, int]:
    """Return a string with its length before it, and where it ends."""
    length = u32(body, at) * 2
    if len(body) < at + 4 + length:
        raise Refused("damaged")
    return body[at + 4 : at + 4 + length].decode("utf-16-le", "replace"), at + 4 + length


def real(body: bytes, at: int) -> float:
    """Return a number of eight bytes."""
    if len(body) < at + 8:
        raise Refused("damaged")
    return float(_REAL.unpack_from(body, at)[0])


def short_number(body: bytes, at: int) -> float:
    """Return a number that is packed into four bytes, as Excel does where it can."""
    packed = u32(body, at)
    if packed & _IS_WHOLE:
        value = float((packed >> 2) - (1 << 30 if packed >> 31 else 0))
    else:
        value = float(_REAL.unpack(bytes(4) + _U32.pack(packed & ~3))[0])
    return value / 100 if packed & _IS_HUNDREDFOLD else value
