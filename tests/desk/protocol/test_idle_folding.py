"""A desk whose person presses nothing folds what grew long or old: on the real shelf, with a real process's book."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from busel.desk import clock
from busel.desk.journals import idle
from busel.desk.journals.aside import Cause
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.idle import IdleFolding
from busel.desk.journals.kept_aside import kept_aside
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.running import heartbeat, options, process
from busel.desk.running.heartbeat import beat
from busel.desk.running.options import Limits, Options
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.shelf.client import RemoteShelf
from factories.changed_desk import lay
from factories.desks import DISTRICT, HOUR, REGION, Desk, Organisation, small
from fixtures.shelves import Running

QUIET, HEARTBEAT = 0.2, 0.02
LONG = 1.5
NAMES = ["Бусел", "Зубр", "Лось"]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("shelf")
    shelf = Running(folder / "shelf.sock", str(folder / "shelf.sqlite3"))
    shelf.start()
    yield shelf
    shelf.stop()


@pytest.fixture
def organisation(running: Running) -> Organisation:
    """An organisation on the real shelf, with people in its district that nobody folded yet."""
    running.wipe()
    organisation = small(RemoteShelf(running.socket))
    with organisation.desk("coordinator").open().at_work() as session:
        for id_, name in enumerate(NAMES, 1):
            op = Op("contact", id_, {"family_be": name})
            write(session, organisation.journal(DISTRICT), "add_contact", [(id_, [op])])
    return organisation


@pytest.fixture(autouse=True)
def _keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be somebody's desk, and an impatient one."""
    monkeypatch.setattr(options, "chosen", Options(quiet=QUIET, heartbeat=HEARTBEAT))
    monkeypatch.setattr(process, "current", process.DeskProcess(process.Mode.KEYED))
    _let_it_be(monkeypatch, HOUR)


