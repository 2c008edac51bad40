"""Journey 12: many people at once: a file goes out after a coordinator agreed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browser.page import words
from fixtures.served import AtRest, serving
from fixtures.words import say
from journeys.conftest import bring_in

PATIENCE = 60


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Path) -> Any:
    """An organisation of this journey's own: many people are brought into one district of it."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def test_many_people_go_out_once_a_coordinator_has_agreed(
    traveller: Any, another_traveller: Any, phone_file: Path
) -> None:
    editor, coordinator = traveller, another_traveller
    person = editor.served.at_rest.person("editor")
    editor.sign_in(person)
    bring_in(editor, phone_file)
    editor.open("/export")
    editor.press(say("See what goes out"))
    editor.see(say("Ask a coordinator"))
    editor.press(say("Ask for consent"))
    editor.see(say("Wait for a coordinator"))

    coordinator.sign_in(coordinator.served.at_rest.person("coordinator"))
    coordinator.follow(say("Consent to an export"))
    coordinator.see(person.handle)
    coordinator.press_in_page("//main//button[@value='agree']")
    coordinator.see(say("Nobody waits for your consent"))

    editor.open("/")
    editor.follow(say("Take the file"))
    editor._first(f"//main//section[contains(., {words(say('What you asked for'))})]//a").click()
    editor.look()
    editor.see(say("A coordinator has agreed. The file can be taken once, within a day."))
    editor.type(say("Passphrase"), person.passphrase)
    editor.press_in_page()
    editor.wait_for(say("Take the file"), patience=PATIENCE)
    editor.look()
    editor.see(say("The consent is used up."))
    saved = editor.save(say("Download the file")).read_bytes()
    assert saved[:2] == b"PK"  # a workbook
    assert person.handle.encode() not in saved
