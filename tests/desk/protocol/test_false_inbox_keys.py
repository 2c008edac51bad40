"""What a coordinator puts into commons who means ill; and what one can who coordinates no more."""

from __future__ import annotations

import pytest

from busel.desk.access.grants import revoke
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import compare_inbox_keys, pull
from busel.desk.keys.posting import publish
from busel.desk.keys.rotation import finish_rotations, rotate
from busel.desk.session import Session
from busel.registry.statements import InboxKey
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey
from factories.desks import DISTRICT, Desk, Organisation

FAR = 2**31 - 1


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(DISTRICT)


@pytest.fixture
def traitor(organisation: Organisation, journal: bytes) -> Desk:
    """The open desk of one of two coordinators; the division is in epoch 1."""
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    return organisation.desk("deputy").open()


def put_own_key(traitor: Desk, journal: bytes, *epochs: int) -> None:
    with traitor.at_work() as session:
        pull(session)
        seed, genuine = session.keyring.bundle(journal).division_seed, session.certificates.inbox_key(journal)
        keys = [
            InboxKey(
                organisation=session.keyring.organisation,
                division=journal,
                epoch=epoch,
                public=OpeningKey.new().public,
                deposit=genuine.deposit,
            ).sign(SigningKey(seed))
            for epoch in epochs
        ]
        publish(session, keys, SigningKey(seed))


def own_key(session: Session, journal: bytes) -> bytes:
    bundle = session.keyring.bundle(journal)
    return bundle.inbox(bundle.epoch).public


def test_a_key_of_a_far_epoch_is_nobodys(organisation: Organisation, traitor: Desk, journal: bytes) -> None:
    collector, editor = organisation.desk("collector").open(), organisation.desk("editor").open()
    put_own_key(traitor, journal, FAR)
    with editor.at_work() as session:
        pull(session)
        assert session.aside == []
        genuine = own_key(session, journal)
    for desk in (collector, organisation.desk("collector").open()):
        with desk.at_work() as session:
            pull(session)
            assert session.certificates.inbox_key(journal).public == genuine
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        assert session.certificates.inbox_key(journal).public == own_key(session, journal) != genuine


@pytest.mark.parametrize("epoch", [1, 2], ids=["of this epoch", "of the next one"])
def test_a_key_that_is_not_the_divisions_own_is_told_to_who_holds_that(
    organisation: Organisation, traitor: Desk, journal: bytes, epoch: int
) -> None:
    editor, viewer = organisation.desk("editor").open(), organisation.desk("viewer").open()
    for desk in (editor, viewer):
        with desk.at_work() as session:
            pull(session)
            assert session.aside == []
    put_own_key(traitor, journal, epoch)
    told = [Aside(journal, -1, Cause.FALSE_INBOX_KEY)]
    for desk, tells in ((editor, told), (viewer, told if epoch > 1 else [])):
        with desk.at_work() as session:
            pull(session)
            assert session.aside == tells
    with organisation.desk("editor").open().at_work() as session:
        compare_inbox_keys(session)
        assert session.aside == told
    with organisation.desk("coordinator").open().at_work() as session:
        for _ in range(epoch):  # the first rotation after the next epoch's key contradicts it
            rotate(session, journal)
        assert session.certificates.inbox_key(journal).public == own_key(session, journal)
    with organisation.desk("editor").open().at_work() as session:
        compare_inbox_keys(session)
        assert session.aside == []


def test_who_coordinates_no_more_signs_no_inbox_key(organisation: Organisation, traitor: Desk, journal: bytes) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("deputy"))
        rotate(session, journal)
    put_own_key(traitor, journal, 2, 3)
    with organisation.desk("editor").open().at_work() as session:
        compare_inbox_keys(session)
        assert session.aside == []
        assert session.certificates.inbox_key(journal).public == own_key(session, journal)


def test_rotations_are_no_alarm_to_open_desks(organisation: Organisation, journal: bytes) -> None:
    desks = [organisation.desk(who).open() for who in ("deputy", "editor", "viewer")]
    with organisation.desk("coordinator").open().at_work() as coordinator:
        for _ in range(2):
            rotate(coordinator, journal)
            for desk in desks:
                with desk.at_work() as session:
                    pull(session)
                    assert {aside.cause for aside in session.aside} <= {Cause.SHUT}
                    assert session.keyring.bundle(journal).epoch == coordinator.keyring.bundle(journal).epoch


def test_an_epoch_whose_key_was_never_put_into_commons_stops_none_after_it(
    organisation: Organisation, journal: bytes
) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("busel.desk.keys.rotation.unpublished_keys", lambda *_: [])
            patch.setattr("busel.desk.keys.rotation.publish_inbox_key", lambda *_: None)
            rotate(session, journal)
            rotate(session, journal)
        assert session.certificates.inbox_key(journal).epoch == 0
        rotate(session, journal)
        assert session.certificates.inbox_key(journal).public == own_key(session, journal)
        known = len(session.certificates.inbox_keys[journal])
        finish_rotations(session)
        assert len(session.certificates.inbox_keys[journal]) == known
