"""Every code has its sentence, every target its word, in all three languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from busel.contacts.kept import merge
from busel.contacts.problems import Code
from busel.desk.importing.outcomes import CODES, OnMatch, Outcome
from busel.desk.importing.stages import Stage
from busel.desk.web import import_words as words
from busel.desk.web.seen_words import FILE_KIND_WORDS, UNREAD_KINDS
from busel.desk.web.target_words import in_sections
from busel.sheets.kinds import NOT_READ_YET
from busel.sheets.readers import READERS, SUFFIXES
from busel.sheets.readers.cards import NOTES as CARD_NOTES
from busel.sheets.readers.notes import NOTES
from busel.sheets.related import related_of
from busel.sheets.tables import SHEET_ERRORS
from busel.sheets.targets import TARGETS

if TYPE_CHECKING:
    from desk.conftest import Arrive

SHEETS = Path(words.__file__).parents[2] / "sheets"


def test_every_reason_to_refuse_a_file_has_a_sentence() -> None:
    assert words.FILE_SENTENCES.keys() == set(SHEET_ERRORS)


def test_every_kind_that_is_not_read_yet_has_a_name() -> None:
    assert UNREAD_KINDS.keys() == set(NOT_READ_YET)


def test_every_kind_that_is_read_has_a_name() -> None:
    assert FILE_KIND_WORDS.keys() >= set(READERS)


def test_every_code_of_a_row_has_a_sentence() -> None:
    assert words.ROW_SENTENCES.keys() == {code.value for code in Code} | set(CODES)


def test_every_target_outcome_and_stage_has_a_word() -> None:
    assert words.TARGET_WORDS.keys() == set(TARGETS)
    assert words.OUTCOME_WORDS.keys() == set(Outcome)
    assert words.ON_MATCH_WORDS.keys() == set(OnMatch)
    assert words.STAGE_WORDS.keys() == {stage for stage in Stage if stage.works}


def test_each_choice_of_a_column_stands_once_under_what_it_is_about() -> None:
    flat = words.target_choices(["street:2"], merge([]), "en")
    with translation.override("en"):
        first, *sections = in_sections(flat)
    assert first == ("ignore", words.TARGET_WORDS["ignore"])
    named = {str(section): [target for target, _words in inside] for section, inside in sections}  # type: ignore[misc]  # sections hold lists
    assert sorted(target for inside in named.values() for target in inside) == sorted(name for name, _ in flat[1:])
    assert named["Name"][0] == "full_name"
    assert named["Address"][-2:] == ["address", "street:2"]
    assert {related_of(target) is None for target in named["Somebody else in the row"]} == {False}


def test_every_note_of_a_reader_has_a_sentence() -> None:
    source = "".join(
        (SHEETS / "readers" / f"{module.rpartition('.')[2]}.py").read_text() for module in READERS.values()
    )
    codes = set(re.findall(r'(?:notes(?:\.append\(| = \[)|yield (?:from \()?)f?"([a-z-]+)', source))
    assert codes | {*NOTES, *CARD_NOTES.values()} == words.NOTE_SENTENCES.keys()


@pytest.mark.parametrize("language", ["be", "ru"])
def test_no_sentence_stays_english(language: str) -> None:
    tables = (
        words.FILE_SENTENCES,
        UNREAD_KINDS,
        words.ROW_SENTENCES,
        words.NOTE_SENTENCES,
        words.TARGET_WORDS,
        words.OUTCOME_WORDS,
    )
    with translation.override("en"):
        english = [str(one) for table in tables for one in table.values()]
    with translation.override(language):
        translated = [str(one) for table in tables for one in table.values()]
    assert [one for one, other in zip(english, translated, strict=True) if one == other] == []


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_the_page_names_every_ending_of_a_file_that_is_read_and_the_browser_offers_them(
    arrive: Arrive, language: str
) -> None:
    browser = arrive("editor").browser
    browser.post("/preferences/language", {"language": language, "next": "/"})
    page = browser.get("/import").content.decode()
    assert f'accept="{",".join(SUFFIXES)}"' in page
    assert set(re.findall(r"\.[a-z]+", " ".join(re.findall(r"\(((?:\.[a-z]+(?:, )?)+)\)", page)))) == set(SUFFIXES)
