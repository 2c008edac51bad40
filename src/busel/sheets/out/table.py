"""People as rows of text: each cell as our own import reads it back to the very same value."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sized
from functools import cache, partial
from itertools import islice

from busel.contacts import records
from busel.contacts.busel_ids import show_busel_id
from busel.contacts.records import PHONE_TYPES
from busel.names.countries import country_name, read_country
from busel.names.phone_cells import split_phones
from busel.names.phones import Phone
from busel.names.places import division
from busel.sheets.formulas import with_guard
from busel.sheets.out.happened import sheet_of
from busel.sheets.out.layout import ADDRESS_PARTS, DIVISION, MOST, Layout
from busel.sheets.out.person import Person
from busel.sheets.out.ties import TIE_MAKERS
from busel.sheets.out.words import suggested_words, value_word, yes_no_words
from busel.sheets.own_fields import write_own
from busel.sheets.quoting import in_quotes, write_items
from busel.sheets.reach_cells import email_cell
from busel.sheets.targets import MARKS, OUR_ID, TYPED_PHONES
from busel.sheets.ties import word
from busel.sheets.workbook_writer import LONGEST_CELL, Sheet, write_sheets

SEPARATOR = ";"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Without it Excel takes UTF-8 for another encoding."""
_TOGETHER = 500
_CHOICES = {"sex": "sex", "language": "language"}
_OF_ADDRESS = {"address_status": "status", "address_type": "type"}

Cell = Callable[[Person], str]


class Table:
    """Makes rows of one layout, and counts what a table cannot hold."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.left_out = 0
        """Values that have no column, or are longer than a cell may be."""
        self._cells = [self.cell(target, number) for target, number in layout.columns]
        self._place = cache(self._place_word)

    def rows(self, people: Iterable[Person]) -> Iterator[list[str]]:
        """Yield a row for each person."""
        for person in people:
            self._count(person)
            row = [cell(person) for cell in self._cells]
            yield row if max(map(len, row)) <= LONGEST_CELL else list(map(self._bounded, row))

    def as_csv(self, people: Iterable[Person]) -> Iterator[bytes]:
        """Yield the pieces of a csv file in UTF-8, with semicolons between the cells and no formula in them."""
        yield BYTE_ORDER_MARK
        rows = self._with_headings(people)
        while some := list(islice(rows, _TOGETHER)):
            text = io.StringIO(newline="")
            csv.writer(text, delimiter=SEPARATOR).writerows(
                [with_guard(cell) if cell else "" for cell in row] for row in some
            )
            yield text.getvalue().encode()

    def as_workbook(self, people: Iterable[Person], *, again: Iterable[Person] = ()) -> Iterator[bytes]:
        """Yield an xlsx file whose every cell is text; with what happened in a sheet of its own, if that was chosen.

        `again` are the same people once more: nobody's activities wait in memory.
        """
        sheets = [Sheet("1", self.layout.headings, self.rows(people))]
        if "activities" in self.layout.parts:
            sheets.append(sheet_of(again, self.layout.language))
        yield write_sheets(sheets)

    def _with_headings(self, people: Iterable[Person]) -> Iterator[list[str]]:
        yield self.layout.headings
        yield from self.rows(people)

    def _bounded(self, cell: str) -> str:
        if len(cell) > LONGEST_CELL:
            self.left_out += 1
        return cell[:LONGEST_CELL]

    def _count(self, person: Person) -> None:
        phones = [(target, phones_of(person, target)) for target in ("phone", *TYPED_PHONES)]
        held: list[tuple[str, Sized]] = [
            *phones,
            ("email", person.emails),
            ("address", person.addresses),
            ("external_ids", person.contact.external_ids),
        ]
        self.left_out += sum(max(len(some) - MOST[name], 0) for name, some in held)

    def cell(self, target: str, number: int) -> Cell:
        """Return what makes the cells of a column."""
        at = number - 1
        if number == 0:
            return self._own(target)
        if target in ADDRESS_PARTS:
            return self._of_address(target, at)
        if target in _MAKERS:
            make = _MAKERS[target]
            return lambda person: make(person, at)
        return self._said(target)

    def _said(self, target: str) -> Cell:
        """Return what makes the cells of a column in words of the file's language."""
        language = self.layout.language
        if target in TIE_MAKERS:
            tie = TIE_MAKERS[target]
            return lambda person: tie(person, language)
        if target in MARKS:
            yes = value_word("yes_no", "yes", language)
            return lambda person: yes if getattr(person.contact, target) else ""
        if target == "suggested":
            return lambda person: suggested_words(person.contact.suggested, language)
        if target in _CHOICES:
            return lambda person: value_word(target, getattr(person.contact, target), language)
        return lambda person: str(getattr(person.contact, target))

    def _own(self, key: str) -> Cell:
        words = yes_no_words(self.layout.language)
        field = next(one for one in self.layout.own if one.key == key)
        return lambda person: write_own(field, person.contact.custom.get(key), words)

    def _of_address(self, target: str, at: int) -> Cell:
        name = _OF_ADDRESS.get(target, target)
        language = self.layout.language

        def make(person: Person) -> str:
            if at >= len(person.addresses):
                return ""
            value: str = getattr(person.addresses[at], name)
            if name == "status":
                return value_word(name, value, language)
            if name == "type":
                return word(target, value, language)
            if name == "country":
                return country_cell(value, language)
            return self._place(value) if value and name in ("region", "district") else value

        return make

    def _place_word(self, stored: str) -> str:
        """Return a region's or district's name in the file's language, if it is stored by its key."""
        known = division(stored)
        return known.shown(self.layout.language) if known and known.en == stored else stored


def phones_of(person: Person, target: str) -> list[records.Phone]:
    """Return the telephones of the kind that a target is for; those of an unknown kind stand with those of none."""
    kind = target.removeprefix("phone").removeprefix("_")
    return [one for one in person.phones if (one.type if one.type in PHONE_TYPES else "") == kind]


def country_cell(code: str, language: str) -> str:
    """Return a country's name; nothing for the country where most live."""
    name = country_name(code, language)
    return name if read_country(name) == code else code


def _phone(target: str, person: Person, at: int) -> str:
    phones = phones_of(person, target)
    return _phone_cell(phones[at]) if at < len(phones) else ""


def _phone_cell(phone: records.Phone) -> str:
    number, written = phone.number, phone.written or phone.number
    if split_phones(written) == [written] and any(map(str.isdecimal, written)) and written[:1] != '"':
        read = Phone.read(written)
        if (read.number, read.written) == (number, written):
            return written
    return in_quotes(written, number)


def _email(person: Person, at: int) -> str:
    return email_cell(person.emails[at].address) if at < len(person.emails) else ""


def _external_id(person: Person, at: int) -> str:
    ids = person.contact.external_ids
    return ids[at] if at < len(ids) else ""


def _tags(person: Person, _at: int) -> str:
    return write_items((tag.label, tag.value or None) for tag in person.tags)


_MAKERS: dict[str, Callable[[Person, int], str]] = {
    OUR_ID: lambda person, _at: show_busel_id(person.id),
    DIVISION: lambda person, _at: person.division,
    **{target: partial(_phone, target) for target in ("phone", *TYPED_PHONES)},
    "email": _email,
    "external_ids": _external_id,
    "tags": _tags,
    "support": lambda person, _at: str(person.contact.support or ""),
}
