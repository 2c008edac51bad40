"""Journey 21: two records of one person become one, and two again; then they are a family after all."""

from __future__ import annotations

from typing import Any

from fixtures.words import say

DIVISION = "Магілёўская вобласць / Бабруйскі раён"
FARTHEST = 30
FAMILY, GIVEN, PHONE = "Двухразовіч", "Таццяна", "+375 29 555-44-33"


def test_who_stands_there_twice_is_found_made_one_parted_again_and_called_a_family(editor: Any) -> None:
    for _ in range(2):
        _add(editor)
    editor.open("/duplicates/")
    editor.press_first(say("Look for duplicates"))
    editor.wait_for(f"{FAMILY} {GIVEN}", patience=120)
    editor.follow_first(f"{FAMILY} {GIVEN} – {FAMILY} {GIVEN}")
    editor.see(say("same phone"))
    editor.see(say("What one record of them would be"))
    _press(editor, "//main//button[@accesskey='1']")
    editor.see(say("One record now: %(names)s").partition("%")[0])
    _press(editor, "//main//form[contains(@action, '/duplicates/undo')]//button")
    editor.see(say("These are two records again, as they were before."))
    _by_key(editor, "1", then=say("One record now: %(names)s").partition("%")[0])
    _take_back_from_the_person(editor)
    editor.open("/duplicates/")
    editor.follow_first(f"{FAMILY} {GIVEN} – {FAMILY} {GIVEN}")
    _by_key(editor, "3", then=say("Note the family"))
    editor.tick(say("They live together: one household"))
    editor.press_first(say("Note the family"))
    editor.see(say("Noted: they are two people of one family. They are not proposed again."))
    editor.open("/duplicates/settled")
    editor.see(f"{FAMILY} {GIVEN}")


def _take_back_from_the_person(editor: Any) -> None:
    """Find the one record, and make two of it again by what its page says of the merge."""
    editor.type(say("Find a person"), FAMILY)
    editor.press(say("Find"))
    editor.follow_first(f"{FAMILY} {GIVEN}")
    editor.see(say("Two records made one"))
    editor.follow_first(say("See what it did, or make two records again"))
    _press(editor, "//main//form[contains(@action, '/undo')]//button")
    editor.see(say("Make two records of it again?"))
    editor.press_first(say("Make two records again"))
    editor.see(say("These are two records again, as they were before."))


def _by_key(editor: Any, key: str, *, then: str) -> None:
    """Go to an answer with the tabulator, no further than the page's head and the answers are long, and press it."""
    wanted = f"return document.activeElement.getAttribute('accesskey') === '{key}'"
    presses = 0
    while not editor.browser._content(wanted):
        editor.keys("TAB")
        presses += 1
        assert presses <= FARTHEST
    editor.keys("ENTER")
    editor.wait_for(then)
    editor.look()


def _add(editor: Any) -> None:
    editor.open("/contacts/add")
    editor.choose(say("Division"), DIVISION)
    editor.type(say("Family name in Belarusian"), FAMILY)
    editor.type(say("Given name in Belarusian"), GIVEN)
    editor._first("//main//input[@inputmode='tel']").send_keys(PHONE)
    editor.press_first(say("Add this person"))
    if editor.browser._find("//main//button[@name='sure']"):  # the second time it says who is there already
        editor.press_first(say("This is another person: add"))
    editor.see(say("The person is added."))


def _press(editor: Any, path: str) -> None:
    editor._first(path).click()
    editor.look()
