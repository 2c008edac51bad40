"""The pairs of spellings in the folder BUSEL_NAMES as questions: what is typed, and which words are right.

Half of the pairs are for tuning the rules, the other half is kept aside; which is which hangs on the pair alone.
"""

from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FOLDER = os.environ.get("BUSEL_NAMES", "")
_LETTERS = {"be": "абвгдежзійклмнопрстуўфхцчшыэюя", "lat": "abcdefghijklmnopqrstuvwxyz"}


class Question(NamedTuple):
    """What is typed, and the words that are right answers to it."""

    typed: str
    right: frozenset[str]
    aside: bool
    """Is it of the half that nothing was tuned on?"""


class Questions(NamedTuple):
    """Questions to one haystack."""

    what: str
    asked: Sequence[Question]
    haystack: Sequence[str]


def rows(file: str) -> list[dict[str, str]]:
    """Return the rows of a table in the folder of pairs."""
    with (Path(FOLDER) / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def surnames() -> list[Questions]:
    """Return the questions about surnames: both languages, Latin, and Belarusian and Latin ones with a typo."""
    pairs = [(row["be"].lower(), row["ru"].lower()) for row in rows("surnames.tsv")]
    latin = [(one.lower(), row["ru"].lower()) for row in rows("surnames.tsv") for one in row["latin"].split("|") if one]
    russian = _haystack([*(row["surname"] for row in rows("surname_haystack_ru.tsv")), *(ru for _, ru in pairs)])
    belarusian = _haystack(be for be, _ in pairs)
    among = f"among {len(russian):,}"
    return [
        Questions(f"surname be → ru {among}", _questions(pairs), russian),
        Questions(f"surname ru → be among {len(belarusian):,}", _questions((ru, be) for be, ru in pairs), belarusian),
        Questions(f"surname Latin → ru {among}", _questions(latin), russian),
        Questions(f"surname be → ru with a typo {among}", _misspelt(_questions(pairs), "be"), russian),
        Questions(f"surname Latin → ru with a typo {among}", _misspelt(_questions(latin), "lat"), russian),
    ]


def given_names() -> list[Questions]:
    """Return the questions about given names, both ways."""
    pairs = [(row["be"].lower(), row["ru"].lower()) for row in rows("given_names.tsv")]
    known = rows("given_names_dict.tsv")
    more = {language: [form.lower() for row in known for form in row[language].split("|")] for language in ("be", "ru")}
    russian = _haystack([*(ru for _, ru in pairs), *more["ru"]])
    belarusian = _haystack([*(be for be, _ in pairs), *more["be"]])
    return [
        Questions(f"given name be → ru among {len(russian):,}", _questions(pairs), russian),
        Questions(f"given name ru → be among {len(belarusian):,}", _questions((r, b) for b, r in pairs), belarusian),
    ]


def full_names() -> list[Questions]:
    """Return the questions about whole names of two and three words."""
    pairs = [(row["be"].lower(), row["ru"].lower()) for row in rows("full_names_composed.tsv")]
    russian = _haystack(ru for _, ru in pairs)
    return [Questions(f"full name be → ru among {len(russian):,}", _questions(pairs), russian)]


def misspelt(word: str, alphabet: str) -> str:
    """Return a word of three letters or more with one typo, always the same: a letter more, less, wrong, or swapped."""
    kind, at, letter = hashlib.blake2b(word.encode(), digest_size=3).digest()
    other = alphabet[letter % len(alphabet)]
    at %= len(word) - 1
    begins, one, two, ends = word[:at], word[at], word[at + 1], word[at + 2 :]
    found = (
        begins + other + one + two + ends,
        begins + two + ends,
        begins + other + two + ends,
        begins + two + one + ends,
    )[kind % 4]
    return found if found != word else begins + two + ends


def _misspelt(questions: Iterable[Question], alphabet: str) -> list[Question]:
    return [one._replace(typed=misspelt(one.typed, _LETTERS[alphabet])) for one in questions]


def _questions(pairs: Iterable[tuple[str, str]]) -> list[Question]:
    right: dict[str, set[str]] = {}
    for typed, meant in pairs:
        right.setdefault(typed, set()).add(meant)
    return [Question(typed, frozenset(meant), is_aside(min(meant))) for typed, meant in right.items()]


def is_aside(meant: str) -> bool:
    """Tell the half by the Russian word, so that all spellings of one name are in the same; is it kept aside?"""
    return hashlib.blake2b(meant.encode(), digest_size=1).digest()[0] % 2 == 1


def _haystack(words: Iterable[str]) -> list[str]:
    """Return the words once each, in an order that favours nobody."""
    return sorted({word.lower() for word in words}, key=lambda word: hashlib.blake2b(word.encode()).digest())