@pytest.fixture
def later(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a month and an hour go by since the organisation was founded."""
    _let_it_be(monkeypatch, HOUR + 30 * 24 + 1)


def _let_it_be(monkeypatch: pytest.MonkeyPatch, hour: int) -> None:
    monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda: hour * clock.HOUR_SECONDS))


def live(session: Session, seconds: float, *, touched: bool = False) -> list[threading.Thread]:
    """Live as a desk does between pages, and end when its threads have ended; return those that folded."""
    desk = SimpleNamespace(session=session, opened=threading.Event())
    desk.opened.set()
    folding, threads, until = IdleFolding(session), [], time.monotonic() + seconds
    while time.monotonic() < until:
        if touched:
            process.current.touch()
        beat(desk)
        threads += [thread] if (thread := folding.look()) else []
        time.sleep(HEARTBEAT)
    for thread in threads:
        thread.join()
    return [thread for thread in threads if thread.name == "folding"]


def snapshots(running: Running) -> dict[object, int]:
    rows = running.sql("SELECT id, snapshot FROM shelf_journal")
    return {bytes(id_): int(sequence) for id_, sequence in rows if int(sequence) >= 0}  # type: ignore[call-overload]  # ids and numbers


def people_of(desk: Desk, journal: bytes) -> list[str]:
    return [fields["family_be"] for _id, fields in sorted(desk.workspace(journal)["contact"].items())]


@pytest.mark.usefixtures("later")
def test_an_idle_editor_folds_old_journals_and_nobody_sees_a_difference(
    organisation: Organisation, running: Running
) -> None:
    editor, watching = organisation.desk("editor").open(), organisation.desk("viewer").open()
    with editor.at_work() as session:
        own = session.keyring.account.mailbox
        live(session, LONG)
        assert [ledger.tail for ledger in session.ledgers.values() if ledger.bundle.name != "commons"] == [0, 0, 0]
    assert snapshots(running).keys() == {organisation.journal(REGION), organisation.journal(DISTRICT), own}
    with watching.at_work() as session:
        pull(session)
    for desk in (editor, watching, organisation.desk("other").open()):
        assert people_of(desk, organisation.journal(DISTRICT)) == NAMES
        assert desk.session.aside == []


@pytest.mark.usefixtures("later")
def test_an_administrator_folds_commons_and_office_and_no_division(
    organisation: Organisation, running: Running
) -> None:
    with organisation.desk("administrator").open().at_work() as session:
        held = {bundle.name: bundle.journal for bundle in session.keyring.bundles.values()}
        live(session, LONG)
    assert snapshots(running).keys() == {held["commons"], held["office"], held["own"]}
    assert people_of(organisation.desk("viewer").open(), organisation.journal(DISTRICT)) == NAMES


@pytest.mark.usefixtures("later")
def test_who_only_reads_folds_nothing_but_the_own_journal(organisation: Organisation, running: Running) -> None:
    with organisation.desk("viewer").open().at_work() as session:
        own = session.keyring.account.mailbox
        live(session, LONG)
    assert snapshots(running).keys() == {own}


@pytest.mark.usefixtures("later")
def test_nothing_is_folded_while_the_person_works(organisation: Organisation, running: Running) -> None:
    with organisation.desk("editor").open().at_work() as session:
        assert live(session, 3 * QUIET, touched=True) == []
        with process.current.hold("import"):
            time.sleep(QUIET)
            assert live(session, 2 * QUIET) == []
    assert snapshots(running) == {}


def test_a_short_tail_stays_for_a_month(
    organisation: Organisation, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    _let_it_be(monkeypatch, HOUR + 30 * 24)
    with organisation.desk("editor").open().at_work() as session:
        assert live(session, 3 * QUIET) == []
    assert snapshots(running) == {}


def test_a_long_tail_is_folded_however_young(
    organisation: Organisation, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    with organisation.desk("editor").open().at_work() as session:
        tail = session.ledgers[organisation.journal(DISTRICT)].tail
        monkeypatch.setattr(idle, "TAIL_COMMITS", tail)
        assert live(session, 3 * QUIET) == []
        monkeypatch.setattr(idle, "TAIL_COMMITS", tail - 1)
        assert len(live(session, 3 * QUIET)) == 1
    assert snapshots(running) == {organisation.journal(DISTRICT): tail}


def test_an_idle_desk_tells_of_a_snapshot_that_lies(organisation: Organisation) -> None:
    district = organisation.journal(DISTRICT)
    with organisation.desk("other").open().at_work() as session:
        lay(session, district, lambda state: state.records["contact"].pop(2))
    with organisation.desk("editor").open().at_work() as session:
        live(session, LONG)
        assert [(one.name, one.cause) for one in kept_aside(session)] == [(DISTRICT, Cause.FALSE_SNAPSHOT)]


@pytest.mark.usefixtures("later")
def test_one_journal_is_folded_at_a_time(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []

    def watched(session: Session, journal: bytes) -> bool:
        at_once.append(process.current.holding().count("folding"))
        time.sleep(3 * HEARTBEAT)
        return fold_journal(session, journal)

    monkeypatch.setattr(idle, "fold_journal", watched)
    with organisation.desk("editor").open().at_work() as session:
        live(session, LONG)
    assert at_once == [1, 1, 1]


@pytest.mark.usefixtures("later")
def test_what_cannot_be_folded_is_tried_again_only_when_it_went_on(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bytes] = []

    def fails(_session: Session, journal: bytes) -> bool:
        tried.append(journal)
        raise OSError

    monkeypatch.setattr(idle, "fold_journal", fails)
    with organisation.desk("editor").open().at_work() as session:
        live(session, 3 * QUIET)
    assert len(tried) == len(set(tried)) == 3


def test_folding_keeps_an_idle_desk_until_it_is_done_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "chosen", Options(limits=Limits(idle=0.2)))
    time.sleep(0.25)
    assert process.current.overdue() == "idle"
    with process.current.hold("folding", to_be_seen=False):
        assert process.current.overdue() == ""
        assert process.current.quiet_seconds() == 0
    assert process.current.overdue() == "idle"
    with process.current.hold("import"):
        pass
    assert process.current.overdue() == ""


@pytest.mark.usefixtures("later")
def test_the_heart_does_it(organisation: Organisation, running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    class EndedError(Exception):
        """The process is gone."""

    beats = iter(range(int(LONG / HEARTBEAT)))

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        if next(beats, None) is None:
            raise EndedError

    monkeypatch.setattr(heartbeat, "time", SimpleNamespace(sleep=sleep))
    with organisation.desk("viewer").open().at_work() as session:
        desk = SimpleNamespace(session=session, opened=threading.Event())
        desk.opened.set()
        with pytest.raises(EndedError):
            heartbeat._beat_for_ever(desk)
        assert snapshots(running).keys() == {session.keyring.account.mailbox}
