"""Family names as a nation bears them: the demo's, the pairs of BUSEL_NAMES and its Russian ones, some 9,000 in all.

How steep the ranks fall is set by what the duplicate set's description counts: the commonest family name is borne by
one person in 150, and 104,162 people have 126,942 pairs of namesakes, 4,936 of them with one patronymic.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache

from bench import name_pairs
from busel.cli.people.chance import Weighted, by_rank
from busel.cli.people.tables import Given, Surname, Words, given_names, rows
from busel.names.family_spelling import in_belarusian

FLATTENED_FAMILY, FLATTENED_GIVEN = 25, 0.9
_WOMENS = re.compile("(?:[оеё]ва|[иы]на|ая)$")
"""Endings of family names that only women bear."""
_OF_A_WOMAN = (
    (re.compile("([оаеё])ў$"), r"\1ва"),
    (re.compile("([оеё]в|[иіы]н)$"), r"\1а"),
    (re.compile("([сц]к)(?:ий|і|ой)$"), r"\1ая"),
    (re.compile("(?:ый|ой|ы)$"), "ая"),
)


@cache
def family_names() -> Weighted[Surname]:
    """Return all, in an order that favours no source."""
    pairs = [Words(row["be"], row["ru"]) for row in name_pairs.rows("surnames.tsv")]
    other = [row["surname"].lower() for row in name_pairs.rows("surname_haystack_ru.tsv")]
    pairs += [Words(in_belarusian(ru).text.capitalize(), ru.capitalize()) for ru in other]
    found = {row["ru_m"]: _of_demo(row) for row in rows("surnames")}
    found = {one.ru: _of_both(one) for one in pairs if not _WOMENS.search(one.ru)} | found
    return by_rank(sorted(found.values(), key=_anywhere), flattened=FLATTENED_FAMILY)


def first_names(sex: str) -> Weighted[Given]:
    """Return the demo's given names of a sex, the usual ones as frequent as in the set beside the pairs."""
    return given_names(sex, flattened=FLATTENED_GIVEN)


def _of_demo(row: dict[str, str]) -> Surname:
    return Surname(Words(row["be_m"], row["ru_m"]), Words(row["be_f"], row["ru_f"]))


def _of_both(man: Words) -> Surname:
    return Surname(man, Words(*map(_womans, man)))


def _womans(name: str) -> str:
    for ending, instead in _OF_A_WOMAN:
        found, times = ending.subn(instead, name)
        if times:
            return found
    return name


def _anywhere(one: Surname) -> bytes:
    return hashlib.blake2b(one.m.ru.encode()).digest()
