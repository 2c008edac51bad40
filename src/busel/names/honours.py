"""What stands beside a surname in a street's name: "Я. Коласа", "Якуба Коласа", "Коласа" and "паэта Коласа" are one.

Initials, given names and titles are told apart from the name. Two streets whose given names contradict each other
("М. Дворникова", "С. Дворникова") are two; where one says nothing, they may be one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from busel.names.keys import k1, k2, key_tokens
from busel.names.tables import forms, read_table
from busel.names.wording import number, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADJECTIVE = re.compile(r"(?:[аяеоы]я|[аеоя]е|[ыиі]й)$")
"""Endings of what describes a street or a place in the nominative: "Новая Слава" is nobody's name."""
_VOWELS = "аяыіиуюоей"
_LEAST = 3
"""A surname has so many letters at least."""
_NO_GIVEN_NAMES = frozenset(["мая", "маи", "мир", "мира", "вера", "веры", "надежда", "надежды", "слава", "славы"])
_INITIALS = str.maketrans("иуўоеянзх", "івваээмдф")
"""One letter for those with which a given name begins in one language or the other: Уладзімір and Владимир."""
_SOFT_D = "дз"


def apart(words: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the clean words of a street without what honours somebody, and the given names or initials among it."""
    left = [word for word in words if plain(word) not in _words("title")]
    surnames = [word for word in left if len(word) >= _LEAST and not number(word)]
    if not surnames:
        return list(words), ()
    if any(map(number, left)):
        return left, ()
    initials = [word for word in left if len(word) == 1 or word == _SOFT_D]
    given = [word for word in surnames if _is_given(word)]
    describes = not initials and any(_ADJECTIVE.search(word) for word in surnames if word not in given)
    if describes or len(given) == len(surnames):
        given = []
    beside = [*initials, *given]
    return [word for word in left if word not in beside], tuple(sorted(map(_as_initial, beside)))


def may_be_one(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Can these given names or initials be one person's, as far as they say?"""
    return not one or not other or any(_fits(mine, theirs) for mine in one for theirs in other)


def _fits(mine: str, theirs: str) -> bool:
    if 1 in (len(mine), len(theirs)):
        return mine[0] == theirs[0]
    return mine[1 : 1 + _LEAST] == theirs[1 : 1 + _LEAST]  # Міхася, Михаила


def _as_initial(word: str) -> str:
    """Return a letter that both languages share, and behind it the skeleton of a name that is written out."""
    letter = word[0].translate(_INITIALS)
    return letter if len(word) == 1 or word == _SOFT_D else letter + k2(k1(word))


def _is_given(word: str) -> bool:
    """Is it a given name in the genitive? "Двор" and "Левая" only sound like Fiodar's and Leŭ's."""
    genitive = word[-1] in _VOWELS and not _ADJECTIVE.search(word)
    return plain(word) in _words("name") or (genitive and k2(k1(word)) in _given())


@cache
def _words(kind: str) -> frozenset[str]:
    rows = read_table("honours.tsv")
    return frozenset(plain(word) for row in rows if row["kind"] == kind for word in forms(row["words"]))


@cache
def _given() -> frozenset[str]:
    """Return the skeletons of given names: the genitive has the same one."""
    rows = read_table("given_names.tsv")
    names = {plain(name) for row in rows for language in ("be", "ru") for name in forms(row[language])}
    return frozenset(one.k2 for one in key_tokens(sorted(names - _NO_GIVEN_NAMES))) - {""}
