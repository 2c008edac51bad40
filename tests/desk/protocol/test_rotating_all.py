"""Many divisions get new keys together: with few writes, whatever ends between, and whoever fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from busel.desk.access.grants import revoke
from busel.desk.journals.history import is_owed
from busel.desk.journals.writing import NotReadError, write
from busel.desk.keys.certifying import certificate_is_owed
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import finish_rotations, rotate_all
from busel.desk.session import Session
from busel.desk.trustees import founding
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.shelf.client import RemoteShelf
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import Shelf, UnreachableError
from factories.desks import Organisation, found
from factories.mortal import Assassin, KilledError, MortalShelf, cloned
from factories.shelf import ORGANISATION
from fixtures.shelves import Running

REGION = "Homieĺ region"
ALL = (REGION, f"{REGION} / Mazyr district", f"{REGION} / Žlobin district")
POSTS = {
    "administrator": founding.Post(Role.ADMINISTRATOR),
    "coordinator": founding.Post(Role.COORDINATOR, ALL),
    "deputy": founding.Post(Role.COORDINATOR, ALL),
    "viewer": founding.Post(Role.VIEWER, ALL),
    "gone": founding.Post(Role.EDITOR, ALL),
}
MOMENTS = (0.0, 0.001, 0.004)
"""Seconds from a call's beginning to the kill, by turns."""


def region(shelf: Shelf) -> Organisation:
    """Return a region with two districts, somebody in each."""
    return found(shelf, POSTS, (REGION, ""), *((name, REGION) for name in ALL[1:]))


def journals(organisation: Organisation) -> list[bytes]:
    return [organisation.journal(name) for name in ALL]


def let_go(organisation: Organisation, who: str = "gone") -> None:
    """Write somebody into each division, then end what one account holds in all of them."""
    with organisation.desk("coordinator").open().at_work() as session:
        for id_, journal in enumerate(journals(organisation), 1):
            write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": f"Зубр {id_}"})])])
            revoke(session, journal, organisation.account(who))


@pytest.fixture
def organisation(shelf: MemoryShelf) -> Organisation:
    organisation = region(shelf)
    let_go(organisation)
    return organisation


def all_is_well(organisation: Organisation, *readers: str) -> None:
    """Every reader has every division whole and under its newest keys; who was let go has nothing."""
    for who in readers:
        desk = organisation.desk(who).open()
        for id_, journal in enumerate(journals(organisation), 1):
            assert desk.workspace(journal)["contact"] == {id_: {"family_be": f"Зубр {id_}"}}, who
        assert desk.session.aside == [], who
        desk.end()
    gone = organisation.desk("gone").open()
    assert [gone.workspace(journal) for journal in journals(organisation)] == [{}] * len(ALL)
    gone.end()


def nothing_is_left(session: Session, divisions: list[bytes]) -> None:
    assert rotations_owed(session, divisions) == []
    assert [is_owed(session, one) for one in divisions] == [False] * len(divisions)
    assert session.keyring.pending == []
    assert [list(session.keyring.bundles[one.hex()].epochs) for one in divisions] == [
        [session.ledgers[one].bundle.epoch] for one in divisions
    ]


def test_all_divisions_get_new_keys_with_few_writes_of_the_locker_and_of_commons(organisation: Organisation) -> None:
    divisions, told = journals(organisation), []
    with organisation.desk("coordinator").open().at_work() as session:
        counting = session.shelf = MortalShelf(session.shelf)  # type: ignore[assignment, arg-type]  # counts calls
        names: list[str] = []
        counting.watch(names.append)
        failed = rotate_all(session, divisions, told=lambda done, of_all: told.append((done, of_all)))
        assert failed == {}
        nothing_is_left(session, divisions)
    assert names.count("write_locker") == 5  # for each level: kept, begun; and once at the end
    assert names.count("switch") == len(ALL)
    assert told[-1] == (15, 15)
    assert told == sorted(told)
    all_is_well(organisation, "coordinator", "deputy", "viewer")


def test_each_division_once_however_often_it_is_named(organisation: Organisation) -> None:
    divisions = journals(organisation)
    with organisation.desk("coordinator").open().at_work() as session:
        assert rotate_all(session, [*divisions, *divisions]) == {}
        assert [session.ledgers[one].bundle.epoch for one in divisions] == [1, 1, 1]


