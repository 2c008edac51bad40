"""Several desks in one test process: each with its own workspace, as processes have; one is at work at a time."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from busel.desk.account.accounts import Credentials
from busel.desk.journals.opening import open_zone
from busel.desk.journals.rereading import reread
from busel.desk.search.names import NAMES, NameIndex
from busel.desk.session import Session, Typed, sign_in
from busel.desk.trustees import founding
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.rows import LABELS, ROWS, Labels
from busel.journal.deed import Fields
from busel.registry.roles import Role
from busel.shelf.protocol import Shelf
from busel.vault.lock import CHEAP
from factories.shelf import ORGANISATION

HOUR = 490_000
_numbers = itertools.count()


@dataclass
class Desk:
    """One person's desk: signed in, zone open. `with desk.at_work() as session:` makes its workspace the process's."""

    shelf: Shelf
    organisation: bytes
    credentials: Credentials
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self._name = f"file:/ws{next(_numbers)}?vfs=memdb"
        self._anchor = sqlite3.connect(self._name, uri=True, check_same_thread=False)
        self._names: dict[str, Any] = NameIndex().__dict__
        self._labels: dict[str, Any] = Labels().__dict__
        typed = Typed(self.credentials.handle, self.credentials.passphrase)
        self.session = sign_in(self.shelf, self.organisation, typed, profile=CHEAP)

    @contextmanager
    def at_work(self) -> Iterator[Session]:
        before = connection.settings_dict["NAME"], NAMES.__dict__, LABELS.__dict__
        connection.close()
        connection.settings_dict["NAME"] = self._name
        NAMES.__dict__, LABELS.__dict__ = self._names, self._labels
        try:
            yield self.session
        finally:
            connection.close()
            connection.settings_dict["NAME"], NAMES.__dict__, LABELS.__dict__ = before

    def open(self) -> Desk:
        with self.at_work() as session:
            open_zone(session)
        return self

    def state(self, journal: bytes) -> dict[str, dict[int, Fields]]:
        """Return the plain fold of the journal as it lies on the shelf, read beside the workspace."""
        with self.at_work() as session:
            folded = reread(session, session.ledgers[journal].bundle).folded()
        return {kind: records for kind, records in folded.records.items() if records}

    def end(self) -> None:
        """End as a process does: nothing is saved, nothing is said."""
        self._anchor.close()

    def workspace(self, journal: bytes) -> dict[str, dict[int, Fields]]:
        """Return what the workspace holds of a journal: kind -> id -> fields."""
        with self.at_work() as session:
            number, raw = session.numbers[journal], raw_connection()
            ids = [
                (kind, row[0]) for kind in ROWS for row in raw.execute(f"SELECT id FROM {ROWS[kind].name}").fetchall()
            ]
            people = {
                row[0] for row in raw.execute("SELECT id FROM workspace_contact WHERE division_id = ?", (number,))
            }
            held: dict[str, dict[int, Fields]] = {}
            for kind, id_ in ids:
                fields = current_fields(raw, kind, id_)
                assert fields is not None
                if (id_ if kind == "contact" else fields["contact"]) in people:
                    held.setdefault(kind, {})[id_] = fields
            # One record may stand in several divisions, in each as it is there.
            rows = raw.execute("SELECT kind, record, fields FROM workspace_item WHERE division_id = ?", (number,))
            for kind, id_, stored in rows.fetchall():
                held.setdefault(kind, {})[id_] = json.loads(stored)
            return held


@dataclass
class Organisation:
    """What was founded, and whose desks are open."""

    shelf: Shelf
    founded: founding.Founded
    names: list[str]
    known: dict[str, Credentials] = field(default_factory=dict)

    def desk(self, who: str) -> Desk:
        """Sign in; nothing is opened yet."""
        return Desk(self.shelf, self.founded.organisation, self.credentials(who))

    def credentials(self, who: str) -> Credentials:
        return self.known.get(who) or self.founded.accounts[self.names.index(who)].credentials

    def account(self, who: str) -> bytes:
        return self.founded.accounts[self.names.index(who)].keyring.account.id

    def journal(self, name: str) -> bytes:
        found = (account.keyring.named(name) for account in self.founded.accounts)
        return next(bundle.journal for bundle in found if bundle is not None)


def found(shelf: Shelf, posts: dict[str, founding.Post], *divisions: tuple[str, str]) -> Organisation:
    charter = founding.Charter([founding.Plan(name, parent) for name, parent in divisions], list(posts.values()))
    founded = founding.found(shelf, charter, organisation=ORGANISATION, hour=HOUR, profile=CHEAP)
    return Organisation(shelf, founded, list(posts))


REGION, DISTRICT = "Homieĺ region", "Homieĺ region / Mazyr district"
BOTH = (REGION, DISTRICT)
POSTS = {
    "administrator": founding.Post(Role.ADMINISTRATOR),
    "coordinator": founding.Post(Role.COORDINATOR, BOTH),
    "deputy": founding.Post(Role.COORDINATOR, BOTH),
    "editor": founding.Post(Role.EDITOR, BOTH),
    "other": founding.Post(Role.EDITOR, (DISTRICT,)),
    "viewer": founding.Post(Role.VIEWER, (DISTRICT,)),
    "collector": founding.Post(Role.COLLECTOR, (DISTRICT,)),
}


def small(shelf: Shelf) -> Organisation:
    """Return a region with one district and an account of each role."""
    return found(shelf, POSTS, (REGION, ""), (DISTRICT, REGION))
