"""Given names that rules of spelling cannot join: Мікалай and Николай, Зміцер and Дмитрий, Вольга and Оля."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from busel.names.clean import clean
from busel.names.keys import k1, key_tokens
from busel.names.tables import forms, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ONLY = {
    "be": re.compile(r"[іў’]|дз[еёюяь]|ц[ёюяь]|[чшжр]ы|[чшжр]э", re.IGNORECASE),
    "ru": re.compile(r"[ищъ]|[дт][еёюяь]|[жшчр]е|рю|ря", re.IGNORECASE),
}
"""What only one of the languages writes."""
_NONE: frozenset[str] = frozenset()
_COLUMNS = ("be", "ru", "short", "latin")


class _Form(NamedTuple):
    """One form in the table, with the name that it stands for."""

    name: str
    written: str
    sex: str


def given_ids(of_k1: str) -> frozenset[str]:
    """Return the names that a word with this K1 may stand for, by their usual Belarusian form; none for other words.

    A pet name may stand for several: "Саша" for Аляксандр and Аляксандра.
    """
    return _ids().get(of_k1, _NONE)


def names_of(word: str, of_k1: str | None = None) -> frozenset[str]:
    """Return the names that a word stands for as it is spelt, else those that its K1 may stand for; it may be known.

    "Аля" sounds as "Оля" does and is none of it: `given_ids` has Вольга for both, this for "Оля" alone.
    """
    return _spelt_ids().get(_written(word)) or given_ids(k1(word) if of_k1 is None else of_k1)


def whole_ids(of_k1: str) -> frozenset[str]:
    """Return the names of which a word with this K1 is a whole form, no pet name; `names_of` for those alone."""
    return _whole_ids().get(of_k1, _NONE)


def usual_first(names: Iterable[str]) -> list[str]:
    """Return names, as `names_of` has them, the most usual first."""
    return sorted(names, key=lambda name: _places().get(name, len(_places())))


def place_of(names: Iterable[str]) -> int:
    """Return how usual the most usual of these names is: 0 for the first of the table."""
    return min((_places().get(name, len(_places())) for name in names), default=len(_places()))


def is_whole(given: str) -> bool:
    """Is it a name as papers have it in either language, and no pet name?"""
    word = _written(given)
    return any(word in _spelt(language) for language in ("be", "ru"))


def counterpart(given: str, to: str) -> str:
    """Return the usual form of a given name in the other language ("be" or "ru"), or "" where the table has none.

    A suggestion for a person to accept. Pet names have none.
    """
    return _counterparts(to).get(_written(given), "")


def pet_name_in(given: str, to: str) -> str:
    """Return a pet name in the other language ("be" or "ru"): Валодзя is Володя; "" for what is no pet name."""
    word = _written(given)
    other = {"be": "ru", "ru": "be"}[to]
    found = [form for form in _pet_names().get(k1(given), ()) if not _belongs(form, other)]
    return min(found, key=lambda form: OSA.distance(_written(form), word), default="")


def sex_of(given: str) -> str:
    """Return "f" or "m" for a given name that only women or only men bear, else ""."""
    return _sexes().get(_written(given), "")


def spelt_given_in(given: str) -> str:
    """Return "be" or "ru" for a given name that is spelt so in that language only, else ""."""
    word = _written(given)
    in_be, in_ru = (word in _spelt(language) for language in ("be", "ru"))
    return "" if in_be == in_ru else "be" if in_be else "ru"


@cache
def _spelt(language: str) -> frozenset[str]:
    return frozenset(_written(form) for row in read_table("given_names.tsv") for form in forms(row[language]))


@cache
def _ids() -> dict[str, frozenset[str]]:
    every = list(_forms())
    keys = (keyed.k1 for keyed in key_tokens([clean(form.written) for form in every]))
    return _sets(zip(keys, (form.name for form in every), strict=True))


@cache
def _whole_ids() -> dict[str, frozenset[str]]:
    every = [(form, name) for row in read_table("given_names.tsv") for name, form in _whole_forms(row)]
    keys = (keyed.k1 for keyed in key_tokens([clean(form) for form, _name in every]))
    return _sets(zip(keys, (name for _form, name in every), strict=True))


def _whole_forms(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    name, *_ = forms(row["be"])
    return ((name, form) for column in _COLUMNS if column != "short" for form in forms(row[column]))


@cache
def _spelt_ids() -> dict[str, frozenset[str]]:
    return _sets((_written(form.written), form.name) for form in _forms())


def _sets(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return the names of each key. Equal sets are one object: most keys of a name have the same."""
    found: dict[str, set[str]] = {}
    for key, name in pairs:
        found.setdefault(key, set()).add(name)
    one: dict[frozenset[str], frozenset[str]] = {}
    return {key: one.setdefault(names, names) for key, names in ((key, frozenset(of)) for key, of in found.items())}


@cache
def _pet_names() -> dict[str, tuple[str, ...]]:
    """Return pet names by their K1, those of more usual names first."""
    every = [form for row in read_table("given_names.tsv") for form in forms(row["short"])]
    found: dict[str, dict[str, None]] = {}
    for form, keyed in zip(every, key_tokens([clean(form) for form in every]), strict=True):
        found.setdefault(keyed.k1, {})[form] = None
    return {key: tuple(written) for key, written in found.items()}


def _belongs(form: str, language: str) -> bool:
    """Is it spelt as only that language does?"""
    return _ONLY[language].search(form) is not None


@cache
def _places() -> dict[str, int]:
    return {forms(row["be"])[0]: place for place, row in enumerate(read_table("given_names.tsv"))}


@cache
def _sexes() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for form in _forms():
        found.setdefault(_written(form.written), set()).add(form.sex)
    return {key: next(iter(sexes)) for key, sexes in found.items() if len(sexes) == 1}


@cache
def _counterparts(to: str) -> dict[str, str]:
    """Return the other language's forms by what is written: usual forms go before rarer ones, usual names before rarer.

    A rarer form has the one there that sounds the same, else the usual one: Аксіння is Аксинья, Зміцер is Дмитрий.
    """
    of = {"be": "ru", "ru": "be"}[to]
    rows = [(forms(row[of]), forms(row[to])) for row in reversed(read_table("given_names.tsv"))]
    usual = {_written(written[0]): meant[0] for written, meant in rows}
    rarer = {_written(form): _alike(form, meant) for written, meant in rows for form in written[1:]}
    return rarer | usual


def _alike(form: str, others: list[str]) -> str:
    """Return which of a name's forms in the other language sounds as this one, the most alike as it is written."""
    same = [other for other in others if k1(other) == k1(form)]
    return min(same, key=lambda other: OSA.distance(clean(form), clean(other)), default=others[0])


def _forms() -> Iterator[_Form]:
    for row in read_table("given_names.tsv"):
        name, *_ = forms(row["be"])
        for column in _COLUMNS:
            for form in forms(row[column]):
                yield _Form(name, form, row["sex"])


def _written(name: str) -> str:
    return name.strip().lower().translate({ord("'"): "’", ord("ʼ"): "’", ord("ё"): "е"})
