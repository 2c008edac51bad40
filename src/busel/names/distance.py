"""Rules E: how far two K1 are from each other, where what is easily misheard or misspelt costs less."""

from __future__ import annotations

from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA, Postfix, Prefix

if TYPE_CHECKING:
    from collections.abc import Sequence

_VOWELS = "aeiu"
_SWAP = 0.7
_CLOSE = "ae.15 tc.2 gh.25 ei.3 vu.3 zs.4 vf.4 ai.45 vl.5 dt.5 bp.5 gk.5 ZS.5 pf.5 cC.6 CS.6 sS.6 zZ.6 au.6"
_COSTS: dict[str, dict[str, float]] = {}
for _entry in _CLOSE.split():
    for _pair in (_entry[:2], _entry[1::-1]):
        _COSTS.setdefault(_pair[0], {_pair[0]: 0.0})[_pair[1]] = float(_entry[2:])
_MERGED = str.maketrans("eichufz", "aatgvvs")
"""One letter for those that stand for each other at less than `_STEP`: every other step costs that at least."""
_STEP = 0.5

_ROUNDING = 1e-9

_KEPT = 2
"""How many of the letters that both begin or end with are weighed all the same."""

LEAST = 0.8
"""Below this similarity two words are not called alike."""

CONSIDERED = 60
"""How many words, the nearest by plain edit distance, are weighed."""


def distance(one: str, other: str, *, most: float = inf) -> float:
    """Return the weighted edit distance of two K1: 0 for equal ones, at most the length of the longer.

    A distance above `most` may come back as infinity, sooner.
    """
    if _STEP * OSA.distance(one.translate(_MERGED), other.translate(_MERGED)) > most:
        return inf
    part, same = where_they_differ(one, other)
    one, other, first = one[part], other[same], part.start
    gaps = [_gap(letter, at) for at, letter in enumerate(other, first)]
    before: list[float] = []
    last = list(accumulate(gaps, initial=0.0))
    for i, mine in enumerate(one):
        gap, costs = _gap(mine, first + i), _COSTS.get(mine) or {mine: 0.0}
        best = last[0] + gap
        row = [best]
        for j, theirs in enumerate(other):
            best += gaps[j]
            # Sixty words are weighed for each that is typed, and `min` would take three times as long.
            if (added := last[j + 1] + gap) < best:
                best = added
            if (replaced := last[j] + costs.get(theirs, 1.0)) < best:
                best = replaced
            if i and j and mine == other[j - 1] and one[i - 1] == theirs and (swapped := before[j - 1] + _SWAP) < best:
                best = swapped
            row.append(best)
        if min(row) > most and min(last) + _SWAP > most:
            return inf
        before, last = last, row
    return last[-1]


def where_they_differ(one: str, other: str) -> tuple[slice, slice]:
    """Return which part of each is to be weighed: all but what both begin and end with, which costs nothing.

    Two letters of that are kept: one of them may be a letter too many that costs less there.
    """
    first = max(0, Prefix.similarity(one, other) - _KEPT)
    end = max(0, min(Postfix.similarity(one, other), min(len(one), len(other)) - first) - _KEPT)
    return slice(first, len(one) - end), slice(first, len(other) - end)


def similarity(one: str, other: str, *, least: float = 0.0) -> float:
    """Return 1 for equal K1, down to 0. A similarity below `least` may come back as minus infinity, sooner."""
    longer = max(len(one), len(other))
    return 1.0 - distance(one, other, most=(1.0 - least) * longer + _ROUNDING) / longer if longer else 1.0


def nearest(
    query: str, keys: Sequence[str], *, limit: int = 10, least: float = LEAST, furthest: int | None = None
) -> list[tuple[int, float]]:
    """Return (index in `keys`, similarity) of the distinct K1 that are most like `query`, the likest first.

    `furthest`: how many letters may differ in what is weighed, else half of them.
    """
    cutoff = max(2, len(query) // 2) if furthest is None else furthest
    found = process.extract(query, keys, scorer=OSA.distance, limit=CONSIDERED, score_cutoff=cutoff)
    weighed = [(index, similarity(query, key, least=least)) for key, _, index in found]
    return sorted((one for one in weighed if one[1] >= least), key=lambda one: (-one[1], one[0]))[:limit]


def _gap(letter: str, at: int) -> float:
    """Return what it costs to add or leave out the letter at this place of a word."""
    return 0.5 if letter in _VOWELS or (at == 0 and letter in "vg") else 1.0
