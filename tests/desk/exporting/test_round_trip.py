"""What is taken out and brought in again is what it was: into an empty division, and into the same one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from busel.contacts.bonds import ANSWERS, CONSENT_WAYS, MESSENGERS
from busel.contacts.busel_ids import show_busel_id
from busel.contacts.records import ADDRESS_TYPES, PHONE_TYPES
from busel.contacts.relationships import BY_KEY
from busel.desk.actions.imports import import_list
from busel.desk.exporting.choice import Choice
from busel.desk.importing.bringing import phone_fields
from busel.desk.importing.foreseeing import plan_import
from busel.desk.importing.outcomes import OnMatch, Outcome
from busel.desk.importing.plan import Plan, Reading
from busel.desk.importing.run import Run
from busel.desk.journals.writing import write
from busel.desk.keeping.standard import own_fields
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Contact
from busel.journal.deed import Op
from busel.names.phones import Phone
from busel.sheets.books import read_book
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.out.words import LANGUAGES
from busel.sheets.tables import Book
from busel.vault.entropy import new_id, new_record_id
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.exporting.conftest import Exports, add, everything, file_of
from desk.imports.conftest import note_of

TEXT = st.one_of(
    st.sampled_from(["=1+1", "+375", "@x", "-", "нет", "'=a", '="1"', "a;b", 'q"', "Анна", "Ганна", "ID", "1\n2"]),
    st.text("aЯі =+-@'\";,.", max_size=6),
).map(str.strip)
NAMES = st.dictionaries(
    st.sampled_from(
        [
            "family_be",
            "given_be",
            "patronymic_be",
            "family_ru",
            "given_ru",
            "nickname",
            "source",
            "notes",
            "former_family",
        ]
    ),
    TEXT.filter(bool),
    max_size=5,
)
TITLES = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
DAYS = st.sampled_from(["2024-01-02", "1999-12-31"])
BAD = st.sampled_from(["", "", "bad"])
GROUPS = {"Хор": 501, "Сход; рада": 502}
EVENTS = {("Сход", "2024-05-01"): 511, ("Сход", "2025-05-01"): 512, ("Вучоба", ""): 513}
HOMES = {"a": 521, "b": 522}
"""Two households that are called alike: their numbers tell them apart."""
BONDS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(sorted(BY_KEY)),
        st.fixed_dictionaries({}, optional={"since": st.sampled_from(["1987", "2001-02"]), "note": TITLES}),
    ),
    max_size=3,
    unique_by=lambda one: (frozenset(one[:2]), one[2]),
)


def _apart(kind: str, fields: dict[str, Any]) -> Any:
    """Tell what a person has once: nobody real has two of them that say different things."""
    names = {"phone": ("number", "written"), "email": ("address",), "membership": ("group",), "attendance": ("event",)}
    if kind == "phone":
        return kind, fields.get("number") or fields["written"]
    if kind in ("messenger", "consent"):
        return kind, repr(sorted((name, str(value).casefold()) for name, value in fields.items()))
    return kind, repr([fields.get(name) for name in names[kind]]) if kind in names else repr(fields)


PHONE = st.one_of(st.sampled_from(["+375291234567", "80291234567", "2-34-56"]), TEXT.filter(bool)).map(Phone.read)
ABOUT = st.lists(
    st.one_of(
        st.builds(
            lambda one, kind, status: (
                "phone",
                phone_fields({"number": one.number, "written": one.written, "type": kind, "status": status}),
            ),
            PHONE,
            st.sampled_from(["", *PHONE_TYPES]),
            BAD,
        ),
        st.tuples(
            st.just("email"),
            st.fixed_dictionaries({"address": st.one_of(st.just("a@b.by"), TEXT.filter(bool)), "status": BAD}),
        ),
        st.tuples(
            st.just("messenger"), st.fixed_dictionaries({"service": st.sampled_from(MESSENGERS), "name": TITLES})
        ),
        st.tuples(
            st.just("consent"),
            st.fixed_dictionaries(
                {"purpose": TITLES},
                optional={"how": st.sampled_from(CONSENT_WAYS), "day": DAYS, "until": DAYS, "withdrawn": DAYS},
            ),
        ),
        st.tuples(
            st.just("membership"),
            st.fixed_dictionaries({"group": st.sampled_from(list(GROUPS))}, optional={"joined": DAYS, "left": DAYS}),
        ),
        st.tuples(
            st.just("attendance"),
            st.fixed_dictionaries(
                {"event": st.sampled_from(list(EVENTS))},
                optional={
                    "invited": DAYS,
                    "answer": st.sampled_from(ANSWERS),
                    "attended": st.sampled_from(["yes", "no"]),
                },
            ),
        ),
        st.tuples(
            st.just("address"),
            st.dictionaries(
                st.sampled_from(["street_be", "street_ru", "house", "flat", "settlement_be", "district"]),
                TEXT.filter(bool),
                min_size=1,
            ).flatmap(
                lambda one: st.fixed_dictionaries(
                    {name: st.just(value) for name, value in one.items()},
                    optional={"country": st.sampled_from(["PL", "LT"]), "type": st.sampled_from(ADDRESS_TYPES)},
                )
            ),
        ),
        st.tuples(st.just("tag"), st.fixed_dictionaries({"label": TEXT.filter(bool)}, optional={"value": TEXT})),
    ),
    max_size=4,
    unique_by=lambda one: _apart(*one),
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
PEOPLE = st.lists(st.tuples(NAMES, MORE, ABOUT, st.sampled_from(["", *HOMES])), min_size=1, max_size=4)


def share(session: Session, journal: bytes) -> None:
    """Write what people of the division share."""
    ops = [Op("group", id_, {"title": title}) for title, id_ in GROUPS.items()]
    ops += [Op("event", id_, {"type": "meeting", "title": title, "day": day}) for (title, day), id_ in EVENTS.items()]
    ops += [Op("household", id_, {"title": "Навікі"}) for id_ in HOMES.values()]
    write(session, journal, "save_group", [(op.id, [op]) for op in ops])


def add_all(session: Session, journal: bytes, people: list[Any], bonds: list[Any]) -> None:
    """Write people with all that ties them to each other."""
    ids = []
    for names, more, about, home in people:
        told = [(kind, tied(kind, fields)) for kind, fields in about]
        ids.append(add(session, journal, {**names, **more, **({"household": HOMES[home]} if home else {})}, *told))
    for one, other, kind, said in bonds:
        if one != other and max(one, other) < len(ids):
            bond = {"contact": ids[one], "other": ids[other], "type": kind, **said}
            write(session, journal, "edit_contact", [(ids[one], [Op("relationship", new_record_id(), bond)])])


def tied(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    records = {"membership": ("group", GROUPS), "attendance": ("event", EVENTS)}
    if kind not in records:
        return {name: value for name, value in fields.items() if value}
    name, ids = records[kind]
    return fields | {name: ids[fields[name]]}  # type: ignore[index]  # each by its own kind of title


def brought(session: Session, journal: bytes, data: bytes, on_match: OnMatch) -> Plan:
    """Bring a file in, as the pages do without anybody correcting a column."""
    book = read_book(data)
    assert isinstance(book, Book)
    table, own = book.tables[0], tuple(own_fields())
    reading = Reading(table, tuple(targets_of(guess_columns(table, own))), on_match, own=own)
    plan = plan_import(raw_connection(), session.numbers[journal], reading, seed=new_id())
    import_list(session, Run(journal, "x", plan), note_of(plan, journal))
    return plan


@pytest.mark.parametrize("format_", ["csv", "xlsx", "vcf", "vcf3", "osdi"])
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
        bonds=BONDS,
        language=st.sampled_from(LANGUAGES),
        on_match=st.sampled_from([OnMatch.UPDATE, OnMatch.FILL]),
    )
    def comes_back(people: list[Any], bonds: list[Any], language: str, on_match: OnMatch) -> None:
        empty(session, here, there)
        share(session, here)
        add_all(session, here, people, bonds)
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


@pytest.mark.parametrize("format_", ["csv", "xlsx", "vcf", "vcf3", "osdi"])
def test_a_suggested_spelling_goes_out_and_comes_back_with_its_mark(exports: Exports, format_: str) -> None:
    exports.allow("editor", REGION, ZLOBIN)
    session, here, there = exports.arrive("editor").session, exports.journal(REGION), exports.journal(ZLOBIN)
    names = {"family_ru": "Ковалёва", "given_ru": "Анна", "family_be": "Кавалёва", "given_be": "Ганна"}
    add(session, here, {**names, "suggested": "family_be given_be"})
    brought(session, there, file_of(session, Choice((here,), format=format_)), OnMatch.SKIP)
    [stored] = Contact.objects.filter(division_id=session.numbers[there])
    assert (stored.family_be, stored.given_be, stored.suggested) == ("Кавалёва", "Ганна", "family_be given_be")


def test_the_column_says_which_names_nobody_confirmed_and_a_correction_there_is_taken(exports: Exports) -> None:
    exports.allow("editor", REGION)
    session, here = exports.arrive("editor").session, exports.journal(REGION)
    id_ = add(session, here, {"family_ru": "Ковалёва", "family_be": "Кавалева", "suggested": "family_be"})
    add(session, here, {"family_ru": "Зубр"})
    text = file_of(session, Choice((here,), format="csv"), "en").decode("utf-8-sig")
    assert "Suggested spelling" in text.splitlines()[0]
    assert text.count("Family name (Belarusian)") == 2  # its own heading, and who bears a suggested one
    brought(session, here, text.replace("Кавалева", "Кавалёва").encode(), OnMatch.UPDATE)
    stored = Contact.objects.get(id=id_)
    assert (stored.family_be, stored.suggested) == ("Кавалёва", "family_be")
    brought(session, here, text.replace("Family name (Belarusian)\n", "\n").encode(), OnMatch.UPDATE)


def test_where_nobody_has_a_suggested_spelling_there_is_no_column_for_it(exports: Exports) -> None:
    exports.allow("editor", REGION)
    session, here = exports.arrive("editor").session, exports.journal(REGION)
    add(session, here, {"family_ru": "Зубр"})
    assert "Suggested" not in file_of(session, Choice((here,), format="csv"), "en").decode("utf-8-sig")


@pytest.mark.parametrize("format_", ["csv", "xlsx", "vcf", "vcf3", "osdi"])
def test_nobody_is_named_who_does_not_go_out_too(exports: Exports, format_: str) -> None:
    exports.allow("editor", REGION)
    session, here = exports.arrive("editor").session, exports.journal(REGION)
    one = add(session, here, {"family_be": "Навік", "sex": "f"})
    other = add(session, here, {"family_be": "Зімародак"})
    bond = {"contact": one, "other": other, "type": "friend"}
    write(session, here, "edit_contact", [(one, [Op("relationship", 77, bond)])])
    whole, alone = Choice((here,), format=format_), Choice((here,), {"field": "sex", "is": "f"}, format=format_)
    assert "Зімародак" in text_of(file_of(session, whole), format_)
    few = text_of(file_of(session, alone), format_)
    assert "Зімародак" not in few
    assert show_busel_id(other) in few


def text_of(data: bytes, format_: str) -> str:
    if format_ != "xlsx":
        return data.decode().replace("\r\n ", "")
    book = read_book(data)
    assert isinstance(book, Book)
    return repr([list(table.rows) for table in book.tables])
