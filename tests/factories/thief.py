"""Somebody with a copy of the database and one account's passphrase, who does not care what a desk would do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from busel.desk.actions.entries import contact_ids
from busel.desk.inboxes.entry import ENTRY, Entry
from busel.desk.inboxes.envelopes import Waiting
from busel.journal.commit import EpochKeys, open_commit, open_history
from busel.journal.deed import Deed
from busel.journal.envelope import open_envelope
from busel.journal.errors import JournalError
from busel.journal.header import BlockHeader, Header, Place
from busel.journal.snapshot import open_block, unpack_block
from busel.registry.keyring import Keyring
from busel.vault.wrap import OpeningKey


def copy_of(database: str, target: Path) -> str:
    """Copy a database as it stands at this moment, as a backup does."""
    with sqlite3.connect(database) as source, sqlite3.connect(target) as copy:
        source.backup(copy)
    return str(target)


def people_opened(database: str, keyring: Keyring, journal: bytes) -> set[int]:
    """Return every person of a journal about whom any row opens with any key on a keyring."""
    bundles = [*keyring.bundles.values(), *keyring.closed, *keyring.pending]
    keys = [one for bundle in bundles if bundle.journal == journal for one in bundle.epochs.items()]
    place = Place(keyring.organisation, journal)
    seeds = {one for bundle in bundles if bundle.journal == journal for one in bundle.inbox_seeds.values()}
    with sqlite3.connect(database) as rows:
        return {*_in_commits(rows, place, keys), *_in_blocks(rows, place, keys), *_in_inbox(rows, place, seeds)}


def _in_commits(rows: sqlite3.Connection, place: Place, keys: list[tuple[int, EpochKeys]]) -> Iterator[int]:
    columns = "SELECT epoch, sequence, previous, body FROM shelf_commit WHERE journal = ?"
    for (epoch, sequence, previous, body), (_epoch, held), opens in product(
        rows.execute(columns, (place.journal,)).fetchall(), keys, (open_commit, open_history)
    ):
        try:
            content = opens(held, Header(place, epoch, sequence, previous), body)
        except (JournalError, ValueError):
            continue
        if isinstance(content, Deed):
            yield from (op.id for op in content.ops() if op.kind == "contact")


def _in_blocks(rows: sqlite3.Connection, place: Place, keys: list[tuple[int, EpochKeys]]) -> Iterator[int]:
    columns = "SELECT stage, position, body FROM shelf_block WHERE journal = ?"
    for (stage, position, body), (epoch, held) in product(rows.execute(columns, (place.journal,)).fetchall(), keys):
        try:
            packed = open_block(held.state, body, BlockHeader(place, epoch, stage, position))
        except JournalError:
            continue
        yield from (id_ for id_, _fields in unpack_block(packed).records.get("contact", ()))


def _in_inbox(rows: sqlite3.Connection, place: Place, seeds: set[bytes]) -> Iterator[int]:
    """Yield people by the ids that they have once they are accepted."""
    columns = "SELECT id, body FROM shelf_envelope WHERE journal = ?"
    for (id_, body), seed in product(rows.execute(columns, (place.journal,)).fetchall(), seeds):
        try:
            message = open_envelope(OpeningKey(seed), place, body)
        except JournalError:
            continue
        if message.kind == ENTRY:
            entry = message.read(Entry)
            yield from contact_ids(Waiting(id_, place.journal, "", people=len(entry.people)))
