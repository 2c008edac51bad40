"""A database file is pages of one size; those of an "encoded" one are scrambled under a key that stands in the file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from busel.sheets.readers import Refused

_VERSION_AT = 0x14
_JET3, _JET4 = 0, 1
_HEADER_KEY = bytes.fromhex("c7da396b")
_HEADER = {True: slice(0x18, 0x18 + 126), False: slice(0x18, 0x18 + 128)}
_CODE_PAGE_AT, _KEY_AT = 0x3C, 0x3E
_PAGES_KEPT = 64


@dataclass(frozen=True)
class Pages:
    """The pages of a database. `jet3` is Access 97, whose numbers are shorter and whose text has a code page."""

    data: bytes
    jet3: bool
    code_page: int
    key: int

    @property
    def size(self) -> int:
        """How many bytes a page has."""
        return 2048 if self.jet3 else 4096

    @property
    def count(self) -> int:
        """How many whole pages there are."""
        return len(self.data) // self.size

    def page(self, number: int) -> bytes:
        """Return a page; the first one, 0, is the header. Raises Refused where the file does not reach so far."""
        if not 0 < number < self.count:
            raise Refused("damaged")
        page = self.data[number * self.size : (number + 1) * self.size]
        return _unscrambled(page, (number ^ self.key).to_bytes(4, "little")) if self.key else page

    def row(self, pointer: int) -> bytes:
        """Return the bytes of a row by its pointer: the row's number in the low byte, above it the page's."""
        page = self.page(pointer >> 8)
        start, end = span(page, pointer & 0xFF, jet3=self.jet3)
        return page[start & OFFSET : end]


DELETED, ELSEWHERE, OFFSET = 0x8000, 0x4000, 0x1FFF
"""Marks beside a row's place in its page: it is deleted, or only a pointer to it stands there; and the place itself."""


def open_pages(data: bytes) -> Pages:
    """Return the pages. Raises Refused: "damaged", or "password" where they are encrypted under one.

    The password of Access 97 to 2003 is only a word in the header: whoever reads the pages never meets it.
    """
    jet3 = data[_VERSION_AT] == _JET3
    place = _HEADER[jet3]
    if len(data) < place.stop:
        raise Refused("damaged")
    header = data[: place.start] + _unscrambled(data[place], _HEADER_KEY)
    key = int.from_bytes(header[_KEY_AT : _KEY_AT + 4], "little")
    if key and data[_VERSION_AT] > _JET4:
        raise Refused("password")
    return Pages(data, jet3, int.from_bytes(header[_CODE_PAGE_AT : _CODE_PAGE_AT + 2], "little"), key)


def span(page: bytes, index: int, *, jet3: bool) -> tuple[int, int]:
    """Return where a row begins in its page, with its marks, and where it ends. Raises Refused for one that is none."""
    at = (10 if jet3 else 14) + 2 * index
    if index >= row_count(page, jet3=jet3) or at + 2 > len(page):
        raise Refused("damaged")
    start = int.from_bytes(page[at : at + 2], "little")
    end = int.from_bytes(page[at - 2 : at], "little") & OFFSET if index else len(page)
    if not at < start & OFFSET <= end:
        raise Refused("damaged")
    return start, end


def row_count(page: bytes, *, jet3: bool) -> int:
    """Return how many rows a page of data says it has, deleted ones included."""
    at = 8 if jet3 else 12
    return int.from_bytes(page[at : at + 2], "little")


@lru_cache(_PAGES_KEPT)
def _unscrambled(page: bytes, key: bytes) -> bytes:
    """Undo RC4. Why safe: nothing is protected by it, here or in Access: the key stands in the file."""
    state = list(range(256))
    other = 0
    for index in range(256):
        other = (other + state[index] + key[index % len(key)]) & 0xFF
        state[index], state[other] = state[other], state[index]
    clear = bytearray(page)
    one = other = 0
    for index, byte in enumerate(page):
        one = (one + 1) & 0xFF
        mine = state[one]
        other = (other + mine) & 0xFF
        state[one] = theirs = state[other]
        state[other] = mine
        clear[index] = byte ^ state[(mine + theirs) & 0xFF]
    return bytes(clear)
