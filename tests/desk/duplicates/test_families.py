"""Two who look alike and are a family: a household, a tie, and nobody asks again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.contacts.shared import Household
from busel.desk.actions.bonds import make_household
from busel.desk.actions.merging import note_distinct
from busel.desk.duplicates.distinct import distinct_pairs
from busel.desk.duplicates.families import Family, elder_of, proposed_tie
from busel.desk.journals.changes import history_of, undo_change
from busel.matching.outcomes import PairKind
from desk.conftest import MAZYR
from desk.duplicates.conftest import add, state

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation

FATHER = {"family_be": "Навік", "given_be": "Іван", "patronymic_be": "Пятровіч", "birth": "1951"}
SON = {"family_be": "Навік", "given_be": "Пётр", "patronymic_be": "Іванавіч", "birth": "1980"}


@pytest.fixture
def session(arrive: Arrive) -> Session:
    return arrive("editor").session


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(MAZYR)


def homes(session: Session, journal: bytes, *people: int) -> list[int]:
    return [state(session, journal)["contact"][one].get("household", 0) for one in people]


def test_a_family_gets_a_household_and_is_not_asked_about_again(session: Session, journal: bytes) -> None:
    one, other = add(session, journal, FATHER), add(session, journal, SON)
    assert note_distinct(session, journal, (one, other), family=Family("Навікі", "parent", one)) is not None
    after = state(session, journal)
    [home] = after["household"]
    assert after["household"][home] == {"title": "Навікі"}
    assert homes(session, journal, one, other) == [home, home]
    assert [(row["contact"], row["other"], row["type"]) for row in after["relationship"].values()] == [
        (one, other, "parent")
    ]
    assert distinct_pairs([session.numbers[journal]]) == {(min(one, other), max(one, other))}
    assert note_distinct(session, journal, (other, one), family=Family("Навікі", "parent", one)) is None
    assert state(session, journal) == after


def test_who_has_a_household_takes_the_other_one_in_and_an_empty_one_goes(session: Session, journal: bytes) -> None:
    one, other, third = (add(session, journal, FATHER) for _ in range(3))
    first = make_household(session, journal, [min(one, other), third], household=Household(title="Першыя"))
    make_household(session, journal, [max(one, other)], household=Household(title="Другія"))
    note_distinct(session, journal, (one, other), family=Family("Навікі"))
    assert homes(session, journal, one, other, third) == [first] * 3
    assert list(state(session, journal)["household"]) == [first]


def test_the_elder_is_told_by_birth_or_by_the_patronymic(session: Session, journal: bytes) -> None:
    one, other = add(session, journal, SON), add(session, journal, FATHER)
    assert elder_of(one, other) == elder_of(other, one) == other
    young, old = (add(session, journal, {**who, "birth": ""}) for who in (SON, FATHER))
    assert elder_of(young, old) == elder_of(old, young) == old
    assert [proposed_tie(kind) for kind in PairKind] == ["", "", "parent", "sibling"]


def test_in_the_history_of_one_of_them_it_is_taken_back(session: Session, journal: bytes) -> None:
    one, other = add(session, journal, FATHER), add(session, journal, SON)
    before = state(session, journal)["contact"][one]
    written = note_distinct(session, journal, (one, other), family=Family("Навікі", "parent", one))
    assert written is not None
    assert history_of(session, journal, one).doubtful == 0
    undo_change(session, journal, written.deed, one)
    after = state(session, journal)
    assert (after["contact"][one], after.get("relationship"), after.get("distinct")) == (before, None, None)
