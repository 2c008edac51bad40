"""Two processes of one account, a desk and a command for example: neither loses the other's keys."""

from __future__ import annotations

import pytest

from busel.desk.journals.opening import pull
from busel.desk.journals.rereading import reread
from busel.desk.journals.writing import write
from busel.desk.keys import new_epochs
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.desk.trustees import founding
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import EpochMovedError
from factories.desks import DISTRICT, Organisation, found
from factories.meddling import Meddling

BUSEL = {1: {"family_be": "Бусел"}}


def add(session: Session, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


@pytest.mark.parametrize("at", range(7))
def test_a_rotation_that_loses_against_its_twin_keeps_the_twins_keys(shelf: MemoryShelf, at: int) -> None:
    """The twin switches and is killed at once: nobody but the losing desk can keep the division's only keys."""
    posts = {
        "administrator": founding.Post(Role.ADMINISTRATOR),
        "coordinator": founding.Post(Role.COORDINATOR, ("Brest region",)),
    }
    organisation = found(shelf, posts, ("Brest region", ""))
    journal = organisation.journal("Brest region")
    twin, loser = organisation.desk("coordinator").open(), organisation.desk("coordinator").open()
    with twin.at_work() as session:
        add(session, journal, 1, "Бусел")
        whole = session.ledgers[journal].bundle
        new = new_epochs.new_epoch(whole)
        new_epochs.keep_pending(session, [new])
        sent = new_epochs.send(session, new)

    def switches_and_dies() -> None:
        with twin.at_work() as session:
            assert new_epochs.switch(session, reread(session, whole), new, sent) is not None

    with loser.at_work() as session:
        pull(session)
        meddling = session.shelf = Meddling(session, switches_and_dies, at=at)
        with pytest.raises(EpochMovedError):
            rotate(session, journal)
        assert meddling.happened
        assert session.ledgers[journal].bundle.keys == new.keys
    again = organisation.desk("coordinator").open()
    assert again.workspace(journal)["contact"] == BUSEL
    assert again.session.aside == []


def test_an_open_desk_goes_on_after_a_command_of_the_same_account_rotated(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    desk = organisation.desk("coordinator").open()
    with desk.at_work() as session:
        add(session, journal, 1, "Бусел")
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
        session.close()
    with desk.at_work() as session:
        add(session, journal, 2, "Лось")
        assert (session.shut, session.ledgers[journal].link.epoch) == (set(), 1)
    assert desk.workspace(journal)["contact"] == BUSEL | {2: {"family_be": "Лось"}}


def test_keys_that_came_by_merging_the_keyring_are_used_at_the_next_exchange(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    desk = organisation.desk("coordinator").open()
    with organisation.desk("coordinator").open().at_work() as session:
        add(session, journal, 1, "Бусел")
        rotate(session, journal)
    with desk.at_work() as session:
        session.save_keyring()
        assert session.keyring.bundle(journal).epoch == 1
        pull(session)
        assert session.shut == set()
    assert desk.workspace(journal)["contact"] == BUSEL
