"""Journey 9, for who fears that an account was taken: new keys, six words by voice, one press, and work goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fixtures.served import AtRest, serving
from fixtures.words import say
from journeys.test_8_first_sign_in import lists, try_to_sign_in

PATIENCE = 60


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Any) -> Any:
    """An organisation of this journey's own: keys are changed in it."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def test_an_account_that_was_taken_goes_on_with_new_keys_and_the_thief_is_out(
    traveller: Any, another_traveller: Any
) -> None:
    owner, other = traveller, another_traveller
    person = owner.served.at_rest.person("viewer")
    owner.sign_in(person)
    passphrase = make_new_keys(owner, person)
    owner.open("/")
    owner.see(say("Your account has new keys"))
    (six,) = lists(owner)

    # Who holds the old passphrase is told what anybody is told who types a wrong one.
    try_to_sign_in(other, person.handle, person.passphrase)
    other.wait_for(say("Account name, passphrase or key file is not right. Nothing tells which."))

    other.sign_in(other.served.at_rest.person("coordinator", nth=1))
    other.follow(say("An account asks for new keys"))
    other.see(person.handle)
    assert lists(other) == [six]
    other.browser.press(say("The same words: give the keys anew"))
    other.wait_for(say("The keys are changed"), patience=PATIENCE)
    other.look()
    other.open("/")
    other.do_not_see(say("An account asks for new keys"))

    owner.press(say("Sign out"))
    owner.sign_in(replace(person, passphrase=passphrase))
    owner.do_not_see(say("Your account has new keys"))
    owner.see(say("How we stand"))


def make_new_keys(owner: Any, person: Any, *, reads_to: str = "") -> str:
    """Go through the pages, which say to whom six words are read; return the new passphrase."""
    owner.follow(say("My account"))
    owner.follow(say("What to do now"))
    owner.see(reads_to or say("Read six words to a coordinator."))
    owner.follow(say("Make new keys"))
    owner.type(say("Your passphrase of today"), person.passphrase)
    owner.press(say("Go on: show my new words"))
    owner.see(say("Write this down on paper"))
    (passphrase,) = lists(owner)
    owner.follow(say("I have written it down"))
    owner.type(say("The passphrase from your paper"), str(passphrase))
    owner.browser.press(say("Use the new passphrase"))
    owner.wait_for(say("Two papers to keep safe"))
    owner.look()
    owner.press(say("Both are on paper: go on"))
    return str(passphrase)
