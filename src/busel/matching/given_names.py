"""For which given names a word may stand: a pet name for several, a slip of the pen for the nearest."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from busel.matching.slips import near, spelt
from busel.names.distance import distance
from busel.names.given import given_ids, sex_of, usual_first
from busel.names.keys import k1, k2
from busel.names.own_forms import OwnForms
from busel.names.patronymics import patronymic_of
from busel.names.tables import forms, read_table

LEAST_LETTERS = 4
"""Of a shorter word too many others are one letter away."""
NEARLY = 0.5
SLIP = 1.0
"""Weighted distance up to which a word may be a slip of the pen."""


@lru_cache(maxsize=65536)
def meant_by(sound: str) -> frozenset[str]:
    """Return the names that a word with this K1 may stand for; where the table lacks it, those nearest to it."""
    found = _own().get(sound, frozenset()) or given_ids(sound)
    found |= _more_usual(given_ids(sound), found)
    if found or len(sound) < LEAST_LETTERS:
        return found
    near = process.extract(sound, _known(), scorer=OSA.distance, score_cutoff=1, limit=None)
    far = {known: distance(sound, known, most=SLIP) for known, _score, _at in near}
    least = min(far.values(), default=SLIP + 1)
    return frozenset().union(*(given_ids(known) for known in far if far[known] <= min(least + NEARLY, SLIP)))


def _more_usual(names: frozenset[str], own: frozenset[str]) -> frozenset[str]:
    """Return the names that are more usual than any of `own`: "Лена" is mostly Алена, and seldom Ліяна."""
    ordered = usual_first(names | own)
    return frozenset(ordered[: min((ordered.index(name) for name in own), default=0)])


class Meant(NamedTuple):
    """The names that a word may stand for."""

    names: frozenset[str]
    known: bool
    """Whether it stands so in the table, and is no slip of the pen."""


def meant_with(own: OwnForms, word: str, sound: str) -> Meant:
    """Return what a word in lower case stands for as it is spelt, as it sounds (its K1), or but for a slip of the pen.

    A word that the organisation added is no slip.
    """
    added, names = own.added(sound), given_ids(sound)
    if added:
        return Meant(added | meant_by(sound) if names else added, known=True)
    if spelt(word):
        return Meant(meant_by(sound) if names else spelt(word), known=True)
    slips = near(word)
    if names and slips <= names:
        return Meant(meant_by(sound), known=True)
    return Meant(slips | (names if slips else meant_by(sound)), known=bool(names) and not slips)


def read_tables() -> None:
    """Read what this module asks for later: a process may lose the right to open files."""
    meant_by("".join(_known())[:LEAST_LETTERS])
    is_of_father("Іван", "")
    is_short("")
    near("алнеа")


def of_sex(names: frozenset[str], sex: str) -> frozenset[str]:
    """Leave out the names that only the other sex bears, unless nothing would be left."""
    fitting = frozenset(name for name in names if not sex or sex_of(name) in {"", sex})
    return fitting or names


def sex_among(names: frozenset[str]) -> str:
    """Return the sex of whoever bears one of these names, "" where they differ."""
    sexes = set(map(sex_of, names))
    return sexes.pop() if len(sexes) == 1 else ""


@cache
def is_of_father(name: str, patronymic: str) -> bool:
    """Does a man of this name and a patronymic with this K2 bear his father's name: "Сяргей Сяргеевіч"?"""
    return k2(k1(patronymic_of(name, sex="m", language="be"))) == patronymic


@cache
def _own() -> dict[str, frozenset[str]]:
    """Return K1 -> the names whose whole form it is, and no pet name: "Анна" is Ганна before it is a short Іаанна."""
    found: dict[str, set[str]] = {}
    for row in read_table("given_names.tsv"):
        for column in ("be", "ru", "latin"):
            for form in forms(row[column]):
                found.setdefault(k1(form), set()).add(forms(row["be"])[0])
    return {key: frozenset(names) for key, names in found.items()}


def is_short(sound: str) -> bool:
    """Is a word with this K1 a pet name, and no name of its own?"""
    return sound in _short()


@cache
def _short() -> frozenset[str]:
    rows = read_table("given_names.tsv")
    own = {k1(form) for row in rows for column in ("be", "ru") for form in forms(row[column])}
    return frozenset(k1(form) for row in rows for form in forms(row["short"])) - own


@cache
def _known() -> tuple[str, ...]:
    columns = ("be", "ru", "short", "latin")
    names = {form: None for row in read_table("given_names.tsv") for column in columns for form in forms(row[column])}
    keys = dict.fromkeys(map(k1, names))
    return tuple(key for key in keys if len(key) >= LEAST_LETTERS)
