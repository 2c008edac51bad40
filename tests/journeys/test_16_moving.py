"""Journey 16: somebody moves to the area of another division, and stands there with their history."""

from __future__ import annotations

from typing import Any

from fixtures.words import say

BABRUJSK = "Магілёўская вобласць / Бабруйскі раён"
FAMILY, GIVEN = "Перасяленка", "Марыля"


def test_a_person_is_sent_to_another_division_and_stands_there_alone(editor: Any) -> None:
    editor.open("/contacts/add")
    editor.choose(say("Division"), BABRUJSK)
    editor.type(say("Family name in Belarusian"), FAMILY)
    editor.type(say("Given name in Belarusian"), GIVEN)
    editor.press_first(say("Add this person"))
    editor.see("Бабруйскі раён")
    editor.follow(say("Send to another division"))
    to = _another(editor)
    editor.choose(say("To which division"), to)
    editor._first("//main//input[@name='with_history']").click()
    editor.press(say("Send the person"))
    editor.open("/find")
    editor.type(say("Name, phone or words"), FAMILY)
    editor.press_in_page()
    editor.follow(f"{FAMILY} {GIVEN}")
    editor.see(to.rsplit(" / ", maxsplit=1)[-1])
    editor.do_not_see("Бабруйскі раён")
    editor.follow(say("History"))
    editor.see(say("In the division before"))


def _another(editor: Any) -> str:
    """Return a district of the editor's own region that is not the one where the person stands."""
    options = editor._find("//main//select[@name='division']//option[contains(., 'Магілёўская вобласць / ')]")
    return str(next(one.text for one in options if one.text != BABRUJSK))
