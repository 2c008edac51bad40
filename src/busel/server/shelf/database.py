"""Where the store lies: a SQLite file, or PostgreSQL by its URL; and how a call reads or writes it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg.conninfo import conninfo_to_dict

POSTGRESQL_SCHEMES = ("postgresql://", "postgres://")
SQLITE_COMMANDS = (
    # Blocks of 100 KB in few pages, read where the kernel holds them: 30 MB in 25 ms instead of 90.
    "PRAGMA page_size=16384",
    "PRAGMA mmap_size=1073741824",
    "PRAGMA journal_mode=WAL",
    # A commit that was confirmed is on the disk, whatever happens to the process or to the power.
    "PRAGMA synchronous=FULL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_size_limit=67108864",
)
BUSY_SECONDS = 20
DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}

_one_writer = threading.Lock()
"""SQLite has one writer at a time. Waiting here is fair and wakes at once; SQLite would sleep and poll."""


def is_postgresql(location: str) -> bool:
    """Say whether a location is PostgreSQL's URL rather than a file's path."""
    return location.startswith(POSTGRESQL_SCHEMES)


def sqlite_folder(location: str) -> Path | None:
    """Return the folder of a SQLite store; None for PostgreSQL."""
    return None if is_postgresql(location) else Path(location).absolute().parent


def configuration(location: str) -> dict[str, Any]:
    """Return Django's description of the database at a SQLite path or a postgresql:// URL."""
    if is_postgresql(location):
        parts = conninfo_to_dict(location)
        named: dict[str, Any] = {name: parts.pop(key) for key, name in DJANGO_NAMES.items() if key in parts}
        return {
            "ENGINE": "django.db.backends.postgresql",
            **named,
            # Blobs travel as they are, not as escaped text.
            "OPTIONS": {**parts, "server_side_binding": True},
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "busel.server.shelf.sqlite",
        "NAME": location,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": ";".join(SQLITE_COMMANDS),
        },
        "CONN_MAX_AGE": None,
    }


@contextmanager
def writing() -> Iterator[None]:
    """One durable transaction. On SQLite writers take turns; on PostgreSQL rows are locked by who selects them."""
    if connection.vendor == "sqlite":
        with _one_writer, transaction.atomic(durable=True):
            yield
    else:
        with transaction.atomic(durable=True):
            yield


@contextmanager
def reading() -> Iterator[None]:
    """One moment of the store for several queries; on SQLite without keeping writers out."""
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def lock_out_other_founders() -> None:
    """Let nobody else lay a journal until this transaction ends; on SQLite it is so anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE shelf_journal, shelf_locker IN EXCLUSIVE MODE")
