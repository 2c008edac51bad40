"""Journey 5: a search is saved, a coordinator agrees to so many letters, and they stand in each contact's history."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from factories.lists import KNOWN_E164, VOLUNTEER
from fixtures.words import say

BABRUJSK = "Магілёўская вобласць / Бабруйскі раён"
TITLE = "Нашы валанцёры з адрасам"
LETTER = "Падзяка за дапамогу"


def test_volunteers_of_babrujsk_with_an_address_get_a_letter_each_in_one_file(
    list_is_in: Any, another_traveller: Any
) -> None:
    editor, coordinator = list_is_in, another_traveller
    editor.follow_first(say("Search"))
    editor.press_in_page()
    editor.choose(say("Division"), BABRUJSK)
    editor.tick(VOLUNTEER)
    editor.tick(say("an address"))
    editor.press(say("Show"))
    editor.press(say("Save this search"))
    editor.type(say("Name of the search"), TITLE)
    editor.press_in_page("//form[contains(@action, '/save')]//button")
    assert editor.heading() == TITLE
    found = _first_number(editor.text().split(TITLE, 1)[1])
    assert found > 100
    editor.follow(say("Write letters to them"))
    editor.choose(say("Which letter"), LETTER)
    editor.press(say("See the letters"))
    editor.wait_for(say("How they look"))
    editor.look()
    _ask(editor, coordinator)
    editor.press(next(one for one in _buttons(editor) if str(found) in one.replace("\u00a0", "")))
    editor.wait_for(say("Take the file and print it"), patience=60)
    editor.look()
    pages, text = _read(editor.save(say("Download the PDF")))
    assert pages >= found
    assert "Дзякуем" in text or "дзякуй" in text.lower()
    assert "спасибо" in text.lower() or "Спасибо" in text
    _it_stands_in_the_history(editor)


def _ask(editor: Any, coordinator: Any) -> None:
    """Ask for consent to so many letters, and let a coordinator agree."""
    editor.press(say("Ask for consent"))
    editor.see(say("Wait for a coordinator"))
    coordinator.sign_in(coordinator.served.at_rest.person("coordinator"))
    coordinator.follow(say("Consent to an export"))
    coordinator.look()
    coordinator.press_in_page("//main//button[@value='agree']")
    coordinator.see(say("Nobody waits for your consent"))
    editor.follow(say("Look now"))
    editor.look()


def _it_stands_in_the_history(editor: Any) -> None:
    editor.open("/find")
    editor.type(say("Name, phone or words"), KNOWN_E164)
    editor.press_in_page()
    editor.follow("Щербаков Николай Петрович")
    editor.see(LETTER)


def _first_number(text: str) -> int:
    found = re.search(r"\d[\d\u00a0\u202f]*", text)
    assert found
    return int(re.sub(r"\D", "", found[0]))


def _buttons(editor: Any) -> list[str]:
    found = re.findall(r"<button\b[^>]*>(.*?)</button>", editor.source(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).replace("&nbsp;", "\u00a0").split(" ")).strip() for one in found]


def _read(pdf: Path) -> tuple[int, str]:
    """Return the number of pages and the words, as another program reads them."""
    tool = shutil.which("pdftotext")
    assert tool, "Debian's poppler-utils is missing"
    text = subprocess.run([tool, str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return text.count("\f"), " ".join(text.split())
