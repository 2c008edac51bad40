"""CiviCRM's own import fixtures: each row gives CiviCRM's verdict, or a better one whose reason stands in the table.

The files carry CiviCRM's verdict in a column ("expected") or in their name; columns are mapped as CiviCRM's tests do.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import pytest

from busel.contacts.records import Field
from busel.sheets.books import read_book
from busel.sheets.drafts import make_drafts
from busel.sheets.related import related
from busel.sheets.tables import Book

if TYPE_CHECKING:
    from pathlib import Path

    from busel.sheets.draft import Draft

TODAY = dt.date(2026, 1, 2)
OWN = (
    Field(key="one", labels={"en": "Custom Date One"}, type="date"),
    Field(key="two", labels={"en": "Custom Date Two"}, type="date"),
    Field(key="died", labels={"en": "Deceased Date"}, type="date"),
    Field(key="website", labels={"en": "Website"}),
)
TWO_DIGITS = "08 may be 1908 or 2008: only of a birth date can it be told"
UNDERSTOOD = "what is plainly meant is understood"
NUMBER_OF_CIVICRM = "1 is a woman in CiviCRM and a man in ISO 5218: it is not guessed"
COUNTRY_OF_CIVICRM = "1013 is a row of CiviCRM's own table of countries"
ABROAD = "a region that we do not know is kept as it is written"
ASIDE = "the mother's address is left aside, and the page of columns says so before"
GIVEN_NAME = "a given name alone stands in many lists of paper"
NOTE = "what is too little for a person is kept as a note, with a warning"
TELEPHONE = "an organisation is nobody's supporter; a telephone without a name is kept, with a warning"
NOBODY = "a number of another program alone names nobody"


class Fixture(NamedTuple):
    """One file: targets by column, CiviCRM's verdict for each row, and where ours is another, why."""

    name: str
    targets: str
    expected: str = ""
    """"V" or "I" for each row; empty: the column "expected" says it."""
    differs: dict[int, str] | None = None
    """Row as a person counts -> the reason."""


MUM = [related("mother", part) for part in ("given", "family", "email")]
_DATES = "given family birth own:died own:one own:two address ignore ignore"
FIXTURES = (
    Fixture("column_names_casing.csv", "given family external_ids ignore no_letters ignore", "V"),
    Fixture("contact_id_only.csv", "external_ids", "V", {2: NOBODY}),
    Fixture(
        "individual_country_state_county_with_related.csv",
        f"given family email district country region{4 * ' ignore'} {' '.join(MUM)}{9 * ' ignore'}",
        "",
        {3: ASIDE, 6: COUNTRY_OF_CIVICRM, 9: ABROAD},
    ),
    Fixture("individual_dates_type1.csv", _DATES),
    Fixture("individual_dates_type16.csv", _DATES, "", {2: TWO_DIGITS, 3: TWO_DIGITS}),
    Fixture(
        "individual_genders.csv",
        f"given family sex {' '.join(related('mother', part) for part in ('given', 'family', 'sex'))} ignore",
        "",
        dict.fromkeys((5, 6, 7, 13, 14, 15), UNDERSTOOD) | dict.fromkeys((9, 17), NUMBER_OF_CIVICRM),
    ),
    Fixture("individual_invalid_external_identifier_only.csv", "external_ids sex", "I"),
    Fixture("individual_invalid_missing_name.csv", "given", "I", {2: GIVEN_NAME}),
    Fixture("individual_invalid_related_email.csv", "email given family", "I"),
    Fixture("individual_invalid_with_related_phone.csv", f"given family {related('mother', 'phone')}", "I", {2: NOTE}),
    Fixture(
        "individual_related_create.csv",
        f"given family {' '.join(related('father', part) for part in ('given', 'family', 'email'))}",
        "VVVV",
    ),
    Fixture("individual_unicode.csv", "given family own:website country", "V"),
    Fixture("individual_valid_with_related_email.csv", f"given family {related('mother', 'email')}", "V"),
    Fixture("individual_with_source.csv", "given family external_ids source ignore", "V"),
    Fixture("organization_email_no_organization_name.csv", "email phone", "I", {2: TELEPHONE}),
    Fixture("yogi.csv", "family email given", "V"),
)


def drafts_of(path: Path, targets: str) -> list[Draft]:
    book = read_book(path.read_bytes())
    assert isinstance(book, Book), book
    return list(make_drafts(book.tables[0], targets.split(), today=TODAY, own=OWN))


def expected_in(path: Path) -> dict[int, str]:
    """Return what a column "expected" says: row -> "V" or "I"."""
    book = read_book(path.read_bytes())
    assert isinstance(book, Book), book
    at = [header.lower() for header in book.tables[0].headers].index("expected")
    return {row: cells[at][0] for row, cells in book.tables[0].data()}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda one: one.name)
def test_each_row_gets_civicrms_verdict_or_a_better_one(fixture: Fixture, corpus: Path) -> None:
    path = corpus / "civicrm-core/Contact/Import/Form" / fixture.name
    ours = {draft.row: "V" if draft.can_come_in else "I" for draft in drafts_of(path, fixture.targets)}
    theirs = dict(enumerate(fixture.expected, 2)) if fixture.expected else expected_in(path)
    assert ours.keys() == theirs.keys()
    assert {row for row in ours if ours[row] != theirs[row]} == set(fixture.differs or {})


def test_bytes_that_are_no_letters_are_trimmed(corpus: Path) -> None:
    [draft] = drafts_of(corpus / "civicrm-core/Contact/Import/Form/yogi.csv", "family email given")
    assert (draft.contact, draft.emails) == ({"family_ru": "Bear", "given_ru": "Yogi"}, ["yogi@yellowstone.park"])


def test_every_import_fixture_for_people_has_its_line(corpus: Path) -> None:
    found = {path.name for path in (corpus / "civicrm-core/Contact/Import/Form").glob("*.csv")}
    assert found == {fixture.name for fixture in FIXTURES}
