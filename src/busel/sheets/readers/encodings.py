"""Which encoding a text is in: byte order marks and UTF-8 prove themselves, the others are weighed by their letters.

The words of the file are read as if they were in each encoding of one byte a letter, and each reading is weighed: how
often the letters follow each other so in our languages, whether capitals stand inside words, whether letters of two
scripts touch. The likeliest reading wins; where another one is near, the file says too little, and that is told.
"""

from __future__ import annotations

import codecs
import re
from math import log
from typing import NamedTuple

from busel.sheets.headings import rows_of
from busel.sheets.kinds import WIDE, wide_of

LOST = "\ufffd"
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LETTERS_FOR_ONE_LOST = 10
_END_OF_TEXT = 1 << 10
"""Bytes at the end that tell whether it stops within a letter."""

_DOS_BELARUSIAN = dict(zip(range(0xF8, 0x100), "Іі·¤Ґґ∙\xa0", strict=True))
"""IBM's code page 1131 is 866 but for its end. Source: libiconv, cp1131.h."""
_KOI8_BELARUSIAN = {0xAE: "ў", 0xBE: "Ў"}
"""Where KOI8-RU has what KOI8-U lacks; there it has lines for drawing, which stand in no list. Source: libiconv."""


class _Encoding(NamedTuple):
    name: str
    table: str
    """What each of the 256 bytes stands for."""
    rareness: float
    """What speaks against it beforehand, in nats."""


class Found(NamedTuple):
    """`is_guess`: other encodings fit nearly as well, or none fits well."""

    text: str
    encoding: str
    is_guess: bool = False


def _table(codec: str, patch: dict[int, str] | None = None) -> str:
    read = [bytes([byte]).decode(codec, "replace") for byte in range(256)]
    for byte, letter in (patch or {}).items():
        read[byte] = letter
    return "".join(read)


_OF_ONE_BYTE = {
    one.name: one
    for one in (
        _Encoding("cp1251", _table("cp1251"), 0),
        _Encoding("cp866", _table("cp866"), 1),
        _Encoding("cp1131", _table("cp866", _DOS_BELARUSIAN), 3),
        _Encoding("koi8-r", _table("koi8-r"), 2),
        _Encoding("koi8-u", _table("koi8-u", _KOI8_BELARUSIAN), 3),
        _Encoding("iso8859-5", _table("iso8859-5"), 2),
        _Encoding("mac-cyrillic", _table("mac-cyrillic"), 2),
        _Encoding("cp1252", _table("cp1252"), 2),
        _Encoding("cp1250", _table("cp1250"), 2),
    )
}
ENCODINGS = ("utf-8", *WIDE, *_OF_ONE_BYTE)
"""What a text can be in, and what a person may ask for."""

for _name in ("utf-8", *WIDE):
    codecs.lookup(_name)  # loaded now: once the child is locked up it can load nothing

_WORDS = re.compile(rb"[A-Za-z'\x80-\xff]*[\x80-\xff][A-Za-z'\x80-\xff]*")
_MOST_WORDS = 1_500
_LONGEST_WORD = 60
_SAMPLE = 1 << 17
_NEAR = 7.0
"""Nats between two readings below which the second is told: it is then a thousand times less likely at most."""
_ODD = 4.5
"""Nats a letter from which on a reading is no language that we know."""

_SMALL = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіў"
_OF_NEIGHBOURS = "їєґјљњћђџѓќѕ"
_CYRILLIC = frozenset(_SMALL + _SMALL.upper())
_CAPITALS = frozenset(_SMALL.upper() + _OF_NEIGHBOURS.upper())
_ACCENTED = frozenset("àáâãäåæçèéêëìíîïñòóôöøùúûüßœšžąćęłńśźżčďěňřťůőűÁÅÄÇÉÍÓÖØÚÜŁŚŻŹĆČŠŽŘ")
_SIGNS = frozenset("«»“”„‘’–—…№§•€©\xa0\xad")
_SIGN, _LETTER_BESIDE_LATIN, _RARE_LETTER, _NO_TEXT, _TWO_SCRIPTS, _CAPITAL_INSIDE = 2.5, 3.0, 6.0, 9.0, 6.0, 5.0


def _letter_pairs() -> dict[tuple[str, str], float]:
    """Return what each pair of letters costs: the natural logarithm of how seldom the second follows the first."""
    heads, *rows = rows_of("letter_pairs.tsv")
    costs: dict[tuple[str, str], float] = {}
    for first, *counts in rows:
        total = sum(map(int, counts)) + len(counts)
        costs |= {
            (first, second): -log((int(count) + 0.5) / total) for second, count in zip(heads[1:], counts, strict=True)
        }
    return costs


_PAIRS = _letter_pairs()


