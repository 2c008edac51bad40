"""Journey 4: a person is corrected; the history shows who changed what; undo sets it back."""

from __future__ import annotations

from typing import Any

from factories.lists import FAMILY, GIVEN, KNOWN, PATRONYMIC
from fixtures.words import say

NAME = f"{KNOWN[FAMILY]} {KNOWN[GIVEN]}"


def test_a_correction_stands_in_the_history_with_its_author_and_is_undone(list_is_in: Any) -> None:
    editor = list_is_in
    editor.type(say("Find a person"), NAME)
    editor.press(say("Find"))
    editor.follow(f"{NAME} {KNOWN[PATRONYMIC]}")
    editor.follow(say("Correct the name"))
    editor.type(say("Patronymic in Russian"), "Павлович")
    editor.press_first(say("Save"))
    assert editor.heading() == f"{NAME} Павлович"
    editor.see(say("Saved."))
    editor.follow(say("History"))
    editor.see(editor.served.at_rest.person("editor").handle)
    editor.see(str(KNOWN[PATRONYMIC]))
    editor.see("Павлович")
    editor.press(editor.begins(say("Undo")))
    editor.press(say("Undo this change"))
    editor.see(say("The change is undone."))
    editor.open(editor.path().removesuffix("/history"))
    assert editor.heading() == f"{NAME} {KNOWN[PATRONYMIC]}"
    editor.follow(say("History"))
    assert editor.text().count("Павлович") == 2


def test_a_surname_that_changes_is_kept_and_still_finds_its_person(list_is_in: Any) -> None:
    editor = list_is_in
    editor.type(say("Find a person"), NAME)
    editor.press(say("Find"))
    editor.follow(f"{NAME} {KNOWN[PATRONYMIC]}")
    editor.follow(say("Correct the name"))
    editor.type(say("Family name in Belarusian"), "Замужняя")
    editor.type(say("Family name in Russian"), "Замужняя")
    editor.press_first(say("Save"))
    editor.see(say("Keep “%(name)s” as a former surname") % {"name": KNOWN[FAMILY]})
    editor.press_first(say("Save"))
    editor.see(say("Saved."))
    editor.see(f"{say('former surname:')} {KNOWN[FAMILY]}")
    editor.type(say("Find a person"), NAME)
    editor.press(say("Find"))
    editor.see(say("former surname %(name)s") % {"name": KNOWN[FAMILY]})
    editor.follow(f"Замужняя {KNOWN[GIVEN]} {KNOWN[PATRONYMIC]}")
    editor.follow(say("History"))
    editor.press_first(f"{say('Undo')}: {say('Corrected')}")
    editor.press(say("Undo this change"))
    editor.open(editor.path().removesuffix("/history"))
    assert editor.heading() == f"{NAME} {KNOWN[PATRONYMIC]}"
