"""Journey 18: a coordinator leaves a district to two people; one hands over, the other takes it over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fixtures.served import AtRest, serving
from fixtures.words import say

PATIENCE = 60


@pytest.fixture
def served(at_rest: AtRest, tmp_path: Path) -> Any:
    """An organisation of this journey's own: one of its districts changes hands."""
    with serving(at_rest.copy(tmp_path / "o")) as running:
        yield running


def test_two_deputies_bring_a_district_back_together(traveller: Any, another_traveller: Any) -> None:
    here = traveller.served.at_rest
    coordinator, one, other = here.person("coordinator"), here.person("viewer"), here.person("collector")
    district = one.divisions[0]
    traveller.sign_in(coordinator)
    traveller.open(f"/members/divisions/{coordinator.journals[district]}/deputies")
    traveller.choose(say("One deputy"), one.handle)
    traveller.choose(say("The other deputy"), other.handle)
    traveller.press(say("Leave the division to these two"))
    traveller.see(say("With every change of keys they get new halves by themselves."))
    traveller.press_first(say("Sign out"))

    another_traveller.sign_in(one)
    another_traveller.follow(say("Deputy"))
    another_traveller.see(other.handle)
    another_traveller.follow(say("Hand over my half"))
    another_traveller.press(say("Hand over my half"))
    another_traveller.see(say("It did not arrive: hand it over once more"))

    traveller.sign_in(other)
    traveller.follow(say("Deputy"))
    traveller.press(say("Take over the division"))
    traveller.press(say("Change the keys"))
    traveller.wait_for(say("The keys are changed"), patience=PATIENCE)
    traveller.look()
    traveller.open("/deputy/")
    traveller.see(say("You coordinate this division now. There is nothing to hand over."))