def decode(data: bytes, asked: str) -> Found:
    """Return the text of `data`: in the encoding that is asked for, else in the one that it proves or suggests."""
    if asked in ENCODINGS:
        return Found(_decode_as(data, asked).removeprefix("\ufeff"), asked)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Found(_decode_as(data[len(mark) :], encoding), encoding)
    if wide := wide_of(data):
        return Found(_decode_as(data, wide), wide)
    text = _decode_as(data, "utf-8")
    return Found(text, "utf-8") if _is_readable(text) else _likeliest(data)


def stops_within_a_letter(data: bytes, encoding: str) -> bool:
    """Ask whether the file was cut: a whole one never ends with a part of a letter."""
    if encoding in _OF_ONE_BYTE:
        return False
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    decoder.decode(data[max(0, len(data) - _END_OF_TEXT) // 2 * 2 :])  # UTF-16 is read from an even place
    return decoder.getstate()[0] != b""


def _decode_as(data: bytes, encoding: str) -> str:
    """Decode, with U+FFFD for the bytes that the encoding does not have: one wrong byte never costs the file."""
    if encoding in _OF_ONE_BYTE:
        return codecs.charmap_decode(data, "replace", _OF_ONE_BYTE[encoding].table)[0]
    return data.decode(encoding, "replace")


def _is_readable(text: str) -> bool:
    """Ask whether the bytes are UTF-8 with a fault, or cut, and not another encoding.

    Of text in cp1251 nearly every Cyrillic letter would be lost. The last letter does not count: it may be cut.
    """
    if LOST not in text:
        return True
    letters = len(text[:-1]) - len(text[:-1].encode("ascii", "ignore"))
    return letters > 0 and text.count(LOST, 0, -1) * _LETTERS_FOR_ONE_LOST <= letters


def _likeliest(data: bytes) -> Found:
    words = _some_words(data)
    costs = {one.name: one.rareness + sum(_cost(word, one.table) for word in words) for one in _OF_ONE_BYTE.values()}
    best = min(costs, key=lambda name: costs[name])
    table = _OF_ONE_BYTE[best].table
    near = [name for name in costs if name != best and costs[name] - costs[best] < _NEAR]
    is_near = any(_reads_otherwise(words, table, _OF_ONE_BYTE[name].table) for name in near)
    letters = sum(len(word.translate(None, bytes(range(128)))) for word in words)
    return Found(_decode_as(data, best), best, is_near or costs[best] > _ODD * letters)


def _some_words(data: bytes) -> list[bytes]:
    """Return different words with other letters than Latin ones, from the beginning, the middle and the end."""
    middle = len(data) // 2
    pieces = (data[:_SAMPLE], data[middle : middle + _SAMPLE], data[-_SAMPLE:]) if len(data) > _SAMPLE else (data,)
    found = dict.fromkeys(word[:_LONGEST_WORD] for piece in pieces for word in _WORDS.findall(piece))
    return list(found)[:: len(found) // _MOST_WORDS + 1]


def _reads_otherwise(words: list[bytes], one: str, other: str) -> bool:
    differing = {byte for byte in range(128, 256) if one[byte] != other[byte]}
    return any(not differing.isdisjoint(word) for word in words)


def _cost(word: bytes, table: str) -> float:
    """Return how unlikely a word is in nats, read with a table: each letter beyond ASCII costs by what is before it."""
    cost, before = 0.0, "^"
    for byte in word:
        letter = table[byte]
        if len(word) == 1 and letter in _ACCENTED:
            cost += _NO_TEXT
        elif byte > 127:  # noqa: PLR2004 - the end of ASCII
            cost += _letter_cost(letter, before)
        elif before in _CYRILLIC and letter not in "iI'":  # a Latin i stands for і where there is none
            cost += _TWO_SCRIPTS
        before = letter
    return cost + (_PAIRS[before.lower(), "^"] if before in _CYRILLIC else 0)


def _letter_cost(letter: str, before: str) -> float:
    if letter in _CYRILLIC:
        follows = {"i": "і", "I": "І"}.get(before, before)
        pair = _PAIRS[follows.lower() if follows in _CYRILLIC else "^", letter.lower()]
        two_scripts = follows.isascii() and follows.isalpha()
        inside = letter in _CAPITALS and follows in _CYRILLIC and follows not in _CAPITALS
        return pair + _TWO_SCRIPTS * two_scripts + _CAPITAL_INSIDE * inside
    if letter in _ACCENTED:
        return _LETTER_BESIDE_LATIN if before.isascii() else _RARE_LETTER
    if letter in _SIGNS:
        return _SIGN
    return _RARE_LETTER if letter.lower() in _OF_NEIGHBOURS else _NO_TEXT
