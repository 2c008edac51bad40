"""A person goes to another division: sent, accepted or refused there, taken out here; never lost, never twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from busel.contacts.bonds import Relationship
from busel.contacts.busel_ids import show_busel_id
from busel.desk.actions import bonds
from busel.desk.actions.contacts import add_contact, edit_contact, erase_contact
from busel.desk.actions.entries import TakenBackError, accept_entry, reject_entry
from busel.desk.actions.moving import (
    OnTheWayAlreadyError,
    accept_at_once,
    clear_notes,
    let_stand,
    send_person,
    settle,
    take_back,
    take_out,
)
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.depositing import deposit
from busel.desk.inboxes.entry import checked_person
from busel.desk.inboxes.inbox import TAKEN_BACK, Waiting, envelope_at, look_into_inboxes, open_entry
from busel.desk.journals.writing import NotAllowedError
from busel.desk.people.editing import Edit
from busel.desk.people.moves import MOVED, Moved
from busel.desk.people.moving import all_on_the_way, on_the_way
from busel.desk.people.person import Person, person
from busel.desk.workspace.models import Contact, Item
from busel.journal.envelope import Message
from busel.shelf.protocol import UnreachableError
from desk.conftest import MAZYR, REGION, ZLOBIN

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation

VERA = {"family_be": "Кавалёва", "given_be": "Вера", "birth": "1960-02", "notes": "пасля 18"}
ABOUT = [
    ("phone", {"number": "+375291234567"}),
    ("tag", {"label": "валанцёр", "day": "2026-01-02"}),
    ("activity", {"type": "call", "day": "2026-03-04", "subject": "Пра сход", "assignee": "0" * 32}),
    (
        "consent",
        {"purpose": "letters", "how": "spoken", "day": "2026-01-02", "withdrawn": "2026-05-06", "by": "0" * 32},
    ),
]


@pytest.fixture(autouse=True)
def an_empty_table() -> Iterator[None]:
    yield
    INBOX.forget()


def vera(session: Session, journal: bytes) -> Person:
    found = person(session, add_contact(session, journal, person=VERA, about=ABOUT))
    assert found is not None
    return found


def sent(arrive: Arrive, organisation: Organisation, to: str = ZLOBIN, *, with_history: bool = False) -> int:
    """Let somebody who edits Mazyr alone send Viera; return her id there."""
    session = arrive("mixed").session
    found = vera(session, organisation.journal(MAZYR))
    send_person(session, found, organisation.journal(to), with_history=with_history)
    return found.id


def only(session: Session) -> Waiting:
    (found,) = look_into_inboxes(session).envelopes.values()
    return found


def accept(session: Session) -> list[int]:
    waiting = only(session)
    entry = open_entry(session, waiting)
    assert entry is not None
    return accept_entry(session, waiting, list(enumerate(entry.people)))


def divisions_of_vera() -> list[str]:
    return sorted(Contact.objects.filter(family_be="Кавалёва").values_list("division__name", flat=True))


def states(session: Session) -> list[str]:
    return [one.record.state for one in all_on_the_way(session)]


def test_who_is_sent_stays_here_until_they_are_accepted_there(arrive: Arrive, organisation: Organisation) -> None:
    id_ = sent(arrive, organisation)
    session = arrive("editor").session
    assert (divisions_of_vera(), states(session)) == ([MAZYR], ["sent"])
    waiting = only(session)
    assert (waiting.people, waiting.doubt, waiting.came_from, waiting.is_vouched) == (1, "", MAZYR, True)
    [there] = accept(session)
    assert divisions_of_vera() == sorted([MAZYR, ZLOBIN])
    found = person(session, there)
    assert found is not None
    del found.contact["added"]
    assert found.contact == {**VERA, "external_ids": [show_busel_id(id_)]}
    about = {kind: list(found.all(kind)) for kind in ("phone", "tag", "activity", "consent", "trace")}
    assert about == {
        "phone": [{"contact": there, "number": "+375291234567"}],
        "tag": [{"contact": there, "label": "валанцёр", "day": "2026-01-02"}],
        "activity": [{"contact": there, "type": "call", "day": "2026-03-04", "subject": "Пра сход"}],
        "consent": [
            {"contact": there, "purpose": "letters", "how": "spoken", "day": "2026-01-02", "withdrawn": "2026-05-06"}
        ],
        "trace": [],
    }
    session = arrive("mixed").session
    assert [one.state for one in settle(session)] == ["gone"]
    assert (divisions_of_vera(), states(session), session.waiting) == ([ZLOBIN], [], session.waiting)
    assert settle(session) == []


def test_the_history_goes_along_if_it_is_wished_as_words_without_values(
    arrive: Arrive, organisation: Organisation
) -> None:
    session = arrive("mixed").session
    found = vera(session, organisation.journal(MAZYR))
    edit = Edit("contact", found.id, {"notes": "пасля 18"}, {"notes": "пасля 19"})
    edit_contact(session, found.journal, found.id, edits=[edit])
    found = person(session, found.id) or found
    send_person(session, found, organisation.journal(ZLOBIN), with_history=True)
    session = arrive("editor").session
    there = person(session, accept(session)[0])
    assert there is not None
    added, edited = there.all("trace")
    handle = organisation.founded.accounts[6].credentials.handle
    assert (added["deed"], edited["deed"], edited["by"], edited["touched"]) == (
        "add_contact",
        "edit_contact",
        handle,
        "contact.notes",
    )


def test_who_is_refused_there_stays_here_and_somebody_is_told(arrive: Arrive, organisation: Organisation) -> None:
    sent(arrive, organisation)
    session = arrive("editor").session
    reject_entry(session, only(session))
    session = arrive("mixed").session
    assert [one.state for one in settle(session)] == ["refused"]
    assert (divisions_of_vera(), states(session)) == ([MAZYR], ["refused"])
    [way] = all_on_the_way(session)
    let_stand(session, way)
    assert (states(session), Item.objects.filter(kind="move").count()) == ([], 0)


def test_what_was_changed_here_meanwhile_is_not_thrown_away(arrive: Arrive, organisation: Organisation) -> None:
    id_ = sent(arrive, organisation)
    session = arrive("mixed").session
    edit = Edit("contact", id_, {"notes": "пасля 18"}, {"notes": "пераехала"})
    edit_contact(session, organisation.journal(MAZYR), id_, edits=[edit])
    accept(arrive("editor").session)
    session = arrive("mixed").session
    assert [one.state for one in settle(session)] == ["changed"]
    assert divisions_of_vera() == sorted([MAZYR, ZLOBIN])
    [way] = all_on_the_way(session)
    take_out(session, way)
    assert (divisions_of_vera(), states(session)) == ([ZLOBIN], [])


def test_who_is_taken_back_cannot_be_accepted(arrive: Arrive, organisation: Organisation) -> None:
    sent(arrive, organisation)
    session = arrive("editor").session
    waiting = only(session)
    session = arrive("mixed").session
    [way] = all_on_the_way(session)
    take_back(session, way)
    assert states(session) == ["back"]
    session = arrive("editor").session
    entry = open_entry(session, waiting)
    assert entry is not None
    with pytest.raises(TakenBackError):
        accept_entry(session, waiting, [(0, entry.people[0])])
    assert only(session).doubt == TAKEN_BACK
    reject_entry(session, only(session))
    look = look_into_inboxes(session)
    clear_notes(session, look)
    session = arrive("mixed").session
    assert [one.state for one in settle(session)] == ["ended"]
    assert (divisions_of_vera(), states(session)) == ([MAZYR], [])
    assert look_into_inboxes(arrive("editor").session).notes == []


def test_who_is_accepted_before_the_word_arrives_stands_twice_and_somebody_is_told(
    arrive: Arrive, organisation: Organisation
) -> None:
    sent(arrive, organisation)
    accept(arrive("editor").session)
    session = arrive("mixed").session
    [way] = all_on_the_way(session)
    take_back(session, way)
    assert [one.state for one in settle(session)] == ["both"]
    assert divisions_of_vera() == sorted([MAZYR, ZLOBIN])
    take_out(session, all_on_the_way(session)[0])
    assert (divisions_of_vera(), states(session)) == ([ZLOBIN], [])


def test_nobody_is_sent_twice_or_home_or_by_who_may_not(arrive: Arrive, organisation: Organisation) -> None:
    id_ = sent(arrive, organisation)
    session = arrive("mixed").session
    found = person(session, id_)
    assert found is not None
    with pytest.raises(OnTheWayAlreadyError):
        send_person(session, found, organisation.journal(REGION), with_history=False)
    with pytest.raises(LookupError):
        send_person(session, found, organisation.journal(MAZYR), with_history=False)
    there = add_contact(arrive("editor").session, organisation.journal(ZLOBIN), person={"family_be": "Юрчук"})
    session = arrive("viewer").session
    seen = person(session, there)
    assert seen is not None
    with pytest.raises(NotAllowedError):
        send_person(session, seen, organisation.journal(MAZYR), with_history=False)


def test_a_stranger_is_named_as_one_whom_nobody_here_vouches_for(arrive: Arrive, organisation: Organisation) -> None:
    sent(arrive, organisation, REGION)
    waiting = only(arrive("editor").session)
    handle = organisation.founded.accounts[6].credentials.handle
    assert (waiting.sender, waiting.is_vouched, waiting.came_from) == (handle, False, MAZYR)


def test_an_answer_without_the_proof_takes_nobody_out(arrive: Arrive, organisation: Organisation) -> None:
    sent(arrive, organisation)
    session = arrive("viewer").session
    session = arrive("mixed").session
    [way] = on_the_way(session, organisation.journal(MAZYR))
    forged = msgspec.Raw(msgspec.json.encode(Moved(proof=bytes(32), accepted=True)))
    message = Message(id=bytes.fromhex(way.record.receipt), kind=MOVED, author=b"", hour=1, content=forged)
    deposit(session, organisation.journal(MAZYR), message)
    assert settle(session) == []
    assert (divisions_of_vera(), states(session)) == ([MAZYR], ["sent"])


def test_what_ties_a_person_to_others_stays_and_who_is_erased_leaves_no_mark(
    arrive: Arrive, organisation: Organisation
) -> None:
    session = arrive("coordinator").session
    journal = organisation.journal(MAZYR)
    found = vera(session, journal)
    other = add_contact(session, journal, person={"family_be": "Юрчук"})
    bonds.relate(session, journal, Relationship(contact=found.id, other=other, type="friend"))
    found = person(session, found.id) or found
    send_person(session, found, organisation.journal(ZLOBIN), with_history=False)
    entry = open_entry(session, only(session))
    assert entry is not None
    assert "relationship" not in {kind for kind, _fields in entry.people[0].about}
    erase_contact(session, journal, found.id)
    assert Item.objects.filter(kind="move").count() == 0


def test_who_may_change_both_moves_somebody_with_one_press(arrive: Arrive, organisation: Organisation) -> None:
    session = arrive("editor").session
    way = send_person(
        session, vera(session, organisation.journal(MAZYR)), organisation.journal(ZLOBIN), with_history=True
    )
    accept_at_once(session, way)
    assert [one.state for one in settle(session)] == ["gone"]
    assert (divisions_of_vera(), states(session)) == ([ZLOBIN], [])
    look = look_into_inboxes(session)
    assert (look.envelopes, look.notes, look.over) == ({}, [], [])


def test_a_collector_sends_no_traces(arrive: Arrive, organisation: Organisation) -> None:
    sent(arrive, organisation, with_history=True)
    entry = open_entry(session := arrive("editor").session, only(session))
    assert entry is not None
    with pytest.raises(msgspec.ValidationError):
        checked_person(entry.people[0])


class Cut:
    """A shelf that one writing call, counted from the first, does not reach, or whose answer is lost."""

    CALLS = ("append", "deposit", "take")

    def __init__(self, shelf: Any, at: int, *, after: bool) -> None:
        self._shelf, self._left, self._after = shelf, at, after

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._shelf, name)
        return (lambda *args, **named: self._cut(call, args, named)) if name in self.CALLS else call

    def _cut(self, call: Any, args: Any, named: Any) -> Any:
        self._left -= 1
        answer = call(*args, **named) if self._left or self._after else None
        if self._left == 0:
            raise UnreachableError
        return answer


def one_press(session: Session, id_: int, to: bytes) -> None:
    found = person(session, id_)
    assert found is not None
    accept_at_once(session, send_person(session, found, to, with_history=False))
    settle(session)


def go_on(session: Session, id_: int, to: bytes) -> None:
    """Do what an editor does who comes back: look into the inbox, decide, take back what is not certain, send anew."""
    look = INBOX.look(session)
    for waiting in look.envelopes.values():
        entry = open_entry(session, waiting)
        assert entry is not None
        accept_entry(session, waiting, list(enumerate(entry.people)))
    settle(session)
    clear_notes(session, INBOX.look(session))
    for way in all_on_the_way(session):
        take_back(session, way)
        let_stand(session, next(one for one in all_on_the_way(session) if one.id == way.id))
    if Contact.objects.filter(pk=id_).exists():
        one_press(session, id_, to)


@pytest.mark.parametrize("after", [False, True])
def test_a_desk_may_end_at_any_write_and_the_person_stands_in_one_place(
    arrive: Arrive, organisation: Organisation, *, after: bool
) -> None:
    """Eight writes: mark, envelope, word that it was sent; person, answer, taken; taken out, answer taken."""
    to = organisation.journal(ZLOBIN)
    for at in itertools.count(1):
        session = arrive("editor").session
        id_ = vera(session, organisation.journal(MAZYR)).id
        session.shelf = Cut(session.shelf, at, after=after)
        try:
            one_press(session, id_, to)
        except UnreachableError:
            pass
        else:
            break
        INBOX.forget()
        session = arrive("editor").session
        assert Contact.objects.filter(family_be="Кавалёва").count() in (at, at + 1)
        go_on(session, id_, to)
        session = arrive("editor").session
        assert (divisions_of_vera(), states(session)) == ([ZLOBIN] * at, [])
        look = INBOX.look(session)
        assert (look.envelopes, look.over) == ({}, [])
    assert at == 9


def test_the_envelope_lies_in_no_inbox_after_it_was_decided(arrive: Arrive, organisation: Organisation) -> None:
    sent(arrive, organisation)
    session = arrive("editor").session
    waiting = only(session)
    accept(session)
    assert envelope_at(session, session.ledgers[waiting.division].bundle, waiting.id) is None
