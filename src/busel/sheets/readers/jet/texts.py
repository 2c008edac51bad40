"""Text in a database: Unicode, which may be compressed, or in Access 97 the bytes of a code page."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

ENCODINGS = ("cp1251", "cp1252", "cp1250", "cp1253", "cp1254", "cp1257", "cp866", "koi8-r", "koi8-u", "iso8859-5")
"""What text of Access 97 can be read as: what its header names, or a person asks for."""
_WEST = "cp1252"
_COMPRESSED = b"\xff\xfe"

for _name in (*ENCODINGS, "utf-16-le", "latin-1"):
    codecs.lookup(_name)  # loaded now: once the child is locked up it can load nothing

_CYRILLIC = re.compile(rb"[\xa1\xa2\xa8\xaf\xb2\xb3\xb8\xbf-\xff]")
_TWO_CYRILLIC = re.compile(rb"(?=" + _CYRILLIC.pattern * 2 + rb")")
_BESIDE_LATIN = re.compile(rb"(?<=[A-Za-z])" + _CYRILLIC.pattern + rb"|" + _CYRILLIC.pattern + rb"(?=[A-Za-z])")


class Texts(NamedTuple):
    """How a database's text is read. `encoding` counts for Access 97 alone."""

    jet3: bool
    encoding: str = ""

    def name(self, raw: bytes) -> str:
        """Return the name of a column."""
        return raw.decode(self.encoding if self.jet3 else "utf-16-le", "replace").strip("\0 ")

    def text(self, raw: bytes) -> str:
        """Return a text."""
        if self.jet3:
            return raw.decode(self.encoding, "replace")
        if raw.startswith(_COMPRESSED):
            return _expanded(raw[2:])
        return raw.decode("utf-16-le", "replace")


def _expanded(raw: bytes) -> str:
    """Return compressed text: letters of one byte; a zero byte begins letters of two, and the next one ends them."""
    if 0 not in raw:
        return raw.decode("latin-1")
    wide, at, wider = bytearray(), 0, False
    while at < len(raw):
        if not raw[at]:
            wider, at = not wider, at + 1
        elif wider:
            wide += raw[at : at + 2]
            at += 2
        else:
            wide += bytes((raw[at], 0))
            at += 1
    return wide.decode("utf-16-le", "replace")


def encoding_of(sample: bytes, code_page: int) -> str:
    """Return how to read the text of an Access 97: by its code page, but as Cyrillic where the letters speak for it.

    Office in Western settings noted Latin letters and let people type Russian. In Russian such letters stand side by
    side; "Müller" has one among plain ones.
    """
    named = f"cp{code_page}"
    if named in ENCODINGS and named != _WEST:
        return named
    is_western = len(_BESIDE_LATIN.findall(sample)) > len(_TWO_CYRILLIC.findall(sample))
    return _WEST if is_western else "cp1251"
