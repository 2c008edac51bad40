"""Journey 9: six words are compared, access is given question by question; then it ends, and the keys change."""

from __future__ import annotations

from typing import Any

import pytest

from fixtures.served import AtRest, serving
from fixtures.words import say
from journeys.test_8_first_sign_in import lists, make_the_account

PATIENCE = 60


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Any) -> Any:
    """An organisation of this journey's own: nobody else waits at its door."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def test_a_newcomer_is_let_in_after_six_words_and_is_gone_after_one_press(
    traveller: Any, another_traveller: Any
) -> None:
    newcomer, coordinator = another_traveller, traveller
    slip = newcomer.served.at_rest.slips[-1]
    make_the_account(newcomer, slip)
    newcomer.press(say("Both are on paper: go on"))
    newcomer.press(say("Ask its coordinators"))
    (six,) = lists(newcomer)

    coordinator.sign_in(coordinator.served.at_rest.person("coordinator"))
    coordinator.follow(say("A newcomer asks for access"))
    coordinator.see(slip.handle)
    assert lists(coordinator) == [six]
    _answer_all_questions(coordinator)

    newcomer.open("/")
    newcomer.see(say("How we stand"))
    newcomer.open("/find")
    newcomer.see(say("Find a person"))

    _end_it(coordinator, slip.handle)
    newcomer.open("/")
    newcomer.see(
        say("None came to you: your access has ended, or a letter is on its way. If you need it, ask your coordinator.")
    )


def _answer_all_questions(coordinator: Any) -> None:
    """Take each answer as it is proposed: the newcomer's wish, ninety days, from now on only."""
    coordinator.press(say("Yes, the same words: go on"))
    for question in ("Where?", "What may they do there?", "For how long?", "Any limits?"):
        coordinator.see(say(question))
        coordinator.press(say("Go on"))
    coordinator.see(say("Give this access?"))
    coordinator.press(say("Give access"))
    coordinator.wait_for(say("The access is given"), patience=PATIENCE)
    coordinator.look()


def _end_it(coordinator: Any, handle: str) -> None:
    """End all that the account holds, then change the keys, and see that none are owed."""
    coordinator.open("/members/")
    coordinator.follow(handle)
    coordinator.follow(say("End all access"))
    coordinator.press(say("End the access"))
    coordinator.wait_for(say("Now change the keys"), patience=PATIENCE)
    coordinator.look()
    coordinator.press_in_page("//main//section[@class='next']//button")
    coordinator.wait_for(say("The keys are changed"), patience=PATIENCE)
    coordinator.look()
    coordinator.open("/")
    coordinator.do_not_see(say("Keys are to be changed"))
