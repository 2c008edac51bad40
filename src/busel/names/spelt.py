"""How unlike two readings are: a weighted edit distance in which the letters of two languages stand for each other.

What one language writes where the other writes something else costs next to nothing (а for о, ў for в), what is easily
misheard or left open by a romanisation costs less than a wrong letter, and a woman's form is near to a man's.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from busel.names.distance import where_they_differ
from busel.names.reading import WOMANS
from busel.names.tables import read_table

if TYPE_CHECKING:
    from busel.names.reading import Reading

    Costs = dict[str, dict[str, float]]

_VOWELS = "аоуэеёюяиы"
_OTHER_VOWEL = 0.7
_SWAP = 0.7
_DOUBLED = 0.15
_FORM = 0.35
"""What a woman's form costs beside a man's."""
_ROUNDING = 1e-9
_SOFT = "ьъ"


class _Gaps(NamedTuple):
    """What a letter costs that stands on one side only: more on the side that was typed, where it is one too many."""

    consonant: float
    vowel: float
    soft: float


_TYPED, _MEANT = _Gaps(1.0, 0.75, 0.1), _Gaps(0.8, 0.65, 0.06)


def likeness(typed: Reading, meant: Reading, *, least: float = 0.0) -> float:
    """Return 1 for words that read the same, down to 0. Below `least` it may come back as minus infinity, sooner."""
    longer = max(len(typed.letters), len(meant.letters))
    return 1.0 - unlikeness(typed, meant, most=(1.0 - least) * longer + _ROUNDING) / longer if longer else 1.0


def unlikeness(typed: Reading, meant: Reading, *, most: float = inf) -> float:
    """Return what it costs to take one word for the other. A cost above `most` may come back as infinity, sooner."""
    if meant.latin and not typed.latin:
        typed, meant = meant, typed
    costs = _costs("latin" if typed.latin else "cyrillic")
    part, same = where_they_differ(typed.letters, meant.letters)
    mine, theirs = typed.letters[part], meant.letters[same]
    gaps = _gaps(meant.letters, _MEANT)[same]
    pairs = list(zip(theirs, gaps, strict=True))
    before: list[float] = []
    last = list(accumulate(gaps, initial=0.0))
    for at, (letter, gap) in enumerate(zip(mine, _gaps(typed.letters, _TYPED)[part], strict=True)):
        row = _row(last, costs.get(letter) or {letter: 0.0}, gap, pairs)
        if at and letter + mine[at - 1] in theirs:
            _swap(row, before, letter + mine[at - 1], (theirs, gaps))
        if min(row) > most and min(last) + _SWAP > most:
            return inf
        before, last = last, row
    return last[-1]


def _row(last: list[float], costs: dict[str, float], gap: float, theirs: list[tuple[str, float]]) -> list[float]:
    cost = costs.get
    best = last[0] + gap
    row = [best]
    for at, (letter, their_gap) in enumerate(theirs, 1):
        best += their_gap
        # Dozens of words are weighed for each that is typed, and `min` would take three times as long.
        if (added := last[at] + gap) < best:
            best = added
        if (replaced := last[at - 1] + cost(letter, 1.0)) < best:
            best = replaced
        row.append(best)
    return row


def _swap(row: list[float], before: list[float], swapped: str, theirs: tuple[str, list[float]]) -> None:
    """Take two letters that stand the other way round as one mistake."""
    word, gaps = theirs
    at = word.find(swapped)
    while at >= 0:
        best = before[at] + _SWAP
        for after in range(at + 2, len(row)):
            if row[after] <= best:
                break
            row[after] = best
            best += gaps[after] if after < len(gaps) else 0.0
        at = word.find(swapped, at + 1)


@lru_cache(maxsize=1024)
def _gaps(letters: str, side: _Gaps) -> list[float]:
    gaps = [_gap(letter, side) for letter in letters]
    for at in range(1, len(letters)):
        if letters[at] == letters[at - 1]:
            gaps[at] = _DOUBLED
    if letters[:1] in ("в", "г"):
        gaps[0] = min(gaps[0], 0.6)
    if len(letters) > 4 and letters[-1] == "а":  # noqa: PLR2004  # "Сава" is no woman's form of "Сав"
        gaps[-1] = _FORM
    return gaps


@cache
def _gap(letter: str, side: _Gaps) -> float:
    if letter in _SOFT:
        return side.soft
    if letter == WOMANS:
        return _FORM
    if letter == "й":
        return 0.4
    return _costs("latin").get(letter, {}).get("", side.vowel if letter in _VOWELS else side.consonant)


@cache
def _costs(script: str) -> Costs:
    """Return typed letter -> meant letter -> cost. What is told of Latin words stands beside what is told of all."""
    found: Costs = {one: {other: _OTHER_VOWEL for other in _VOWELS if other != one} for one in _VOWELS}
    for row in read_table("letter_costs.tsv"):
        if row["script"] in ("cyrillic", script):
            for meant in row["meant"] or [""]:
                found.setdefault(row["typed"], {})[meant] = float(row["cost"])
    for letter, costs in found.items():
        costs[letter] = 0.0
    return found
