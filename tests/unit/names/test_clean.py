"""Typed text becomes words of one script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.names.clean import clean, fold_homoglyphs, tokens


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Ковалёв С. И.", ["ковалёв", "с", "и"]),
        ("  Дар'я  Мар’яна ", ["даря", "маряна"]),
        ("Іваноў-Пятроў,Алесь", ["іваноў", "пятроў", "алесь"]),
        ("вул. Леніна, 12а", ["вул", "леніна", "а"]),
        ("Аляксе́й", ["аляксей"]),
        ("ТАЦЦЯНА", ["таццяна"]),
        ("и\u0306од", ["йод"]),
        ("№ 12 / 34 _", []),
        ("", []),
    ],
)
def test_a_text_is_parted_into_clean_words(typed: str, words: list[str]) -> None:
    assert tokens(typed) == words


@pytest.mark.parametrize(
    ("mixed", "meant"),
    [
        ("Дзмiтрый", "Дзмітрый"),
        ("Аляĸсандр", "Аляксандр"),
        ("Cергей", "Сергей"),
        ("Мinsk", "Minsk"),
        ("Hата", "Ната"),
        ("Minsk Мінск", "Minsk Мінск"),
        ("Ядвiга і Tamara", "Ядвіга і Tamara"),
    ],
)
def test_look_alike_letters_are_written_in_the_script_of_their_word(mixed: str, meant: str) -> None:
    assert fold_homoglyphs(mixed) == meant


@given(st.text(alphabet=st.characters(max_codepoint=0x52F), max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = tokens(text)
    assert tokens(" ".join(once)) == once


def test_cleaning_keeps_what_stands_between_words() -> None:
    assert clean("Ул. «Ленина», д. 5") == "ул. ленина, д. 5"
