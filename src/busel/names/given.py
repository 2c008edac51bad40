"""Given names that rules of spelling cannot join: Мікалай and Николай, Зміцер and Дмитрий, Вольга and Оля."""

from __future__ import annotations

from functools import cache

from busel.names.keys import k1
from busel.names.tables import forms, read_table

_NONE: frozenset[str] = frozenset()


def given_ids(of_k1: str) -> frozenset[str]:
    """Return the names that a word with this K1 may stand for, by their usual Belarusian form; none for other words.

    A pet name may stand for several: "Саша" for Аляксандр and Аляксандра.
    """
    return _ids().get(of_k1, _NONE)


def counterpart(given: str, to: str) -> str:
    """Return the usual form of a given name in the other language ("be" or "ru"), or "" where the table has none.

    A suggestion for a person to accept. Pet names have none.
    """
    return _counterparts(to).get(_written(given), "")


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
    found: dict[str, set[str]] = {}
    for row in read_table("given_names.tsv"):
        name, *_ = forms(row["be"])
        for form in _all_forms(row):
            found.setdefault(k1(form), set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}


@cache
def _sexes() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for row in read_table("given_names.tsv"):
        for form in _all_forms(row):
            found.setdefault(_written(form), set()).add(row["sex"])
    return {key: next(iter(sexes)) for key, sexes in found.items() if len(sexes) == 1}


@cache
def _counterparts(to: str) -> dict[str, str]:
    """Return the usual forms by what is written in the other language; usual forms go before rarer ones."""
    of = {"be": "ru", "ru": "be"}[to]
    rows = [(forms(row[of]), forms(row[to])[0]) for row in read_table("given_names.tsv")]
    usual = {_written(written[0]): meant for written, meant in reversed(rows)}
    rarer = {_written(form): meant for written, meant in rows for form in written[1:]}
    return rarer | usual


def _all_forms(row: dict[str, str]) -> list[str]:
    return [form for column in ("be", "ru", "short", "latin") for form in forms(row[column])]


def _written(name: str) -> str:
    return name.strip().lower().translate({ord("'"): "’", ord("ʼ"): "’", ord("ё"): "е"})
