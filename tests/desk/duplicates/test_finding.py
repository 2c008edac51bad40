"""Who stands twice in what an account reads: found, with reasons, and never again once somebody said "two people"."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk.actions.merging import note_distinct
from busel.desk.duplicates import people
from busel.desk.duplicates.comparing import Comparison
from busel.desk.duplicates.finding import pairs_in
from busel.desk.sandboxes import matching
from busel.desk.sandboxes.matching import Answer
from busel.matching.outcomes import Outcome, PairKind, Point, Verdict
from busel.matching.records import Record
from desk.conftest import MAZYR, ZLOBIN
from desk.duplicates.conftest import ABOUT_HANNA, HANNA, add

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation

RUSSIAN = {"family_ru": "Ковалёва", "given_ru": "Анна"}


@pytest.fixture
def session(arrive: Arrive) -> Session:
    return arrive("editor").session


def found(session: Session) -> list[Verdict]:
    return pairs_in([session.numbers[bundle.journal] for bundle in session.divisions()])


def test_one_person_in_two_languages_is_found_with_the_reasons(session: Session, organisation: Organisation) -> None:
    journal = organisation.journal(MAZYR)
    one, other = add(session, journal, HANNA, ABOUT_HANNA), add(session, journal, RUSSIAN, ABOUT_HANNA[:2])
    add(session, journal, {"family_be": "Юрчук", "given_be": "Алесь"})
    [pair] = found(session)
    assert (pair.one, pair.other, pair.outcome) == (min(one, other), max(one, other), Outcome.CERTAIN)
    assert pair.agree == (Point.FAMILY_SAME, Point.GIVEN_SAME, Point.PHONE_SAME, Point.HOME_SAME)


def test_who_has_married_is_found_beside_the_surname_of_before(session: Session, organisation: Organisation) -> None:
    journal = organisation.journal(MAZYR)
    today = {"family_ru": "Иванова", "given_ru": "Елена", "birth": "1980-02-01", "former_family": "Ліс, Ковальчук"}
    one = add(session, journal, today)
    other = add(session, journal, {"family_be": "Кавальчук", "given_be": "Алена", "birth": "1980-02-01"})
    add(session, journal, {"family_be": "Кавальчук", "given_be": "Алена", "birth": "1950"})
    [pair] = found(session)
    assert (pair.one, pair.other, pair.outcome) == (min(one, other), max(one, other), Outcome.CERTAIN)
    assert pair.agree == (Point.FAMILY_FORMER, Point.GIVEN_SAME, Point.BIRTH_SAME)


def test_two_divisions_are_never_certain(session: Session, organisation: Organisation) -> None:
    for place in (MAZYR, ZLOBIN):
        add(session, organisation.journal(place), HANNA, ABOUT_HANNA)
    assert [pair.outcome for pair in found(session)] == [Outcome.REVIEW]


def test_who_was_called_two_people_is_not_asked_of_again(session: Session, organisation: Organisation) -> None:
    journal = organisation.journal(MAZYR)
    one, other = add(session, journal, HANNA, ABOUT_HANNA), add(session, journal, RUSSIAN, ABOUT_HANNA[:2])
    note_distinct(session, journal, (one, other))
    assert found(session) == []


def test_an_empty_zone_has_nobody_twice(session: Session) -> None:
    assert found(session) == []


def test_a_new_list_is_compared_with_those_who_are_stored(session: Session, organisation: Organisation) -> None:
    journal = organisation.journal(MAZYR)
    stored = add(session, journal, HANNA, ABOUT_HANNA)
    with Comparison() as beside:
        beside.know(session.numbers[journal])
        beside.add([Record(-1, ("Юрчук",), ("Алесь",))])
        beside.add([Record(-2, ("Kavaliova",), ("Hanna",), phones=("80291234567",))])
        found = beside.found()
    assert {key: [pair.other for pair in pairs] for key, pairs in found.items()} == {-2: [stored]}
    with Comparison() as beside, pytest.raises(ValueError, match="below zero"):
        beside.add([Record(1)])


def test_a_child_that_was_taken_over_tells_of_nobody_of_whom_it_was_not_asked(
    session: Session, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = (add(session, organisation.journal(name), HANNA) for name in (MAZYR, ZLOBIN))
    keys = [(-1, here), (-1, there), (-1, 77), (-1, -1), (-1, 2**64 - 1), (-2, here)]
    said = [Verdict(*key, Outcome.CERTAIN, 1.0, (), (), PairKind.SAME) for key in keys]
    told = msgspec.msgpack.encode(Answer(said))
    child = f"import os, sys; sys.stdin.buffer.read(); os.write(1, {told!r})"
    monkeypatch.setattr(matching, "CHILD", (sys.executable, "-c", child))
    with Comparison() as beside:
        beside.know(session.numbers[organisation.journal(MAZYR)])
        beside.add([Record(-1, ("Юрчук",), ("Алесь",))])
        found = beside.found()
    assert {key: [pair.other for pair in pairs] for key, pairs in found.items()} == {-1: [here]}


def test_a_division_is_read_in_pieces_that_together_are_all_of_it(
    session: Session, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = organisation.journal(MAZYR)
    for at in range(5):
        add(session, journal, {"family_be": f"Юрчук{at}"}, ABOUT_HANNA if at % 2 else ())
    monkeypatch.setattr(people, "_TOGETHER", 2)
    pieces = list(people.pieces_of(session.numbers[journal]))
    assert [len(piece) for piece in pieces] == [2, 2, 1]
    every = people.records_of([session.numbers[journal]])
    assert sorted(one for piece in pieces for one in piece) == sorted(every)
