"""T8: somebody writes to the database. Each changed value, each swap is found or harmless; nothing is overwritten.

A store on SQLite is changed behind the running shelf's back; then the coordinator signs in and looks at everything.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from busel.vault.lock import CHEAP, unlocking
from factories.canaries import BY_HAND, DISTRICT, FROM_PAPER, KEPT, KEPT_FAMILY, OTHER_DISTRICT
from fixtures.served import AtRest, Person, Served, serving
from fixtures.visitor import Visitor, signed_in
from fixtures.working_day import add_by_hand, enter_from_paper

EVERYBODY = {(given, name) for name, those in KEPT.items() for given in those}


@dataclass(frozen=True)
class Seen:
    """What a sign-in showed: whether it was let in, who was found where, and whether something is told to be aside."""

    signed_in: bool
    people: frozenset[tuple[str, str]] = frozenset()
    told: bool = False

    @property
    def lost_in_silence(self) -> bool:
        """Is somebody missing, and nothing says so?"""
        return self.signed_in and self.people < EVERYBODY and not self.told


def unlock_row(at_rest: AtRest, person: Person) -> str:
    """Return where the row lies that a person's passphrase opens: an account has two more of the same size."""
    organisation = bytes.fromhex(at_rest.organisation)
    tag = unlocking(organisation, person.handle, passphrase=person.passphrase, profile=CHEAP).tag
    return f"tag = x'{tag.hex()}'"


