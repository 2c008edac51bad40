"""Journey 2: a real spreadsheet of 5,000 rows comes in, and what could not comes back as a file."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from factories.lists import HEADER, supporter_list
from fixtures.words import say

BABRUJSK = "Магілёўская вобласць / Бабруйскі раён"
LIST = supporter_list()


def numbers(text: str) -> list[int]:
    return [int(re.sub(r"\D", "", one)) for one in re.findall(r"\d[\d\u00a0\u202f]*", text)]


def test_a_list_is_guessed_corrected_shown_brought_in_and_reported(
    editor: Any, spreadsheet: Path, brought: list[bool]
) -> None:
    editor.follow(say("Bring in a list"))
    editor.choose(say("Division"), BABRUJSK)
    editor.upload(say("The file"), spreadsheet)
    editor.press(say("Look at the file"))
    editor.wait_for(say("Is this your list?"))
    editor.look()
    editor.press(say("Yes, go on to the columns"))
    _columns_are_guessed_and_one_is_corrected(editor)
    people_before = _people(editor)
    editor.press(say("See what would change"))
    editor.wait_for(say("The first rows"))
    editor.look()
    assert _people(editor) == people_before
    good, bad, blank = len(LIST.good), len(LIST.bad), len(LIST.blank)
    told = numbers(editor.text())
    assert {good, bad, blank, 5000} <= set(told)
    assert good + bad + blank == 5000
    editor.press(_the_button_that_brings_in(editor, good))
    editor.wait_for(say("The list is in"), patience=60)
    editor.look()
    assert {good, bad, blank} <= set(numbers(editor.text()))
    brought.append(True)
    _problem_rows_come_back(editor)
    assert _people(editor) == people_before + good


def _people(editor: Any) -> int:
    """Return what home counts, and come back."""
    path = editor.path()
    editor.browser.open("/")
    counted = numbers(editor.text().split(say("How we stand"), 1)[1])[0]
    editor.browser.open(path)
    return counted


def _columns_are_guessed_and_one_is_corrected(editor: Any) -> None:
    label = f"{say('It becomes')} «{{}}»"
    labels = re.findall(r"<label\b[^>]*>(.*?)</label>", editor.source(), re.DOTALL)
    by_header = {header: next(one for one in labels if f"«{header}»" in one) for header in HEADER if header}
    assert len(by_header) == len(HEADER), label
    chosen = {
        header: editor.browser._marionette.execute_script(
            "const label = [...document.querySelectorAll('label')].find(one => one.textContent.includes(arguments[0]));"
            "const box = document.getElementById(label.htmlFor); return box.options[box.selectedIndex].text",
            [f"«{header}»"],
        )
        for header in HEADER
    }
    assert (chosen["Фамилия"], chosen["Телефон"], chosen["Метки"]) == (say("Family name"), say("Phone"), say("Tags"))
    editor.choose(_plain(by_header["№"]), say("left out"))


def _plain(html: str) -> str:
    return " ".join(re.split(r"[ \t\n]+", re.sub(r"<[^>]+>", " ", html).replace("&nbsp;", "\u00a0"))).strip()


def _the_button_that_brings_in(editor: Any, good: int) -> str:
    buttons = [_plain(one) for one in re.findall(r"<button\b[^>]*>(.*?)</button>", editor.source(), re.DOTALL)]
    return next(one for one in buttons if numbers(one) == [good])


def _problem_rows_come_back(editor: Any) -> None:
    file = editor.save(say("Download the problem rows"))
    sheet = load_workbook(io.BytesIO(file.read_bytes())).active
    header, *rows = sheet.iter_rows(values_only=True)
    assert header[: len(HEADER)] == HEADER
    assert [row[-2] for row in rows] == [str(number) for number, _column, _code in LIST.bad]
    assert all(row[-1] for row in rows)
