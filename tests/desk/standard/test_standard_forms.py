"""Forms to take along: what they ask is what stands in the standard, and a filled-in template is known again wholly."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import msgspec
import pikepdf
import pytest

from busel.contacts.kept import merge
from busel.contacts.records import Field
from busel.contacts.starting_standard import starting_standard
from busel.desk.clock import today_date
from busel.desk.web.standard_forms import paper_form, template
from busel.outreach.paper_form import version_of
from busel.sheets.books import read_book
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.out.template import asked_on
from busel.sheets.out.words import LANGUAGES
from busel.sheets.workbook_writer import Sheet, write_sheets

if TYPE_CHECKING:
    from desk.conftest import Arrive

KEPT = merge(list(enumerate(starting_standard(), 1)))
FILLED = {
    "family": "Кавалёў",
    "given": "Сяргей",
    "patronymic": "Мікалаевіч",
    "sex": {"be": "мужчына", "ru": "мужчина", "en": "man"},
    "birth": "29.02.1960",
    "language": {"be": "беларуская", "ru": "белорусский", "en": "Belarusian"},
    "notes": "прыйдзе",
    "own:large_print": {"be": "так", "ru": "да", "en": "yes"},
    "phone": "8 029 123-45-67",
    "email": "a@b.by",
    "no_letters": {"be": "так", "ru": "да", "en": "yes"},
    "own:best_time": {"be": "увечары", "ru": "вечером", "en": "in the evening"},
    "settlement": "Жлобін",
    "street": "вул. Міру",
    "house": "5",
    "support": "2",
    "own:can_help": {"be": "транспарт; званкі", "ru": "транспорт; звонки", "en": "transport; calling"},
    "own:copies": "15",
    "own:was_observer": {"be": "не", "ru": "нет", "en": "no"},
    "own:confirmed_day": "05.2026",
    "tags": "валанцёр; сусед",
    "polling_station": "17",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_filled_in_and_brought_back_is_recognised_wholly(language: str) -> None:
    book = read_book(template(KEPT, language))
    sheet, explained = book.tables
    asked = [one.target for one in asked_on(KEPT, "sheet")]
    assert targets_of(guess_columns(sheet, KEPT.own)) == asked
    assert [row[0] for row in explained.rows[1:]] == list(sheet.headers)

    def cell(target: str) -> str:
        value = FILLED.get(target, "")
        return value if isinstance(value, str) else value[language]

    filled = write_sheets([Sheet("1", sheet.headers, [[cell(target) for target in asked]])])
    table = read_book(filled).tables[0]
    columns = guess_columns(table, KEPT.own)
    assert targets_of(columns) == asked
    [draft] = make_drafts(table, targets_of(columns), today=today_date(), own=KEPT.own)
    assert (draft.problems, draft.warnings) == ([], [])
    assert draft.contact == {
        "family_be": "Кавалёў",
        "given_be": "Сяргей",
        "patronymic_be": "Мікалаевіч",
        "sex": "m",
        "birth": "1960-02-29",
        "language": "be",
        "notes": "прыйдзе",
        "no_letters": True,
        "support": 2,
        "polling_station": "17",
        "custom": {
            "large_print": True,
            "best_time": "evening",
            "can_help": ["transport", "calls"],
            "copies": 15,
            "was_observer": False,
            "confirmed_day": "2026-05",
        },
    }
    assert (draft.tags, draft.address["house"]) == (["валанцёр", "сусед"], "5")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_answer_in_the_template_is_a_problem_of_its_row_and_column(language: str) -> None:
    asked = [one.target for one in asked_on(KEPT, "sheet")]
    headers = read_book(template(KEPT, language)).tables[0].headers
    row = [{"family": "Кавалёў", "own:best_time": "ніколі"}.get(target, "") for target in asked]
    table = read_book(write_sheets([Sheet("1", headers, [row])])).tables[0]
    [draft] = make_drafts(table, targets_of(guess_columns(table, KEPT.own)), today=today_date(), own=KEPT.own)
    [problem] = draft.problems
    assert (problem.code, problem.column, problem.value) == (
        "choice-unknown",
        headers[asked.index("own:best_time")],
        "ніколі",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_allowed_answer_stands_in_the_explanation_and_is_read(language: str) -> None:
    explained = read_book(template(KEPT, language)).tables[1]
    told = {row[0]: row[1] for row in explained.rows[1:]}
    for kept in KEPT.in_form("sheet"):
        for value in kept.field.values:
            assert any(value.labels[language] in words for words in told.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_form_is_a4_numbers_each_person_and_has_a_version(language: str, arrive: Arrive) -> None:
    browser = arrive("collector").browser
    answer = browser.post("/standard/form", {"kind": "paper", "language": language})
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as file:
        assert [tuple(map(round, map(float, page.mediabox[2:]))) for page in file.pages] == [(595, 842)] * 2
    form = paper_form(KEPT, language)
    assert form.people == 4
    assert version_of(form.boxes) in form.version
    assert len(form.boxes) == len(asked_on(KEPT, "paper"))


def test_the_version_changes_with_what_is_asked_and_with_nothing_else() -> None:
    def version(*more: Field) -> str:
        return version_of(paper_form(merge(list(enumerate([*starting_standard(), *more], 1))), "be").boxes)

    asked = Field(key="new", labels={"be": "Новае"}, section="about", forms=("paper",))
    assert version() == version(msgspec.structs.replace(asked, forms=("entry",)))
    assert version() != version(asked)


def test_the_spreadsheet_comes_as_a_neutral_file_with_two_sheets(arrive: Arrive) -> None:
    answer = arrive("viewer").browser.post("/standard/form", {"kind": "sheet", "language": "xx"})
    assert answer["Content-Disposition"] == 'attachment; filename="form.xlsx"'
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert [name for name in names if "worksheets" in name] == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"]


def test_what_is_switched_off_is_on_no_form() -> None:
    off = msgspec.structs.replace(KEPT.by_key["birth"].field, enabled=False)
    kept = merge([(1, off), *enumerate(starting_standard(), 2)])
    assert "birth" not in {one.target for form in ("paper", "sheet") for one in asked_on(kept, form)}
    headers = read_book(template(merge([]), "ru")).tables[0]
    assert "birth" not in targets_of(guess_columns(headers, disabled=kept.disabled))
    assert "birth" in targets_of(guess_columns(headers))
