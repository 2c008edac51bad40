"""The sheet "What happened": a row for each activity, beside the people's own sheet. It is not read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.days import shown_day
from busel.contacts.person_name import PersonName
from busel.contacts.records import Activity
from busel.sheets.headings import rows_of
from busel.sheets.out.person import Person
from busel.sheets.out.words import LANGUAGES, heading
from busel.sheets.targets import OUR_ID
from busel.sheets.workbook_writer import LONGEST_CELL, Sheet

COLUMNS = (OUR_ID, "name", "day", "type", "subject", "outcome", "details", "due", "done")


def sheet_of(people: Iterable[Person], language: str) -> Sheet:
    """Return the sheet of all that happened with these people."""
    headings = [heading(column, language) for column in COLUMNS]
    return Sheet(heading("happened", language), headings, _rows(people, language))


def _rows(people: Iterable[Person], language: str) -> Iterator[list[str]]:
    for person in people:
        first = [show_busel_id(person.id), PersonName.of(person.contact).shown(language)]
        for activity in sorted(person.activities, key=lambda one: one.day):
            yield [cell[:LONGEST_CELL] for cell in (*first, *_cells(activity, language))]


def _cells(activity: Activity, language: str) -> Iterator[str]:
    yield shown_day(activity.day)
    yield _word("type", activity.type, language)
    yield activity.subject
    yield _word("outcome", activity.outcome, language)
    yield activity.details
    yield shown_day(activity.due)
    yield shown_day(activity.done)


def _word(field: str, value: str, language: str) -> str:
    return _words().get((field, value, language), value)


@cache
def _words() -> dict[tuple[str, str, str], str]:
    _names, *rows = rows_of("happened_words.tsv")
    return {
        (field, value, language): one
        for field, value, *words in rows
        for language, one in zip(LANGUAGES, words, strict=True)
    }
