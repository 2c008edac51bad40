"""Journey 20, for an administrator whose account may have been taken: new keys, and another administrator says yes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fixtures.served import found, serving
from fixtures.words import say
from journeys.test_8_first_sign_in import lists, try_to_sign_in
from journeys.test_9_new_keys import PATIENCE, make_new_keys

WORDS = {"region": "Mahilioŭ region", "districts": ["Babrujsk district"], "administrators": 2}


@pytest.fixture
def served(tmp_path: Path) -> Any:
    """An organisation of this journey's own, whose office two people run."""
    with serving(found(tmp_path / "o", "small", WORDS)) as running:
        yield running


def test_who_runs_the_office_goes_on_with_new_keys_once_another_administrator_has_heard_six_words(
    traveller: Any, another_traveller: Any
) -> None:
    owner, other = traveller, another_traveller
    here = owner.served.at_rest
    person = here.person("administrator")
    owner.sign_in(person)
    passphrase = make_new_keys(owner, person, reads_to=say("Read six words to another administrator."))
    owner.open("/")
    owner.see(say("Your account has new keys"))
    (six,) = lists(owner)
    assert len(six.split()) == 6
    # Until the other one has heard them, nothing of the office is done here.
    owner.open("/accounts/invitations/new")
    owner.see(say("Your new keys do not count in the office yet, so you cannot invite. What to do stands here."))
    assert lists(owner) == [six]

    try_to_sign_in(other, person.handle, person.passphrase)
    other.wait_for(say("Account name, passphrase or key file is not right. Nothing tells which."))

    other.sign_in(here.person("administrator", nth=1))
    other.follow(say("An account asks for new keys"))
    other.see(person.handle)
    other.see(say("Are these the same six words?"))
    assert lists(other) == [six]
    other.browser.press(say("The same words: send the keys"))
    other.wait_for(say("The shared keys are changed"), patience=PATIENCE)
    other.look()
    other.open("/")
    other.do_not_see(say("An account asks for new keys"))

    owner.press(say("Sign out"))
    owner.sign_in(replace(person, passphrase=passphrase))
    owner.do_not_see(say("Your account has new keys"))
    owner.open("/accounts/invitations/new")
    owner.see(say("Make the slip"))
