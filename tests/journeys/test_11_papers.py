"""Journey 11: a passphrase is lost and the recovery code opens once; a quiet passphrase looks like rest and freezes."""

from __future__ import annotations

from typing import Any

import pytest

from browser import page
from fixtures.served import AtRest, serving
from fixtures.words import say
from journeys.test_8_first_sign_in import lists, try_to_sign_in


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Any) -> Any:
    """An organisation of this journey's own: an account is frozen in it."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def write_down_and_type_back(traveller: Any, press: str) -> list[str]:
    """Take both phrases from the page to paper, and back; return them."""
    traveller.wait_for(say("Write this down on paper"))
    traveller.look()
    phrase, quiet = lists(traveller)
    traveller.follow(say("I have written it down"))
    traveller.type(say("The passphrase from your paper"), phrase)
    traveller.type(say("The quiet passphrase from your paper"), quiet)
    traveller.browser.press(say(press))
    traveller.wait_for(say("Two papers to keep safe"))
    traveller.look()
    return [phrase, quiet]


def test_a_lost_passphrase_is_renewed_by_the_recovery_code_and_the_quiet_one_freezes(traveller: Any) -> None:
    slip = traveller.served.at_rest.slips[1]
    try_to_sign_in(traveller, slip.handle, slip.code)
    traveller.wait_for(say("What happens now"))
    traveller._first(f"//label[contains(., {page.words(say('Also make a quiet passphrase'))})]").click()
    traveller.press(say("Make my passphrase"))
    lost, first_quiet = write_down_and_type_back(traveller, "Make my account")
    (code,) = lists(traveller)
    traveller.press(say("Both are on paper: go on"))
    traveller.press(say("Sign out"))

    try_to_sign_in(traveller, slip.handle, code)
    traveller.wait_for(say("Make a new passphrase"))
    traveller.look()
    traveller.press(say("Make my passphrase"))
    phrase, quiet = write_down_and_type_back(traveller, "Use the new passphrase")
    assert len({lost, first_quiet, phrase, quiet, code}) == 5
    traveller.press(say("Both are on paper: go on"))
    traveller.press(say("Sign out"))

    for old in (lost, first_quiet, code):
        try_to_sign_in(traveller, slip.handle, old)
        traveller.wait_for(say("Account name, passphrase or key file is not right. Nothing tells which."))
    for words in (quiet, phrase):  # from now on the right one shows the very same page
        try_to_sign_in(traveller, slip.handle, words)
        traveller.wait_for(say("This account is at rest"))
    traveller.look()
