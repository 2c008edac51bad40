"""Who bears the same name is found however many bear it, and a common name costs no more than a rare one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from busel.desk.importing.known import Known
from busel.desk.importing.namesakes import MOST_NAMESAKES, Namesakes
from busel.desk.importing.rules import Likeness, Match
from busel.desk.importing.told import RowsOf

NAME = "іваноў іван"


def bearers(*births: str) -> Namesakes:
    """Return people of one name, numbered from 1."""
    namesakes = Namesakes()
    for contact, birth in enumerate(births, 1):
        namesakes.lay({NAME}, birth, contact)
    return namesakes


def test_who_was_born_in_another_year_is_passed_over() -> None:
    found = bearers("1950-01-01", "1960-02-29", "1971", "1960", "")
    assert [*found.each([NAME], "1960")] == [1, 2, 4, 5]  # the first of a name always, then its year, then unknown
    assert sorted(found.each([NAME], "")) == [1, 2, 3, 4, 5]
    assert [*found.each(["кавалёў іван"], "")] == []


def test_to_whose_day_is_known_only_those_come_whose_day_is_not() -> None:
    found = bearers("1950-01-01", "1960-02-29", "1960-02-28", "1960-02", "1960-03", "1960", "")
    assert [*found.each([NAME], "1960-02-29")] == [1, 4, 6, 7]


NAMES = ("Іваноў", "Иванов", "Кавалёў"), ("Іван", "Ваня", "І", "Пётр"), ("", "Пятровіч", "Петрович", "Іванавіч")
BIRTHS = ("", "1960", "1961", "1960-02", "1960-02-28", "1960-02-29", "1961-05-05")
PEOPLE = st.lists(st.tuples(*map(st.sampled_from, (*NAMES, BIRTHS, ("", "1", "2")))), max_size=25)


@given(PEOPLE)
@settings(max_examples=300, deadline=None)
def test_somebody_likely_is_found_whenever_comparing_with_each_finds_one(
    people: list[tuple[str, str, str, str, str]],
) -> None:
    known = Known()
    for contact, (family, given_, patronymic, birth, phone) in enumerate(people, 1):
        fields = {"family_be": family, "given_be": given_, "patronymic_be": patronymic, "birth": birth}
        known.sounds.learn((family, given_, patronymic))
        person, phones = known.sounds.person(fields), [phone] * bool(phone)
        if known.match(person, phones=phones, ids=()) == Match():
            alike = [
                one
                for one in known.people.values()
                if person.whole_names() & one.whole_names() and person.may_be_namesake(one)
            ]
            found = known.likely(person, phones=phones)
            assert bool(found) >= bool(alike)
            assert found is None or found.why is Likeness.PHONE or alike
        known.add(contact, person, phones=phones, ids=())


def test_one_of_the_same_year_is_found_behind_thousands_of_other_years() -> None:
    found = bearers(*(str(1900 + at % 60) for at in range(3_000)), "1985")
    assert [*found.each([NAME], "1985-05-05")] == [1, 3_001]


def test_of_one_name_and_year_so_many_are_kept_as_are_looked_at() -> None:
    found = bearers(*["1960"] * 10 * MOST_NAMESAKES)
    assert len([*found.each([NAME], "1960")]) == MOST_NAMESAKES + 1


def test_what_each_row_told_is_kept_apart() -> None:
    rows = RowsOf()
    rows.lay(70, 2, {1, -5})
    rows.lay(80, 3, set())
    rows.lay(90, 9, {1 << 62})
    assert [rows.row(contact) for contact in (70, 80, 90, 100)] == [2, 3, 9, 0]
    assert [rows.by(contact) for contact in (70, 80, 90)] == [{1, -5}, set(), {1 << 62}]
