"""Which of many words is meant by one that was typed, and why."""

from __future__ import annotations

import pytest

from busel.names.keys import key_tokens
from busel.names.ranking import Likeness, Ranking

NAMES = ["тихановский", "тихановская", "владимир", "николай", "волк", "волков", "акулов", "окулов", "ковалёв"]


def first(typed: str, names: list[str] = NAMES) -> tuple[str, Likeness]:
    found = Ranking(names).nearest(typed)[0]
    return names[found.index], found.reason


@pytest.mark.parametrize(
    ("typed", "meant", "why"),
    [
        ("тихановский", "тихановский", Likeness.AS_WRITTEN),
        ("Ціханоўскі", "тихановский", Likeness.SAME_SOUND),
        ("Tsikhanouskaya", "тихановская", Likeness.SAME_SOUND),
        ("Мікалай", "николай", Likeness.SAME_GIVEN_NAME),
        ("Воўк", "волк", Likeness.LIKE_SOUND),
        ("Циханоўзкі", "тихановский", Likeness.ALIKE),
        ("Акулаў", "акулов", Likeness.SAME_SOUND),
    ],
)
def test_a_word_is_found_for_its_reason(typed: str, meant: str, why: Likeness) -> None:
    assert first(typed) == (meant, why)


def test_what_is_as_written_has_the_whole_score() -> None:
    assert [one.score for one in Ranking(NAMES).nearest("волк")][:1] == [1.0]


def test_what_is_not_alike_is_not_found() -> None:
    assert Ranking(NAMES).nearest("Шчучын") == []


def test_no_words_hold_nothing() -> None:
    assert Ranking([]).nearest("волк") == []


def test_no_more_come_than_asked_for() -> None:
    assert len(Ranking(NAMES).nearest("тихановский", limit=1)) == 1


def test_words_that_come_later_are_numbered_on() -> None:
    ranking = Ranking(NAMES)
    ranking.add(["медведь"])
    assert ranking.nearest("Мядзведзь")[0].index == len(NAMES)


def test_keys_that_are_known_are_not_made_again() -> None:
    known = Ranking(NAMES, keyed=key_tokens(NAMES))
    assert known.nearest("Ціханоўскі") == Ranking(NAMES).nearest("Ціханоўскі")


@pytest.mark.parametrize("typed", ["", "'", "-", "12"])
def test_what_is_no_word_finds_nothing(typed: str) -> None:
    assert Ranking(NAMES).nearest(typed) == []
