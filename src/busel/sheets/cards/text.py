"""From a card's line to a property: its name, its parameters, and its value as text, whatever encoding it is in."""

from __future__ import annotations

import binascii
import re
from encodings import normalize_encoding
from encodings.aliases import aliases
from typing import NamedTuple

_LOADED = (
    "utf_8", "utf_16_le", "utf_16_be", "ascii", "cp1250", "cp1251", "cp1252", "cp866", "koi8_r", "koi8_u", "latin_1",
    "iso8859_2", "iso8859_5", "iso8859_15", "mac_cyrillic", "shift_jis", "gb2312", "gbk", "big5", "euc_jp", "euc_kr",
    "iso2022_jp",
)  # fmt: skip
_CODECS = {alias: name for alias, name in aliases.items() if name in _LOADED} | {one: one for one in _LOADED}


def load_encodings() -> None:
    """Load all encodings that a card may name: once the child is locked up it can load nothing."""
    for name in _LOADED:
        "я".encode(name, "ignore")


CYRILLIC, LATIN = "cp1251", "cp1250"
"""What bytes are that are no UTF-8 and say nothing of themselves: which of the two, their words tell."""
_MIXED = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")
_SLASH, _SEMICOLON, _COMMA = "\x00", "\x01", "\x02"
_CONTROLS = dict.fromkeys(one for one in range(32) if chr(one) not in "\t\n\r")
_BACK = str.maketrans({_SLASH: "\\", _SEMICOLON: ";", _COMMA: ","})
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}
_CARET = re.compile(r"\^[n'^]")
_QUOTED_COLON = re.compile(rb'(?:[^:"]|"[^"]*")*:')
_PARAMETER = re.compile(r';((?:[^;"]|"[^"]*"|")*)')
_VALUE = re.compile(r'"([^"]*)"|([^,"]+)')


class Property(NamedTuple):
    """One line of a card. Names are in capitals; parameters without a name stand among the TYPEs, in small letters."""

    name: str
    group: str
    parameters: dict[str, list[str]]
    marked: str
    """The value with what was escaped in it as signs of our own, so that it can be cut at the signs that were not."""

    @property
    def types(self) -> list[str]:
        """What kind it is, in small letters."""
        return self.parameters.get("TYPE", [])

    def parameter(self, name: str) -> str:
        """Return the first value of a parameter, "" without."""
        return next(iter(self.parameters.get(name, ())), "")

    @property
    def text(self) -> str:
        """The whole value."""
        return self.marked.translate(_BACK)

    @property
    def parts(self) -> list[str]:
        """The value cut at its semicolons."""
        return [part.translate(_BACK) for part in self.marked.split(";")]

    @property
    def items(self) -> list[str]:
        """The value cut at its commas; empty ones are none."""
        return [item for one in self.marked.split(",") if (item := one.translate(_BACK))]

    @property
    def listed_parts(self) -> list[str]:
        """The parts; what is a list in one is parted by spaces: "Richter,James" -> "Richter James"."""
        return [" ".join(part.replace(",", " ").split()).translate(_BACK) for part in self.marked.split(";")]


def read_property(line: bytes, fallback: str = "") -> Property:
    """Return a card's line as a property. `fallback` is what a person says that the file's encoding is."""
    at = _end_of_head(line)
    head, value = _decoded(line[: at - 1], "", fallback), line[at:]
    name, _semicolon, rest = head.partition(";")
    group, _dot, name = name.strip().upper().rpartition(".")
    parameters = _parameters(rest) if rest else {}
    encoding = next(iter(parameters.get("ENCODING", ())), "").lower()
    if encoding == "quoted-printable" or "quoted-printable" in parameters.get("TYPE", ()):
        value = binascii.a2b_qp(value.replace(b"=\n", b""))
    elif encoding in ("b", "base64"):
        value = _from_base64(value)
    text = _decoded(value, next(iter(parameters.get("CHARSET", ())), ""), fallback)
    return Property(name, group, parameters, _marked(text))


def _end_of_head(line: bytes) -> int:
    at = line.index(b":") + 1
    if b'"' in line[:at]:
        found = _QUOTED_COLON.match(line)
        return found.end() if found else at
    return at


def _parameters(written: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _PARAMETER.findall(";" + written):
        name, is_named, values = one.partition("=")
        name, values = (name.strip().upper(), values) if is_named else ("TYPE", one)
        several = [_CARET.sub(_uncaret, quoted or plain).strip() for quoted, plain in _VALUE.findall(values)]
        if name == "TYPE":
            several = [kind for value in several for kind in value.lower().split(",")]
        found.setdefault(name, []).extend(value for value in several if value)
    return found


def _uncaret(found: re.Match[str]) -> str:
    return _CARETS[found[0]]


def _from_base64(value: bytes) -> bytes:
    try:
        return binascii.a2b_base64(value)
    except binascii.Error:
        return value


def _decoded(value: bytes, named: str, fallback: str) -> str:
    """Return the text: as its own parameter says, else as UTF-8, else as a person says, else as its words tell."""
    if value.isascii() and not named.lower().startswith("iso-2022"):
        return value.decode("ascii")
    codec = _codec(named)
    if codec not in ("", "ascii", "utf_8"):
        return value.decode(codec, "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        if fallback and fallback != "utf-8":
            return value.decode(fallback, "replace")
    text = value.decode("utf-8", "replace")
    if text.count("\ufffd") * 10 <= len(text.encode()) - len(text):  # UTF-8 with a fault: most letters are right
        return text
    text = value.decode(CYRILLIC, "replace")
    return value.decode(LATIN, "replace") if _MIXED.search(text) else text


def _codec(named: str) -> str:
    """Return the codec of a CHARSET, "" for one that is not loaded: to look for it would open a file."""
    return _CODECS.get(normalize_encoding(named.strip()).lower(), "") if named else ""


def _marked(text: str) -> str:
    """Return a text with what was escaped as signs of our own; what means nothing stays as it is."""
    text = text.translate(_CONTROLS)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\\" not in text:
        return text
    text = text.replace("\\\\", _SLASH).replace("\\;", _SEMICOLON).replace("\\,", _COMMA)
    return text.replace("\\n", "\n").replace("\\N", "\n").replace("\\:", ":").replace('\\"', '"')
