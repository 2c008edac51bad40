"""Six words: of what was signed and of nothing else; kept for ever, for a slip of paper may hold them."""

from __future__ import annotations

import msgspec
import pytest

from busel.registry.six_words import six_words
from busel.registry.statements import Member
from busel.vault.sign import SigningKey
from busel.vault.words import word_list

ROOT = SigningKey(b"\7" * 32).public
KEY = SigningKey(b"\1" * 32)
NEWCOMER = Member(
    organisation=b"o" * 16,
    account=b"a" * 16,
    signing=KEY.public,
    sealing=b"s" * 1216,
    mailbox=b"m" * 16,
    deposit=b"d" * 32,
    handle="amber-heron",
).sign(KEY)


def test_the_words_are_those_of_the_format() -> None:
    assert six_words(ROOT, NEWCOMER, language="en") == "fiction priority attend behave breeze scissors"
    assert six_words(ROOT, NEWCOMER, language="ru") == "колено расти бросить вексель внутри слесарь"


def test_belarusian_takes_the_russian_list() -> None:
    assert six_words(ROOT, NEWCOMER, language="be") == six_words(ROOT, NEWCOMER, language="ru")


@pytest.mark.parametrize("field", ["organisation", "account", "signing", "sealing", "mailbox", "deposit", "signature"])
def test_every_field_counts(field: str) -> None:
    other = msgspec.structs.replace(NEWCOMER, **{field: b"x" + getattr(NEWCOMER, field)[1:]})
    assert six_words(ROOT, other, language="en") != six_words(ROOT, NEWCOMER, language="en")


def test_the_handle_and_the_root_count_too() -> None:
    others = {
        six_words(ROOT, msgspec.structs.replace(NEWCOMER, handle="amber-otter"), language="en"),
        six_words(KEY.public, NEWCOMER, language="en"),
        six_words(ROOT, NEWCOMER, language="en"),
    }
    assert len(others) == 3


def test_all_words_are_of_the_list() -> None:
    words = six_words(ROOT, NEWCOMER, language="en").split()
    assert len(words) == 6
    assert set(words) <= set(word_list("en"))
