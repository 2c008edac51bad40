"""Journey 8: a newcomer comes with a slip of paper, makes an account, and asks a coordinator for access."""

from __future__ import annotations

import re
from typing import Any

from fixtures.words import say


def lists(traveller: Any) -> list[str]:
    """Return each list of words on the page, as a phrase."""
    found = re.findall(r'<ol class="six[^"]*">(.*?)</ol>', traveller.source(), re.DOTALL)
    return [" ".join(re.findall(r"<li>([^<]+)</li>", one)) for one in found]


def try_to_sign_in(traveller: Any, handle: str, words: str) -> None:
    traveller.open("/")
    traveller.type(say("Account name"), handle)
    traveller.type(say("Passphrase"), words)
    traveller.browser.press(say("Sign in"))


def make_the_account(traveller: Any, slip: Any) -> str:
    """Go through the pages before there is an account; return the passphrase that was made."""
    try_to_sign_in(traveller, slip.handle, slip.code)
    traveller.wait_for(say("What happens now"))
    traveller.look()
    traveller.see(slip.handle)
    traveller.press(say("Make my passphrase"))
    traveller.see(say("Write this down on paper"))
    (passphrase,) = lists(traveller)
    traveller.follow(say("I have written it down"))
    # A word is wrong on the paper: the page says which, and nothing is lost.
    words = passphrase.split()
    traveller.type(say("The passphrase from your paper"), " ".join(["zzz", *words[1:]]))
    traveller.press(say("Make my account"))
    traveller.see(say("Now type it from your paper"))
    traveller.type(say("The passphrase from your paper"), passphrase)
    traveller.browser.press(say("Make my account"))
    traveller.wait_for(say("Two papers to keep safe"))
    traveller.look()
    return passphrase


def test_a_newcomer_goes_from_the_slip_to_the_six_words(traveller: Any) -> None:
    slip = traveller.served.at_rest.slips[0]
    passphrase = make_the_account(traveller, slip)
    (code,) = lists(traveller)
    assert code != passphrase
    traveller.press(say("Both are on paper: go on"))
    traveller.see(say("Ask for access"))
    traveller.press(say("Ask its coordinators"))
    traveller.see(say("Waiting for access"))
    (six,) = lists(traveller)
    assert len(six.split()) == 6
    # The passphrase opens the account from now on; the slip does not.
    traveller.press(say("Sign out"))
    try_to_sign_in(traveller, slip.handle, slip.code)
    traveller.wait_for(say("Account name, passphrase or key file is not right. Nothing tells which."))
    try_to_sign_in(traveller, slip.handle, passphrase)
    traveller.wait_for(say("Waiting for access"))
    assert lists(traveller) == [six]
    traveller.follow(say("My account"))
    traveller.see(say("You have no quiet passphrase."))
