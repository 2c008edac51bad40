"""From the bytes of an address book to cards of lines: what is folded is joined, pictures are left aside.

Nothing here is decoded: each line may be in another encoding. Every loop looks at a byte once or twice, so that no file
takes longer than its size. Source: vCard 2.1 (versit, 1996), RFC 2425 §5.8.1, RFC 6350 §3.2.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from busel.sheets.readers import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CARDS = 300_000
MAX_LINES = 2_000
"""Lines of one card that are read; nobody's card has more."""
DEEPEST = 20
"""Cards around a card; of an outermost one that never ends no end is looked for."""
LONGEST_LINE = 100_000
"""Bytes of one line that are read: more than any cell may hold, so that what was cut is a problem and no value."""
DROPPED = (b"PHOTO", b"LOGO", b"SOUND", b"KEY")
"""What is left aside and counted: no picture of a person is kept."""
OPEN, LINES_LOST = "card-open", "card-too-long"
"""What is wrong with a card: it does not end, or it has more lines than any."""
_MARK = 20
_MULTI_LINE = (b"NOTE", b"ADR", b"LABEL")


@dataclass(slots=True)
class Card:
    """The lines of one card. `flaw` is "" for a whole one; `within` are cards that stand inside it (AGENT)."""

    lines: list[bytes] = field(default_factory=list)
    flaw: str = OPEN
    is_within: bool = False


@dataclass
class Book:
    """What stands in a file: cards in their order, how many pictures and the like were left aside, lines outside."""

    cards: list[Card] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    outside: int = 0


def read_lines(data: bytes) -> Book:
    """Return the cards of a file in UTF-8 or any encoding in which a line's name is ASCII.

    A card inside another one is a card of its own, but for an AGENT, whose name the outer card then tells. Raises
    Refused where there are more cards than any address book has.
    """
    return _Reading().read(_physical(data))


def _physical(data: bytes) -> Iterator[bytes]:
    if b"\r" in data:
        data = data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for line in io.BytesIO(data):
        yield line.rstrip(b"\n")


class _Reading:
    def __init__(self) -> None:
        self.book = Book()
        self.open: list[Card] = []
        """The card at hand last; before it those around it."""
        self.pieces: list[bytes] = []
        """The line at hand, as it is folded."""
        self.size = 0
        self.name = b""
        self.is_quoted = self.goes_on = False
        """Quoted-printable; and broken softly, within a letter perhaps."""

    def read(self, lines: Iterator[bytes]) -> Book:
        for line in lines:
            if self.name in DROPPED and line[:1] == b" ":
                continue
            # Within a card what begins with a space goes on with the line before, whatever it says.
            mark = b"" if self.open and line[:1] in (b" ", b"\t") else _mark(line)
            if mark == b"BEGIN":
                self._begin()
            elif mark == b"END":
                self._end()
            elif not self.open:
                self.book.outside += bool(line.strip())
            else:
                self._take(line)
        self._finish()
        return self.book

    def _begin(self) -> None:
        is_agent = self.name == b"AGENT"
        self._finish()
        card = Card(is_within=is_agent)
        if not is_agent:
            self.book.cards.append(card)
        if len(self.book.cards) > MAX_CARDS:
            raise Refused("too-large")
        del self.open[:-DEEPEST]
        self.open.append(card)

    def _end(self) -> None:
        self._finish()
        if not self.open:
            self.book.outside += 1
            return
        card = self.open.pop()
        card.flaw = "" if card.flaw == OPEN else card.flaw
        if card.is_within and self.open:
            named = (line for line in card.lines if line[:3].upper() in (b"FN:", b"FN;"))
            self.open[-1].lines += [b"AGENT" + line[2:] for line in islice(named, 1)]

    def _take(self, line: bytes) -> None:
        if self.goes_on:
            self.goes_on = line.endswith(b"=")
            self._add(b"\n" + line)
        elif line[:1] in (b" ", b"\t") and self.name:
            self._add(line[1:])
        elif not line.strip():
            self.goes_on = False
        elif b":" in line:
            self._finish()
            self._start(line)
        elif self.name not in DROPPED:
            self._odd(line)

    def _start(self, line: bytes) -> None:
        head = line[: line.index(b":")][:LONGEST_LINE].upper()
        self.name = head.partition(b";")[0].rpartition(b".")[2].strip()
        self.size = 0
        self.is_quoted = b"QUOTED-PRINTABLE" in head
        self.goes_on = self.is_quoted and line.endswith(b"=")
        if self.name in DROPPED:
            self.book.dropped[self.name.decode().lower()] += b"X-IRMC-N" not in head  # that is how a name sounds
        self._add(line)

    def _add(self, piece: bytes) -> None:
        if self.name in DROPPED or self.size > LONGEST_LINE:
            return
        self.size += len(piece)
        self.pieces.append(piece if self.size <= LONGEST_LINE else piece[:LONGEST_LINE])

    def _odd(self, line: bytes) -> None:
        """Keep a line without a name: the next one of a note or an address that a program did not fold."""
        if self.name in _MULTI_LINE and not self.is_quoted and self.pieces:
            if self.pieces[-1].endswith(b"\\"):
                self.pieces[-1] = self.pieces[-1][:-1]
            self._add(b"\\n" + line)
            return
        self._finish()
        if not line.strip().replace(b"-", b"").isupper():  # "FN" alone says nothing
            self._start(b"NOTE:" + line)
            self._finish()

    def _finish(self) -> None:
        if self.pieces and self.open:
            card = self.open[-1]
            if len(card.lines) < MAX_LINES:
                card.lines.append(b"".join(self.pieces))
            else:
                card.flaw = LINES_LOST
        self.pieces, self.name, self.goes_on = [], b"", False


def _mark(line: bytes) -> bytes:
    """Return "BEGIN" or "END" for a line that begins or ends a card."""
    if len(line) > _MARK or b":" not in line:
        return b""
    name, _colon, value = line.strip().upper().partition(b":")
    return name.strip() if value.strip() == b"VCARD" and name.strip() in (b"BEGIN", b"END") else b""
