"""Journey 17: who opens very many people is stopped; a colleague's press lets them go on today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browser.page import words
from fixtures.served import AtRest, serving
from fixtures.words import say
from journeys.conftest import bring_in

PAGES = 40
"""Of twenty-five people each: a viewer sees six hundred an hour in lists."""


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Path) -> Any:
    """An organisation of this journey's own: nobody has opened anybody there yet."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def test_who_was_stopped_goes_on_once_a_colleague_let_them(
    traveller: Any, another_traveller: Any, spreadsheet: Path
) -> None:
    viewer, colleague = traveller, another_traveller
    colleague.sign_in(colleague.served.at_rest.person("editor"))
    bring_in(colleague, spreadsheet)
    person = viewer.served.at_rest.person("viewer")
    viewer.sign_in(person)
    viewer.follow_first(say("Search"))
    viewer.press_in_page()
    list_of_all = viewer.path()
    stopped = _leaf_through(viewer, list_of_all)
    viewer.look()
    viewer.see(
        say(
            "In a hurry? Ask a colleague who edits or coordinates the same division. Under “My account”, at the foot "
            "of each page, they find “Let a colleague go on”: with one press you can go on today."
        )
    )

    colleague.open("/")
    colleague.follow(say("My account"))
    colleague.follow(say("Let a colleague go on"))
    colleague._first(f"//main//li[contains(., {words(person.handle)})]//button").click()
    colleague.look()
    colleague.see(say("goes on today"))

    viewer.open(stopped)
    viewer.do_not_see(say("Stopped for now"))


def _leaf_through(viewer: Any, list_of_all: str) -> str:
    """Turn pages until the page says that it is enough; return the address of that one."""
    for page in range(2, PAGES):
        address = f"{list_of_all}?page={page}"
        viewer.browser.open(address)
        if viewer.heading() == say("Stopped for now"):
            return address
    raise AssertionError("nobody was stopped")
