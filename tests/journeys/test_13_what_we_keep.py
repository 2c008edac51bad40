"""Journey 13: a coordinator proposes what is kept, an administrator accepts; a new field stands in everybody's form."""

from __future__ import annotations

from fixtures.words import say
from journeys.conftest import Traveller

FIELD, REASON = "Чым можа дапамагчы", "Каб ведаць, каго клікаць на дапамогу."


def test_what_a_coordinator_proposes_is_kept_once_an_administrator_accepts_it(
    traveller: Traveller, another_traveller: Traveller
) -> None:
    coordinator, administrator = traveller, another_traveller
    coordinator.sign_in(coordinator.served.at_rest.person("coordinator"))
    coordinator.follow(say("What we keep"))
    coordinator.follow(FIELD)
    coordinator.see(say("Who has it"))
    coordinator.follow(say("Propose a change"))
    coordinator.type(say("Why we keep it, in Belarusian"), REASON)
    coordinator.press(say("See what would change"))
    coordinator.see(REASON)
    coordinator.see(say("All of them fit."))
    coordinator.press(say("Send the proposal"))
    coordinator.see(say("Your proposal is with the administrators. Nothing changes until one of them accepts it."))
    coordinator.do_not_see(REASON)

    administrator.sign_in(administrator.served.at_rest.person("administrator"))
    administrator.see(say("Proposals for what we keep"))
    administrator.follow(say("What we keep"))
    administrator.open("/standard/proposals")
    administrator.see(coordinator.served.at_rest.person("coordinator").handle)
    administrator.press(say("Accept the proposal"))
    administrator.see(say("Accepted. Every desk has it with its next page."))

    coordinator.open("/standard/")
    coordinator.see(REASON)
    form = coordinator.save(say("Make the paper form (PDF)"))
    assert form.read_bytes().startswith(b"%PDF")


def test_a_field_that_an_administrator_adds_stands_in_the_form_of_who_adds_a_person(
    traveller: Traveller, another_traveller: Traveller
) -> None:
    administrator, editor = traveller, another_traveller
    administrator.sign_in(administrator.served.at_rest.person("administrator"))
    administrator.follow(say("What we keep"))
    administrator.follow(say("Add a field"))
    administrator.press(say("See what would change"))
    administrator.see(say("Say what it is called, in one language at least."))
    administrator.type(say("What it is called in Belarusian"), "Памер футболкі")
    administrator.choose(say("What it holds"), say("One of several answers"))
    first = say("Answer %(n)s, %(label)s") % {"n": 1, "label": say("in Belarusian")}
    administrator.type(first, "вялікі")
    administrator.press(say("See what would change"))
    administrator.see("вялікі")
    administrator.press(say("Save the field"))
    administrator.see(say("Saved. Every desk has it with its next page."))
    administrator.see(say("nobody has said why"))

    editor.sign_in(editor.served.at_rest.person("editor"))
    editor.open("/contacts/add")
    assert "Памер футболкі" in editor.source()
    assert "вялікі" in editor.source()
