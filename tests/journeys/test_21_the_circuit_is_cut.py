"""Journey 21: the circuit is cut at each step of a list; it is found where it was, and brings nobody in twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.circuit import Circuit, circuit_to
from fixtures.served import Served
from fixtures.words import say
from journeys.conftest import BABRUJSK, Traveller

PATIENCE = 60
ROWS = 2_500
"""Enough for the journal to be folded at the end."""


@pytest.fixture
def circuit(traveller: Traveller, served: Served) -> Iterator[Circuit]:
    """The traveller's way to the door."""
    with circuit_to(served.address) as one:
        traveller.browser.base = one.address
        yield one


@pytest.fixture
def there(traveller: Traveller, circuit: Circuit) -> Traveller:
    traveller.sign_in(traveller.served.at_rest.person("editor"))
    return traveller


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"spis{at}.csv" for at in range(2)]
    for at, path in enumerate(paths):
        rows = (f"Цыркуль;Ян;+37544{at + 7}{row:06}\n" for row in range(ROWS))
        path.write_text("".join(("Прозвішча;Імя;Тэлефон\n", *rows)), encoding="utf-8")
    return paths


def people(editor: Traveller) -> int:
    """Return what home counts."""
    editor.browser.open("/")
    found = re.search(r"\d[\d\u00a0\u202f]*", editor.text().split(say("How we stand"), 1)[1])
    assert found
    return int(re.sub(r"\D", "", found[0]))


def press_in_vain(editor: Traveller, circuit: Circuit, path: str) -> None:
    """Press a button whose answer is lost: by key, for the driver waits for no page then."""
    with circuit.losing_answers() as lost:
        editor._first(path).send_keys("\ue007")
        assert lost.wait(PATIENCE)
    editor.complaints()


def choose(editor: Traveller, file: Path) -> None:
    editor.browser.open("/import")
    editor.choose(say("Division"), BABRUJSK)
    editor.upload(say("The file"), file)


def button(text: str) -> str:
    return f"//main//button[normalize-space(.)='{say(text)}']"


def test_a_list_whose_answers_are_lost_is_found_at_its_step_and_comes_in_once(
    there: Traveller, circuit: Circuit, files: list[Path]
) -> None:
    before = people(there)
    choose(there, files[0])
    press_in_vain(there, circuit, button("Look at the file"))
    there.open("/")
    there.see(say("A list is on its way"))
    choose(there, files[0])
    there.press(say("Look at the file"))
    there.see(say("This list is on its way already: here it stands."))
    there.wait_for(say("Is this your list?"))
    there.press(say("Yes, go on to the columns"))
    press_in_vain(there, circuit, button("See what would change"))
    there.open("/import")
    there.follow_first(files[0].name)
    there.wait_for(say("The first rows"), patience=PATIENCE)
    assert people(there) == before
    there.open("/import")
    there.follow_first(files[0].name)
    effects = there.path()
    press_in_vain(there, circuit, "//main//button[@name='confirmed']")
    there.browser.open(effects)  # whoever goes back and looks finds it done or at work, and no button to press again
    there.wait_for(say("The list is in"), patience=PATIENCE)
    there.look()
    assert people(there) == before + ROWS


def test_who_signs_in_again_while_the_list_comes_in_brings_it_once(
    there: Traveller, circuit: Circuit, files: list[Path]
) -> None:
    before = people(there)
    choose(there, files[1])
    there.press(say("Look at the file"))
    there.wait_for(say("Is this your list?"))
    there.press(say("Yes, go on to the columns"))
    there.press(say("See what would change"))
    there.wait_for(say("The first rows"), patience=PATIENCE)
    press_in_vain(there, circuit, "//main//button[@name='confirmed']")
    there.forget()
    there.sign_in(there.served.at_rest.person("editor"))
    choose(there, files[1])
    there.press(say("Look at the file"))
    there.wait_for(say("Is this your list?"))
    there.press(say("Yes, go on to the columns"))
    there.press(say("See what would change"))
    there.wait_for(say("The first rows"), patience=PATIENCE)
    if there.browser._find("//main//button[@name='confirmed']"):
        there.press_in_page("//main//button[@name='confirmed']")
        there.wait_for(say("The list is in"), patience=PATIENCE)
    assert people(there) == before + ROWS
