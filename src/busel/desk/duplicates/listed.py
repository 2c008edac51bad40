"""The people of a list file as records that can be weighed: read as an import reads them, and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from busel.contacts.former import formers_compared
from busel.desk.duplicates.people import HOME, home_of, spellings
from busel.desk.importing.reach import emails, phones
from busel.matching.records import Record
from busel.sheets.draft import Draft
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.tables import Table


class Listed(NamedTuple):
    """One row of a list, blank ones left out."""

    row: int
    """As the person's program counts, from 1."""
    external_ids: tuple[str, ...]
    record: Record
    """Its key is the row."""


def listed_people(table: Table, *, today: date) -> Iterator[Listed]:
    """Yield the people of a list; a row that an import would keep out is read as far as it goes."""
    for draft in make_drafts(table, targets_of(guess_columns(table)), today=today):
        if not draft.is_blank:
            yield Listed(draft.row, tuple(draft.contact.get("external_ids", ())), record_of_row(draft, draft.row))


def record_of_row(draft: Draft, key: int) -> Record:
    """Return what a row says of its person, all that an import would store: a number that is wrong, too."""
    said = draft.contact
    return Record(
        key=key,
        family=spellings(said.get("family_be", ""), said.get("family_ru", "")),
        given=spellings(said.get("given_be", ""), said.get("given_ru", "")),
        patronymic=spellings(said.get("patronymic_be", ""), said.get("patronymic_ru", "")),
        birth=said.get("birth", ""),
        sex=said.get("sex", ""),
        phones=tuple(phone["number"] or phone["written"] for phone in phones(draft)),
        emails=tuple(email["address"] for email in emails(draft)),
        homes=tuple(home_of([home.get(part, "") for part in HOME]) for home in draft.addresses),
        former=tuple(formers_compared(said.get("former_family", ""))),
    )
