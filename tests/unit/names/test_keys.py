"""Keys of words: the vectors, the shares of equal pairs, and what must hold for every word."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.names.clean import clean, tokens
from busel.names.keys import Keyed, k1, k2, key_tokens, prefix_keys

VECTORS = Path(__file__).parents[2] / "vectors" / "name_keys.tsv"


def vectors() -> list[Keyed]:
    with VECTORS.open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file, delimiter="\t") if not row[0].startswith("#")]
    return [Keyed(*row) for row in rows[1:]]


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.token)
def test_a_word_has_the_keys_of_its_vector(vector: Keyed) -> None:
    key = k1(vector.token)
    assert (key, k2(key)) == (vector.k1, vector.k2)


def test_there_are_61_vectors() -> None:
    assert len(vectors()) == 61


def test_words_in_bulk_have_the_keys_that_they_have_alone() -> None:
    words = [word for vector in vectors() for word in tokens(vector.token)]
    assert [keyed[1:] for keyed in key_tokens(words)] == [vector[1:] for vector in vectors()]


def test_no_words_have_no_keys() -> None:
    assert key_tokens([]) == []


@pytest.mark.parametrize("spelling", ["Сергей", "Сяргей", "Siarhei", "SERGEY", "Cepгей", "Се́ргей"])
def test_every_spelling_of_sergey_sounds_the_same(spelling: str) -> None:
    assert k1(spelling) == "serge"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Тих", "Ціханоўскі"),
        ("Ціх", "Тихановский"),
        ("Tsikh", "Тихановский"),
        ("Тиха", "Tsikhanouski"),
        ("Уладз", "Владимир"),
        ("Дзмі", "Дмитрий"),
        ("Марыя", "Мария"),
        ("Мар", "Maria"),
        ("Наву", "Наумов"),
    ],
)
def test_the_beginning_of_a_name_in_one_language_begins_its_key_in_another(typed: str, meant: str) -> None:
    assert k1(meant).startswith(prefix_keys(typed)[0])


@pytest.mark.parametrize(
    ("typed", "meant"), [("яце", "Яцевич"), ("Lukas", "Лукашэнка"), ("Krat", "Крацоў"), ("Tc", "Чорны")]
)
def test_a_beginning_that_may_go_on_in_two_ways_has_a_reading_for_each(typed: str, meant: str) -> None:
    assert k1(meant).startswith(prefix_keys(typed))


@pytest.mark.parametrize("typed", ["", "ц", "'", "12"])
def test_a_beginning_that_says_nothing_has_an_empty_key(typed: str) -> None:
    assert prefix_keys(typed)[0] == typed.strip("ц'")


@given(st.text(alphabet=st.characters(whitelist_categories=("Lu", "Ll", "Mn", "Nd", "Pd")), max_size=30))
def test_any_text_can_be_keyed_and_keys_hold_one_word(text: str) -> None:
    for word in tokens(text):
        keyed = key_tokens([word])[0]
        assert (keyed.k1.split(), keyed.k2.split()) == ([keyed.k1] * bool(keyed.k1), [keyed.k2] * bool(keyed.k2))


@given(st.lists(st.text(alphabet="абвгдежзійўцьяaeioucszh", min_size=1, max_size=12), max_size=8))
def test_the_keys_of_a_word_do_not_depend_on_its_neighbours(words: list[str]) -> None:
    clean = [word for text in words for word in tokens(text)]
    assert key_tokens(clean) == [key_tokens([word])[0] for word in clean]


@pytest.mark.parametrize("letters", ["а", "ab", "аb", "ў", "sz", "ou", "лл", "j", "рожа", "ія"])
def test_a_hundred_thousand_letters_without_a_space_are_keyed_in_passing(letters: str) -> None:
    began = time.process_time()
    k1(letters * 50_000)
    assert time.process_time() - began < 5  # it is 0.1 s; a rule that looks back from each letter would take minutes


@given(st.text(alphabet="абвгдежзійўцьяaeioucszhłśj", max_size=16))
def test_the_keys_of_a_word_are_always_the_same_and_a_clean_word_stays_clean(text: str) -> None:
    assert (clean(clean(text)), k1(text)) == (clean(text), k1(clean(text)))
