"""Whoever the model could bring together with a row of a list is laid beside it, and few others are."""

from __future__ import annotations

import random

import pytest

from busel.matching.model import LOOKED_AT
from busel.matching.on_duckdb import opened, weigh, weigh_between
from busel.matching.preparing import prepare
from busel.matching.records import Home, Record
from busel.matching.within_reach import within_reach

HOME = (Home("Гомель", "вул. Міру", "5"),)
MEET = [
    (Record(1, ("Кавалёў",), ("Мікалай",)), Record(2, ("Ковалёв",), ("Николай",))),
    (Record(1, ("Кавалёў",), ("Ян",)), Record(2, ("Ковалёв",), ("Іаан",))),
    (Record(1, ("Кавалёў",), ("Мікалай",)), Record(2, ("Зуеў",), ("Николай",), former=("Ковалёв",))),
    (Record(1, ("Кавалёў",), ("Мікалай",), (), "1984-05-17"), Record(2, ("Зуеў",), ("Николай",), (), "1984-05-17")),
    (Record(1, (), ("Мікалай",), phones=("+375291234567",)), Record(2, (), ("Николай",), phones=("1234567",))),
    (Record(1, (), ("Мікалай",), emails=("A@example.org",)), Record(2, (), ("Николай",), emails=("a@example.org ",))),
    (Record(1, (), ("Мікалай",), homes=HOME), Record(2, (), ("Николай",), homes=HOME)),
    (
        Record(1, ("Кавалёў",), ("Мікалай",), ("Іванавіч",), "1984"),
        Record(2, ("Зуеў",), ("Николай",), ("Иванович",), "1984"),
    ),
    (
        Record(1, ("Кавалёў",), ("Мікалай",), ("Іванавіч",), homes=HOME),
        Record(2, ("Зуеў",), ("Николай",), ("Иванович",), homes=(Home("Гомель"),)),
    ),
    (
        Record(1, ("Кавалёў",), ("Мікалай",), homes=HOME),
        Record(2, ("Кавалевіч",), ("Николай",), homes=(Home("Гомель"),)),
    ),
]
"""Two records for each rule of LOOKED_AT, in its order."""


@pytest.mark.parametrize("two", MEET)
def test_who_meets_a_row_by_one_rule_is_within_its_reach(two: tuple[Record, Record]) -> None:
    known, new = prepare([two[0], Record(3, ("Жук",), ("Алег",))]), prepare([two[1]])
    assert [one.key for one in within_reach(known, new)] == [1]


def test_each_rule_of_the_model_has_its_two_records() -> None:
    assert len(MEET) == len(LOOKED_AT)


def crowd(count: int) -> list[Record]:
    chance = random.Random(7)  # noqa: S311 - made-up people
    pick = chance.choice

    def some(*values: str) -> tuple[str, ...]:
        return tuple(filter(None, [pick(values)]))

    return [
        Record(
            key,
            some("Кавалёва", "Ковалёва", "Кавалевіч", "Зуева", "Жук", "Новік", ""),
            some("Ганна", "Анна", "Аня", "Алег", "Олег", "Марыя", "Мария", ""),
            some("Іванаўна", "Ивановна", "Пятровіч", "П.", ""),
            pick(["1984-05-17", "1984", "1990-01-02", "1961-11-30", ""]),
            phones=some(*(f"29{number:07}" for number in range(count // 4)), ""),
            emails=some(*(f"a{number}@example.org" for number in range(count // 4)), ""),
            homes=pick([(), (), (), HOME, (Home("Гомель"),), (Home("Мінск", "Лесная", "7", "3"),)]),
            former=some("Кавалёва", "", "", "", ""),
        )
        for key in range(1, count + 1)
    ]


@pytest.mark.parametrize("rows", [2, 60])
def test_rows_weigh_beside_those_within_reach_what_they_weigh_beside_everybody(rows: int) -> None:
    people = crowd(400)
    keyed = prepare(people)
    new, known = keyed[:rows], keyed[rows:]
    of_new = {one.key for one in new}
    everybody = [one for one in weigh(keyed, opened(), least=0.1) if len(of_new & {one.one, one.other}) == 1]
    found = weigh_between(new, known, opened(), least=0.1)
    assert found != []
    assert sorted(one[:2] for one in found) == sorted(one[:2] for one in everybody)
    weights = {one[:2]: one.weight for one in everybody}
    assert [one.weight for one in found] == pytest.approx([weights[one[:2]] for one in found])


def test_rows_that_can_meet_nobody_weigh_nothing() -> None:
    known, new = prepare([Record(1, ("Жук",), ("Алег",))]), prepare([Record(2, ("Зуева",), ("Ганна",))])
    assert weigh_between(new, known, opened(), least=0.1) == []