class Store:
    """The store's rows, behind the shelf's back."""

    def __init__(self, at_rest: AtRest) -> None:
        self._path = at_rest.folder / "shelf/store.sqlite"
        self._person = at_rest.person("coordinator")
        journal, other = self._person.journals[DISTRICT], self._person.journals[OTHER_DISTRICT]
        adopted = f"(SELECT adopted FROM shelf_journal WHERE id = x'{journal}')"
        of_blocks = f"FROM shelf_block WHERE journal = x'{journal}'"
        own = f"journal = x'{journal}'"
        self.rows = {
            "shelf_locker": f"id = x'{self._person.locker}'",
            "shelf_limit": "id = 1",
            "shelf_unlockrow": unlock_row(at_rest, self._person),
            "shelf_invitation": f"id = x'{at_rest.slips[0].id}'",
            "shelf_journal": f"id = x'{journal}'",
            "shelf_commit": f"{own} AND sequence = (SELECT MAX(sequence) - 1 FROM shelf_commit WHERE {own})",
            "shelf_envelope": own,
            "shelf_block": f"{own} AND stage = {adopted} AND position = (SELECT MAX(position) {of_blocks})",
        }
        self.other = other
        self.journal = journal
        newest = "SELECT MAX(sequence) FROM shelf_commit WHERE journal = x'{0}'"
        self.last = {one: self.run(newest.format(one))[0][0] for one in (journal, other)}
        """The newest commits, about people, before any desk wrote something about itself."""
        self.run("INSERT INTO shelf_limit (id, idle_days) VALUES (1, 20)")  # as an administrator sets it

    def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._path, timeout=20)) as connection, connection:
            return connection.execute(statement, values).fetchall()

    def contents(self) -> list[tuple[Any, ...]]:
        """Every commit and block: what must never be overwritten."""
        return [
            row
            for table in ("shelf_commit", "shelf_block")
            for row in self.run(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
        ]

    @contextmanager
    def changed(self, table: str, column: str) -> Iterator[None]:
        """Change one value in one row, and put it back afterwards."""
        keys = [row[1] for row in self.run(f"PRAGMA table_info({table})") if row[5]]
        picked = ", ".join([*keys, column])
        (*key, value), *more = self.run(f"SELECT {picked} FROM {table} WHERE {self.rows[table]}")
        assert not more
        where = " AND ".join(f"{name} = ?" for name in keys)
        self.run(f"UPDATE {table} SET {column} = ? WHERE {where}", other_than(value), *key)
        now = [other_than(value) if name == column else old for name, old in zip(keys, key, strict=True)]
        try:
            yield
        finally:
            self.run(f"UPDATE {table} SET {column} = ? WHERE {where}", value, *now)

    @contextmanager
    def swapped(self, table: str, column: str, one: str, two: str) -> Iterator[None]:
        """Let two rows have each other's value, and give them back."""
        (first,), (second,) = (self.run(f"SELECT {column} FROM {table} WHERE {row}")[0] for row in (one, two))
        assert first != second
        self._set(table, column, {one: second, two: first})
        try:
            yield
        finally:
            self._set(table, column, {one: first, two: second})

    def _set(self, table: str, column: str, values: dict[str, Any]) -> None:
        for row, value in values.items():
            self.run(f"UPDATE {table} SET {column} = ? WHERE {row}", value)


FAR = 1000
"""Numbers are changed by so much: a neighbour's number may be taken."""


def other_than(value: Any) -> Any:
    """Return a value of the same kind that is another one."""
    if isinstance(value, bytes):
        return bytes([*value[:-1], value[-1] ^ 1]) if value else b"x"
    if isinstance(value, int):
        return 1 - value if value in {0, 1} else value + FAR
    raise TypeError(type(value))


def look(served: Served) -> Seen:
    """Sign in as the coordinator, find everybody, read what is kept aside, leave."""
    person = served.at_rest.person("coordinator")
    visitor = Visitor(served.port)
    if visitor.try_to_sign_in(person.handle, person.passphrase).status != 303:
        return Seen(signed_in=False)
    home = visitor.wait("/")
    if home.status != 200 or not home.links("^/find"):
        return Seen(signed_in=True, told=True)
    found = visitor.send(home.form("q"), {"q": KEPT_FAMILY}).text
    told = bool(home.links("^/kept-aside"))
    rows = [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr.*?</tr>", found, re.DOTALL)]
    people = {
        (given, name) for row in rows for given in GIVEN if given in row for name in KEPT if name.split(" / ")[1] in row
    }
    visitor.sign_out()
    return Seen(signed_in=True, people=frozenset(people), told=told)


GIVEN = [given for those in KEPT.values() for given in those]


@pytest.fixture(scope="module")
def changing(small: AtRest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Store]]:
    with serving(small.copy(tmp_path_factory.mktemp("changing") / "o")) as served:
        yield served, Store(served.at_rest)


def test_an_unchanged_store_shows_everybody_and_nothing_aside(changing: tuple[Served, Store]) -> None:
    served, _store = changing
    assert look(served) == Seen(signed_in=True, people=frozenset(EVERYBODY))


ELSEWHERE = {"shelf_envelope", "shelf_logentry", "shelf_logmonth"}
NOT_READ = {"shelf_stage", "shelf_keptbody", "shelf_keptsnapshot"}
"""No desk reads these: the days of stages, and what a fold replaced, which only `busel kept` puts back."""


def columns() -> list[tuple[str, str]]:
    """Return every stored column of what is a member's, from the list that a test keeps true.

    Envelopes: below. The access log: test_log_thief; where its months begin only keeps young entries from being let go,
    and whoever writes to the database takes entries out anyway, which is told.
    """
    listed = Path(__file__).parents[2] / "docs/stored-columns.md"
    found = re.findall(r"^\| `(shelf_\w+)` \| `(\w+)` \|", listed.read_text(encoding="utf-8"), re.MULTILINE)
    return [(table, column) for table, column in found if table not in ELSEWHERE | NOT_READ]


NO_SIGN_IN = {("shelf_locker", name) for name in ("id", "sealed", "session_digest", "is_frozen")} | {
    ("shelf_unlockrow", name) for name in ("tag", "sealed")
}
"""Changing these keeps the account out: availability, which who holds the disk can always take."""


@pytest.mark.parametrize(("table", "column"), columns())
def test_a_changed_value_opens_nothing_wrong_and_hides_nobody_in_silence(
    changing: tuple[Served, Store], table: str, column: str
) -> None:
    served, store = changing
    with store.changed(table, column):
        before = store.contents()
        seen = look(served)
        # A desk that believes itself thawed writes new custodies; nothing that lay there is overwritten.
        assert set(before) <= set(store.contents())
    assert seen.signed_in == ((table, column) not in NO_SIGN_IN)
    assert seen.people <= EVERYBODY
    assert not seen.lost_in_silence
    assert look(served) == Seen(signed_in=True, people=frozenset(EVERYBODY))


def test_commits_of_two_journals_with_each_others_bodies_are_not_believed(changing: tuple[Served, Store]) -> None:
    served, store = changing
    last = [f"journal = x'{journal}' AND sequence = {store.last[journal]}" for journal in (store.journal, store.other)]
    with store.swapped("shelf_commit", "body", *last):
        seen = look(served)
    assert seen.told
    assert seen.people < EVERYBODY


def test_blocks_of_two_journals_in_each_others_place_are_not_believed(changing: tuple[Served, Store]) -> None:
    served, store = changing
    block = "journal = x'{0}' AND stage = (SELECT adopted FROM shelf_journal WHERE id = x'{0}') AND position = 0"
    with store.swapped("shelf_block", "body", block.format(store.journal), block.format(store.other)):
        seen = look(served)
    assert seen.told
    assert seen.people <= EVERYBODY


@pytest.mark.parametrize(("table", "column"), [("shelf_locker", "sealed"), ("shelf_unlockrow", "sealed")])
def test_one_account_never_opens_with_anothers_row(changing: tuple[Served, Store], table: str, column: str) -> None:
    served, store = changing
    viewer = served.at_rest.person("viewer")
    other = f"id = x'{viewer.locker}'" if table == "shelf_locker" else unlock_row(served.at_rest, viewer)
    with store.swapped(table, column, store.rows[table], other):
        assert look(served) == Seen(signed_in=False)


def test_a_cut_tail_is_told(changing: tuple[Served, Store]) -> None:
    served, store = changing
    row = f"journal = x'{store.journal}'"
    newest = store.run(f"SELECT * FROM shelf_commit WHERE {row} ORDER BY sequence DESC LIMIT 1")[0]
    head = store.run(f"SELECT epoch, sequence, digest FROM shelf_journal WHERE id = x'{store.journal}'")[0]
    names = [info[1] for info in store.run("PRAGMA table_info(shelf_commit)")]
    commit = dict(zip(names, newest, strict=True))
    store.run(f"DELETE FROM shelf_commit WHERE {row} AND sequence = ?", commit["sequence"])
    back = (commit["epoch"], commit["sequence"] - 1, commit["previous"])
    put_head = f"UPDATE shelf_journal SET epoch = ?, sequence = ?, digest = ? WHERE id = x'{store.journal}'"
    store.run(put_head, *back)
    seen = look(served)
    store.run(f"INSERT INTO shelf_commit ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", *newest)
    store.run(put_head, *head)
    assert (seen.told, seen.signed_in) == (True, True)
    assert look(served) == Seen(signed_in=True, people=frozenset(EVERYBODY))


def test_a_whole_store_set_back_is_told_by_a_desk_that_was_open(serve: Any) -> None:
    served = serve()
    store, visitor = served.at_rest.folder / "shelf/store.sqlite", signed_in(served, "coordinator")
    yesterday = _copied(store)
    assert "/contacts/" in add_by_hand(visitor).path
    with closing(sqlite3.connect(store, timeout=20)) as now:
        yesterday.backup(now)
    page = visitor.open("/find")
    assert page.status == 200
    assert visitor.open("/").links("^/kept-aside")
    assert "Сервер паказвае старэйшы стан" in visitor.open("/kept-aside").text
    # The entries of the access log were set back, too: what the shelf does not confirm is not shown.
    assert visitor.send(visitor.open("/find").form("q"), {"q": BY_HAND.family_be}).status == 503


def _copied(store: Path) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(store, timeout=20)) as now:
        now.backup(copy)
    return copy


