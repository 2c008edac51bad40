"""Totals for the level above: in tens, once a week, believed for the division's own key, accepted by an editor."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from busel.desk.access.hellos import own_member
from busel.desk.actions.totals import (
    NoNewsError,
    TooEarlyError,
    accept_totals,
    send_totals,
    send_totals_weekly,
    take_back_totals,
)
from busel.desk.clock import this_hour, today
from busel.desk.inboxes.depositing import deposit
from busel.desk.inboxes.inbox import Waiting, look_into_inboxes
from busel.desk.inboxes.totals import OLD_TOTALS, TOTALS, Told
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.reports.totals import SENT, Plan, Sent, divisions_below, plan_of, record_below, totals_of
from busel.journal.deed import Op
from busel.journal.envelope import Message
from busel.journal.errors import JournalError
from busel.registry.totals import MOST, MOST_DIVISIONS, Totals, read_totals
from busel.shelf.protocol import UnreachableError
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.contacts.conftest import HOME, add

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Desk, Organisation

DAY = 86_400


def add_many(desk: Desk, division: str, count: int, about: Any = (), **person: Any) -> None:
    for at in range(count):
        add(desk, division, about, family_be=f"Асоба{at}", **person)


def later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    now = time.time() + days * DAY
    monkeypatch.setattr("busel.desk.clock.time", type("Clock", (), {"time": staticmethod(lambda: now)}))


def looked(session: Session) -> list[Waiting]:
    return list(look_into_inboxes(session).envelopes.values())


def only(session: Session) -> Waiting:
    (found,) = looked(session)
    return found


def believed(session: Session, above: bytes) -> dict[str, Totals | None]:
    return {one.name: one.totals for one in divisions_below(session, above)}


def put(session: Session, organisation: Organisation, statement: Totals, to: str = REGION) -> bytes:
    """Put a statement into an inbox, as a desk with changed code could."""
    content = msgspec.json.encode(Told(member=own_member(session), statement=statement))
    message = Message(id=new_id(), kind=TOTALS, author=session.account, hour=this_hour(), content=msgspec.Raw(content))
    deposit(session, organisation.journal(to), message)
    return message.id


def of(session: Session, organisation: Organisation, division: str = ZLOBIN, **changed: Any) -> Totals:
    """Return a division's totals of today, changed and then signed with its key."""
    plan = plan_of(session, organisation.journal(division))
    assert plan is not None
    key = SigningKey(session.ledgers[plan.journal].bundle.division_seed)
    return msgspec.structs.replace(totals_of(session, plan), **changed).sign(key)


