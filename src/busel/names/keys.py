"""Two search keys for a word: K1 says how it sounds in either language, K2 is its skeleton.

"Ціханоўскі", "Тихановский", "Tsikhanouski" and "Cichanoŭski" all have the K1 "tihanavski" and the K2 "tiganavsk".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from busel.names.clean import clean
from busel.names.kinds import Kind, kind_of
from busel.names.latin import cyrillic
from busel.names.skeleton import skeleton
from busel.names.sound import sound

if TYPE_CHECKING:
    from collections.abc import Iterable

RULES_VERSION = 3
"""Goes up with every change of a rule: keys that were stored under another version are made anew."""

_MAY_FOLLOW = {"s": "hz", "z": "h", "c": "hz", "k": "h", "t": "sc", "d": "z"}


class Keyed(NamedTuple):
    """A word with its keys."""

    token: str
    k1: str
    k2: str


def k1(token: str) -> str:
    """Return how one word sounds; "" for a word without letters."""
    return _sounds([clean(token)])[0]


def k2(of_k1: str) -> str:
    """Return the skeleton of a K1."""
    return skeleton(of_k1)


def prefix_keys(text: str) -> tuple[str, ...]:
    """Return the readings of the beginning of a word, the likeliest first.

    "яце" may go on in Belarusian or in Russian; after "Lukas" an "h" may follow, after "Krat" an "s".
    """
    word = clean(text)
    kind = kind_of(word)
    readings = [(word, kind)]
    if kind is Kind.OPEN:
        readings.append((word, Kind.RUSSIAN))
    if kind is Kind.LATIN:
        readings += [(word + more, kind) for more in _MAY_FOLLOW.get(word[-1:], "")]
    return tuple(dict.fromkeys(_sound(beginning, its, half=True) for beginning, its in readings))


def key_tokens(words: Iterable[str]) -> list[Keyed]:
    """Return the words, as `tokens` gives them, with their keys, in their order: 30,000 in half a second."""
    words = list(words)
    if not words:
        return []
    sounds = _sounds(words)
    return list(map(Keyed, words, sounds, skeleton("\n".join(sounds)).split("\n")))


def _sounds(words: list[str]) -> list[str]:
    """Return K1 of clean words. The rules run once for each kind of word, not once for each word."""
    kinds = list(map(kind_of, words))
    keys = {}
    for kind in set(kinds):
        text = "\n".join(word for word, its in zip(words, kinds, strict=True) if its is kind)
        keys[kind] = iter(_sound(text, kind).split("\n"))
    return [next(keys[kind]) for kind in kinds]


def _sound(text: str, kind: Kind, *, half: bool = False) -> str:
    spelled = cyrillic(text) if kind is Kind.LATIN else text
    return sound(spelled, soft_t=kind is Kind.OPEN, half=half)
