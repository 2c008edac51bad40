"""How many pairs of spellings get equal skeletons, on the pairs in the folder BUSEL_NAMES."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from busel.names.clean import tokens
from busel.names.keys import k1, k2
from busel.names.streets import Streets, same_street

FOLDER = os.environ.get("BUSEL_NAMES", "")

pytestmark = pytest.mark.skipif(not FOLDER, reason="The folder of name pairs is not here: set BUSEL_NAMES to it.")


def rows(file: str) -> list[dict[str, str]]:
    with (Path(FOLDER) / file).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def share_of_equal_skeletons(pairs: list[tuple[str, str]]) -> float:
    """Return the share of word pairs with an equal K2; texts with different numbers of words are no pairs."""
    equal = [
        k2(k1(one)) == k2(k1(other))
        for left, right in pairs
        if len(tokens(left)) == len(tokens(right))
        for one, other in zip(tokens(left), tokens(right), strict=True)
    ]
    return sum(equal) / len(equal)


@pytest.mark.parametrize(
    ("file", "reach"),
    [
        ("surnames.tsv", 0.98),
        ("patronymics.tsv", 0.98),
        ("full_names_composed.tsv", 0.95),
        ("places.tsv", 0.97),
        ("streets.tsv", 0.92),
    ],
)
def test_belarusian_and_russian_spellings_share_their_skeleton(file: str, reach: float) -> None:
    pairs = [(row["be"], row["ru"]) for row in rows(file) if row.get("kind", "same") == "same"]
    assert share_of_equal_skeletons(pairs) >= reach


def test_latin_spellings_share_the_skeleton_of_the_belarusian_one() -> None:
    pairs = [(row["be"], latin) for row in rows("surnames.tsv") for latin in row["latin"].split("|") if latin]
    assert share_of_equal_skeletons(pairs) >= 0.84


def test_streets_are_one_in_both_languages_the_translated_ones_with_them() -> None:
    pairs = [(row["be"], row["ru"]) for row in rows("streets.tsv")]
    assert sum(same_street(be, ru) for be, ru in pairs) / len(pairs) >= 0.94


def test_a_belarusian_street_is_found_first_among_the_russian_ones() -> None:
    pairs = [(row["be"], row["ru"]) for row in rows("streets.tsv")][::3]
    streets = Streets.of(row["ru"] for row in rows("streets.tsv"))
    first = [streets.nearest(be, least=0.6)[:1] == [ru] for be, ru in pairs]
    assert sum(first) / len(first) >= 0.95
