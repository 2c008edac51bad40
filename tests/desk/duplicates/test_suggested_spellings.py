"""Spellings that a program made, where two records become one: what nobody confirmed stays marked."""

from __future__ import annotations

import pytest

from busel.desk.duplicates.lines import Told, lines_of, result_of

CONFIRMED = {"family_be": "Караткевіч", "given_be": "Ганна"}
GUESSED = {"family_be": "Караткевіч", "family_ru": "Короткевич", "suggested": "family_be"}


@pytest.mark.parametrize(
    ("kept", "other", "marked"),
    [
        (GUESSED, {"given_be": "Ганна"}, "family_be"),
        ({"given_be": "Ганна"}, GUESSED, "family_be"),
        (GUESSED, CONFIRMED, ""),
        (CONFIRMED, GUESSED, ""),
        (GUESSED, GUESSED, "family_be"),
        (CONFIRMED, CONFIRMED, ""),
    ],
)
def test_a_spelling_stays_marked_unless_one_of_both_records_has_it_confirmed(
    kept: dict[str, str], other: dict[str, str], marked: str
) -> None:
    lines = lines_of(Told(dict(kept), dict(other), 7, {}))
    assert result_of(lines, dict(kept)).get("suggested", "") == marked
