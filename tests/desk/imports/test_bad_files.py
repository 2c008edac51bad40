from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from busel.desk.workspace.models import Contact
from desk.conftest import REGION
from desk.imports.conftest import look_at, upload
from desk.imports.test_import_pages import confirm, english, see_effects, text_of
from factories import hostile

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

LANGUAGES = ("en", "be", "ru")
NO_LIST = ("This file is no list.", "Гэты файл не спіс.", "Этот файл не список.")
CUT_SHORT = (
    "This file is damaged or cut short.",
    "Гэты файл пашкоджаны або абарваны.",
    "Этот файл повреждён или обрывается.",
)
PASSWORD = ("This file is under a password.", "Гэты файл пад паролем.", "Этот файл под паролем.")
TOO_LARGE = (
    "This file is larger than any list of people.",
    "Гэты файл большы за любы спіс людзей.",
    "Этот файл больше любого списка людей.",
)
SENTENCES = {
    "a picture": NO_LIST,
    "a truncated workbook": CUT_SHORT,
    "a workbook under a password": PASSWORD,
    "a workbook of an old Excel": CUT_SHORT,
    "a workbook of an old Excel under a password": PASSWORD,
    "one cell at XFD1048576": TOO_LARGE,
    "100,000 columns as xlsx": TOO_LARGE,
    "100,000 columns as csv": TOO_LARGE,
    "a zip bomb of 10 GB": TOO_LARGE,
    "cells of 15,000 letters": TOO_LARGE,
}
HALF_A_LETTER = (
    "This file seems to be cut short: it ends in the middle of a letter.",
    "Здаецца, файл абарваны: ён канчаецца пасярод літары.",
    "Похоже, файл обрывается: он кончается посреди буквы.",
)


def speaking(desk: Desk, language: str) -> Desk:
    desk.browser.post("/preferences/language", {"language": language, "next": "/"})
    return desk


def test_every_hostile_file_is_tried() -> None:
    elsewhere = {"text that stops within a letter", "a workbook of a gigabyte"}  # below; and once, in tests/seizure
    assert SENTENCES.keys() | elsewhere == hostile.HOSTILE.keys()


@pytest.mark.parametrize("name", SENTENCES)
def test_what_cannot_be_read_is_told_in_a_sentence(arrive: Arrive, organisation: Organisation, name: str) -> None:
    desk, data = arrive("editor"), hostile.HOSTILE[name]()
    for language, sentence in zip(LANGUAGES, SENTENCES[name], strict=True):
        answer = upload(speaking(desk, language), data, name="list.xlsx", division=organisation.journal(REGION))
        assert sentence in text_of(answer)
    assert Contact.objects.count() == 0


def test_text_that_stops_within_a_letter_is_read_with_a_warning(arrive: Arrive, organisation: Organisation) -> None:
    desk, data = arrive("editor"), hostile.half_a_letter()
    for language, sentence in zip(LANGUAGES, HALF_A_LETTER, strict=True):
        seen = look_at(speaking(desk, language), data, division=organisation.journal(REGION))
        assert sentence in text_of(seen)
    columns = upload(english(desk), data, division=organisation.journal(REGION))
    report = confirm(desk, see_effects(desk, columns))
    assert "301 rows = 301 new + 0 changed + 0 left alone + 0 staying out + 0 blank" in text_of(report)


LOOK = (str(Path(sys.executable).parent / "busel"), "look")


@pytest.mark.parametrize("name", SENTENCES)
def test_the_command_line_says_the_same_sentence(tmp_path: Path, name: str) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(hostile.HOSTILE[name]())
    done = subprocess.run([*LOOK, file, "--json"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(SENTENCES[name][0])


def test_the_command_line_warns_of_text_that_stops_within_a_letter(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(hostile.half_a_letter())
    told = subprocess.run([*LOOK, file], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[1].startswith(HALF_A_LETTER[0])


def test_nothing_in_a_file_is_told_too(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    answer = upload(desk, b"", division=organisation.journal(REGION))
    assert "Nothing stands in this file." in text_of(answer)


def test_one_bad_date_costs_one_row(arrive: Arrive, organisation: Organisation) -> None:
    built = hostile.one_bad_date()
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, built.data, name="list.xlsx", division=organisation.journal(REGION)))
    assert "There is no such day in the calendar. 31.02.1980 2500" in text_of(effects)
    report = confirm(desk, effects)
    assert "5,000 rows = 4,999 new + 0 changed + 0 left alone + 1 staying out + 0 blank" in text_of(report)


CASES = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize("case", CASES)
def test_what_stands_in_a_file_stays_text(arrive: Arrive, organisation: Organisation, case: str) -> None:
    desk = english(arrive("editor"))
    quoted = case.replace('"', '""')
    data = f'Фамилия;Имя;"{quoted}"\n"{quoted}";Сергей;"{quoted}"\n'.encode()
    columns = upload(desk, data, name=f"{case}.csv".replace("/", ""), division=organisation.journal(REGION))
    effects = see_effects(desk, columns)
    for page in (columns, effects, confirm(desk, effects)):
        body = page.content.decode()
        assert case not in body or "<" not in case
        assert "49" not in text_of(page).split("Bring in a list")[-1]
