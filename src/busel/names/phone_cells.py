"""Several telephone numbers in one cell of a list."""

from __future__ import annotations

import re

import phonenumbers

from busel.names.phones import HOME

_BETWEEN = re.compile(r"(\s*(?:[;/|\n\r]|,(?!\d+[eE]\+)|\s(?:и|і|й|and|або|или|ці)\s)\s*)")
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
