"""Journey 6: a collector sends what stands on paper, sees receipts and no stored person; the editor decides."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from fixtures.words import say

PAPER = (
    ("Дзічкоўская", "Ядвіга", "+375 29 611-22-33"),
    ("Пташнік", "Лявон", "8 033 612 33 44"),
    ("Бусько", "Ганна", "+375 44 713-44-55"),
)
MANY = 210
MOST_TABS = 60
OUT_OF_A_COLLECTORS_REACH = ("/find", "/letters", "/inbox/", "/contacts/add")


def test_three_people_from_paper_and_a_phone_list_are_decided_about_one_by_one(
    traveller: Any, another_traveller: Any, phone_file: Path
) -> None:
    _collect(another_traveller, phone_file)
    editor = traveller
    editor.sign_in(editor.served.at_rest.person("editor"))
    editor.open("/inbox/")
    for family, given, _phone in PAPER:
        editor.see(f"{family} {given}")
    _decide(editor)
    for shown, typed in (("Ядвіга", "Дзічкоўская"), ("Лявонцій", "Пташнік")):
        editor.type(say("Find a person"), typed)
        editor.press(say("Find"))
        editor.see(shown)
    editor.type(say("Find a person"), "Бусько Ганна")
    editor.press(say("Find"))
    editor.do_not_see("713-44-55")
    editor.open("/inbox/")
    editor.see(say("The inbox is empty"))


def _collect(collector: Any, phone_file: Path) -> None:
    collector.sign_in(collector.served.at_rest.person("collector"))
    for family, given, phone in PAPER:
        collector.open("/entry/")
        collector.type(say("Family name"), family)
        collector.type(say("Given name"), given)
        collector.type(say("Phones"), phone)
        collector.press(say("Send and go to the next"))
    _send_file(collector, phone_file)
    collector.open("/receipts/")
    assert len(collector.table()) == 5
    for family, _given, _phone in PAPER:
        collector.do_not_see(family)
    for path in OUT_OF_A_COLLECTORS_REACH:
        collector.open(path)
        collector.do_not_see(PAPER[0][0])
        collector.do_not_see("+375")


def _decide(editor: Any) -> None:
    """Accept one and the list, correct and accept one, reject one."""
    editor.follow("Дзічкоўская Ядвіга")
    editor.press(say("Accept"))
    editor.open("/inbox/")
    editor.follow("Пташнік Лявон")
    editor.follow(say("Correct"))
    editor.type(say("Given name in Belarusian"), "Лявонцій")
    editor.press_first(say("Save"))
    editor.see("Лявонцій")
    editor.press(say("Accept"))
    editor.open("/inbox/")
    editor.follow("Бусько Ганна")
    editor.press(say("Reject"))
    editor.press_in_page("//main//form//button[@name='confirmed']")
    editor.open("/inbox/")
    editor.follow(editor.begins("Спіс: 40"))
    editor.press_first(say("Go on to confirm"))
    editor.press_in_page("//main//form//button[@name='confirmed']")
    editor.wait_for(say("The envelope is decided"))


def _send_file(collector: Any, file: Path) -> None:
    collector.open("/import")
    collector.upload(say("The file"), file)
    collector.press(say("Look at the file"))
    collector.wait_for(say("Is this your list?"))
    collector.press(say("Yes, go on to the columns"))
    collector.press(say("See what would change"))
    collector.wait_for(say("The first rows"))
    collector.look()
    collector.press_in_page("//button[@name='confirmed']")
    collector.wait_for(say("The list is in the inbox"))
    collector.look()


def test_hundreds_are_accepted_at_once_and_the_rest_is_gone_through_by_keyboard_alone(
    traveller: Any, another_traveller: Any, tmp_path: Path
) -> None:
    rows = [f"Зорка{at};Алесь" for at in range(MANY)]
    file = tmp_path / "zorki.csv"
    file.write_text("\n".join(["Прозвішча;Імя", "Вечарніца;Ганна", *rows]), encoding="utf-8")
    collector, editor = another_traveller, traveller
    collector.sign_in(collector.served.at_rest.person("collector"))
    collector.open("/entry/")
    collector.type(say("Family name"), "Вечарніца")
    collector.type(say("Given name"), "Ганна")
    collector.press(say("Send and go to the next"))
    editor.sign_in(editor.served.at_rest.person("editor"))
    editor.open("/inbox/")
    editor.follow("Вечарніца Ганна")
    editor.press(say("Accept"))
    _send_file(collector, file)
    editor.open("/inbox/")
    editor.follow(editor.begins(f"Спіс: {MANY + 1}"))
    _by_keyboard(editor, say("Accept all clean ones and go through the rest"))
    editor.wait_for(say("Likely known already."))
    editor.look()
    _by_keyboard(editor, say("Reject: known already"))
    editor.wait_for(say("No, go back"))
    editor.press_in_page("//main//form//button[@name='confirmed']")
    editor.wait_for(say("The envelope is decided"))
    editor.see(f"{say('Now among your people')}")
    editor.open("/inbox/")
    editor.see(say("The inbox is empty"))


def _by_keyboard(person: Any, button: str) -> None:
    """Go to a button with the tabulator and press it."""
    for _ in range(MOST_TABS):
        person.keys("TAB")
        if person.focused() == button:
            before = person.path()
            person.keys("ENTER")
            while person.path() == before:
                time.sleep(0.1)
            return
    raise AssertionError(button)
