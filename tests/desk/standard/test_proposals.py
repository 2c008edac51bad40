"""A coordinator proposes, with counts in tens; administrators accept or refuse; what others send is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from busel.contacts.records import Field
from busel.desk.actions.standard import propose_field, refuse_proposal
from busel.desk.clock import this_hour
from busel.desk.keeping.field_answers import KEPT_HOURS, answers
from busel.desk.keeping.field_proposals import Proposal, proposals
from busel.desk.keeping.standard import standard
from busel.desk.keys.posting import handles_of
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.shelf.protocol import Envelope
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from desk.conftest import ZLOBIN
from desk.contacts.conftest import words
from desk.standard.conftest import form_of, person

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

PRIVATE = "Шчарбакоў Янка"


def propose(desk: Desk, key: str, **changed: Any) -> None:
    """Let a coordinator fill in the form and send it."""
    url = f"/standard/fields/{key}/change"
    sent = form_of(desk.browser.get(url)) | changed | {"confirmed": "yes", "reason": "Так зручней."}
    assert desk.browser.post(url, sent)["Location"] == "/standard/"


def test_a_proposal_reaches_the_administrators_with_counts_in_tens_and_no_typed_word(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("coordinator")
    handle = desk.session.keyring.account.handle
    for at in range(23):
        person(desk, organisation, ZLOBIN, workplace=PRIVATE if at < 12 else str(at))
    propose(desk, "workplace", type="number")
    assert standard().by_key["workplace"].field.type == "text"

    desk = arrive("administrator")
    assert desk.browser.get("/standard/").context["waiting"] == 1
    page = desk.browser.get("/standard/proposals")
    [shown] = page.context["proposals"]
    assert (shown["filled"], shown["unfit"], shown["answers"], shown["by"]) == (20, 10, [], handle)
    assert "Так зручней." in words(page)
    assert PRIVATE not in page.content.decode()
    assert PRIVATE.encode() not in msgspec.json.encode(proposals(desk.session)[0].proposal)


def test_counts_by_answer_name_answers_of_the_standard_only(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    for _at in range(11):
        person(desk, organisation, ZLOBIN, can_help=["room", "calls"])
    person(desk, organisation, ZLOBIN, can_help=["typing", "calls"])
    propose(desk, "can_help", type="choice")
    [waiting] = proposals(arrive("administrator").session)
    assert (waiting.proposal.unfit, waiting.proposal.answers) == (10, {"room": 10, "calls": 10})


def test_who_accepts_changes_the_standard_for_all_and_the_proposal_is_gone(arrive: Arrive) -> None:
    propose(arrive("coordinator"), "best_time", purpose_be="Новая прычына.")
    desk = arrive("administrator")
    [waiting] = proposals(desk.session)
    sent = {"proposal": waiting.envelope.hex(), "accept": "yes"}
    assert "Прынята" in words(desk.browser.post("/standard/proposals", sent, follow=True))
    assert (proposals(desk.session), standard().by_key["best_time"].field.purpose["be"]) == ([], "Новая прычына.")
    again = desk.browser.post("/standard/proposals", sent, follow=True)
    assert "нехта вырашыў" in words(again)
    assert "Новая прычына." in words(arrive("viewer").browser.get("/standard/"))


def test_who_refuses_changes_nothing(arrive: Arrive) -> None:
    propose(arrive("coordinator"), "best_time", purpose_be="Новая прычына.")
    desk = arrive("administrator")
    [waiting] = proposals(desk.session)
    desk.browser.post("/standard/proposals", {"proposal": waiting.envelope.hex(), "refuse": "yes"})
    assert proposals(desk.session) == []
    assert standard().by_key["best_time"].field.purpose["be"] == "Каб не турбаваць чалавека не ў час."


def told(desk: Desk) -> list[tuple[str, bool]]:
    """Return the answers that "What we keep" shows: about which field, and whether it was accepted."""
    return [(one["title"], one["accepted"]) for one in desk.browser.get("/standard/").context["answers"]]


def test_who_proposed_sees_what_was_accepted_and_what_was_refused(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    propose(desk, "best_time", purpose_be="Новая прычына.")
    propose(desk, "workplace", purpose_be="Іншая прычына.")
    assert told(desk) == []
    desk = arrive("administrator")
    by_key = {one.proposal.field.key: one.envelope.hex() for one in proposals(desk.session)}
    desk.browser.post("/standard/proposals", {"proposal": by_key["best_time"], "accept": "yes"})
    desk.browser.post("/standard/proposals", {"proposal": by_key["workplace"], "refuse": "yes"})
    assert told(desk) == []  # who decides has no need of it
    titles = {key: standard().by_key[key].field.labels["be"] for key in by_key}
    desk = arrive("coordinator")
    assert sorted(told(desk)) == sorted([(titles["best_time"], True), (titles["workplace"], False)])
    assert "адхілена" in words(desk.browser.get("/standard/"))
    assert told(arrive("viewer")) == []


def test_a_refusal_carries_nothing_that_was_typed_into_commons(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    sent = form_of(desk.browser.get("/standard/add")) | {"label_be": PRIVATE, "label_en": "Skill", "confirmed": "yes"}
    desk.browser.post("/standard/add", sent | {"reason": PRIVATE})
    desk = arrive("administrator")
    [waiting] = proposals(desk.session)
    desk.browser.post("/standard/proposals", {"proposal": waiting.envelope.hex(), "refuse": "yes"})
    [answer] = answers()
    assert (answer.field, answer.accepted, answer.sent) == ("", False, waiting.hour)
    assert told(arrive("coordinator")) == [("новае поле", False)]


def test_two_administrators_answer_once_and_the_first_one_has_decided(arrive: Arrive) -> None:
    propose(arrive("coordinator"), "best_time", purpose_be="Новая прычына.")
    session = arrive("administrator").session
    [waiting] = proposals(session)
    refuse_proposal(session, waiting)
    refuse_proposal(session, waiting)
    assert [one.accepted for one in answers()] == [False]


def test_answers_go_after_half_a_year_with_the_next_one(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    propose(arrive("coordinator"), "best_time", purpose_be="Новая прычына.")
    propose(arrive("coordinator"), "workplace", purpose_be="Іншая прычына.")
    session = arrive("administrator").session
    first, second = proposals(session)
    refuse_proposal(session, first)
    later = this_hour() + KEPT_HOURS + 1
    monkeypatch.setattr("busel.desk.keeping.field_answers.this_hour", lambda: later)
    refuse_proposal(session, second)
    assert [one.hour for one in answers()] == [later]


def test_a_proposal_for_a_field_that_was_changed_since_is_said_to_be_old_and_not_accepted(arrive: Arrive) -> None:
    propose(arrive("coordinator"), "best_time", purpose_be="Новая прычына.")
    desk = arrive("administrator")
    url = "/standard/fields/best_time/change"
    sent = form_of(desk.browser.get(url)) | {"purpose_be": "Прычына адміністратара.", "confirmed": "yes"}
    desk.browser.post(url, sent)
    [waiting] = proposals(desk.session)
    assert desk.browser.get("/standard/proposals").context["proposals"][0]["is_outdated"]
    desk.browser.post("/standard/proposals", {"proposal": waiting.envelope.hex(), "accept": "yes"})
    assert standard().by_key["best_time"].field.purpose["be"] == "Прычына адміністратара."
    assert len(proposals(desk.session)) == 1


def test_a_new_field_is_proposed_and_added_once_even_when_two_accept(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    sent = form_of(desk.browser.get("/standard/add")) | {"label_be": "Навык", "label_en": "Skill", "confirmed": "yes"}
    desk.browser.post("/standard/add", sent)
    desk = arrive("administrator")
    [waiting] = proposals(desk.session)
    for _twice in range(2):
        desk.browser.post("/standard/proposals", {"proposal": waiting.envelope.hex(), "accept": "yes"})
    assert [kept.key for kept in standard() if kept.key == "skill"] == ["skill"]


def test_what_nobody_of_the_organisation_signed_or_no_page_of_ours_could_make_is_not_shown(arrive: Arrive) -> None:
    desk = arrive("collector")
    session = desk.session
    propose_field(session, Proposal(field=Field(key="a b", labels={"be": "х"}, section="other")))
    propose_field(session, Proposal(field=Field(key="x", labels={"be": "х"}, section="other", type="script")))
    office = session.keyring.office
    assert office is not None
    place = Place(session.keyring.organisation, office.journal)
    content = msgspec.Raw(msgspec.json.encode(Proposal(field=Field(key="fine", labels={"be": "х"}, section="other"))))
    for author, key in ((new_id(), SigningKey.new()), (session.account, SigningKey.new())):
        message = Message(id=new_id(), kind="field", author=author, hour=1, content=content).sign(place, key)
        sealed = Envelope(message.id, seal_envelope(office.public, place, office.epoch, message))
        session.shelf.deposit(session.token, office.journal, office.deposit, sealed)
    desk = arrive("administrator")
    assert proposals(desk.session) == []
    assert desk.browser.get("/standard/").context["waiting"] == 0


def test_a_proposal_disturbs_no_newcomer(arrive: Arrive) -> None:
    propose(arrive("coordinator"), "best_time", purpose_be="Новая прычына.")
    session = arrive("administrator").session
    office = session.keyring.named("office")
    assert office is not None
    assert session.aside == []
    assert len(handles_of(session, office.journal)) == 8
