"""Journey 7: both sign out and their desks are gone; quick exit, a second sign-in, and idling end a desk too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from browser.firefox import Browser
from fixtures.served import AtRest, Served, eventually, serving
from fixtures.words import say

from busel.desk.running import wire  # isort: skip
from busel.desk.running.options import Limits  # isort: skip


def desks(served: Served) -> list[psutil.Process]:
    """Return the processes that are somebody's now."""
    assert eventually(lambda: served.open_desks() == len(served.desks()))
    return served.desks()


def gone(processes: list[psutil.Process]) -> bool:
    return psutil.wait_procs(processes, timeout=5)[1] == []


def test_both_sign_out_and_nothing_is_left(traveller: Any, another_traveller: Any) -> None:
    served = traveller.served
    before = {one.pid for one in desks(served)}
    traveller.sign_in(served.at_rest.person("editor"))
    another_traveller.sign_in(served.at_rest.person("collector"))
    mine = [one for one in desks(served) if one.pid not in before]
    assert len(mine) == 2
    for one in (traveller, another_traveller):
        one.press(say("Sign out"))
        assert one.path() == "/signed-out/asked"
        assert [cookie["name"] for cookie in one.cookies() if cookie["name"] == "busel"] == []
        one.back()
        one.open("/")
        assert one.value(say("Account name")) == ""
    assert gone(mine)


def test_quick_exit_shows_pancakes_and_ends_the_desk(traveller: Any) -> None:
    served = traveller.served
    before = {one.pid for one in desks(served)}
    traveller.sign_in(served.at_rest.person("editor"))
    mine = [one for one in desks(served) if one.pid not in before]
    traveller.press(say("Leave quickly"))
    assert traveller.path() == "/pancakes/"
    for word in ("Busel", "Магілёў", served.at_rest.person("editor").handle):
        traveller.do_not_see(word)
    assert gone(mine)


def test_the_sign_in_page_and_an_error_page_can_be_left_quickly_too(traveller: Any) -> None:
    traveller.open("/sign-in")
    traveller.follow(say("Leave quickly"))
    assert traveller.path() == "/pancakes/"
    traveller.sign_in(traveller.served.at_rest.person("editor"))
    traveller.open("/nowhere")
    traveller.press(say("Leave quickly"))
    assert traveller.path() == "/pancakes/"


def test_quick_exit_from_a_page_whose_desk_has_ended_shows_pancakes_too(traveller: Any) -> None:
    served, editor = traveller.served, traveller.served.at_rest.person("editor")
    traveller.sign_in(editor)
    assert served.command(wire.KILL + bytes.fromhex(editor.locker)) == wire.DONE + b"\1"
    traveller.press(say("Leave quickly"))
    assert traveller.path() == "/pancakes/"
    assert [cookie["name"] for cookie in traveller.cookies() if cookie["name"] == "busel"] == []


def test_a_second_sign_in_ends_the_older_desk_and_says_so(traveller: Any, another_traveller: Any) -> None:
    served, editor = traveller.served, traveller.served.at_rest.person("editor")
    before = {one.pid for one in desks(served)}
    traveller.sign_in(editor)
    mine = [one for one in desks(served) if one.pid not in before]
    another_traveller.sign_in(editor)
    another_traveller.see(TOLD)
    assert gone(mine)
    traveller.open("/")
    assert traveller.path() == "/signed-out/ended"
    traveller.follow(say("Sign in again"))
    traveller.see(say("Passphrase"))
    another_traveller.press(say("Sign out"))


TOLD = say("You were signed in elsewhere too; that desk was ended. Was it not you? Tell your coordinator at once.")


@pytest.fixture
def impatient(at_rest: AtRest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The organisation on desks that end after three seconds without activity."""
    with serving(at_rest.copy(tmp_path_factory.mktemp("idle") / "o"), limits=Limits(idle=3.0)) as running:
        yield running


def test_who_does_nothing_for_long_has_no_desk_any_more(firefox: Browser, impatient: Served) -> None:
    firefox.base = impatient.address
    person = impatient.at_rest.person("viewer")
    firefox.open("/")
    firefox.type(say("Account name"), person.handle)
    firefox.type(say("Passphrase"), person.passphrase)
    firefox.press(say("Sign in"))
    firefox.wait_for(person.handle)
    mine = desks(impatient)
    assert len(mine) == 1
    assert gone(mine)
    firefox.open("/find")
    assert (firefox.path(), firefox.heading()) == ("/signed-out/ended", say("You are signed out"))
    firefox.follow(say("Sign in again"))
    firefox.see(say("Passphrase"))
    firefox.forget()
