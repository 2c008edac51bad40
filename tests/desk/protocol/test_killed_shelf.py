"""The shelf's own process may be killed at any moment, on SQLite and on PostgreSQL: what is confirmed is there once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from busel.desk.actions.imports import import_list, preview_import
from busel.desk.importing import plan as planning
from busel.desk.importing import run as running
from busel.desk.importing.run import Run
from busel.desk.importing.unfinished import unfinished_imports, unfinished_of
from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.writing import write
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import UnreachableError
from busel.vault.entropy import new_id
from desk.imports.conftest import note_of, reading_of
from factories.desks import DISTRICT, Organisation, small
from factories.mortal import Assassin
from fixtures.shelves import Running

MOMENTS = (0.0, 0.001, 0.004)
"""Seconds from a call's beginning to the kill, by turns; most calls last one to five thousandths."""
ROWS, TOGETHER = 130, 50
Deed = Callable[[Session, bytes], object]


@dataclass
class Mortal:
    """An organisation on a real shelf whose process is killed again and again."""

    running: Running
    organisation: Organisation = field(init=False)

    def __post_init__(self) -> None:
        self.running.start()
        self.running.wipe()
        self.organisation = small(self.client())

    def client(self) -> RemoteShelf:
        return RemoteShelf(self.running.socket)

    def deaths(self, deed: Deed) -> Iterator[None]:
        """Yield after each kill within a deed of the editor, with the shelf started anew, until it comes to its end."""
        at, has_killed = 0, True
        while has_killed:
            assassin = Assassin(self.client(), self.running.kill)
            with self.desk(assassin) as session:
                assassin.arm(at, seconds=MOMENTS[at % len(MOMENTS)])
                try:
                    deed(session, self.journal)
                except UnreachableError:
                    assert assassin.has_killed
            has_killed = assassin.has_killed
            if has_killed:
                self.running.start()
                yield
            at += 1
        assert at > len(MOMENTS)

    @contextmanager
    def desk(self, shelf: RemoteShelf | Assassin | None = None) -> Iterator[Session]:
        """Sign an editor in, give the session at work, and end the desk as a process ends."""
        desk = replace(self.organisation, shelf=shelf or self.client()).desk("editor").open()
        with desk.at_work() as session:
            yield session
        desk.end()

    @property
    def journal(self) -> bytes:
        return self.organisation.journal(DISTRICT)

    def people(self) -> dict[int, dict[str, object]]:
        """Return who is there for whoever signs in now. The journal says the same, and all of it is believed."""
        desk = replace(self.organisation, shelf=self.client()).desk("other").open()
        held = desk.workspace(self.journal).get("contact", {})
        assert desk.state(self.journal).get("contact", {}) == held
        assert desk.session.aside == []
        desk.end()
        return held


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Mortal]:
    database = str(tmp_path / "shelf.sqlite3")
    if request.param == "postgresql":
        database = request.getfixturevalue("postgresql_url")
    shelf = Running(tmp_path / "shelf.sock", database)
    yield Mortal(shelf)
    if shelf.process is not None and shelf.process.returncode is None:
        shelf.kill()


def test_a_shelf_may_be_killed_anywhere_in_appends_and_a_fold(mortal: Mortal) -> None:
    tried: dict[int, bytes] = {}
    confirmed: set[int] = set()

    def add(session: Session, journal: bytes, id_: int) -> None:
        deed = tried.setdefault(id_, new_id())
        write(session, journal, "add_contact", [(id_, [Op("contact", id_, {"family_be": f"Зубр {id_}"})])], deed=deed)
        confirmed.add(id_)

    def work(session: Session, journal: bytes) -> None:
        add(session, journal, len(tried) + 1)
        fold_journal(session, journal)
        add(session, journal, len(tried) + 1)

    for _ in mortal.deaths(work):
        assert confirmed <= mortal.people().keys() <= tried.keys()
        with mortal.desk() as session:
            for id_ in sorted(tried.keys() - confirmed):
                add(session, mortal.journal, id_)
        assert mortal.people() == {id_: {"family_be": f"Зубр {id_}"} for id_ in tried}
    with mortal.desk() as session:
        fold_journal(session, mortal.journal)
        changes = [history_of(session, mortal.journal, id_).changes for id_ in tried]
    assert [[change.deed for change in told] for told in changes] == [[deed] for deed in tried.values()]
    assert mortal.people().keys() == tried.keys() == confirmed


def test_a_shelf_may_be_killed_anywhere_in_an_import(mortal: Mortal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "TOGETHER", TOGETHER)
    monkeypatch.setattr(running, "TAIL_RECORDS", ROWS - 1)  # so that the journal is folded after each list
    numbers = [0]
    told = [0]

    def bring(session: Session, journal: bytes) -> None:
        begun = unfinished_of(session, bytes(32), journal)
        plan = preview_import(
            session,
            journal,
            reading_of(listed(numbers[0])),
            seed=bytes.fromhex(begun.seed) if begun else new_id(),
            first_deed=begun.first_deed + begun.pieces if begun else 0,
        )
        assert plan.rows == plan.counts.people + plan.counts.left_as_they_are == ROWS
        told[0] = plan.counts.left_as_they_are

        def count(run: Run) -> None:
            told[0] = plan.counts.left_as_they_are + run.people

        import_list(session, Run(journal, "list.csv", plan), note_of(plan, journal), told=count)

    for _ in mortal.deaths(bring):
        there = len(mortal.people()) - numbers[0] * ROWS
        assert told[0] <= there <= ROWS
        with mortal.desk() as session:
            # A person is told what was interrupted; what is not told of has not begun, or is whole.
            if unfinished_imports(session) or not there:
                bring(session, mortal.journal)
            else:
                assert there == ROWS
            assert unfinished_imports(session) == []
        numbers[0], told[0] = numbers[0] + 1, 0
        names = [fields.get("family_be") or fields["family_ru"] for fields in mortal.people().values()]
        assert sorted(names) == [name_of(at) for at in range(numbers[0] * ROWS)]


def listed(number: int) -> str:
    """Return a list of people of whom no two, in any list, have a name in common.

    Half of them have nothing by which they are known when they come again: only the import knows that they are in.
    """
    whole = range(number * ROWS, (number + 1) * ROWS)
    rows = [f"{name_of(at)};{at};8029{1_000_000 + at}" if at % 2 else f"{name_of(at)};;" for at in whole]
    return "\n".join(["Фамилия;Код;Телефон", *rows])


def name_of(number: int) -> str:
    return "Зубр" + "".join("бвгджклмнр"[int(digit)] for digit in f"{number:05}")
