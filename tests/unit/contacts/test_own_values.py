"""Values of an organisation's own fields: each type reads, takes, and shows; what does not fit stays as written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busel.contacts.own_values import TYPES, UNFIT, Words, fits, read_value, shown, understood
from busel.contacts.problems import Code, Problem
from busel.contacts.records import Field, Value
from busel.contacts.standard import OWN_TYPES

ANSWERS = (
    Value(key="car", labels={"be": "машына", "ru": "машина", "en": "a car"}),
    Value(key="room", labels={"be": "пакой, зала", "ru": "комната", "en": "a room"}),
    Value(key="old", labels={"en": "a typewriter"}, enabled=False),
)
EN = Words("en", "yes", "no")


def own(type_: str) -> Field:
    return Field(key="own", type=type_, values=ANSWERS)


def test_each_type_of_the_standard_has_one_reader() -> None:
    assert list(TYPES) == [type_.value for type_ in OWN_TYPES]


@pytest.mark.parametrize(
    ("type_", "written", "stored"),
    [
        ("text", " a b ", "a b"),
        ("long_text", "a\nb", "a\nb"),
        ("choice", "МАШЫНА", "car"),
        ("choice", "car", "car"),
        ("choice", "a typewriter", "old"),
        ("choices", "машина; a room", ["car", "room"]),
        ("choices", "пакой, зала", ["room"]),
        ("choices", "car, room, car", ["car", "room"]),
        ("yes_no", "так", True),
        ("yes_no", "нет", False),
        ("number", "12", 12),
        ("number", "1,5", 1.5),
        ("date", "29.02.1960", "1960-02-29"),
        ("date", "02.2031", "2031-02"),
        ("date", "1960", "1960"),
        ("contact", "BSL-0000000000000010", 16),
    ],
)
def test_what_people_write_is_read(type_: str, written: str, stored: Any) -> None:
    assert read_value(own(type_), written) == stored
    assert type(read_value(own(type_), written)) is type(stored)


@pytest.mark.parametrize(
    ("type_", "written", "code"),
    [
        ("choice", "bicycle", Code.CHOICE_UNKNOWN),
        ("choices", "car; bicycle", Code.CHOICE_UNKNOWN),
        ("yes_no", "perhaps", Code.YES_NO_UNKNOWN),
        ("number", "many", Code.NUMBER_UNREADABLE),
        ("number", "inf", Code.NUMBER_UNREADABLE),
        ("date", "31.02.1960", Code.BIRTH_NO_SUCH_DAY),
        ("date", "soon", Code.DATE_UNREADABLE),
        ("date", "01.02.60", Code.DATE_UNREADABLE),
        ("contact", "Kavaliou", Code.CONTACT_UNREADABLE),
    ],
)
def test_bad_input_is_a_problem_with_what_was_written(type_: str, written: str, code: Code) -> None:
    found = read_value(own(type_), written)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize("type_", OWN_TYPES)
def test_nothing_is_nothing_in_every_type(type_: str) -> None:
    assert read_value(own(type_), "  ") is None
    assert shown(own(type_), None, EN) == ""


@pytest.mark.parametrize(
    ("type_", "stored", "understands"),
    [
        ("number", "12", 12),
        ("number", "many", UNFIT),
        ("number", True, UNFIT),
        ("date", "1960-02", "1960-02"),
        ("date", 1960, UNFIT),
        ("choice", ["car"], "car"),
        ("choice", ["car", "room"], UNFIT),
        ("choices", "car", ["car"]),
        ("choices", ["car", "bicycle"], UNFIT),
        ("yes_no", "да", True),
        ("text", 12, "12"),
        ("text", ["car"], UNFIT),
        ("contact", 0, UNFIT),
    ],
)
def test_a_value_stored_under_another_type_fits_as_far_as_it_reads(type_: str, stored: Any, understands: Any) -> None:
    assert understood(own(type_), stored) == understands


def test_an_answer_that_is_no_longer_offered_is_shown_by_its_label_and_does_not_fit() -> None:
    assert (shown(own("choice"), "old", EN), fits(own("choice"), "old")) == ("a typewriter", False)
    assert (shown(own("choice"), "car", EN), fits(own("choice"), "car")) == ("a car", True)


def test_after_a_change_of_type_answers_keep_their_labels_and_yes_its_word() -> None:
    assert shown(own("number"), ["car", "x"], EN) == "a car, x"
    assert shown(own("date"), True, EN) == "yes"


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.lists(st.text(max_size=5), max_size=3),
)


@given(st.sampled_from([type_.value for type_ in OWN_TYPES]), ANYTHING)
def test_whatever_is_stored_is_shown_and_never_raises(type_: str, stored: Any) -> None:
    assert isinstance(shown(own(type_), stored, EN), str)
    assert fits(own(type_), stored) in (True, False)


@given(st.sampled_from([type_.value for type_ in OWN_TYPES]), st.text(max_size=30))
def test_what_is_read_fits(type_: str, written: str) -> None:
    found = read_value(own(type_), written)
    if found not in (None, "", []) and not isinstance(found, Problem) and found not in ("old", ["old"]):
        assert understood(own(type_), found) == found
