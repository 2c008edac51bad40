"""Several telephone numbers in one cell of a list, and what the words beside them say."""

from __future__ import annotations

import re
from functools import cache

import phonenumbers

from busel.names.clean import clean
from busel.names.phones import HOME
from busel.names.tables import forms, read_table

_BETWEEN = re.compile(r"(\s*(?:[;/|\n\r]|,(?!\d+[eE]\+)|\s(?:и|і|й|and|або|или|ці)\s)\s*)")
_WORD = re.compile(r"[^\W\d_][^\W_]*|[0-9]")
_LONGEST = 100
"""Letters that are looked at for the kind: what says it stands near the number."""
_FEWEST_DIGITS = 5
_MOST_DIGITS = 15  # of one number, by E.164


def split_phones(text: str) -> list[str]:
    """Return the numbers of a cell as they are written: "8029 1234567, 2-34-56" are two; [] for an empty cell.

    What is too short to be a number of its own ("2-34-56/57", a remark) stays with its neighbour: nothing is lost.
    """
    pieces = _BETWEEN.split(text.strip())
    found = pieces[:1]
    for between, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if _digits(piece) >= _FEWEST_DIGITS <= _digits(found[-1]):
            found.append(piece)
        elif piece:
            found[-1] += between + piece
    return [number for piece in found if piece for number in _split_at_spaces(piece)]


def _split_at_spaces(piece: str) -> list[str]:
    """Part "80291234567 80331234567", where only spaces stand between, unless a digit would be lost."""
    if _digits(piece) <= _MOST_DIGITS:
        return [piece]
    matches = phonenumbers.PhoneNumberMatcher(piece, HOME, leniency=phonenumbers.Leniency.POSSIBLE)
    numbers = [match.raw_string for match in matches]
    return numbers if sum(map(_digits, numbers)) == _digits(piece) else [piece]


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def type_said(piece: str) -> str:
    """Return what kind of telephone the words beside a number say: "дом. 23-45-67" is one at home; "" for none.

    What stands before the number goes before what stands behind it; where two kinds stand there it is none.
    """
    words = _WORD.findall(clean(piece[:_LONGEST]))
    first = next((at for at, word in enumerate(words) if word.isdecimal()), len(words))
    for some in (words[:first], words[first:]):
        said = {kind for word in some if (kind := _kinds().get(word))}
        if said:
            return said.pop() if len(said) == 1 else ""
    return ""


@cache
def _kinds() -> dict[str, str]:
    return {clean(word): row["type"] for row in read_table("phone_words.tsv") for word in forms(row["words"])}
