"""Every stored column has a reason, in this table and in docs/stored-columns.md; a new one without fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fixtures.shelves import Running

ROOT = Path(__file__).parents[2]
REASONS = {
    ("shelf_locker", "id"): "16 random bytes; the session names it",
    ("shelf_locker", "version"): "compare-and-swap: two desks never overwrite each other's keyring",
    ("shelf_locker", "sealed"): "the keyring under the user key, padded",
    ("shelf_locker", "session_digest"): "SHA-256 of the session ticket, which only the user key gives",
    ("shelf_locker", "freeze_digest"): "SHA-256 of the freeze code: who shows the code freezes",
    ("shelf_locker", "thaw_first_digest"): "SHA-256 of the first thaw half",
    ("shelf_locker", "thaw_second_digest"): "SHA-256 of the second thaw half",
    ("shelf_locker", "is_frozen"): "a frozen locker opens no session; it outlives a restart",
    ("shelf_locker", "last_day"): "the idle limit: a day, never finer",
    (
        "shelf_locker",
        "is_renewable",
    ): "new codes are put once after a thaw, never else: no thief escapes the freeze",
    ("shelf_locker", "shown_half"): "which half of a thaw was shown: two people need not meet",
    ("shelf_locker", "shown_until"): "the last day on which that half counts",
    ("shelf_limit", "id"): "there is one row",
    ("shelf_limit", "idle_days"): "the idle limit that an administrator set, for all accounts",
    ("shelf_unlockrow", "tag"): "what passphrase, code or slip gives; the row is found by it",
    ("shelf_unlockrow", "locker"): "an account drops its own rows and nobody else's",
    ("shelf_unlockrow", "sealed"): "locker id, user key and kind, under what only the passphrase gives",
    ("shelf_invitation", "id"): "16 random bytes; its unlock row names it where an account's names the locker",
    (
        "shelf_invitation",
        "ticket_digest",
    ): "SHA-256 of the ticket that lays one account: it stands inside the unlock row, under the slip's code",
    ("shelf_invitation", "last_day"): "an invitation ends by itself: a day, never finer",
    ("shelf_journal", "id"): "16 random bytes",
    ("shelf_journal", "epoch"): "an append to a past epoch is refused",
    ("shelf_journal", "sequence"): "the head's number: what is new is what is above the asker's",
    ("shelf_journal", "digest"): "the head's hash: compare-and-append",
    ("shelf_journal", "snapshot"): "where the newest snapshot was adopted: opening starts there",
    ("shelf_journal", "adopted"): "the stage whose blocks are the newest snapshot",
    ("shelf_journal", "retired"): "the stage before it, kept until the new one was read back and it is let go",
    ("shelf_journal", "read_digest"): "SHA-256 of the read ticket",
    ("shelf_journal", "write_digest"): "SHA-256 of the write ticket",
    ("shelf_journal", "deposit_digest"): "SHA-256 of the deposit ticket",
    ("shelf_journal", "append_digest"): (
        "SHA-256 of the ticket that only appends, in the row of commons; empty in all others: so coordinators publish"
        " keys there and change nothing"
    ),
    (
        "shelf_journal",
        "is_sponsor",
    ): "only who writes the office invites: a frozen member cannot have laid a second account",
    (
        "shelf_journal",
        "audit_digest",
    ): "SHA-256 of the auditors' ticket, in the office's row only: who shows it reads every access log",
    (
        "shelf_journal",
        "log_told",
    ): "where the auditors' word stands about what was let go of the log, to find it at once",
    ("shelf_commit", "journal"): "the journal's id",
    ("shelf_commit", "sequence"): "the place in the chain",
    ("shelf_commit", "epoch"): "a part of the header that the chain's hashes cover",
    ("shelf_commit", "previous"): "the hash of the commit before",
    (
        "shelf_commit",
        "body_digest",
    ): "the hash of the first body: the chain verifies after the body was re-sealed or emptied",
    ("shelf_commit", "segment"): "which key opens the body: state, history, or no body",
    ("shelf_commit", "key_epoch"): "which epoch's key opens the body",
    ("shelf_commit", "body"): "the deed, sealed and padded",
    ("shelf_block", "journal"): "the journal's id",
    ("shelf_block", "stage"): "a random id: blocks are put aside together and adopted together",
    ("shelf_block", "position"): "the order of the blocks",
    ("shelf_block", "body"): "about 500 contacts, sealed and padded",
    ("shelf_stage", "journal"): "in which journal something was put aside that nobody adopted yet",
    ("shelf_stage", "stage"): "which stage",
    ("shelf_stage", "day"): "what a killed desk left behind goes after a day: a day, never finer",
    ("shelf_keptbody", "journal"): "whose commit's body a fold replaced",
    ("shelf_keptbody", "sequence"): "which commit",
    ("shelf_keptbody", "day"): "it goes after some days: a day, never finer",
    (
        "shelf_keptbody",
        "body",
    ): "the deed as it lay, under the state key of this epoch: an operator can put it back",
    ("shelf_keptsnapshot", "journal"): "whose snapshot a fold replaced",
    ("shelf_keptsnapshot", "sequence"): "where it was adopted: opening starts there once it is put back",
    ("shelf_keptsnapshot", "stage"): "its blocks, which stay where they lie; empty where there was no snapshot",
    ("shelf_keptsnapshot", "day"): "it goes after some days: a day, never finer",
    ("shelf_envelope", "journal"): "the inbox's id, which is the journal's",
    ("shelf_envelope", "id"): "16 random bytes: the same envelope twice is one",
    ("shelf_envelope", "body"): "a message sealed to the inbox's public key, padded",
    ("shelf_logentry", "journal"): "whose access log: an entry is for one division",
    ("shelf_logentry", "place"): "the order in the journal: a gap that no auditor tells of shows",
    ("shelf_logentry", "chain"): "16 random bytes, new for each session and division",
    ("shelf_logentry", "number"): "the place in the chain: each number once",
    ("shelf_logentry", "body"): "who opened whom, sealed to coordinators and auditors, padded",
    ("shelf_logmonth", "journal"): "whose access log",
    (
        "shelf_logmonth",
        "month",
    ): "a month in which something was logged: what is younger than thirteen months stays, whoever asks",
    ("shelf_logmonth", "place"): "the first place of that month",
    ("django_migrations", "id"): "counts the steps that laid the tables",
    ("django_migrations", "app"): "the program's own word: shelf",
    ("django_migrations", "name"): "the step's name",
    ("django_migrations", "applied"): "always 1970-01-01: Django wants a time and gets none",
}
NOT_OURS = {"sqlite_sequence": "Django's counter of migrations; no table of ours counts rows"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("columns")
    shelf = Running(folder / "shelf.sock", str(folder / "shelf.sqlite3"))
    shelf.start()
    yield shelf
    shelf.stop()


def test_every_column_on_sqlite_has_a_reason(store: Running) -> None:
    tables = [str(row[0]) for row in store.sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {
        (table, row[1]) for table in tables if table not in NOT_OURS for row in store.sql(f"PRAGMA table_info({table})")
    }
    assert columns == set(REASONS)


@pytest.mark.postgres
def test_every_column_on_postgresql_has_a_reason(tmp_path: Path, postgresql_url: str) -> None:
    shelf = Running(tmp_path / "shelf.sock", postgresql_url)
    shelf.start()
    shelf.stop()
    with psycopg.connect(postgresql_url) as connection:
        rows = connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        ).fetchall()
    assert set(rows) == set(REASONS)


def test_no_table_of_ours_counts_its_rows(store: Running) -> None:
    layouts = dict(store.sql("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name LIKE 'shelf_%'"))
    assert {name for name, sql in layouts.items() if not str(sql).endswith("WITHOUT ROWID")} == set()
    assert {name for name, sql in layouts.items() if "AUTOINCREMENT" in str(sql).upper()} == set()
    assert len(layouts) == 13


def test_no_column_holds_a_time(store: Running) -> None:
    types = {
        (table, str(row[1])): str(row[2]).upper()
        for table, _column in REASONS
        for row in store.sql(f"PRAGMA table_info({table})")
    }
    assert {kind for (table, _column), kind in types.items() if table.startswith("shelf_")} == {
        "BLOB",
        "BOOL",
        "INTEGER",
        "SMALLINT",
    }
    assert store.sql("SELECT DISTINCT applied FROM django_migrations") == [("1970-01-01 00:00:00",)]


def test_no_table_ties_accounts_to_journals(store: Running) -> None:
    of_accounts = {table for table, column in REASONS if column == "locker"} | {"shelf_locker"}
    of_journals = {table for table, column in REASONS if column == "journal"} | {"shelf_journal"}
    assert of_accounts & of_journals == set()


def test_the_page_gives_the_same_reasons() -> None:
    lines = (ROOT / "docs" / "stored-columns.md").read_text().splitlines()
    told = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("| `")]
    assert told == [(f"`{table}`", f"`{column}`", reason) for (table, column), reason in REASONS.items()]
