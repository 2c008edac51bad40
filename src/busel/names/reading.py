"""How words read, letter by letter: the form in which spellings of two languages and three scripts are compared.

Nearer to what is written than K1: о and а, ў and в stay what they are, and say how far two spellings are apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from busel.names.kinds import Kind, kind_of
from busel.names.latin import with_signs
from busel.names.rewrite import letters, pattern, rewrite
from busel.names.sound import CLUSTERS, ENDINGS, FIRST, INITIAL_U, SOFT_C

if TYPE_CHECKING:
    from collections.abc import Sequence

WOMANS = "A"
"""The sign of a woman's form: "Чорная" is "чорниA" beside "чорни"."""

_SOFT_T = (
    pattern("doubled soft consonant", r"([лнсзц])\1(?=[яюеё])", r"\1ь"),
    pattern("soft t", SOFT_C, "Ц"),
)
"""For words that may be Belarusian. "Наталля" is Наталья; the sign is for a ц that is т in Russian."""

_REST = (
    INITIAL_U,
    CLUSTERS,
    pattern("a woman's form", r"(?<=..)(?:ая|яя|айа|аIя)$", "и" + WOMANS),
    *ENDINGS,
    letters("one letter for one", "і=и ѐ=е"),
)


class Reading(NamedTuple):
    """The letters that a word is compared by. In a `latin` one signs stand for what its spelling leaves open."""

    letters: str
    latin: bool


def readings(words: Sequence[str]) -> list[Reading]:
    """Return how clean words read, in their order. The rules run once for each kind of word."""
    kinds = list(map(kind_of, words))
    read = {}
    for kind in set(kinds):
        text = "\n".join(word for word, its in zip(words, kinds, strict=True) if its is kind)
        read[kind] = iter(_read(text, kind).split("\n"))
    return [Reading(next(read[kind]), kind is Kind.LATIN) for kind in kinds]


def _read(text: str, kind: Kind) -> str:
    spelled = with_signs(text) if kind is Kind.LATIN else text
    return rewrite(spelled, FIRST + (_SOFT_T if kind is Kind.OPEN else ()) + _REST)
