"""Names that a program spelt and nobody confirmed."""

from __future__ import annotations

import pytest

from busel.contacts.records import Contact
from busel.contacts.suggested import confirmed, noted, suggested_in

PERSON = Contact(family_be="Кавалёў", given_be="Ганна", family_ru="Ковалёв", given_ru="Анна", suggested="family_ru")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("family_ru given_be", ["given_be", "family_ru"]),
        ("family_ru notes nickname", ["family_ru"]),
        ("patronymic_ru", []),
        ("", []),
        (7, []),
    ],
)
def test_only_names_that_are_there_are_taken_for_suggested(said: object, names: list[str]) -> None:
    assert suggested_in({"family_ru": "Ковалёв", "given_be": "Ганна", "suggested": said}) == names


def test_they_are_noted_in_one_order() -> None:
    assert noted(["given_ru", "family_be", "family_ru"]) == "family_be family_ru given_ru"


def test_what_leaves_the_house_has_confirmed_names_only() -> None:
    left = confirmed(PERSON)
    assert (left.family_be, left.given_be, left.family_ru, left.given_ru) == ("Кавалёў", "Ганна", "", "Анна")
    assert confirmed(left) == left
