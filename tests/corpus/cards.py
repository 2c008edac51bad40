"""Cards counted by a second pair of eyes: only lines, their breaks and quoted-printable, nothing of our reader."""

from __future__ import annotations

import quopri
import re
from typing import NamedTuple

_BEGIN = re.compile(rb"^\s*(?:[\w-]+\.)?BEGIN:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(rb"^\s*(?:[\w-]+\.)?END:\s*VCARD\s*$", re.IGNORECASE)
_TOLD = re.compile(rb"^\s*(?:[\w-]+\.)?(TEL|EMAIL)((?:[;][^:]*)?):(.*)$", re.IGNORECASE | re.DOTALL)


class Card(NamedTuple):
    """One card: digits of its telephones and its mail addresses, as they stand."""

    telephones: list[str]
    mails: list[str]


def cards_of(data: bytes) -> list[Card]:
    """Return the cards that are not within another card."""
    cards: list[Card] = []
    depth = 0
    for line in _unfolded(data):
        if _BEGIN.match(line):
            depth += 1
            if depth == 1:
                cards.append(Card([], []))
        elif _END.match(line):
            depth = max(0, depth - 1)
        elif depth == 1 and (told := _TOLD.match(line)):
            _add(cards[-1], *told.groups())
    return cards


def _add(card: Card, name: bytes, parameters: bytes, value: bytes) -> None:
    if b"QUOTED-PRINTABLE" in parameters.upper():
        value = quopri.decodestring(value)
    text = value.decode("utf-8", "replace").strip()
    if name.upper() == b"TEL":
        digits = re.sub(r"\D", "", text)
        card.telephones.extend([digits] if digits else [])
    elif text:
        card.mails.append(text.removeprefix("mailto:"))


def _unfolded(data: bytes) -> list[bytes]:
    if b"\0" in data[:2] or data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        data = data.decode("utf-16-be" if data[:1] in {b"\0", b"\xfe"} else "utf-16-le").encode()
    lines: list[bytes] = []
    for line in re.split(rb"\r\n|\n|\r", data.removeprefix(b"\xef\xbb\xbf")):
        if lines and line[:1] in {b" ", b"\t"}:
            lines[-1] += line[1:]
        elif lines and lines[-1].endswith(b"=") and b"QUOTED-PRINTABLE" in lines[-1].upper():
            lines[-1] = lines[-1] + b"\n" + line
        else:
            lines.append(line)
    return lines
