"""Journey 19: a district tells the region how many it is, in tens; the region accepts, and reads it in the report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from browser.page import words
from fixtures.served import AtRest, serving
from fixtures.words import say

REGION, DISTRICT = "Магілёўская вобласць", "Бабруйскі раён"
NAME = f"{REGION} / {DISTRICT}"


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Path) -> Any:
    """An organisation of this journey's own: totals go once a week."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def counted(cell: str) -> int:
    """Return the number that a cell shows."""
    return int(re.sub(r"\D", "", cell))


def figure(traveller: Any, label: str) -> int:
    """Return what totals tell under a label."""
    (cell,) = traveller._find(f"//main//tr[th[normalize-space(.)={words(label)}]]/td[1]")
    return counted(cell.text)


def told(traveller: Any) -> dict[str, int]:
    """Return district -> people, of those that have told it: the others have one wide cell instead of figures."""
    heads, cells = (traveller._find(f"(//main//table)[1]/tbody/tr[not(td[@colspan])]/{one}") for one in ("th", "td[1]"))
    return {head.text: counted(cell.text) for head, cell in zip(heads, cells, strict=True)}


def test_a_district_tells_how_many_it_is_and_the_region_reads_it(traveller: Any, another_traveller: Any) -> None:
    coordinator, editor = traveller, another_traveller
    here = coordinator.served.at_rest

    coordinator.sign_in(here.person("coordinator", nth=1))
    coordinator.open("/reports/")
    coordinator.follow(say("Totals for the level above"))
    coordinator.follow(NAME)
    people = figure(coordinator, say("People"))
    assert people >= 10
    assert people % 10 == 0
    coordinator.press(say("Send these totals to %(above)s") % {"above": REGION})
    coordinator.see(say("The totals are sent. An editor of %(above)s accepts them.") % {"above": REGION})
    # Once a week: the button is gone, and the day of the next ones stands there.
    assert say("Send these totals to %(above)s") % {"above": REGION} not in coordinator.source()

    editor.sign_in(here.person("editor"))
    editor.open("/reports/totals/")
    assert told(editor) == {}
    editor.open("/inbox/")
    editor.follow(editor.begins(say("Totals of %(division)s") % {"division": NAME}))
    assert figure(editor, say("People")) == people
    editor.press(say("Accept these totals"))
    editor.see(say("Divisions’ totals"))
    assert told(editor) == {DISTRICT: people}
    editor.open("/inbox/")
    editor.see(say("The inbox is empty"))
    # What was accepted can be taken back, and is gone from the report then.
    editor.open("/reports/totals/")
    editor.follow(editor.begins(say("Take back")))
    editor.press_in_page("//main//form//button[@name='confirmed']")
    editor.open("/reports/totals/")
    assert told(editor) == {}
