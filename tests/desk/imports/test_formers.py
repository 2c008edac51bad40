"""Surnames of before in rows about somebody who is known, whatever stands there and whatever the row says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from busel.contacts.former import FAMILIES, FORMER, former_text, formers_in, is_spelling
from busel.desk.importing.formers import with_formers

NAMES = ["Іванова", "Иванова", "Пятрова", "Ivanova", "я", "א", "😀", "-", "Кавалёва-Мура", "ё" * 300]
NAME = st.one_of(st.sampled_from(NAMES), st.text(st.characters(categories=["L", "M", "Nd", "Pd"]), max_size=10))
"""Without what parts several surnames: whatever stands in the field of one is one."""
CONTACTS = st.fixed_dictionaries(
    {}, optional={"family_be": NAME, "family_ru": NAME, FORMER: st.lists(NAME, max_size=3).map(", ".join)}
).map(lambda told: {name: value for name, value in told.items() if value})


def brought(held: dict[str, str], row: dict[str, str], *, is_fill: bool) -> dict[str, str]:
    left, formers = with_formers(held, dict(row), suggested=(), is_fill=is_fill)
    return held | {name: value for name, value in left.items() if not (is_fill and held.get(name))} | formers


@given(CONTACTS, CONTACTS, st.booleans())
def test_a_row_that_comes_twice_says_nothing_new(held: dict[str, str], row: dict[str, str], is_fill: bool) -> None:  # noqa: FBT001 - drawn
    once = brought(held, row, is_fill=is_fill)
    assert brought(once, row, is_fill=is_fill) == once


def test_a_list_corrects_the_surname_of_today_though_it_was_one_before() -> None:
    held = {"family_be": "Іванова", "family_ru": "Иваннова", FORMER: "Іванова"}  # who took her name back
    assert brought(held, {"family_ru": "Иванова"}, is_fill=False)["family_ru"] == "Иванова"


@given(CONTACTS, CONTACTS, st.booleans())
def test_no_surname_is_lost(held: dict[str, str], row: dict[str, str], is_fill: bool) -> None:  # noqa: FBT001 - drawn
    after = brought(held, row, is_fill=is_fill)
    stands = formers_in(former_text([after.get(name, "") for name in (FORMER, *FAMILIES)]))
    known = formers_in(former_text([held.get(name, "") for name in (FORMER, *(() if is_fill else FAMILIES))]))
    assert [one for one in known if not any(is_spelling(one, other) for other in stands)] == []
