"""What lies in an inbox from somebody whose access has ended since."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from busel.desk import clock
from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.actions.entries import send_entry
from busel.desk.inboxes.entry import Entry, EntryPerson
from busel.desk.inboxes.envelopes import Reader
from busel.desk.inboxes.inbox import look_into_inboxes
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.registry.roles import Role
from factories.desks import DISTRICT, HOUR, Organisation

LAST = HOUR + 30 * 24


def told(session: Session) -> list[tuple[int, str, bytes, str]]:
    found = look_into_inboxes(session).envelopes.values()
    return [(one.people, one.doubt, one.author, one.sender) for one in found]


def test_what_was_sent_before_an_end_is_not_called_forged_and_opens_with_a_new_grant(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def let_it_be(hour: int) -> None:
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: hour * clock.HOUR_SECONDS))

    let_it_be(HOUR)
    journal, name = organisation.journal(DISTRICT), organisation.credentials("other").handle
    account = organisation.account("other")
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, account)
        rotate(session, journal)
        grant(session, journal, name, Terms(Role.EDITOR, not_after=LAST))
    with organisation.desk("other").open().at_work() as session:
        send_entry(session, journal, Entry([EntryPerson({"family_be": "Вера"})]))
    let_it_be(LAST + 1)
    with organisation.desk("coordinator").open().at_work() as session:
        session.waiting[journal] = 1
        assert told(session) == [(1, "", account, name)]
        rotate(session, journal)
        assert told(session) == [(0, "ended", b"", name)]
        standing = Reader(session, session.keyring.bundle(journal)).standing
        grant(session, journal, name, Terms(Role.COLLECTOR))
        assert told(session) == [(1, "", account, name)]
        assert Reader(session, session.keyring.bundle(journal)).standing != standing
