"""Patronymics, made of the given names that they come from: Мікалаевіч and Николаевич, Рыгораўна and Григорьевна."""

from __future__ import annotations

from functools import cache

from busel.names.clean import clean
from busel.names.given import counterpart
from busel.names.keys import key_tokens
from busel.names.tables import forms, read_table

_SEXES = ("m", "f")
_ENDINGS = {
    "be": (("евіч", "авіч"), ("еўна", "аўна")),
    "ru": (("евич", "ович"), ("евна", "овна")),
}
"""For sons and for daughters: after a soft sound, after a hard one."""
_HISSING = "жшчц"
_VOWELS = "аоуэыіеёюяи"
_I_STAYS = "гкх"
"""After these, and after two consonants, "-ий" keeps its vowel: Георгиевич, Дмитриевич."""


def patronymic_of(father: str, *, sex: str, language: str) -> str:
    """Return the patronymic that a man's name in one language ("be", "ru") gives a child of a sex ("m", "f")."""
    at = _SEXES.index(sex)
    if irregular := _irregular().get((language, father)):
        return irregular[at]
    soft, hard = _ENDINGS[language][at]
    stem, is_soft = _stem(father, language)
    if language == "ru" and stem[-1] in _HISSING:
        is_soft = True
    return stem + (soft if is_soft else hard)


def other_patronymic(written: str, to: str) -> str:
    """Return a patronymic in the other language, by the name that it comes from; "" where we know none."""
    return _spelt(to).get(clean(written), "")


def sounding_patronymic(k2: str, to: str) -> str:
    """Return the other language's patronymic of the name whose patronymic has this K2; "" if of none or several."""
    return _sounding(to).get(k2, "")


def _stem(father: str, language: str) -> tuple[str, bool]:
    """Return what the ending is put to, and whether the soft one is."""
    last, stem = father[-1], father[:-1]
    if last == "й" and father[-2:] in {"ий", "ій"}:
        keeps = stem[-2] in _I_STAYS or stem[-3:-2].lower() not in _VOWELS
        return (stem if keeps else stem[:-1] + "ь"), True
    if last == "й":
        return stem, True
    if last == "ь":
        return (stem if language == "ru" else father), True
    if last == "ў":
        return stem + "в", False
    return (stem if last in _VOWELS else father), False


@cache
def _irregular() -> dict[tuple[str, str], tuple[str, str]]:
    rows = read_table("patronymic_forms.tsv")
    return {(row["language"], row["name"]): (row["son"], row["daughter"]) for row in rows}


def _pairs(to: str) -> list[tuple[str, str]]:
    """Return (patronymic in the other language, patronymic in this one), the least usual names first."""
    of = {"be": "ru", "ru": "be"}[to]
    fathers = [
        (father, counterpart(father, to))
        for row in reversed(read_table("given_names.tsv"))
        if row["sex"] == "m"
        for father in reversed(forms(row[of]))
    ]
    return [
        (patronymic_of(father, sex=sex, language=of), patronymic_of(meant, sex=sex, language=to))
        for father, meant in fathers
        for sex in _SEXES
    ]


@cache
def _spelt(to: str) -> dict[str, str]:
    return {clean(written): meant for written, meant in _pairs(to)}


@cache
def _sounding(to: str) -> dict[str, str]:
    """By K2, where the names that share it agree."""
    found: dict[str, set[str]] = {}
    pairs = _pairs(to)
    for keyed, (_written, meant) in zip(key_tokens([clean(written) for written, _ in pairs]), pairs, strict=True):
        found.setdefault(keyed.k2, set()).add(meant)
    return {key: next(iter(meant)) for key, meant in found.items() if len(meant) == 1}
