"""One coordinator's account taken, and commons: it can add what nobody believes, and keeps nobody from reading."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from busel.desk.clock import this_hour
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import to_commit, write
from busel.desk.keys.publishing import ticket_to_publish
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.commit import EpochKeys, seal_commit
from busel.journal.deed import Op
from busel.journal.snapshot import Manifest
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, Resealed, Segment, Staged, Tickets
from busel.vault.entropy import new_id, new_record_id, random_bytes
from factories.desks import DISTRICT, Desk, Organisation


@pytest.fixture
def taken(organisation: Organisation) -> Desk:
    return organisation.desk("coordinator").open()


def plant(session: Session, commons: bytes, keys: EpochKeys) -> None:
    """Append a snapshot of nothing to commons, sealed under some keys: the shelf adopts it for nobody."""
    ledger, account = session.ledgers[commons], session.keyring.account
    header = ledger.next_header()
    manifest = Manifest(
        id=new_id(), author=account.id, hour=this_hour(), covers=header.sequence - 1, stage=new_id(), blocks=[]
    )
    commit = to_commit(seal_commit(keys, header, manifest.sign(header, account.signing)))
    session.shelf.append(session.token, commons, ticket_to_publish(session, ledger.bundle), commit)
    pull(session)


def test_what_it_adds_to_commons_is_kept_aside_and_everybody_reads_on(organisation: Organisation, taken: Desk) -> None:
    commons, journal = organisation.journal("commons"), organisation.journal(DISTRICT)
    administrator, collector = organisation.desk("administrator").open(), organisation.desk("collector").open()
    with taken.at_work() as session:
        at = session.ledgers[commons].next_header().sequence
        plant(session, commons, session.ledgers[commons].keys)
        plant(session, commons, EpochKeys.new())
    with administrator.at_work() as session:
        pull(session)
        write(session, commons, "set_standard", [(record := new_record_id(), [Op("field", record, {"key": "trade"})])])
        assert fold_journal(session, commons)
    with organisation.desk("deputy").open().at_work() as session:
        rotate(session, journal)
    told = [Aside(commons, at, Cause.FORGED), Aside(commons, at + 1, Cause.NOT_OPENED)]
    with collector.at_work() as session:
        pull(session)
        assert (session.aside, session.shut) == (told, set())
        assert session.certificates.inbox_key(journal).epoch == 1
    assert collector.workspace(commons)["field"] == {record: {"key": "trade"}}
    fresh = organisation.desk("viewer").open()
    assert fresh.session.aside == []
    assert fresh.workspace(commons)["field"] == {record: {"key": "trade"}}


def test_none_of_its_tickets_changes_what_stands_in_commons(
    organisation: Organisation, taken: Desk, shelf: MemoryShelf
) -> None:
    commons, token = organisation.journal("commons"), taken.session.token
    with taken.at_work() as session:
        held = session.keyring.bundles[commons.hex()]
        tickets = [ticket_to_publish(session, held), held.write, held.deposit, held.keys.read_ticket()]
        header = session.ledgers[commons].next_header()
    adopting = shelf._journals[commons].commits[-1]
    ahead = type(adopting)(1, header.sequence, header.previous, adopting.body_digest, Segment.STATE, 1, adopting.body)
    stage = Staged(new_id(), 1)
    for ticket in tickets:
        calls: list[Callable[[], object]] = [
            lambda: shelf.stage(token, commons, ticket, stage.id, [b"x"]),  # noqa: B023 - called in this turn
            lambda: shelf.switch(token, commons, ticket, ahead, stage, Tickets(*[random_bytes(32)] * 3)),  # noqa: B023 - the same
            lambda: shelf.reseal(token, commons, ticket, [Resealed(0, Segment.EMPTIED, 0, b"")]),  # noqa: B023 - the same
            lambda: shelf.take(token, commons, ticket, []),  # noqa: B023 - the same
        ]
        for call in calls:
            with pytest.raises(BadTicketError):
                call()


def test_a_snapshot_that_it_puts_into_its_own_division_still_stops_nobody_who_reads_already(
    organisation: Organisation, taken: Desk
) -> None:
    journal = organisation.journal(DISTRICT)
    viewer = organisation.desk("viewer").open()
    with taken.at_work() as session:
        ledger = session.ledgers[journal]
        header = ledger.next_header()
        forged = Manifest(
            id=new_id(), author=new_id(), hour=this_hour(), covers=header.sequence - 1, stage=new_id(), blocks=[]
        ).sign(header, session.keyring.account.signing)
        commit = to_commit(seal_commit(ledger.keys, header, forged))
        session.shelf.append(session.token, journal, ledger.bundle.write, commit)
        pull(session)
        write(session, journal, "add_contact", [(1, [Op("contact", 1, {"family_be": "Бусел"})])])
    with viewer.at_work() as session:
        pull(session)
        assert [one.cause for one in session.aside] == [Cause.FORGED]
    assert viewer.workspace(journal)["contact"] == {1: {"family_be": "Бусел"}}
