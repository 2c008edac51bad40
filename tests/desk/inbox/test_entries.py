"""Sending to an inbox, opening it, deciding: the actions themselves, on a memory shelf with real keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from busel.desk.access.hellos import own_member
from busel.desk.account.beginning import greet_division
from busel.desk.account.next_keys import renewed
from busel.desk.account.taken import renew_keys
from busel.desk.actions.entries import (
    DecidedAlreadyError,
    accept_entry,
    contact_ids,
    receipts,
    reject_entry,
    send_entry,
    take_decided,
)
from busel.desk.clock import this_hour
from busel.desk.inboxes.depositing import NoInboxError
from busel.desk.inboxes.inbox import Entry, EntryPerson, Waiting, decided, look_into_inboxes, open_entry, waiting
from busel.desk.journals.writing import NotAllowedError, append
from busel.desk.workspace.models import Contact, Item, Phone
from busel.journal.deed import Draft, Op, encode_parts
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.registry.roles import Role
from busel.shelf.protocol import Envelope, UnreachableError
from busel.vault.entropy import new_id
from desk.conftest import MAZYR, REGION, ZLOBIN
from factories.newcomers import begin
from factories.taken import drawn

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Desk, Organisation

VERA = EntryPerson(
    {"family_be": "Кавалёва", "given_be": "Вера", "birth": "1960-02"},
    [("phone", {"number": "+375291234567"}), ("tag", {"label": "валанцёр"})],
)
IHAR = EntryPerson({"family_ru": "Ковалёв", "given_ru": "Игорь"})


def send(arrive: Arrive, organisation: Organisation, *people: EntryPerson) -> bytes:
    return send_entry(arrive("collector").session, organisation.journal(ZLOBIN), Entry(list(people)))


def only(session: Session) -> Waiting:
    (found,) = look_into_inboxes(session).envelopes.values()
    return found


class Breaking:
    """A shelf on which one call fails, or is preceded by what somebody else does."""

    def __init__(self, shelf: Any, call: str, before: Any) -> None:
        self._shelf, self._call, self._before = shelf, call, before

    def __getattr__(self, name: str) -> Any:
        if name == self._call and self._before:
            before, self._before = self._before, None
            before()
        return getattr(self._shelf, name)


def unreachable() -> None:
    raise UnreachableError


def test_what_a_collector_sends_waits_for_the_editor(arrive: Arrive, organisation: Organisation) -> None:
    id_ = send(arrive, organisation, VERA)
    session = arrive("editor").session
    found = only(session)
    collector = organisation.founded.accounts[5].credentials.handle
    assert (found.id, found.division_name, found.sender, found.doubt) == (id_, ZLOBIN, collector, "")
    assert (found.people, found.alone) == (1, {"family_be": "Кавалёва", "given_be": "Вера"})
    assert open_entry(session, found) == Entry([VERA], "", 1)
    assert waiting(session) == 1
    assert Contact.objects.count() == 0


def test_accepting_stores_the_person_with_what_belongs_to_it(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA, IHAR)
    session = arrive("editor").session
    envelope = only(session)
    ids = accept_entry(session, envelope, [(0, VERA)])
    assert ids == contact_ids(envelope)[:1]
    assert list(Contact.objects.values_list("pk", "family_be", "birth")) == [(ids[0], "Кавалёва", "1960-02")]
    assert list(Phone.objects.values_list("contact_id", "number")) == [(ids[0], "+375291234567")]
    noted = decided(envelope)
    assert noted is not None
    assert (noted["counts"], noted["title"]) == ({"accepted": 1, "rejected": 1}, envelope.sender)
    assert (look_into_inboxes(session).envelopes, waiting(session)) == ({}, 0)


def test_rejecting_stores_nobody_and_empties_the_inbox(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    session = arrive("editor").session
    reject_entry(session, only(session))
    assert Contact.objects.count() == 0
    assert look_into_inboxes(session).envelopes == {}


def test_everybody_else_sees_what_was_accepted(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    session = arrive("editor").session
    (contact,) = accept_entry(session, only(session), [(0, VERA)])
    arrive("viewer")
    assert Contact.objects.get().pk == contact


def test_a_second_decision_is_refused_and_writes_nothing(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    session = arrive("editor").session
    envelope = only(session)
    reject_entry(session, envelope)
    head = session.ledgers[envelope.division].link
    with pytest.raises(DecidedAlreadyError):
        accept_entry(session, envelope, [(0, VERA)])
    assert session.ledgers[envelope.division].link == head
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("together", [False, True], ids=["one envelope", "all of its sender"])
def test_of_two_editors_at_the_same_moment_one_is_told(
    arrive: Arrive, organisation: Organisation, *, together: bool
) -> None:
    send(arrive, organisation, VERA)
    other = arrive("other editor").session
    desk = arrive("editor")
    envelope = only(desk.session)

    def be_quicker() -> None:
        rejected = Draft(
            id=new_id() if together else envelope.id,
            name="reject_entry",
            author=other.account,
            hour=envelope.hour,
            places=[envelope.division],
            parts=encode_parts(
                [(envelope.batch, [Op("batch", envelope.batch, {"type": "entry", "day": "2026-11-22"})])]
            ),
        )
        append(other, other.ledgers[envelope.division], rejected)

    desk.session.shelf = Breaking(desk.session.shelf, "append", be_quicker)
    with pytest.raises(DecidedAlreadyError):
        accept_entry(desk.session, envelope, [(0, VERA)])
    assert Contact.objects.count() == 0
    assert look_into_inboxes(desk.session).envelopes == {}
    assert waiting(desk.session) == 0


def test_a_desk_that_ended_between_commit_and_taking_leaves_nothing_twice(
    arrive: Arrive, organisation: Organisation
) -> None:
    send(arrive, organisation, VERA)
    session = arrive("editor").session
    session.shelf = Breaking(session.shelf, "take", unreachable)
    with pytest.raises(UnreachableError):
        accept_entry(session, only(session), [(0, VERA)])
    inbox = organisation.shelf._journals[organisation.journal(ZLOBIN)].inbox
    assert len(inbox) == 1

    again = arrive("editor").session
    look = look_into_inboxes(again)
    assert (look.envelopes, [one.id for one in look.over]) == ({}, [*inbox])
    take_decided(again, look)
    assert inbox == {}
    assert Contact.objects.count() == 1
    assert Item.objects.filter(kind="batch").count() == 1


def test_pressing_again_after_a_failure_takes_the_envelope(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    session = arrive("editor").session
    envelope = only(session)
    session.shelf = Breaking(session.shelf, "take", unreachable)
    with pytest.raises(UnreachableError):
        accept_entry(session, envelope, [(0, VERA)])
    with pytest.raises(DecidedAlreadyError):
        accept_entry(session, envelope, [(0, VERA)])
    assert Contact.objects.count() == 1
    assert organisation.shelf._journals[envelope.division].inbox == {}


def test_sending_the_same_envelope_again_is_one_envelope(arrive: Arrive, organisation: Organisation) -> None:
    session, journal = arrive("collector").session, organisation.journal(ZLOBIN)
    id_ = send_entry(session, journal, Entry([VERA]))
    send_entry(session, journal, Entry([VERA]), envelope=id_)
    assert list(organisation.shelf._journals[journal].inbox) == [id_]


def test_receipts_count_and_name_nobody(arrive: Arrive, organisation: Organisation) -> None:
    session, journal = arrive("collector").session, organisation.journal(ZLOBIN)
    send_entry(session, journal, Entry([VERA]))
    send_entry(session, journal, Entry([VERA, IHAR], "phones.vcf"))
    kept = receipts(session)
    assert [(fields["number"], fields["people"], fields["typed"]) for fields in kept] == [(2, 2, False), (1, 1, True)]
    assert {*kept[0]} == {"number", "day", "hour", "people", "division", "typed"}


def test_a_collector_sends_to_no_other_division(arrive: Arrive, organisation: Organisation) -> None:
    session = arrive("collector").session
    for name in (MAZYR, REGION):
        with pytest.raises(NotAllowedError):
            send_entry(session, organisation.journal(name), Entry([VERA]))


def test_without_a_certified_key_nothing_is_sent(arrive: Arrive, organisation: Organisation) -> None:
    session = arrive("collector").session
    session.certificates = type(session.certificates)(session.keyring.root)
    with pytest.raises(NoInboxError):
        send_entry(session, organisation.journal(ZLOBIN), Entry([VERA]))
    assert receipts(session) == []


def test_who_only_views_a_division_decides_nothing_there(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    envelope = only(arrive("editor").session)
    mixed = arrive("mixed").session
    assert look_into_inboxes(mixed).envelopes == {}
    assert open_entry(mixed, envelope) is None
    with pytest.raises(NotAllowedError):
        accept_entry(mixed, envelope, [(0, VERA)])


def put(
    desk: Desk, organisation: Organisation, sender: Session, content: Any, *, id_: bytes = b"", kind: str = "entry"
) -> None:
    """Put an envelope into Žlobin's inbox as somebody with a changed program could."""
    journal = organisation.journal(ZLOBIN)
    key = desk.session.certificates.inbox_key(journal)
    assert key is not None
    place = Place(desk.session.keyring.organisation, journal)
    message = Message(
        id=id_ or b"m" * 16,
        kind=kind,
        author=sender.account,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(content)),
    )
    signed = message.sign(place, sender.keyring.account.signing)
    envelope = Envelope(b"m" * 16, seal_envelope(key.public, place, key.epoch, signed))
    desk.session.shelf.deposit(desk.session.token, journal, key.deposit, envelope)