def test_what_fails_is_told_and_stops_no_other(organisation: Organisation) -> None:
    divisions = journals(organisation)
    with organisation.desk("coordinator").open().at_work() as session:
        session.ledgers[divisions[1]].link = None
        failed = rotate_all(session, [*divisions, bytes(16)])
        assert {one: type(error).__name__ for one, error in failed.items()} == {
            divisions[1]: NotReadError.__name__,
            bytes(16): "NotAllowedError",
        }
        assert [session.ledgers[one].bundle.epoch for one in divisions] == [1, 0, 1]
        assert session.keyring.pending == []


def test_after_a_coordinator_left_every_level_has_a_certificate_that_is_believed(shelf: MemoryShelf) -> None:
    organisation = region(shelf)
    let_go(organisation, "deputy")
    divisions = journals(organisation)
    with organisation.desk("coordinator").open().at_work() as session:
        assert rotate_all(session, divisions) == {}
        numbers = [session.certificates.certificate(one) for one in divisions]
        assert [one.number for one in numbers if one] == [0, 1, 1]  # the topmost one is the trustees' to certify
        assert [certificate_is_owed(session, one) for one in divisions] == [True, False, False]
    viewer = organisation.desk("viewer").open()
    assert viewer.session.aside == []
    assert [len(viewer.workspace(one)["contact"]) for one in divisions] == [1, 1, 1]


def one_death(begun: Organisation, at: int, *, asked: bool) -> tuple[Organisation, bool]:
    """Let the coordinator's desk end, with all its threads, at one call; return what is left and whether it did."""
    shelf = cloned(begun.shelf)  # type: ignore[arg-type]  # the memory twin
    mortal, died = MortalShelf(shelf), False
    desk = replace(begun, shelf=mortal).desk("coordinator").open()
    mortal.arm(at, asked=asked)
    with desk.at_work() as session:
        try:
            rotate_all(session, journals(begun))
        except KilledError:
            died = True
    desk.end()
    return replace(begun, shelf=shelf), died


@pytest.mark.parametrize("asked", [False, True])
def test_it_may_end_anywhere_and_goes_on_at_the_next_sign_in(*, asked: bool) -> None:
    begun = region(MemoryShelf(ORGANISATION))
    let_go(begun)
    divisions, at, died, left = journals(begun), 0, True, set()
    while died:
        organisation, died = one_death(begun, at, asked=asked)
        at += 1
        desk = organisation.desk("coordinator").open()
        with desk.at_work() as session:
            finish_rotations(session)
            owed = rotations_owed(session, divisions)
            left.add(len(owed))
            assert rotate_all(session, owed) == {}
            nothing_is_left(session, divisions)
        desk.end()
        all_is_well(organisation, "deputy", "viewer")
    assert {0, 2, 3} <= left  # one level after the other
    assert at > 40


class Mortal:
    """A region on a real shelf whose process is killed."""

    def __init__(self, running: Running) -> None:
        self.running = running
        running.start()
        running.wipe()
        self.organisation = region(RemoteShelf(running.socket))
        let_go(self.organisation)

    @contextmanager
    def desk(self, shelf: RemoteShelf | Assassin) -> Iterator[Session]:
        desk = replace(self.organisation, shelf=shelf).desk("coordinator").open()
        with desk.at_work() as session:
            yield session
        desk.end()

    def killed(self, at: int, deed: Callable[[Session], object]) -> bool:
        """Kill the shelf at one call of a deed and start it anew; say whether it came to that."""
        assassin = Assassin(RemoteShelf(self.running.socket), self.running.kill)
        with self.desk(assassin) as session:
            assassin.arm(at, seconds=MOMENTS[at % len(MOMENTS)])
            try:
                deed(session)
            except UnreachableError:
                assert assassin.has_killed
        if assassin.has_killed:
            self.running.start()
        return assassin.has_killed


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mortal]:
    database = str(tmp_path / "shelf.sqlite3")
    if request.param == "postgresql":
        database = request.getfixturevalue("postgresql_url")
    shelf = Running(tmp_path / "shelf.sock", database)
    yield Mortal(shelf)
    if shelf.process is not None and shelf.process.returncode is None:
        shelf.kill()


def test_the_shelf_may_be_killed_anywhere_in_it(mortal: Mortal) -> None:
    divisions, at = journals(mortal.organisation), 0
    while mortal.killed(at, lambda session: rotate_all(session, divisions)):
        at += 5  # each of the three moments meets other calls
        with mortal.desk(RemoteShelf(mortal.running.socket)) as session:
            finish_rotations(session)
            assert rotate_all(session, divisions) == {}
            nothing_is_left(session, divisions)
        readers = replace(mortal.organisation, shelf=RemoteShelf(mortal.running.socket))
        all_is_well(readers, "viewer")
    assert at > 30