def test_what_goes_is_in_tens_and_nothing_under_ten_shows(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    add_many(desk, ZLOBIN, 19, [HOME], support=1)
    add_many(desk, ZLOBIN, 9, [("activity", {"type": "call", "day": "2020-01-02"})], support=4)
    add_many(desk, MAZYR, 11)
    told = send_totals(desk.session, organisation.journal(ZLOBIN))
    assert (told.people, told.recent, told.letters) == (20, 20, 10)
    assert (told.support, told.households, told.activities) == ([0, 10, 0, 0, 0, 0], 0, 0)
    assert told.by_place() == {"Žlobin district": 10}
    for field in Totals.__struct_fields__:
        value = getattr(told, field)
        counts = value if isinstance(value, list) else [value]
        if field not in ("day", "divisions"):
            assert all(one % 10 == 0 for one in counts if isinstance(one, int)), field


def test_an_editor_above_accepts_and_reads_them_without_the_keys_below(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("coordinator")
    add_many(desk, ZLOBIN, 12)
    told = send_totals(desk.session, organisation.journal(ZLOBIN))
    handle = desk.session.keyring.account.handle
    session, above = arrive("other editor").session, organisation.journal(REGION)
    assert believed(session, above) == {MAZYR: None, ZLOBIN: None}
    waiting = only(session)
    assert (waiting.doubt, waiting.came_from, waiting.sender, waiting.people) == (TOTALS, ZLOBIN, handle, 0)
    assert accept_totals(session, waiting) == told
    assert (believed(session, above), looked(session)) == ({MAZYR: None, ZLOBIN: told}, [])
    assert believed(arrive("editor").session, above) == {MAZYR: None, ZLOBIN: told}


def test_no_more_than_once_a_week_and_only_by_who_coordinates(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, journal = arrive("coordinator").session, organisation.journal(ZLOBIN)
    send_totals(session, journal)
    with pytest.raises(TooEarlyError):
        send_totals(session, journal)
    later(monkeypatch, 6)
    with pytest.raises(TooEarlyError):
        send_totals(session, journal)
    later(monkeypatch, 7)
    assert send_totals(session, journal).day == today()
    with pytest.raises(LookupError):
        send_totals(session, organisation.journal(REGION))
    session = arrive("editor").session
    with pytest.raises(NotAllowedError):
        send_totals(session, journal)
    with pytest.raises(NotAllowedError):
        send_totals_weekly(session, journal, on=True)


def test_no_editor_switches_on_what_is_sent_by_itself(arrive: Arrive, organisation: Organisation) -> None:
    session, journal = arrive("editor").session, organisation.journal(ZLOBIN)
    plan = plan_of(session, journal)
    assert plan is not None
    write(session, journal, "save_search", [(plan.record, [Op(SENT, plan.record, {"weekly": True})])])
    session = arrive("coordinator").session
    plan = plan_of(session, journal)
    assert plan is not None
    assert (plan.sent.weekly, len(session.aside)) == (False, 1)
    send_totals_weekly(session, journal, on=True)
    plan = plan_of(session, journal)
    assert plan is not None
    assert (plan.sent.weekly, plan.is_due) == (True, True)


def test_totals_that_the_division_did_not_sign_are_refused(arrive: Arrive, organisation: Organisation) -> None:
    session = arrive("coordinator").session
    mine = of(session, organisation)
    others_key = SigningKey(session.ledgers[organisation.journal(MAZYR)].bundle.division_seed)
    forged = [
        mine.sign(others_key),
        msgspec.structs.replace(mine, people=990),
        of(session, organisation, places=["Žlobin district"] * 2, place_people=[10, 10]),
        of(session, organisation, places=["Няіснаводск"], place_people=[10]),
        of(session, organisation, above=organisation.journal(MAZYR)),
    ]
    for statement in forged:
        put(session, organisation, statement)
    put(session, organisation, mine, to=MAZYR)  # true, and in an inbox that it is not for
    put(session, organisation, of(session, organisation, people=13))  # exact: not even read
    put(session, organisation, of(session, organisation, day=today() + 2))
    session = arrive("editor").session
    found = looked(session)
    assert sorted(one.doubt for one in found) == ["forged"] * 6 + ["not-opened"] * 2
    for one in found:
        with pytest.raises(JournalError):
            accept_totals(session, one)
    assert believed(session, organisation.journal(REGION)) == {MAZYR: None, ZLOBIN: None}


def test_older_ones_and_those_of_the_same_week_are_no_news(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = arrive("coordinator").session
    first = of(session, organisation)
    later(monkeypatch, 7)
    session = arrive("coordinator").session
    second = of(session, organisation, people=10)
    put(session, organisation, second)
    session = arrive("editor").session
    accept_totals(session, only(session))
    session = arrive("coordinator").session
    for statement in (first, second, of(session, organisation, day=today() + 1)):
        put(session, organisation, statement)
    session = arrive("editor").session
    found = looked(session)
    assert [one.doubt for one in found] == [OLD_TOTALS] * 3
    for one in found:
        with pytest.raises(NoNewsError):
            accept_totals(session, one)
    assert believed(session, organisation.journal(REGION))[ZLOBIN] == second


def test_what_an_editor_above_writes_by_hand_is_not_believed(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    send_totals(desk.session, organisation.journal(ZLOBIN))
    session, above = arrive("editor").session, organisation.journal(REGION)
    accept_totals(session, only(session))
    below = next(one for one in divisions_below(session, above) if one.name == ZLOBIN)
    assert below.totals is not None
    assert below.fields is not None
    record, was = record_below(above, below.division), below.fields["statement"]
    more = Op("total", record, {"statement": was | {"people": 5000}}, {"statement": was})
    write(session, above, "save_search", [(record, [more])])
    assert believed(session, above)[ZLOBIN] is None


def test_accepting_is_undone_and_those_before_stand_again(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, above = organisation.journal(ZLOBIN), organisation.journal(REGION)
    first = send_totals(arrive("coordinator").session, journal)
    session = arrive("editor").session
    accept_totals(session, only(session))
    later(monkeypatch, 8)
    second = send_totals(arrive("coordinator").session, journal)
    session = arrive("editor").session
    accept_totals(session, only(session))
    assert believed(session, above)[ZLOBIN] == second
    take_back_totals(session, above, journal)
    assert believed(session, above)[ZLOBIN] == first
    take_back_totals(session, above, journal)
    assert believed(session, above)[ZLOBIN] is None
    take_back_totals(session, above, journal)


def test_what_did_not_arrive_goes_again_as_it_was(arrive: Arrive, organisation: Organisation) -> None:
    desk, journal = arrive("coordinator"), organisation.journal(ZLOBIN)
    shelf = desk.session.shelf
    real = shelf.deposit

    def fails(*_args: Any) -> None:
        raise UnreachableError

    shelf.deposit = fails  # type: ignore[method-assign]  # as a shelf that cannot be reached
    with pytest.raises(UnreachableError):
        send_totals(desk.session, journal)
    shelf.deposit = real  # type: ignore[method-assign]  # and back
    plan = plan_of(desk.session, journal)
    assert plan is not None
    assert (plan.is_stuck, plan.may_send) == (True, True)
    add_many(desk, ZLOBIN, 10)
    told = send_totals(desk.session, journal)
    assert (told, told.people) == (plan.sent.statement, 0)
    with pytest.raises(TooEarlyError):
        send_totals(desk.session, journal)
    assert only(arrive("editor").session).doubt == TOTALS


def test_those_above_are_told_what_divisions_below_have_told(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    add_many(desk, ZLOBIN, 15)
    send_totals(desk.session, organisation.journal(ZLOBIN))
    accept_totals(desk.session, only(desk.session))
    told = totals_of(desk.session, Plan(organisation.journal(REGION), REGION, new_id(), "", Sent(), None))
    assert (told.people, told.below, told.divisions) == (0, 10, 1)


def test_a_division_below_that_says_more_than_there_can_be_stops_nobody_above(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("coordinator")
    put(desk.session, organisation, of(desk.session, organisation, people=MOST, below=MOST, divisions=MOST_DIVISIONS))
    accept_totals(desk.session, only(desk.session))
    told = totals_of(desk.session, Plan(organisation.journal(REGION), REGION, new_id(), "", Sent(), None))
    assert (told.below, told.divisions) == (MOST, MOST_DIVISIONS)
    assert read_totals(msgspec.to_builtins(told)) == told
