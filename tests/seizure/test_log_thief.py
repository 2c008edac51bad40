"""T20: somebody has the access log in the database and changes it. Nobody is readable; each change is told to auditors.

A store on SQLite is changed behind the running shelf's back, then the auditor signs in and looks at the log.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pytest

from factories.canaries import DISTRICT, KEPT_FAMILY
from fixtures.served import AtRest, Served, serving
from fixtures.visitor import Visitor, signed_in

Row = tuple[bytes, int, bytes, int, bytes]
COLUMNS = ("journal", "place", "chain", "number", "body")
DOES_NOT_HOLD = 'class="notice notice--error"'


@dataclass
class Log:
    """One division's log in the database, and how it was."""

    served: Served
    journal: bytes

    def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        path = self.served.at_rest.folder / "shelf/store.sqlite"
        with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    def rows(self) -> list[Row]:
        return self.run("SELECT journal, place, chain, number, body FROM shelf_logentry ORDER BY journal, place")

    def put(self, rows: list[Row]) -> None:
        """Make the table hold these rows and no other."""
        path = self.served.at_rest.folder / "shelf/store.sqlite"
        with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
            connection.execute("DELETE FROM shelf_logentry")
            connection.executemany("INSERT INTO shelf_logentry VALUES (?, ?, ?, ?, ?)", rows)

    def own(self) -> list[Row]:
        return [row for row in self.rows() if row[0] == self.journal]

    def others(self) -> list[Row]:
        return [row for row in self.rows() if row[0] != self.journal]


def open_people(served: Served, role: str, times: int = 1) -> None:
    """Sign in, find the people of the organisation, open some of their pages, and leave."""
    visitor = signed_in(served, role)
    for _ in range(times):
        found = visitor.send(visitor.open("/find").form("q"), {"q": KEPT_FAMILY})
        for link in found.links("^/contacts/[0-9]+$"):
            assert visitor.open(link).status == 200
    visitor.sign_out()


def told(served: Served) -> bool:
    """Sign in as the auditor: does the log's page say that something does not hold together?"""
    visitor = signed_in(served, "auditor")
    page = visitor.open("/access-log")
    assert page.status == 200
    _leave(visitor)
    return DOES_NOT_HOLD in page.text


def _leave(visitor: Visitor) -> None:
    visitor.sign_out()


@pytest.fixture(scope="module")
def log(small: AtRest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with serving(small.copy(tmp_path_factory.mktemp("thief") / "o")) as served:
        open_people(served, "coordinator")
        open_people(served, "viewer")
        open_people(served, "coordinator")
        journal = bytes.fromhex(served.at_rest.person("coordinator").journals[DISTRICT])
        yield Log(served, journal)


@pytest.fixture(autouse=True)
def whole(log: Log) -> Iterator[None]:
    """Put the table back after each test."""
    rows = log.rows()
    yield
    log.put(rows)


def test_a_log_that_nobody_touched_holds_together(log: Log) -> None:
    assert len(log.own()) >= 6
    assert len({row[2] for row in log.own()}) >= 3
    assert not told(log.served)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_value_is_told(log: Log, column: str) -> None:
    row = list(log.own()[1])
    at = COLUMNS.index(column)
    row[at] = row[at] + 1000 if isinstance(row[at], int) else bytes([*row[at][:-1], row[at][-1] ^ 1])
    kept = [one for one in log.rows() if one != log.own()[1]]
    log.put([*kept, tuple(row)])  # type: ignore[list-item]  # a row again
    assert told(log.served)


def test_exchanged_bodies_are_told(log: Log) -> None:
    one, other, *rest = log.own()
    log.put([*log.others(), (*one[:4], other[4]), (*other[:4], one[4]), *rest])
    assert told(log.served)


def test_a_row_that_is_taken_out_is_told_where_the_places_are_closed_up(log: Log) -> None:
    kept = [*log.own()[:2], *log.own()[3:]]
    log.put([*log.others(), *((row[0], place, *row[2:]) for place, row in enumerate(kept))])
    assert told(log.served)


def test_a_whole_session_that_is_taken_out_is_told(log: Log) -> None:
    first = log.own()[0][2]
    kept = [row for row in log.own() if row[2] != first]
    log.put([*log.others(), *((row[0], place, *row[2:]) for place, row in enumerate(kept))])
    assert told(log.served)


def test_an_end_that_is_cut_is_told_to_who_has_read_it(log: Log) -> None:
    assert not told(log.served)
    log.put([*log.others(), *log.own()[:-1]])
    assert told(log.served)


def test_an_empty_log_is_told_to_who_has_read_it(log: Log) -> None:
    assert not told(log.served)
    log.put(log.others())
    assert told(log.served)


def test_the_rows_tell_neither_who_nor_whom_nor_how_many(log: Log) -> None:
    people = [person.handle.encode() for person in log.served.at_rest.people]
    contacts = {
        int(link.rsplit("/", 1)[1]).to_bytes(8, "big") for link in _found(log.served).links("^/contacts/[0-9]+$")
    }
    assert len(contacts) > 1
    for row in log.rows():
        assert [word for word in (*people, *contacts) if word in row[4]] == []
    later = [row for row in log.own() if row[3]]
    assert len({len(row[4]) for row in later}) == 1


def _found(served: Served) -> Any:
    visitor = signed_in(served, "coordinator")
    page = visitor.send(visitor.open("/find").form("q"), {"q": KEPT_FAMILY})
    visitor.sign_out()
    return page


def test_a_log_that_is_set_back_is_told(log: Log) -> None:
    before = log.rows()
    open_people(log.served, "viewer")
    assert not told(log.served)
    now = log.rows()
    log.put(before)
    assert told(log.served)
    log.put(now)
    assert not told(log.served)
