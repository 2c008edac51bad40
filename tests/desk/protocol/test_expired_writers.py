"""Desks of members whose time is over, or who were let go a moment ago: they lay nothing that readers would refuse."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from busel.desk import clock
from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.journals import idle
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.idle import IdleFolding
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError, NotReadError, write
from busel.desk.keys.rotation import rotate
from busel.desk.running import process
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.journal.errors import ManifestRefusedError
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from factories.changed_desk import without_asking
from factories.desks import DISTRICT, HOUR, Desk, Organisation
from factories.meddling import Meddling

NAMES = ["Бусел", "Лось", "Рысь"]
DAYS = 30
OVER = HOUR + DAYS * 24 + 1
"""The first hour after a grant of so many days."""
READERS = ("coordinator", "editor", "viewer")


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(DISTRICT)


@pytest.fixture
def let_it_be(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return what sets every desk's clock."""

    def set_to(hour: int) -> None:
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: hour * clock.HOUR_SECONDS))

    return set_to


@pytest.fixture(autouse=True)
def _people(organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]) -> None:
    """Three people, and an editor who was let in for a month."""
    let_it_be(HOUR)
    with organisation.desk("coordinator").open().at_work() as session:
        for id_, name in enumerate(NAMES, 1):
            add(session, journal, id_, name)
        revoke(session, journal, organisation.account("other"))
        rotate(session, journal)
        grant(session, journal, organisation.credentials("other").handle, Terms(Role.EDITOR, not_after=OVER - 1))
    organisation.desk("other").open().end()


def add(session: Session, journal: bytes, id_: int, name: str) -> None:
    write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": name})])])


def people_of(desk: Desk, journal: bytes) -> list[str]:
    return [fields["family_be"] for _id, fields in sorted(desk.workspace(journal).get("contact", {}).items())]


def everybody_reads(organisation: Organisation, journal: bytes) -> None:
    """Each reader who signs in anew finds all people and nothing kept aside."""
    for who in READERS:
        desk = organisation.desk(who).open()
        assert (people_of(desk, journal), desk.session.aside) == (NAMES, []), who
        desk.end()


def test_an_expired_editor_who_signs_in_and_does_nothing_costs_nobody_the_division(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    let_it_be(OVER)
    monkeypatch.setattr(process, "current", process.DeskProcess(process.Mode.KEYED))
    monkeypatch.setattr(process.current, "quiet_seconds", lambda: 1e9)
    with organisation.desk("other").open().at_work() as session:
        folding = IdleFolding(session)
        for _ in range(9):
            if thread := folding.look():
                thread.join()
        assert idle.is_due(session.ledgers[session.keyring.named("commons").journal])  # so it was late enough to fold
    everybody_reads(organisation, journal)


def test_an_expired_editors_desk_folds_nothing_and_writes_nothing(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    desk = organisation.desk("other").open()
    let_it_be(OVER)
    with desk.at_work() as session:
        with pytest.raises(NotAllowedError):
            fold_journal(session, journal)
        with pytest.raises(NotAllowedError):
            add(session, journal, 9, "Ліс")
    everybody_reads(organisation, journal)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    everybody_reads(organisation, journal)


def test_an_editor_may_fold_and_write_in_the_last_hour(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_it_be(OVER - 1)
    with organisation.desk("other").open().at_work() as session:
        add(session, journal, 4, "Зубр")
        assert fold_journal(session, journal)
    assert people_of(organisation.desk("viewer").open(), journal) == [*NAMES, "Зубр"]


def test_an_hour_that_ends_while_an_editor_folds_makes_no_snapshot_that_readers_refuse(
    organisation: Organisation, journal: bytes, let_it_be: Callable[[int], None]
) -> None:
    let_it_be(OVER - 1)
    with organisation.desk("other").open().at_work() as session:
        session.shelf = Meddling(session, lambda: let_it_be(OVER), at=1)
        with pytest.raises(NotAllowedError):
            fold_journal(session, journal)
        assert session.shelf.happened
    everybody_reads(organisation, journal)


def test_an_editor_who_was_let_go_and_whose_keys_still_open_folds_nothing(
    organisation: Organisation, journal: bytes
) -> None:
    editor = organisation.desk("editor").open()
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("editor"))
    with editor.at_work() as session, pytest.raises(NotAllowedError):
        fold_journal(session, journal)  # it has not heard of it: what it reads for the fold says so
    deputy = organisation.desk("deputy").open()
    assert people_of(deputy, journal) == NAMES
    with deputy.at_work() as session:
        rotate(session, journal)
    assert people_of(organisation.desk("viewer").open(), journal) == NAMES


def test_a_deed_that_lost_the_race_against_the_own_revocation_is_not_written(
    organisation: Organisation, journal: bytes, shelf: MemoryShelf
) -> None:
    editor = organisation.desk("editor").open()
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("editor"))
    head = shelf._journals[journal].head
    with editor.at_work() as session, pytest.raises(NotAllowedError):
        add(session, journal, 9, "Ліс")
    assert shelf._journals[journal].head == head


@pytest.mark.parametrize("at", range(12))
def test_a_coordinator_who_is_let_go_while_rotating_switches_to_nothing(
    organisation: Organisation, journal: bytes, at: int
) -> None:
    """One coordinator lets the other go between any two calls of that one's rotation."""
    coordinator, deputy = organisation.desk("coordinator").open(), organisation.desk("deputy").open()

    def let_go() -> None:
        with coordinator.at_work() as session:
            revoke(session, journal, organisation.account("deputy"))

    with deputy.at_work() as session:
        meddling = session.shelf = Meddling(session, let_go, at=at)
        try:
            rotate(session, journal)
        except NotAllowedError:
            assert session.keyring.pending == []
        assert meddling.happened
    everybody_reads(organisation, journal)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    everybody_reads(organisation, journal)


def test_a_false_snapshot_takes_nothing_from_open_desks_and_the_one_before_stays_on_the_shelf(
    organisation: Organisation, journal: bytes, shelf: MemoryShelf
) -> None:
    """A changed desk lays one without asking: open desks keep what they verified, stop there, and say so."""
    viewing, coordinator, editor = (organisation.desk(who).open() for who in ("viewer", "coordinator", "editor"))
    good = shelf._journals[journal].adopted
    with coordinator.at_work() as session:
        revoke(session, journal, organisation.account("editor"))
        add(session, journal, 4, "Зубр")
    with editor.at_work() as session, without_asking(), pytest.raises(ManifestRefusedError):
        fold_journal(session, journal)
    for desk in (viewing, coordinator):
        with desk.at_work() as session:
            pull(session)
            pull(session)
            assert session.aside == [Aside(journal, shelf._journals[journal].snapshot, Cause.FORGED)]
        assert people_of(desk, journal) == [*NAMES, "Зубр"]
    with coordinator.at_work() as session, pytest.raises(NotReadError):
        add(session, journal, 6, "Чайка")
    assert shelf._journals[journal].retired == good
    assert shelf._journals[journal].stages[good]
