"""How the SQLite store is opened, and what it forgets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from busel.shelf.client import RemoteShelf
from busel.shelf.protocol import Envelope
from factories.shelf import Account, Chain, new_id
from fixtures.shelves import Running

ASK = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    for name in ("synchronous", "journal_mode", "temp_store", "secure_delete", "page_size"):
        cursor.execute(f"PRAGMA {name}")
        print(name, *cursor.fetchone())
"""
FULL, MEMORY, ON = 2, 2, 1


def test_confirmed_is_on_the_disk_and_nothing_is_sorted_there(tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "busel.server.shelf.settings", "BUSEL_SHELF_DATABASE": str(tmp_path / "x")}
    done = subprocess.run(
        [sys.executable, "-c", ASK], check=True, capture_output=True, text=True, env=os.environ | settings
    )
    expected = [
        f"synchronous {FULL}",
        "journal_mode wal",
        f"temp_store {MEMORY}",
        f"secure_delete {ON}",
        "page_size 16384",
    ]
    assert done.stdout.splitlines() == expected


def test_what_was_taken_out_leaves_no_byte_in_the_folder(tmp_path: Path) -> None:
    running = Running(tmp_path / "shelf.sock", str(tmp_path / "shelf.sqlite3"))
    running.start()
    shelf = RemoteShelf(running.socket)
    account, chain = Account(), Chain()
    shelf.found([account.locker()], [chain.new()])
    session = account.sign_in(shelf)
    kept, taken = (Envelope(new_id(), os.urandom(40_000)) for _ in range(2))
    for envelope in (kept, taken):
        shelf.deposit(session, chain.id, chain.tickets.deposit, envelope)
    shelf.take(session, chain.id, chain.tickets.write, [taken.id])
    shelf.close()
    running.stop()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert [piece in left for piece in (kept.id, kept.body[:64], kept.body[-64:])] == [True, True, True]
    assert [piece in left for piece in (taken.id, taken.body[:64], taken.body[-64:])] == [False, False, False]
