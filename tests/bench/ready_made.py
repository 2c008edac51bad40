"""What ready-made libraries find: the words in Latin letters by `anyascii`, the nearest by `rapidfuzz`.

The floor of all rows about finding names, places and streets. Nothing of ours is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

if TYPE_CHECKING:
    from collections.abc import Sequence

Finder = Callable[[str, int], list[int]]
"""(what is typed, how many) -> where the likeliest stand in the haystack, the likeliest first."""


class ReadyMade(NamedTuple):
    """One way of finding that is put together from libraries."""

    name: str
    find: Finder


def ready_made(haystack: Sequence[str]) -> list[ReadyMade]:
    """Return the ready-made ways of finding a text among others."""
    plain = [anyascii(text).lower() for text in haystack]

    def by(scorer: Callable[..., float]) -> Finder:
        def find(typed: str, limit: int) -> list[int]:
            found = process.extract(anyascii(typed).lower(), plain, scorer=scorer, limit=limit)
            return [index for _text, _score, index in found]

        return find

    return [
        ReadyMade("anyascii + OSA", by(OSA.normalized_similarity)),
        ReadyMade("anyascii + Jaro-Winkler", by(JaroWinkler.normalized_similarity)),
    ]
