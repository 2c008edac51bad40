"""The words that people are made of, read from `data/*.tsv` once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from busel.cli.people.chance import Weighted, by_rank


class Words(NamedTuple):
    """One name or place in both languages."""

    be: str
    ru: str


class Given(NamedTuple):
    """A given name, and the patronymics of a man's son and daughter (empty for a woman's name)."""

    name: Words
    son: Words
    daughter: Words


class Surname(NamedTuple):
    """A surname by sex: "m" and "f" are equal where the language does not tell them apart."""

    m: Words
    f: Words


class Act(NamedTuple):
    """What can have happened with a person."""

    type: str
    subject: str
    outcome: str


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of `data/<name>.tsv` by column. Lines that start with "#" are remarks."""
    text = (files("busel.cli.people") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    heads = lines[0]
    return [dict(zip(heads, line, strict=True)) for line in lines[1:]]


@cache
def surnames() -> Weighted[Surname]:
    """Return the surnames: the most usual one has about one person in 110, so that homonyms exist."""
    found = [Surname(Words(row["be_m"], row["ru_m"]), Words(row["be_f"], row["ru_f"])) for row in rows("surnames")]
    return by_rank(found, flattened=25)


@cache
def given_names(sex: str, *, flattened: float = 6) -> Weighted[Given]:
    """Return the given names of a sex, "m" or "f"; the less `flattened`, the more people bear the usual ones."""
    found = [
        Given(
            Words(row["be"], row["ru"]),
            Words(row["son_be"], row["son_ru"]),
            Words(row["daughter_be"], row["daughter_ru"]),
        )
        for row in rows("given")
        if row["sex"] == sex
    ]
    return by_rank(found, flattened=flattened)


@cache
def streets() -> Weighted[Words]:
    """Return the streets with their kind before the name, as people write them."""
    found = [Words(f"{row['kind_be']} {row['be']}", f"{row['kind_ru']} {row['ru']}") for row in rows("streets")]
    return by_rank(found, flattened=10)


@cache
def labels() -> tuple[tuple[str, float], ...]:
    """Return each tag's label with the share of people who have it."""
    return tuple((row["label"], int(row["permille"]) / 1000) for row in rows("tags"))


@cache
def notes(language: str) -> Weighted[str]:
    """Return the notes in a language, "be" or "ru"."""
    return by_rank([row["text"] for row in rows("notes") if row["language"] == language], flattened=40)


@cache
def sources() -> Weighted[str]:
    """Return where names came from."""
    found = rows("sources")
    return Weighted([row["source"] for row in found], [int(row["permille"]) for row in found])


@cache
def acts() -> Weighted[Act]:
    """Return what can have happened with a person."""
    found = rows("activities")
    return Weighted(
        [Act(row["type"], row["subject"], row["outcome"]) for row in found], [int(row["permille"]) for row in found]
    )