def doubts(session: Session) -> list[str]:
    return [one.doubt for one in look_into_inboxes(session).envelopes.values()]


def test_a_sender_without_a_role_is_not_believed(arrive: Arrive, organisation: Organisation) -> None:
    stranger = organisation.session("auditor")
    desk = arrive("editor")
    put(desk, organisation, stranger, Entry([VERA]))
    assert doubts(desk.session) == ["forged"]


def test_an_envelope_under_another_id_is_not_believed(arrive: Arrive, organisation: Organisation) -> None:
    collector = organisation.session("collector")
    desk = arrive("editor")
    put(desk, organisation, collector, Entry([VERA]), id_=b"x" * 16)
    assert doubts(desk.session) == ["forged"]


def test_bytes_that_nobody_sealed_are_told_and_can_be_put_away(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    journal = organisation.journal(ZLOBIN)
    key = desk.session.certificates.inbox_key(journal)
    assert key is not None
    desk.session.shelf.deposit(desk.session.token, journal, key.deposit, Envelope(b"j" * 16, b"\0" * 600))
    envelope = only(desk.session)
    assert (envelope.people, envelope.doubt, envelope.sender) == (0, "not-opened", "")
    assert open_entry(desk.session, envelope) is None
    reject_entry(desk.session, envelope)
    assert look_into_inboxes(desk.session).envelopes == {}


def test_a_newcomers_hello_is_told_as_one_with_the_name_that_it_signed(
    arrive: Arrive, organisation: Organisation
) -> None:
    administrator = arrive("administrator")
    told, newcomer = begin(administrator.session, organisation.journal(ZLOBIN))
    desk = arrive("editor")
    newcomer.certificates = desk.session.certificates
    greet_division(newcomer, organisation.journal(ZLOBIN), role=Role.VIEWER)
    assert [(one.doubt, one.sender) for one in look_into_inboxes(desk.session).envelopes.values()] == [
        ("newcomer", told.handle)
    ]


@pytest.mark.parametrize("content", [{"hello": 1}, {"member": {}}])
def test_a_hello_that_holds_no_newcomer_is_doubtful(
    arrive: Arrive, organisation: Organisation, content: dict[str, Any]
) -> None:
    collector = organisation.session("collector")
    desk = arrive("editor")
    put(desk, organisation, collector, content, kind="hello")
    assert doubts(desk.session) == ["not-opened"]


def test_an_alarm_is_told_with_the_name_of_whose_account_it_is(arrive: Arrive, organisation: Organisation) -> None:
    viewer = arrive("viewer")
    renew_keys(viewer.session, drawn(viewer.session))
    handle = viewer.session.keyring.account.handle
    desk = arrive("editor")
    assert [(one.doubt, one.sender) for one in look_into_inboxes(desk.session).envelopes.values()] == [
        ("taken", handle)
    ]


def test_an_alarm_that_another_signed_is_doubtful(arrive: Arrive, organisation: Organisation) -> None:
    auditor = arrive("auditor").session
    keyring, journal = renewed(auditor, drawn(auditor))  # of an account that nobody knows here
    auditor.keyring = keyring
    desk = arrive("editor")
    put(desk, organisation, auditor, {"member": msgspec.to_builtins(own_member(auditor))}, kind="taken")
    assert (doubts(desk.session), journal.id) == (["forged"], keyring.account.mailbox)


def test_an_alarm_without_new_keys_is_none(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    put(desk, organisation, organisation.session("viewer"), {}, kind="taken")
    assert doubts(desk.session) == ["not-opened"]


def test_messages_of_other_kinds_are_told_and_can_be_put_away(arrive: Arrive, organisation: Organisation) -> None:
    collector = organisation.session("collector")
    desk = arrive("editor")
    put(desk, organisation, collector, {"hallo": 1}, kind="hallo")
    assert doubts(desk.session) == ["unknown"]
    reject_entry(desk.session, only(desk.session))
    assert look_into_inboxes(desk.session).envelopes == {}


HOSTILE: dict[str, Any] = {
    "a grant among what belongs to a person": {"people": [{"contact": {}, "about": [["grant", {"statement": {}}]]}]},
    "a second contact": {"people": [{"contact": {}, "about": [["contact", {"family_be": "A"}]]}]},
    "a saved search": {"people": [{"contact": {}, "about": [["saved_search", {"title": "A", "where": {}}]]}]},
    "a birth that no reader wrote": {"people": [{"contact": {"birth": "1960-02-31"}}]},
    "a birth of another type": {"people": [{"contact": {"birth": 1960}}]},
    "a sex that is none": {"people": [{"contact": {"sex": "<b>"}}]},
    "support out of range": {"people": [{"contact": {"support": 9}}]},
    "a number that cannot be dialled": {"people": [{"contact": {}, "about": [["phone", {"number": "javascript:"}]]}]},
    "an activity on no day": {"people": [{"contact": {}, "about": [["activity", {"type": "note", "day": "soon"}]]}]},
    "an activity of a print run": {
        "people": [{"contact": {}, "about": [["activity", {"type": "letter", "day": "2026-01-01", "batch": 7}]]}]
    },
    "a household of the division": {"people": [{"contact": {"household": 7}}]},
    "a relationship with somebody stored": {
        "people": [{"contact": {}, "about": [["relationship", {"other": 7, "type": "sibling"}]]}]
    },
    "a place in a group": {"people": [{"contact": {}, "about": [["membership", {"group": 7}]]}]},
    "a place at an event": {"people": [{"contact": {}, "about": [["attendance", {"event": 7}]]}]},
    "somebody else's follow-up": {
        "people": [
            {"contact": {}, "about": [["activity", {"type": "note", "day": "2026-01-01", "assignee": "0" * 32}]]}
        ]
    },
    "an activity of an event": {
        "people": [{"contact": {}, "about": [["activity", {"type": "note", "day": "2026-01-01", "event": 7}]]}]
    },
    "a consent that another took down": {
        "people": [{"contact": {}, "about": [["consent", {"purpose": "letters", "by": "0" * 32}]]}]
    },
    "a country that is none": {"people": [{"contact": {}, "about": [["address", {"country": "Litva"}]]}]},
    "a phone of no kind": {"people": [{"contact": {}, "about": [["phone", {"written": "1", "type": "<b>"}]]}]},
    "values within values": {"people": [{"contact": {"custom": {"a": {"b": {"c": 1}}}}}]},
    "a text without end": {"people": [{"contact": {"notes": "a" * 20_001}}]},
    "more records than ids": {"people": [{"contact": {}, "about": [["tag", {"label": "a"}]] * 901}]},
    "nobody": {"people": []},
    "no entry at all": [1, 2, 3],
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_our_own_desk_could_not_have_sent_is_doubted(
    arrive: Arrive, organisation: Organisation, content: Any
) -> None:
    collector = organisation.session("collector")
    desk = arrive("editor")
    put(desk, organisation, collector, content)
    assert doubts(desk.session) == ["not-opened"]


def test_fields_of_a_newer_version_are_left_aside(arrive: Arrive, organisation: Organisation) -> None:
    collector = organisation.session("collector")
    desk = arrive("editor")
    newer = {
        "people": [
            {"contact": {"family_be": "А", "shoe": 44}, "about": [["tag", {"label": "б", "contact": 77, "hue": 1}]]}
        ]
    }
    put(desk, organisation, collector, newer)
    assert open_entry(desk.session, only(desk.session)) == Entry(
        [EntryPerson({"family_be": "А"}, [("tag", {"label": "б"})])]
    )


def test_a_collector_holds_no_secret_of_a_division_and_no_row(arrive: Arrive, organisation: Organisation) -> None:
    session = arrive("collector").session
    (bundle,) = session.keyring.divisions()
    assert (bundle.epochs, bundle.write, bundle.inbox_seeds, bundle.division_seed) == ({}, b"", {}, b"")
    secrets = [organisation.founded.accounts[1].keyring.named(name) for name in (REGION, ZLOBIN, MAZYR)]
    encoded = msgspec.msgpack.encode(session.keyring)
    for whole in secrets:
        assert whole is not None
        keys = [part for epoch in whole.epochs.values() for part in (epoch.state, epoch.history)]
        for secret in (*keys, whole.write, *whole.inbox_seeds.values(), whole.division_seed, whole.keys.read_ticket()):
            assert secret not in encoded
    assert Contact.objects.count() == 0


def test_a_collectors_desk_holds_no_row_of_people_who_are_stored(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    session = arrive("editor").session
    accept_entry(session, only(session), [(0, VERA)])
    arrive("collector")
    assert (Contact.objects.count(), Phone.objects.count(), Item.objects.filter(kind="batch").count()) == (0, 0, 0)
