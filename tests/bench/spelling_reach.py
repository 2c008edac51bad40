"""How often a suggested spelling in the other language is right, and how sure it says that it is.

Family names of Wikidata, half for tuning and half kept aside (which is which hangs on the Belarusian form), then the
pairs of the folder BUSEL_NAMES. The floor replaces letters one by one: no ready-made library knows both languages.
"""

from __future__ import annotations

import csv
import hashlib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import name_pairs
from bench.table import Row, row, share_row
from busel.names.spelling import LIKELY, suggested

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from busel.names.spelling import Language, Part

FILE = Path(__file__).with_name("family_names.tsv")
BANDS = (0.0, 0.6, LIKELY, 0.95, 1.01)
OTHER: Mapping[Language, Language] = {"be": "ru", "ru": "be"}
_LETTERS: Mapping[Language, Mapping[int, str]] = {
    "ru": str.maketrans({"і": "и", "ў": "в", "’": "ь"}),
    "be": str.maketrans({"и": "і", "ъ": "’", "щ": "шч"}),
}


class Pair(NamedTuple):
    """A name in both languages; where several spellings are right, `name_pairs` holds a row for each."""

    be: str
    ru: str


class Measured(NamedTuple):
    """One suggestion: how sure it said it was, whether it was right, and whether one-to-one letters were."""

    confidence: float
    is_right: bool
    letters_are_right: bool


def family_names(*, aside: bool) -> list[Pair]:
    """Return one half of the family names of Wikidata."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = [Pair(one["be"], one["ru"]) for one in csv.DictReader(lines, delimiter="\t")]
    return [pair for pair in pairs if hashlib.sha256(pair.be.encode()).digest()[0] % 2 == aside]


def measure(pairs: Iterable[Pair], part: Part, to: Language) -> list[Measured]:
    """Return what was suggested for each name that is asked; "ё" and "е" count as one, for both are written."""
    right: dict[str, set[str]] = {}
    for pair in pairs:
        right.setdefault(getattr(pair, OTHER[to]).lower(), set()).add(_folded(getattr(pair, to)))
    found = []
    for name, meant in right.items():
        if suggestion := suggested(name, part=part, to=to):
            letters = _folded(name.translate(_LETTERS[to]))
            found.append(Measured(suggestion.confidence, _folded(suggestion.text) in meant, letters in meant))
    return found


def share(measured: list[Measured]) -> float:
    """Return the share that was right."""
    return sum(one.is_right for one in measured) / len(measured)


def run() -> list[Row]:
    """Return the rows: all, then by how sure they were."""
    rows = []
    for to in OTHER:
        for aside in (False, True):
            told = f"family name → {to} suggested, Wikidata, {'kept aside' if aside else 'for tuning'}"
            rows += _told(told, measure(family_names(aside=aside), "family", to))
    if name_pairs.FOLDER:
        rows += _pairs_of_folder()
    return rows


def _pairs_of_folder() -> list[Row]:
    rows = []
    parts: list[tuple[str, Part]] = [
        ("surnames.tsv", "family"),
        ("given_names.tsv", "given"),
        ("patronymics.tsv", "patronymic"),
    ]
    for file, part in parts:
        gold = [one for one in name_pairs.rows(file) if one["confidence"] == "gold" and " " not in one["be"]]
        pairs = [Pair(one["be"].replace("'", "’"), one["ru"]) for one in gold]
        for to in OTHER:
            rows += _told(f"{part} name → {to} suggested, pairs that were looked at", measure(pairs, part, to))
    return rows


def _told(what: str, measured: list[Measured]) -> list[Row]:
    letters = sum(one.letters_are_right for one in measured) / len(measured)
    rows = [share_row(f"{what} ({len(measured)})", share(measured), floor=letters)]
    for least, most in pairwise(BANDS):
        if band := [one for one in measured if least <= one.confidence < most]:
            said = sum(one.confidence for one in band) / len(band)
            rows.append(row(f"  said {said:.2f}: right, of {len(band)}", share(band), "share"))
    return rows


def _folded(name: str) -> str:
    return name.lower().replace("ё", "е")
