"""Journey 8, with paper: a friend freezes by slip; administrator and coordinator agree; the owner works again."""

from __future__ import annotations

from typing import Any

import pytest

from fixtures.served import AtRest, Person, eventually, serving
from fixtures.words import say


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Any) -> Any:
    """An organisation of this journey's own: keys are owed at its end."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def test_a_friend_freezes_by_slip_and_two_people_open_the_account_again(traveller: Any, another_traveller: Any) -> None:
    served = traveller.served
    owner, administrator = served.at_rest.person("viewer"), served.at_rest.person("administrator")
    coordinator = served.at_rest.person("coordinator", nth=1)
    traveller.sign_in(owner)
    _freeze_by_slip(another_traveller, owner)
    assert eventually(lambda: served.open_desks() == 0, 1)
    traveller.open("/find")
    assert traveller.path() == "/signed-out/ended"
    _is_at_rest(traveller, owner)

    another_traveller.sign_in(administrator)
    another_traveller.follow(say("Accounts"))
    another_traveller.see(say("Frozen"))
    _agree(another_traveller, f"{say('Agree to open it')} {owner.handle}")
    another_traveller.see(say("Agreed from this side"))
    another_traveller.press(say("Sign out"))
    _is_at_rest(traveller, owner)

    another_traveller.sign_in(coordinator)
    # Home says whose account was frozen, and that keys are owed: the desk learns it right after the sign-in.
    assert eventually(lambda: _home_tells(another_traveller, owner.handle), 20)
    another_traveller.follow_first(say("Members"))
    another_traveller.follow(owner.handle)
    another_traveller.see(say("This account is shut"))
    _agree(another_traveller, f"{say('Agree to open it')} {owner.handle}")
    another_traveller.see(say("Both have agreed: the account is open. Its owner signs in as before."))
    traveller.sign_in(owner)
    traveller.see(say("How we stand"))


def _freeze_by_slip(friend: Any, owner: Person) -> None:
    """Type the code of the paper as people do: small letters, spaces in the place of dashes."""
    friend.open("/freeze/")
    friend.type(say("Code of the freeze slip"), owner.freeze_code.lower().replace("-", " "))
    friend.press(say("Freeze this account"))
    friend.see(say("It is done"))


def _is_at_rest(traveller: Any, owner: Person) -> None:
    traveller.open("/sign-in")
    traveller.type(say("Account name"), owner.handle)
    traveller.type(say("Passphrase"), owner.passphrase)
    traveller.press(say("Sign in"))
    traveller.see(say("This account is at rest"))
    traveller.see(say("What to do now"))


def _home_tells(traveller: Any, handle: str) -> bool:
    traveller.open("/")
    return f"“{handle}”" in traveller.text() or f"«{handle}»" in traveller.text()


def _agree(traveller: Any, link: str) -> None:
    traveller.follow_first(link)
    traveller.press(say("Agree to open it"))
