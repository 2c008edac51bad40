"""The words of passphrases and handles: each can be read from paper and typed."""

from __future__ import annotations

import re

import pytest

from busel.vault.words import LISTS, word_list

LETTERS = {"en": "[a-z]+", "ru": "[а-яё]+"}


@pytest.mark.parametrize("language", LISTS)
def test_every_word_can_be_typed(language: str) -> None:
    assert [word for word in word_list(language) if not re.fullmatch(LETTERS[language], word)] == []


@pytest.mark.parametrize("language", LISTS)
def test_no_word_stands_for_two_numbers(language: str) -> None:
    assert len(set(word_list(language))) == 2048
