"""One collector who sends far too much: an editor's desk stays small and quick, and is emptied in one step."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from busel.desk.actions.entries import reject_entries, send_entry
from busel.desk.inboxes import deciding, envelopes
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.entry import MOST_PEOPLE
from busel.desk.inboxes.inbox import Entry, EntryPerson, decided, look_into_inboxes, waiting
from busel.desk.journals.writing import NotAllowedError, append
from busel.desk.workspace.models import Contact, Item
from busel.journal.deed import Draft, Op, encode_parts
from busel.shelf.protocol import BadTicketError, Envelope
from desk.conftest import MAZYR, ZLOBIN
from desk.inbox.conftest import ALES, IHAR, VERA, links, send, typed, words
from desk.inbox.test_entries import Breaking
from fixtures.words import say

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

LONG = [EntryPerson({"family_be": "Бусел", "given_be": "Ян", "notes": "x" * 1_850})] * MOST_PEOPLE
"""As much as an envelope takes: 31 KB on the shelf, 4 MB of JSON, some 5 MiB of people in memory."""
MIB = 1 << 20


def flood(arrive: Arrive, organisation: Organisation, *, envelopes: int) -> None:
    session, journal = arrive("collector").session, organisation.journal(ZLOBIN)
    for _ in range(envelopes):
        send_entry(session, journal, Entry(LONG, "list.csv"))


def test_a_look_keeps_no_people(arrive: Arrive, organisation: Organisation) -> None:
    flood(arrive, organisation, envelopes=8)
    session = arrive("editor").session
    tracemalloc.start()
    look = INBOX.look(session)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(one.people for one in look.envelopes.values()) + look.unopened * MOST_PEOPLE == 8 * MOST_PEOPLE
    assert kept < MIB
    assert peak < 32 * MIB


def test_the_next_look_opens_nothing_that_was_seen(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(arrive, organisation, VERA)
    session = arrive("editor").session
    first = INBOX.look(session)
    send_entry(session, organisation.journal(ZLOBIN), Entry([ALES]))
    opened: list[bytes] = []
    read = envelopes.Reader.read

    def noted(self: envelopes.Reader, envelope: Envelope) -> object:
        opened.append(envelope.id)
        return read(self, envelope)

    monkeypatch.setattr(envelopes.Reader, "read", noted)
    second = INBOX.look(session)
    assert [one.id for name, one in second.envelopes.items() if name not in first.envelopes] == opened
    assert len(second.envelopes) == 2


def test_a_grant_that_came_since_is_asked_about_again(arrive: Arrive, organisation: Organisation) -> None:
    for person in (VERA, ALES):
        send(arrive, organisation, person)
    desk = arrive("editor")
    roster = desk.session.ledgers[organisation.journal(ZLOBIN)].roster
    assert roster is not None
    (account,) = {one.author for one in INBOX.look(desk.session).envelopes.values()}
    del roster.grants[account]
    told = list(INBOX.look(desk.session).envelopes.values())
    assert [(one.doubt, one.author) for one in told] == [("ended", b"")] * 2
    page = desk.browser.get("/inbox/").content.decode()
    assert page.count(told[0].sender) == 2  # each row says whose; what puts all that is doubtful away names nobody


def test_what_takes_too_long_waits_for_the_next_look_and_the_page_says_so(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (VERA, ALES, IHAR):
        send(arrive, organisation, person)
    monkeypatch.setattr(deciding, "LOOK_SECONDS", 0.0)
    desk = arrive("editor")
    told = [words(desk.browser.get("/inbox/")) for _ in range(3)]
    assert ["Яшчэ 2 канверты не адкрытыя" in told[0], "Яшчэ 1 канверт не адкрыты" in told[1]] == [True, True]
    assert "Яшчэ" not in told[2]
    assert waiting(desk.session) == 3


def unavailable() -> None:
    raise BadTicketError


@pytest.mark.parametrize("why", ["its keys are being changed", "there is no time"])
def test_what_cannot_be_looked_at_now_stays_with_the_work_on_it(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    names = [send(arrive, organisation, *some) for some in ([VERA, IHAR], [ALES, IHAR])]
    desk = arrive("editor")
    before = INBOX.look(desk.session)
    works = []
    for name in names:
        work = INBOX.work(desk.session, name)
        assert work is not None
        work.mark(range(2), {1})
        works.append(work)
    if why == "there is no time":
        monkeypatch.setattr(deciding, "LOOK_SECONDS", 0.0)
        monkeypatch.setattr(envelopes.Reader, "standing", property(lambda _self: (7,)))
    else:
        desk.session.shelf = Breaking(desk.session.shelf, "inbox_ids", unavailable)
    after = INBOX.look(desk.session)
    assert list(after.envelopes) == list(before.envelopes)
    assert [INBOX.work(desk.session, name) for name in names] == works


def test_what_is_only_looked_at_makes_room_and_what_was_begun_stays(arrive: Arrive, organisation: Organisation) -> None:
    first, second, third = (send(arrive, organisation, *some) for some in ([VERA, IHAR], [ALES, IHAR], [IHAR, VERA]))
    desk = arrive("editor")
    desk.browser.get("/inbox/")
    desk.browser.post(f"/inbox/{first}/", {"page": "1", "accept": "1"})
    begun = INBOX.work(desk.session, first)
    seen = INBOX.work(desk.session, second)
    desk.browser.get(f"/inbox/{third}/")
    assert INBOX.work(desk.session, first) is begun
    assert begun is not None
    assert begun.left_out == {0}
    assert INBOX.work(desk.session, second) is not seen


def reject_all(desk: Desk) -> str:
    """Follow the list to "Reject all of it" and confirm; return what was asked."""
    (url,) = [link for link in links(desk.browser.get("/inbox/")) if "/inbox/sender/" in link]
    asked = desk.browser.get(url)
    assert Item.objects.filter(kind="batch").count() == 0
    answer = desk.browser.post(url, typed(asked) | {"confirmed": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, "/inbox/")
    return words(asked)


def test_all_of_one_sender_is_rejected_at_once_and_the_others_stay(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    send(arrive, organisation, IHAR, ALES, source="x.csv")
    mixed = arrive("mixed").session
    send_entry(mixed, organisation.journal(MAZYR), Entry([ALES]))
    desk = arrive("editor")
    sender = organisation.founded.accounts[5].credentials.handle
    asked = reject_all(desk)
    assert (f"{sender}?" in asked, "Гэта 2 канверты, у іх 3 чалавекі" in asked) == (True, True)
    assert [one.people for one in look_into_inboxes(desk.session).envelopes.values()] == [1]
    assert Contact.objects.count() == 0
    assert Item.objects.filter(kind="batch").count() == 2


def test_what_came_since_is_shown_before_anything_is_rejected(arrive: Arrive, organisation: Organisation) -> None:
    desk, journal = arrive("editor"), organisation.journal(ZLOBIN)
    send_entry(desk.session, journal, Entry([VERA]))
    (name,) = INBOX.look(desk.session).envelopes
    asked = typed(desk.browser.get(f"/inbox/sender/{name}"))
    send_entry(desk.session, journal, Entry([ALES]))
    INBOX.look(desk.session)
    again = desk.browser.post(f"/inbox/sender/{name}", asked | {"confirmed": "yes"})
    assert (again.status_code, len(INBOX.look(desk.session).envelopes)) == (200, 2)
    desk.browser.post(f"/inbox/sender/{name}", typed(again) | {"confirmed": "yes"})
    assert INBOX.look(desk.session).envelopes == {}


def test_doubtful_envelopes_are_put_away_together(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    journal = organisation.journal(ZLOBIN)
    key = desk.session.certificates.inbox_key(journal)
    assert key is not None
    for at in range(3):
        desk.session.shelf.deposit(desk.session.token, journal, key.deposit, Envelope(bytes([at]) * 16, b"\0" * 600))
    assert say("Put all doubtful envelopes away?") in reject_all(desk)
    assert look_into_inboxes(desk.session).envelopes == {}


def test_what_somebody_accepts_this_moment_stays_accepted(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    send(arrive, organisation, ALES)
    other = arrive("other editor").session
    desk = arrive("editor")
    here = list(look_into_inboxes(desk.session).envelopes.values())

    def be_quicker() -> None:
        noted = Op("batch", here[0].batch, {"type": "entry", "day": "2026-11-22", "counts": {"accepted": 1}})
        accepted = Draft(
            id=here[0].id,
            name="accept_entry",
            author=other.account,
            hour=here[0].hour,
            places=[here[0].division],
            parts=encode_parts([(here[0].batch, [noted])]),
        )
        append(other, other.ledgers[here[0].division], accepted)

    desk.session.shelf = Breaking(desk.session.shelf, "append", be_quicker)
    reject_entries(desk.session, here)
    assert [(decided(one) or {})["counts"]["accepted"] for one in here] == [1, 0]
    assert look_into_inboxes(desk.session).envelopes == {}
    assert waiting(desk.session) == 0


def test_who_may_not_decide_in_one_division_rejects_nothing_there(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    some = list(look_into_inboxes(arrive("editor").session).envelopes.values())
    with pytest.raises(NotAllowedError):
        reject_entries(arrive("mixed").session, some)
    assert len(look_into_inboxes(arrive("editor").session).envelopes) == 1
