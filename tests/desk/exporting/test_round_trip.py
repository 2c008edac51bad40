"""What is taken out and brought in again is what it was: into an empty division, and into the same one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from busel.desk.actions.imports import import_list
from busel.desk.exporting.choice import Choice
from busel.desk.importing.bringing import phone_fields
from busel.desk.importing.outcomes import OnMatch, Outcome
from busel.desk.importing.plan import Plan, Reading, plan_import
from busel.desk.importing.run import Run
from busel.desk.keeping.standard import own_fields
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.names.phones import Phone
from busel.sheets.books import read_book
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.out.words import LANGUAGES
from busel.sheets.tables import Book
from busel.vault.entropy import new_id
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.exporting.conftest import Exports, add, everything, file_of
from desk.imports.conftest import note_of

TEXT = st.one_of(
    st.sampled_from(["=1+1", "+375", "@x", "-", "нет", "'=a", '="1"', "a;b", 'q"', "Анна", "Ганна", "ID", "1\n2"]),
    st.text("aЯі =+-@'\";,.", max_size=6),
).map(str.strip)
NAMES = st.dictionaries(
    st.sampled_from(["family_be", "given_be", "patronymic_be", "family_ru", "given_ru", "nickname", "source", "notes"]),
    TEXT.filter(bool),
    max_size=5,
)
PHONE = st.one_of(st.sampled_from(["+375291234567", "80291234567", "2-34-56"]), TEXT.filter(bool)).map(Phone.read)
ABOUT = st.lists(
    st.one_of(
        PHONE.map(lambda one: ("phone", phone_fields({"number": one.number, "written": one.written}))),
        st.tuples(
            st.just("email"), st.fixed_dictionaries({"address": st.one_of(st.just("a@b.by"), TEXT.filter(bool))})
        ),
        st.tuples(
            st.just("address"),
            st.dictionaries(
                st.sampled_from(["street_be", "street_ru", "house", "flat", "settlement_be", "district"]),
                TEXT.filter(bool),
                min_size=1,
            ),
        ),
        st.tuples(st.just("tag"), st.fixed_dictionaries({"label": TEXT.filter(bool)}, optional={"value": TEXT})),
    ),
    max_size=4,
)
MORE = st.fixed_dictionaries(
    {},
    optional={
        "birth": st.sampled_from(["1960", "1960-02", "1960-02-29"]),
        "sex": st.sampled_from(["f", "m"]),
        "support": st.integers(1, 5),
        "risk": st.just(True),
        "no_calls": st.just(True),
        "external_ids": st.lists(st.sampled_from(["1", "2", "A-3"]), min_size=1, max_size=2, unique=True),
        "custom": st.fixed_dictionaries(
            {},
            optional={"told": st.booleans(), "count": st.integers(1 - 10**18, 10**18 - 1), "story": TEXT.filter(bool)},
        ),
    },
)
PEOPLE = st.lists(st.tuples(NAMES, MORE, ABOUT), min_size=1, max_size=4)


def brought(session: Session, journal: bytes, data: bytes, on_match: OnMatch) -> Plan:
    """Bring a file in, as the pages do without anybody correcting a column."""
    book = read_book(data)
    assert isinstance(book, Book)
    table, own = book.tables[0], tuple(own_fields())
    reading = Reading(table, tuple(targets_of(guess_columns(table, own))), on_match, own=own)
    plan = plan_import(raw_connection(), session.numbers[journal], reading, seed=new_id())
    import_list(session, Run(journal, "x", plan), note_of(plan, journal))
    return plan


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_what_goes_out_comes_back_the_same(exports: Exports, format_: str) -> None:
    exports.allow("editor", REGION, ZLOBIN, MAZYR)
    session = exports.arrive("editor").session
    here, there = exports.journal(REGION), exports.journal(ZLOBIN)

    @settings(
        max_examples=40,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        people=PEOPLE,
        language=st.sampled_from(LANGUAGES),
        on_match=st.sampled_from([OnMatch.UPDATE, OnMatch.FILL]),
    )
    def comes_back(people: list[Any], language: str, on_match: OnMatch) -> None:
        empty(session, here, there)
        for names, more, about in people:
            add(session, here, {**names, **more}, *about)
        before = everything(session, here)
        data = file_of(session, Choice((here,), format=format_), language)
        into_empty = brought(session, there, data, on_match)
        assert into_empty.problems == []
        assert into_empty.counts[Outcome.NEW] == len(people)
        assert everything(session, there) == before
        into_same = brought(session, here, data, on_match)
        assert into_same.counts[Outcome.UNCHANGED] == len(people)
        assert everything(session, here) == before

    comes_back()


def empty(session: Session, *journals: bytes) -> None:
    """Take everybody out of the desk's tables: quicker than another organisation for each example."""
    from busel.desk.workspace.load import forget  # noqa: PLC0415  # needs Django set up

    for journal in journals:
        forget(raw_connection(), session.numbers[journal])


def test_people_who_are_corrected_in_the_file_are_found_again_by_their_number(exports: Exports) -> None:
    exports.allow("editor", REGION)
    session, here = exports.arrive("editor").session, exports.journal(REGION)
    add(session, here, {"family_be": "Каваль", "given_be": "Ганна"})
    add(session, here, {"family_be": "Каваль", "given_be": "Ганна"})
    data = file_of(session, Choice((here,), format="csv"))
    first, *rows = data.decode("utf-8-sig").splitlines()
    changed = "\n".join([first, rows[0].replace("Каваль", "Кавалёва"), *rows[1:]])
    plan = brought(session, here, changed.encode(), OnMatch.UPDATE)
    assert (plan.counts[Outcome.UPDATED], plan.counts[Outcome.UNCHANGED]) == (1, 1)
