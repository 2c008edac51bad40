"""What a table of ours says is read back, whatever people are called and whatever they wrote."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from busel.contacts import bonds, records, relationships
from busel.contacts.records import Field, Value
from busel.desk.importing.bringing import belongings
from busel.names.phones import Phone
from busel.sheets.books import read_book
from busel.sheets.draft import Draft
from busel.sheets.drafts import make_drafts
from busel.sheets.formulas import with_guard, without_guard
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.out.layout import PARTS, Layout
from busel.sheets.out.person import Bond, Person
from busel.sheets.out.table import Table, phones_of
from busel.sheets.out.vcard_text import kept
from busel.sheets.out.vcards import Cards
from busel.sheets.out.words import LANGUAGES, heading
from busel.sheets.quoting import Item, read_items, write_items
from busel.sheets.tables import Book
from busel.sheets.targets import TYPED_PHONES, is_target
from busel.sheets.ties import Tie, value_of

Told = TypeVar("Told", records.Phone, records.Email)
TODAY = dt.date(2026, 11, 27)
OWN = (
    Field(key="consent_day", labels={"en": "Consent day", "be": "Дзень згоды"}, purpose={"en": "p"}, type="date"),
    Field(
        key="skills",
        labels={"ru": "Навыки"},
        purpose={"en": "p"},
        type="choices",
        values=(Value(key="a"), Value(key="b")),
    ),
    Field(key="count", labels={"en": "Phone"}, purpose={"en": "p"}, type="number"),
    Field(key="told", labels={}, purpose={"en": "p"}, type="yes_no"),
    Field(key="story", labels={"en": " =A\tlong; story "}, purpose={"en": "p"}, type="long_text"),
    Field(key="story2", labels={"en": "=A long; story"}, purpose={"en": "p"}),
)
NASTY = [
    "=1+1", "+375291234567", "-2", "@SUM(A1)", "'=1", "''", '="0291"', "a;b", 'say "no"', "a,b", "-", "нет", "N/A",
    "two\nlines", "tab\there", "a\r\nb", "＝1", "ID", "Фамилия", "1e5", "007", "_x0041_", "<b>&amp;", "\u202eabc",
    "a\rb", "begin:vcard", "x\rBEGIN:VCARD\rEND:VCARD",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12),
    st.text("abЯі =+-@'\"\t\r\n;,:", max_size=8),
).map(str.strip)
TITLES = TEXT.map(lambda text: " ".join(text.split())).filter(lambda text: text and "bsl-" not in text)
SIDES = [f"{kind.key}.{side}" for kind in relationships.KINDS for side in ("contact", "other")[kind.is_mutual :]]


def bool_word(status: str) -> str:
    return "no" if status else "yes"


PHONES = st.one_of(st.sampled_from(["+375291234567", "8 (029) 123-45-67", "2-34-56", "1;2", ""]), TEXT).map(Phone.read)


def _phone(read: Phone, kind: str = "", status: str = "") -> records.Phone:
    written = "" if read.written == read.number else read.written
    return records.Phone(contact=1, number=read.number, written=written, type=kind, status=status)


KINDS_OF_PHONES = st.sampled_from(["", *records.PHONE_TYPES])
BAD = st.sampled_from(["", "", "bad"])
DAYS = st.sampled_from(["", "2024-01-02", "1999-12-31"])


def reached_by(phone: records.Phone) -> str:
    return phone.number or phone.written


def ties(target: str, **details: st.SearchStrategy[str]) -> st.SearchStrategy[list[Tie]]:
    told = st.fixed_dictionaries(dict(details)).map(lambda one: {name: value for name, value in one.items() if value})
    return st.lists(st.builds(Tie, text=TITLES, details=told, number=st.just(0)), max_size=2)


CONTACTS = st.builds(
    records.Contact,
    **dict.fromkeys(("family_be", "given_be", "patronymic_be", "family_ru", "given_ru", "nickname", "source"), TEXT),
    former_family=TEXT,
    suggested=st.sampled_from(["", "family_ru", "given_be patronymic_ru"]),
    notes=TEXT,
    sex=st.sampled_from(["", "f", "m"]),
    birth=st.sampled_from(["", "1960", "1960-02", "1960-02-29"]),
    language=st.sampled_from(["", "be", "ru"]),
    support=st.integers(0, 5),
    risk=st.booleans(),
    deceased=st.booleans(),
    external_ids=st.lists(TEXT.filter(bool), max_size=3, unique=True).map(tuple),
    custom=st.fixed_dictionaries(
        {},
        optional={
            "consent_day": st.dates().map(dt.date.isoformat),
            "skills": st.lists(TEXT.filter(bool), min_size=1, max_size=3),
            "count": st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
            "told": st.booleans(),
            "story": TEXT.filter(bool),
        },
    ),
)
ADDRESSES = st.builds(
    records.Address,
    contact=st.just(1),
    region=st.one_of(st.just("Homieĺ region"), TEXT),
    district=st.sampled_from(["", "Žlobin district", "Чачэрскі раён (паўночны)"]),
    settlement_be=TEXT,
    street_ru=TEXT,
    house=st.one_of(st.sampled_from(["12А", "5, корп. 2, кв. 7"]), TEXT),
    postcode=st.sampled_from(["", "220030", "LT-01100"]),
    status=st.sampled_from(["", "verified", "bad", "past"]),
    type=st.sampled_from(["", "home", "registered", "work", "other", "дача"]),
    country=st.sampled_from(["", "PL", "LT", "US", "ZZ", "Нідзе"]),
).filter(lambda address: len(address.fields()) > 1)
PEOPLE = st.builds(
    Person,
    id=st.integers(1, 2**63 - 1),
    contact=CONTACTS,
    phones=st.lists(
        st.builds(_phone, PHONES, KINDS_OF_PHONES, BAD).filter(reached_by), max_size=3, unique_by=reached_by
    ),
    emails=st.lists(
        st.builds(
            records.Email, contact=st.just(1), address=st.one_of(st.just("a@b.by"), TEXT.filter(bool)), status=BAD
        ),
        max_size=2,
        unique_by=lambda one: one.address,
    ),
    messengers=st.lists(
        st.builds(
            bonds.Messenger,
            contact=st.just(1),
            service=st.one_of(st.sampled_from(bonds.MESSENGERS), st.just("Session: x")),
            name=st.one_of(st.just("@a"), TITLES),
        ),
        max_size=2,
        unique_by=lambda one: (one.service, one.name),
    ),
    consents=st.lists(
        st.builds(
            bonds.Consent,
            contact=st.just(1),
            purpose=TITLES,
            how=st.sampled_from(["", *bonds.CONSENT_WAYS, "праз сяброў"]),
            day=DAYS,
            until=DAYS,
            withdrawn=DAYS,
        ),
        max_size=2,
    ),
    household=st.one_of(st.none(), st.builds(Tie, text=TITLES, details=st.just({}), number=st.integers(1, 2**63 - 1))),
    groups=ties("groups", joined=DAYS, left=DAYS),
    events=ties(
        "events",
        day=DAYS,
        invited=DAYS,
        answer=st.sampled_from(["", "yes", "no", "maybe"]),
        attended=BAD.map(bool_word),
    ),
    relations=st.lists(
        st.builds(
            Bond,
            st.sampled_from(SIDES),
            st.builds(
                Tie,
                text=TITLES,
                details=st.fixed_dictionaries({}, optional={"since": st.just("1987"), "note": TITLES}),
                number=st.integers(1, 2**63 - 1),
            ),
        ),
        max_size=2,
    ),
    addresses=st.lists(ADDRESSES, max_size=3),
    tags=st.lists(st.builds(records.Tag, contact=st.just(1), label=TEXT.filter(bool), value=TEXT), max_size=3),
)


def _in_a_card(person: Person) -> Person:
    """Return what a card holds of a person: no page of ours stores the control characters that it loses.

    Telephones, e-mail addresses and ids that differ in the kind of their line ends alone are one there.
    """
    held = msgspec.convert(_kept(msgspec.to_builtins(person)), Person)
    ids = tuple(dict.fromkeys(held.contact.external_ids))
    return msgspec.structs.replace(
        held,
        contact=msgspec.structs.replace(held.contact, external_ids=ids),
        phones=_each_once(held.phones, reached_by),
        emails=_each_once(held.emails, lambda one: one.address),
    )


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, dict):
        return {name: _kept(one) for name, one in value.items()}
    return [_kept(one) for one in value] if isinstance(value, (list, tuple)) else value


def _each_once(held: list[Told], by: Callable[[Told], str]) -> list[Told]:
    """Return the first of those that are told alike."""
    return list({by(one): one for one in reversed(held)}.values())[::-1]


def brought(data: bytes) -> list[Draft]:
    """Read a file as an import does."""
    book = read_book(data)
    assert isinstance(book, Book)
    table = book.tables[0]
    targets = targets_of(guess_columns(table, OWN))
    return list(make_drafts(table, targets, today=TODAY, own=OWN))


def layout_for(people: list[Person], language: str = "be") -> Layout:
    widths = {
        "phone": max(len(person.phones) for person in people),
        "email": max(len(person.emails) for person in people),
        **{target: max(len(phones_of(person, target)) for person in people) for target in TYPED_PHONES},
        "phones_wrong": 1,
        "suggested": 1,
        "emails_wrong": 1,
        "address": max(len(person.addresses) for person in people),
        "external_ids": max(len(person.contact.external_ids) for person in people),
    }
    return Layout(language, tuple(PARTS), widths, OWN, with_division=True)


def as_told(fields: Iterable[tuple[str, dict[str, Any]]]) -> list[str]:
    return sorted({repr((kind, sorted(one.items()))) for kind, one in fields})


def as_held(person: Person) -> list[str]:
    kinds = {"phone": person.phones, "email": person.emails, "address": person.addresses, "tag": person.tags}
    kinds |= {"messenger": person.messengers, "consent": person.consents}
    return as_told(
        (kind, {name: value for name, value in one.fields().items() if name != "contact"})
        for kind, held in kinds.items()
        for one in held
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx", "vcf", "vcf3"])
@pytest.mark.parametrize("language", LANGUAGES)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(people=st.lists(PEOPLE, min_size=1, max_size=3))
@example(people=[Person(7, records.Contact(family_be="a\rb", external_ids=("begin:vcard",)))])
@example(people=[Person(7, records.Contact(), phones=[_phone(Phone.read("a\nb"))])])
@example(people=[Person(7, records.Contact(), phones=[_phone(Phone.read(one)) for one in ("a\nb", "a\r\nb")])])
@example(people=[Person(7, records.Contact(external_ids=("a\nb", "a\r\nb", "a\rb")))])
@example(people=[Person(7, records.Contact(notes="a\rb\rBEGIN:VCARD\rN:a;b\rEND:VCARD\rc"))])
def test_everything_that_is_known_of_a_person_comes_back(kind: str, language: str, people: list[Person]) -> None:
    if kind.startswith("vcf"):
        people = [_in_a_card(person) for person in people]
        data = b"".join(Cards(language, OWN, newest=kind == "vcf").written(people))
    else:
        table = Table(layout_for(people, language))
        data = b"".join(table.as_csv(people) if kind == "csv" else table.as_workbook(people))
    drafts = brought(data)
    assert [draft.problems for draft in drafts] == [[]] * len(people)
    assert [draft.busel_id for draft in drafts] == [person.id for person in people]
    for draft, person in zip(drafts, people, strict=True):
        held = person.contact.fields()
        assert {name: list(value) if name == "external_ids" else value for name, value in draft.contact.items()} == held
        assert as_told(belongings(draft, ())) == as_held(person)
        assert draft.ties.get("household", []) == [one for one in [person.household] if one]
        assert (draft.ties.get("groups", []), draft.ties.get("events", [])) == (person.groups, person.events)
        sides = [(one.text.partition(": ")[0], one) for one in draft.ties.get("relationships", [])]
        found = [
            Bond(value_of("relationship", side), one._replace(text=one.text[len(side) + 2 :])) for side, one in sides
        ]
        assert found == person.relations


def test_ids_that_look_like_telephones_stay_ids() -> None:
    person = Person(7, records.Contact(external_ids=("+375291234567", "+375291234568")))
    [draft] = brought(b"".join(Table(layout_for([person])).as_csv([person])))
    assert (draft.contact, draft.phones) == ({"external_ids": ("+375291234567", "+375291234568")}, [])


@settings(deadline=None)
@given(cell=st.one_of(st.sampled_from(NASTY), st.text(max_size=10), st.text("'=+-@\t\r\n＝ a\"", max_size=6)))
def test_a_guard_comes_off_as_it_went_on_and_no_cell_begins_a_formula(cell: str) -> None:
    guarded = with_guard(cell)
    assert without_guard(guarded) == cell
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@settings(deadline=None)
@given(items=st.lists(st.tuples(TEXT.filter(bool), st.one_of(st.none(), TEXT)), max_size=5))
def test_several_values_of_a_cell_come_apart_as_they_were_put_together(items: list[tuple[str, str | None]]) -> None:
    assert [Item(text, more) for text, more, _quoted in read_items(write_items(items))] == [
        Item(text, more) for text, more in items
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_that_we_write_is_read_as_its_target(language: str) -> None:
    layout = Layout(
        language,
        tuple(PARTS),
        {
            "phone": 3,
            "phone_work": 2,
            "phones_wrong": 1,
            "emails_wrong": 1,
            "suggested": 1,
            "address": 3,
            "external_ids": 2,
        },
        OWN,
        with_division=True,
    )
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([layout.headings, ["x"] * len(layout.headings)])
    book = read_book(text.getvalue().encode())
    assert isinstance(book, Book)
    targets = targets_of(guess_columns(book.tables[0], OWN))
    for (target, number), found in zip(layout.columns, targets, strict=True):
        expected = f"own:{target}" if number == 0 else f"{target}:{number}" if number > 1 else target
        repeated = target in ("phone", *TYPED_PHONES, "email", "external_ids")
        assert found == ("ignore" if target == "division" else target if repeated else expected)
        assert is_target(found)
    assert heading("family_be", language) in layout.headings
