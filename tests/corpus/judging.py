"""What Busel reads in each file of the corpus, beside what sound applications read there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from busel.desk.sandboxes.parsing import read_upload
from busel.sheets.tables import Book, SheetError, Table
from corpus.cards import Card, cards_of
from corpus.signs import sign

if TYPE_CHECKING:
    from pathlib import Path

READ, ROWS, REFUSED, WRONG = "read", "rows", "refused", "wrong"
"""Each cell agrees; each row agrees and a note says which cells do not; refused with the right word; anything else."""
_CARDS = re.compile(r"(\d+) cards")


class Verdict(NamedTuple):
    """A word for it, and what Busel read: signs of tables, a number of cards, or the code of a refusal."""

    word: str
    reads: str


def judge(path: Path, expected: str) -> Verdict:
    """Read a file as an upload is read, and compare."""
    data = path.read_bytes()
    book = read_upload(data)
    if isinstance(book, SheetError):
        code = f"{book.code} {book.kind}".strip() if book.code == "unsupported" else book.code
        return Verdict(REFUSED if code == (expected or "empty") else WRONG, code)
    if counted := _CARDS.fullmatch(expected):
        return _judge_cards(book, int(counted[1]), cards_of(data))
    signs = [one for table in book.tables if (one := sign(table.rows))]
    wanted = expected.split("; ")
    return Verdict(_word(sorted(signs), sorted(wanted)), "; ".join(signs))


def _word(signs: list[str], wanted: list[str]) -> str:
    if signs == wanted:
        return READ
    return ROWS if list(map(_rows_of, signs)) == list(map(_rows_of, wanted)) else WRONG


def _rows_of(one: str) -> str:
    return one.partition("×")[0]


def _judge_cards(book: Book, expected: int, cards: list[Card]) -> Verdict:
    """Compare the cards one by one: no telephone and no mail address of a card may be missing from its row."""
    rows = [row for table in book.tables for row in _people(table)]
    reads = f"{len(rows)} cards"
    if len(rows) != expected:
        return Verdict(WRONG, reads)
    whole = all(_holds(row, card) for row, card in zip(rows, cards, strict=False))
    return Verdict(READ if whole else ROWS, reads)


def _people(table: Table) -> list[list[str]]:
    return [row for _number, row in table.data() if any(row)]


def _holds(row: list[str], card: Card) -> bool:
    digits = [re.sub(r"\D", "", cell) for cell in row]
    text = "\n".join(row).lower()
    return all(any(one in cell for cell in digits) for one in card.telephones) and all(
        mail.lower() in text for mail in card.mails
    )
