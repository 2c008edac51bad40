"""Ways to spoil a file: by its bytes, by its numbers, by its lines, by its pages, and by the parts of a zip file."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

ODD_NUMBERS = (0, 1, 2, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
ODD_WORDS = (
    b"0", b"-1", b"1048576", b"4294967295", b"1e308", b"nan", b'"', b'""', b"\n", b"\r", b"\0", b";;;;", b"=", b"=D0=",
    b"<", b"</", b"<!--", b"<![CDATA[", b"&#0;", b"&amp;&amp;", b"[[[[", b'{"a":', b"BEGIN:VCARD\r\n", b"END:VCARD\r\n",
    b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xf0\x9f\x91", b"\xd1", b"XFD1048576", b"A1:XFD1048576",
)  # fmt: skip
LONGEST = 3_000_000
PAGES = (512, 2048, 4096)
MOSTLY = 0.7


def spoil(data: bytes, other: bytes, chance: Random) -> bytes:
    """Return the file spoilt one to six times over; `other` is a file of the same kind to take pieces from."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        # Most of what is spoilt in a packed file itself is told by its sums, before a reader sees any of it.
        way = _part if data.startswith(b"PK") and chance.random() < MOSTLY else chance.choice(WAYS)
        data = way(data, other, chance)[:LONGEST]
    return data


def _byte(data: bytes, _other: bytes, chance: Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 2, 8, 64)) if data else 0):
        spoilt[chance.randrange(len(spoilt))] = chance.choice((chance.randrange(256), 0, 255))
    return bytes(spoilt)


def _number(data: bytes, _other: bytes, chance: Random) -> bytes:
    size = chance.choice((1, 2, 4))
    at = chance.randrange(max(1, len(data)))
    value = (chance.choice((*ODD_NUMBERS, len(data), at)) & ((1 << 8 * size) - 1)).to_bytes(size, "little")
    return data[:at] + value + data[at + size :]


def _word(data: bytes, _other: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(ODD_WORDS) * chance.choice((1, 1, 1, 2, 50, 5_000)) + data[at:]


def _cut(data: bytes, _other: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.5 else data[:at] + data[at + chance.randrange(1, 200) :]


def _again(data: bytes, _other: bytes, chance: Random) -> bytes:
    at, length = chance.randrange(len(data) + 1), chance.choice((1, 10, 100, 1_000))
    return data[:at] + data[at : at + length] * chance.choice((2, 2, 3, 300)) + data[at + length :]


def _splice(data: bytes, other: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _lines(data: bytes, other: bytes, chance: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    at = chance.randrange(len(lines))
    ways: tuple[Callable[[], list[bytes]], ...] = (
        lambda: lines[:at] + lines[at + 1 :],
        lambda: lines[:at] + [lines[at]] * chance.choice((2, 500)) + lines[at + 1 :],
        lambda: lines[:at] + other.splitlines(keepends=True)[:5] + lines[at:],
        lambda: lines[at:] + lines[:at],
        lambda: [line.rstrip(b"\r\n") + chance.choice((b"\r", b"\n", b"=\r\n", b"\r\n ", b"")) for line in lines],
    )
    return b"".join(chance.choice(ways)())


def _page(data: bytes, _other: bytes, chance: Random) -> bytes:
    """Lay one page of a database or compound file over another, or point from it to any."""
    size = chance.choice(PAGES)
    count = len(data) // size
    if count < 2:
        return _number(data, _other, chance)
    goal, source = chance.randrange(count) * size, chance.randrange(count) * size
    if chance.random() < 0.5:
        return data[:goal] + data[source : source + size] + data[goal + size :]
    at = goal + chance.randrange(0, size, 4)
    return data[:at] + chance.randrange(count).to_bytes(4, "little") + data[at + 4 :]


def _tags(data: bytes, _other: bytes, chance: Random) -> bytes:
    """Spoil XML by its tags: one away, one a thousand times, one within itself, numbers grown."""
    tags = list(re.finditer(rb"<[^<>]{1,200}>", data[:200_000]))
    if not tags:
        return _number(data, _other, chance)
    one = chance.choice(tags)
    grown = re.sub(rb"\d+", lambda _found: str(chance.choice(ODD_NUMBERS)).encode(), one.group())
    new = chance.choice((b"", one.group() * 1_000, one.group() * 2, grown, grown))
    return data[: one.start()] + new + data[one.end() :]


def _part(data: bytes, other: bytes, chance: Random) -> bytes:
    """Spoil what stands in one part of a zip file, and pack it well again."""
    if not data.startswith(b"PK"):
        return _byte(data, other, chance)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError, OSError):
        return _byte(data, other, chance)
    if not parts:
        return data
    spoilt = chance.choice([name for name in parts if "styles" not in name] or list(parts))
    way = chance.choice((_tags, _tags, _tags, _byte, _word, _cut, _again, _number))
    parts[spoilt] = way(parts[spoilt], b"", chance)[:LONGEST]
    if chance.random() < 0.05:
        del parts[chance.choice(list(parts))]
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return kept.getvalue()


WAYS = (_byte, _number, _number, _word, _cut, _again, _splice, _lines, _page, _part, _part, _part)
