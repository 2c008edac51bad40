"""Journey 14: somebody is added and invited; the sheet is printed, and who signed it is typed back by code."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from fixtures.words import say

BABRUJSK = "Магілёўская вобласць / Бабруйскі раён"
TITLE = "Навучанне назіральнікаў"
FAMILY, GIVEN = "Зімародак", "Радаслава"


def test_who_is_invited_stands_on_the_sheet_and_is_typed_back_by_code(editor: Any) -> None:
    _add_somebody(editor)
    editor.follow(say("Invite to an event"))
    editor.see(say("There is no event to invite to"))
    editor.follow(say("Make an event"))
    editor.choose(say("Division"), BABRUJSK)
    editor.type(say("What it is called"), TITLE)
    editor.press(say("Make this event"))
    assert editor.heading() == TITLE
    event = editor.path()
    _invite(editor)
    editor.open(event)
    editor.follow(say("Print the sign-in sheet"))
    code = _code_on(editor.save(say("Make the PDF")))
    editor.open(event)
    editor.follow(say("Type in who came"))
    last = int(code[-1])
    editor.type(say("Codes of those who signed"), f"{code[:-1]}{(last + 1) % 10}")
    editor.press(say("Save who came"))
    editor.do_not_see(FAMILY)
    editor.type(say("Codes of those who signed"), code)
    editor.press(say("Save who came"))
    editor.see(FAMILY)
    editor.open(event)
    editor.follow(f"{FAMILY} {GIVEN}")
    editor.see(say("was there"))


def _add_somebody(editor: Any) -> None:
    editor.open("/contacts/add")
    editor.choose(say("Division"), BABRUJSK)
    editor.type(say("Family name in Belarusian"), FAMILY)
    editor.type(say("Given name in Belarusian"), GIVEN)
    editor.press_first(say("Add this person"))
    assert editor.heading() == f"{FAMILY} {GIVEN}"


def _invite(editor: Any) -> None:
    editor.open("/find")
    editor.type(say("Name, phone or words"), FAMILY)
    editor.press_in_page()
    editor.follow(f"{FAMILY} {GIVEN}")
    editor.follow(say("Invite to an event"))
    editor.see(say("Nothing is written down that this person agreed to."))
    editor.choose(say("Which event?"), f"{TITLE} {say('no day yet')}")
    editor.press(say("Put on the list"))
    editor.see(TITLE)


def _code_on(pdf: Path) -> str:
    """Return the one code that the sheet holds, as another program reads it."""
    tool = shutil.which("pdftotext")
    assert tool, "Debian's poppler-utils is missing"
    text = subprocess.run([tool, str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    assert GIVEN in text
    assert FAMILY not in text  # the paper names nobody whole
    (code,) = re.findall(r"\b\d+-\d\d\b", text)
    return str(code)
