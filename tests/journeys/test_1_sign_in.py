"""Journey 1: a regional editor signs in, sees the zone open, and home says what to do next."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec

from browser.firefox import Browser
from fixtures.served import CHEAP_DESKS, AtRest, found, serving
from fixtures.words import say


def test_an_editor_signs_in_by_name_and_passphrase_and_home_says_what_to_do_next(traveller: Any) -> None:
    traveller.sign_in(traveller.served.at_rest.person("editor"))
    traveller.see(say("Next step"))
    traveller.see(say("How we stand"))
    assert traveller.title() == say("Home")
    assert [cookie["httpOnly"] for cookie in traveller.cookies() if cookie["name"] == "busel"] == [True]


def test_an_editor_with_a_key_file_signs_in_with_it_and_not_without(traveller: Any, tmp_path: Path) -> None:
    person = traveller.served.at_rest.person("editor", key_file=True)
    traveller.open("/")
    traveller.type(say("Account name"), person.handle)
    traveller.type(say("Passphrase"), person.passphrase)
    traveller.press(say("Sign in"))
    traveller.see(say("Account name, passphrase or key file is not right. Nothing tells which."))
    assert traveller.value(say("Account name")) == person.handle
    assert traveller.value(say("Passphrase")) == ""
    key = tmp_path / "kluch"
    key.write_bytes(person.key_bytes)
    traveller.sign_in(person, key)
    traveller.see(say("Next step"))


def test_while_the_zone_opens_the_page_says_so_and_leads_home_by_itself(traveller: Any) -> None:
    national = traveller.served.at_rest.person("coordinator")
    traveller.open("/")
    traveller.type(say("Account name"), national.handle)
    traveller.type(say("Passphrase"), national.passphrase)
    traveller.browser.press(say("Sign in"))
    traveller.wait_for(say("How we stand"))
    assert traveller.path() == "/"


def test_each_role_lands_on_a_page_of_its_own(traveller: Any) -> None:
    for role in ("viewer", "collector", "administrator", "auditor"):
        traveller.forget()
        traveller.sign_in(traveller.served.at_rest.person(role))
        traveller.press(say("Sign out"))


def test_at_the_standard_cost_a_sign_in_takes_its_second_and_arrives(firefox: Browser, tmp_path: Path) -> None:
    at_rest: AtRest = found(
        tmp_path / "o", "small", {"region": "Вобласць", "districts": ["Раён"], "profile": "standard"}
    )
    standard = msgspec.structs.replace(CHEAP_DESKS, lock_profile="standard")
    with serving(at_rest, desks=standard) as running:
        firefox.base = running.address
        firefox.open("/")
        person = at_rest.person("viewer")
        firefox.type(say("Account name"), person.handle)
        firefox.type(say("Passphrase"), person.passphrase)
        began = time.monotonic()
        firefox.press(say("Sign in"))
        firefox.wait_for(person.handle)
        assert time.monotonic() - began > 0.4
        firefox.forget()
