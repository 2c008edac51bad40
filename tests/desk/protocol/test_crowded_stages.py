"""What is put aside beside a stage, or lost of it, costs no division its people and no coordinator a rotation."""

from __future__ import annotations

from contextlib import suppress

import pytest

from busel.desk.access.grants import revoke
from busel.desk.journals import staging
from busel.desk.journals.folding import fold_journal, folded_blocks
from busel.desk.journals.rereading import reread
from busel.desk.journals.staging import Stage
from busel.desk.journals.writing import write
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, StageMovedError
from busel.vault.entropy import new_id
from factories.desks import DISTRICT, Organisation, small
from factories.meddling import Meddling, between
from factories.shelf import ORGANISATION

PEOPLE = {id_: {"family_be": name} for id_, name in enumerate(["Бусел", "Зубр", "Лось"], 1)}
CROWD = 6


@pytest.fixture(autouse=True)
def _many_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Send each block in a request of its own, as a division of many megabytes is sent."""
    monkeypatch.setattr(staging, "_REQUEST_BYTES", 1)


@pytest.fixture
def begun() -> Organisation:
    organisation = small(MemoryShelf(ORGANISATION))
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        for id_, fields in PEOPLE.items():
            write(session, journal, "add_contact", [(id_, [Op("contact", id_, dict(fields))])])
    return organisation


def crowd(organisation: Organisation, _session: Session) -> None:
    """Put stages aside with the ticket that an editor of the first epoch has."""
    journal = organisation.journal(DISTRICT)
    session = organisation.desk("editor").session
    bundle = session.keyring.bundle(journal)
    with suppress(BadTicketError):  # after the switch
        for _ in range(CROWD):
            session.shelf.stage(session.token, journal, bundle.write, new_id(), [b"junk"])


def lose(organisation: Organisation, _session: Session) -> None:
    """Have the shelf forget what nobody adopted yet."""
    held = organisation.shelf._journals[organisation.journal(DISTRICT)]
    held.stages = {name: blocks for name, blocks in held.stages.items() if name in held._named()}


def everybody_reads(organisation: Organisation, *who: str) -> None:
    for one in who:
        desk = organisation.desk(one).open()
        assert desk.workspace(organisation.journal(DISTRICT))["contact"] == PEOPLE, one
        assert desk.session.aside == [], one
        desk.end()


def test_a_fold_among_many_stages_is_adopted_whole(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)
    done: list[bool] = []
    for organisation, _session in between(begun, "editor", lambda s: done.append(fold_journal(s, journal)), crowd):
        everybody_reads(organisation, "viewer", "coordinator", "editor")
    assert set(done) == {True}


def test_no_number_of_stages_keeps_a_coordinator_from_rotating(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)
    with begun.desk("coordinator").open().at_work() as session:
        revoke(session, journal, begun.account("editor"))
    for organisation, session in between(begun, "coordinator", lambda s: rotate(s, journal), crowd):
        assert session.keyring.bundle(journal).epoch == 1
        assert not rotations_owed(session, [journal])
        everybody_reads(organisation, "viewer", "deputy")


def test_of_a_stage_that_the_shelf_lost_in_part_nothing_is_adopted(begun: Organisation) -> None:
    journal = begun.journal(DISTRICT)
    refused: list[bool] = []

    def fold(session: Session) -> None:
        try:
            refused.append(not fold_journal(session, journal))
        except StageMovedError:
            refused.append(True)

    for organisation, _session in between(begun, "editor", fold, lose):
        assert (organisation.shelf._journals[journal].snapshot == -1) == refused[-1]
        everybody_reads(organisation, "viewer", "coordinator", "editor")
    assert set(refused) == {False, True}


def test_a_desk_lays_nothing_more_on_a_stage_of_which_the_shelf_lost_a_part(begun: Organisation) -> None:
    with begun.desk("editor").open().at_work() as session:
        bundle = session.keyring.bundle(begun.journal(DISTRICT))
        whole = reread(session, bundle)
        session.shelf = Meddling(session, lambda: lose(begun, session), at=1)
        with pytest.raises(StageMovedError):
            Stage(session, whole, bundle.keys, bundle.epoch).lay(folded_blocks(whole))
        assert session.shelf.happened
