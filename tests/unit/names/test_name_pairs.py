"""How many pairs of spellings get equal skeletons, on the pairs in the folder BUSEL_NAMES."""

from __future__ import annotations

import csv
import gzip
import os
from pathlib import Path

import pytest

from busel.names.clean import tokens
from busel.names.given import given_ids
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


def test_the_dictionary_holds_every_name_of_the_seed_but_a_misspelt_one() -> None:
    unknown = []
    for row in rows("given_names_dict.tsv"):
        spelt = "|".join([row["be"], row["latin_seen"], row["diminutives_hand"]])
        lacks = [one for one in spelt.split("|") if one and not given_ids(k1(one)) & given_ids(k1(row["ru"]))]
        unknown += lacks
    assert unknown == ["Уладіслау"]


def test_pet_names_and_names_of_synthetic_people_are_known() -> None:
    """Of 3,500 people who are called by a pet name; where the columns stand in their order, and nothing is mistyped."""
    folder = Path(FOLDER)
    with gzip.open(folder / "dev40k.csv.gz", "rt", encoding="utf-8") as lines:
        given = [row["given"] for row in csv.DictReader(lines)]
    with gzip.open(folder / "dev40k_truth.csv.gz", "rt", encoding="utf-8") as lines:
        notes = [set(row["notes"].split("|")) for row in csv.DictReader(lines)]
    called = {name for name, done in zip(given, notes, strict=True) if "dim" in done and not done & {"swap", "typo_g"}}
    assert sum(bool(given_ids(k1(name))) for name in called) / len(called) >= 0.99