@pytest.fixture(scope="module")
def sent(changing: tuple[Served, Store]) -> tuple[Served, Store]:
    """Somebody from paper waits in the first district's inbox."""
    served, _store = changing
    collector = signed_in(served, "collector")
    enter_from_paper(collector)
    collector.sign_out()
    return changing


def inbox(served: Served) -> tuple[int, int]:
    """Return how many envelopes of that person, and how many doubtful ones, the coordinator's inbox shows."""
    visitor = signed_in(served, "coordinator")
    page = visitor.wait("/inbox/")
    doubtful, whole = (set(page.links(link)) for link in (r"^/inbox/doubtful/", r"^/inbox/[0-9a-f]{64}/$"))
    texts = [visitor.open(link).text for link in whole]
    visitor.sign_out()
    return sum(FROM_PAPER.family_be in text for text in texts), len(doubtful)


WHOLE, DOUBTFUL = (1, 0), (0, 1)


def test_an_envelope_whose_id_or_body_was_changed_is_shown_as_doubtful(sent: tuple[Served, Store]) -> None:
    served, store = sent
    for column in ("id", "body"):
        assert inbox(served) == WHOLE
        with store.changed("shelf_envelope", column):
            assert inbox(served) == DOUBTFUL
    assert inbox(served) == WHOLE


def test_an_envelope_in_another_inbox_opens_nowhere(sent: tuple[Served, Store]) -> None:
    served, store = sent
    store.run(f"UPDATE shelf_envelope SET journal = x'{store.other}' WHERE {store.rows['shelf_envelope']}")
    moved = inbox(served)
    store.run(f"UPDATE shelf_envelope SET journal = x'{store.journal}' WHERE journal = x'{store.other}'")
    assert (moved, inbox(served)) == (DOUBTFUL, WHOLE)
