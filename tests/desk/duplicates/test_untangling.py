"""A field that was joined at a merge and changed since: exactly what came goes, or the field is named."""

from __future__ import annotations

from typing import Any

import pytest

from busel.desk.duplicates.untangling import untangled
from busel.journal.deed import Op

ME = 11


def parted(name: str, before: Any, made: Any, now: Any) -> tuple[Any, bool]:
    """Return what stands in a field afterwards, and whether it is named as one that stays."""
    current = {"sex": "f", name: now}
    op, left = untangled(Op("contact", ME, {name: made}, {name: before} if before is not None else {}), current)
    assert op is None or op.was == {name: now}
    return (now if op is None else (op.now or {}).get(name)), left is not None


@pytest.mark.parametrize(
    ("before", "made", "now", "after"),
    [
        ("хор", "хор\nкліча суседзяў", "хор па аўторках\nкліча суседзяў", "хор па аўторках"),
        ("хор", "хор\nкліча суседзяў", "хор\nкліча суседзяў\nпераехала", "хор\nпераехала"),
        ("хор", "хор\nкліча суседзяў", "кліча суседзяў\nновае", "новае"),
        ("хор", "хор\nкліча суседзяў", "хор\nкліча суседзяў дома", "хор\n дома"),
        ("хор", "хор\nадно\nдва", "хор\nдва\nмаё\nадно", "хор\nмаё"),
        (None, "кліча суседзяў", "кліча суседзяў\nновае", "новае"),
        ("хор", "кліча суседзяў", "кліча суседзяў\nновае", "хор\nновае"),
    ],
)
def test_text_that_came_goes_where_it_stands_unchanged(before: str | None, made: str, now: str, after: str) -> None:
    assert parted("notes", before, made, now) == (after, False)


@pytest.mark.parametrize("now", ["хор і суседзі", "хор\nкліча Суседзяў", "хор\nкліча суседзяўка"])
def test_text_that_was_changed_itself_stays_and_is_named(now: str) -> None:
    assert parted("notes", "хор", "хор\nкліча суседзяў", now) == (now, True)


def test_text_that_stands_there_twice_is_left_to_a_person_but_for_whole_lines() -> None:
    assert parted("notes", "хор", "хор\nкола", "хор кола\nкола") == ("хор кола", False)
    assert parted("notes", "хор", "хор\nкола", "кола дзён, кола сяброў") == ("кола дзён, кола сяброў", True)


def test_known_as_and_source_are_parted_by_commas() -> None:
    assert parted("nickname", "Аня", "Аня, Бабуля", "Аня, Бабуля, Кума") == ("Аня, Кума", False)
    assert parted("source", "подпісы", "подпісы, паперы", "подпісы 2024, паперы") == ("подпісы 2024", False)


@pytest.mark.parametrize("now", ["Навік, Юрчук, Коваль", "Юрчук, Навік, Коваль"])
def test_former_surnames_that_came_go_in_whatever_order(now: str) -> None:
    assert parted("former_family", "Юрчук", "Навік, Юрчук", now) == ("Юрчук, Коваль", False)


def test_numbers_that_came_go_and_what_was_added_since_stays() -> None:
    assert parted("external_ids", ["7"], ["7", "9", "bsl-2"], ["7", "9", "bsl-2", "новы"]) == (["7", "новы"], False)


def test_a_name_is_never_cut() -> None:
    assert parted("family_be", "Кавалёва", "Навік", "Навік-Юрчук") == ("Навік-Юрчук", True)


def test_own_fields_are_looked_at_one_by_one() -> None:
    before, made = {"a": "1", "b": ["x"]}, {"a": "2", "b": ["x", "y"], "c": "3"}
    assert parted("custom", before, made, {**made, "b": ["x", "y", "z"]}) == ({"a": "1", "b": ["x", "z"]}, False)
    assert parted("custom", before, made, {**made, "a": "9"}) == ({"a": "9", "b": ["x"]}, True)
