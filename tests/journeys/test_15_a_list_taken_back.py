"""Journey 15: a list is brought in by mistake, and taken back as a whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fixtures.words import say
from journeys.conftest import bring_in


def test_a_list_that_came_in_by_mistake_goes_again_with_one_press(editor: Any, phone_file: Path) -> None:
    before = _people(editor)
    bring_in(editor, phone_file)
    assert _people(editor) > before
    editor.open("/import")
    editor.follow(say("Lists brought in"))
    editor._first("//main//tbody//a[contains(@href, '/import/lists/')]").click()
    editor.look()
    editor.see(say("The history keeps all of it. To bring the list in again you need the file."))
    editor.press(say("Take the list back"))
    assert editor.path() == "/import/lists/"
    assert _people(editor) == before


def _people(editor: Any) -> int:
    """Return what home counts."""
    editor.open("/")
    found = re.search(r"\d[\d\u00a0\u202f]*", editor.text().split(say("How we stand"), 1)[1])
    assert found
    return int(re.sub(r"\D", "", found[0]))
