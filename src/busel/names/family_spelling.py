"""How a family name is spelt in the other language: roots, stress and ordered rules, all of them data files.

Belarusian writes what is heard, so its unstressed "а" is "а" or "о" in Russian: roots tell which. Russian writes
unstressed "о" and "е" as they stand elsewhere, so the way there asks where the name is stressed: its ending tells.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from busel.names.tables import read_table

_CONSONANTS, _VOWELS, _SOFTENING = "бвгджзйклмнпрстўфхцчшщ", "аоуэыиіеёюя", "еёюяиіь"
_DOUBLED = re.compile(r"([бвгджзклмнпрстфхцчш])\1")
_PAIRED = "бвдзлмнпстф"
"""Consonants after which Belarusian writes "я" for "е" in the syllable before the stress."""
_HARDENED = "жшчцщр"
"""Consonants after which it writes "а" for any unstressed "е"."""
_OPEN = re.compile(r"а(?=.*[аоуэыиеёюя])")
"""An "а" that is not the last vowel may be "о" in Russian."""
_DECIDED = re.compile(r"(?:[ао]ў?ск(?:ая|і)|[ао]віч|[ао]в[аы]?|[аэ]нк[ао]|ая)$")
"""Endings whose vowels the rules decide."""
_LONGEST_ROOT = 12


class Spelt(NamedTuple):
    """A family name in the other language, and how many of its letters were a choice that nothing decided."""

    text: str
    undecided: int


def in_russian(name: str) -> Spelt:
    """Spell a lower-case Belarusian family name in Russian."""
    root = next((name[:size] for size in range(_LONGEST_ROOT, 0, -1) if name[:size] in _roots()), "")
    rest = name[len(root) :]
    undecided = len(_OPEN.findall(_DECIDED.sub("е", rest)))
    return Spelt(_ruled(_roots().get(root, "") + rest, "ru"), undecided)


def in_belarusian(name: str) -> Spelt:
    """Spell a lower-case Russian family name in Belarusian."""
    single = _DOUBLED.sub(r"\1", name)
    at = [place for place, letter in enumerate(single) if letter in _VOWELS]
    stressed, certain = _stress(single, at)
    letters = list(single)
    for place, after in zip(at, [*at[1:], -1], strict=True):
        if place != stressed:
            letters[place] = _unstressed(single, place, is_before=after == stressed)
    undecided = 0 if certain else sum(single[place] in "ое" for place in at)
    return Spelt(_ruled("".join(letters), "be"), undecided)


def _stress(name: str, at: list[int]) -> tuple[int, bool]:
    """Return the place of the stressed vowel, and whether one could not doubt it."""
    if "ё" in name or len(at) < 2:  # noqa: PLR2004 - one vowel leaves no choice
        return (name.index("ё") if "ё" in name else next(iter(at), -1)), True
    for finds, stress in _endings():
        if found := finds.search(name):
            before = [place for place in at if place < found.start()]
            if stress == "before" and before:
                return before[-1], len(before) == 1
            return next((place for place in at if place >= found.start()), at[-1]), True
    raise AssertionError  # the last ending fits every name


def _unstressed(name: str, place: int, *, is_before: bool) -> str:
    letter, after = name[place], name[place - 1] if place else ""
    if letter == "о":
        return "а"
    if letter != "е":
        return letter
    if after and after in _HARDENED:
        return "а"
    return "я" if is_before and (not after or after in _PAIRED) else "е"


def _ruled(name: str, to: str) -> str:
    for finds, puts in _rules(to):
        name = finds.sub(puts, name)
    return name


@cache
def _roots() -> dict[str, str]:
    return {row["be"]: row["ru"] for row in read_table("family_roots.tsv")}


@cache
def _rules(to: str) -> list[tuple[re.Pattern[str], str]]:
    return [(_compiled(row["finds"]), row["puts"]) for row in read_table("family_rules.tsv") if row["to"] == to]


@cache
def _endings() -> list[tuple[re.Pattern[str], str]]:
    return [(_compiled(row["finds"]), row["stress"]) for row in read_table("family_stress.tsv")]


def _compiled(finds: str) -> re.Pattern[str]:
    for name, letters in (("c", _CONSONANTS), ("v", _VOWELS), ("s", _SOFTENING)):
        finds = finds.replace(f"{{{name}}}", f"[{letters}]")
    return re.compile(finds)
