"""Lay the store's tables, or bring them up to date; leave no time of it behind."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
MIGRATION_LOCK = 0x62757365
"""Shelves that start together over one PostgreSQL wait for each other."""


def prepare() -> None:
    """Carry out the migrations that are missing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            _migrate()
        finally:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        executor.migrate(executor.loader.graph.leaf_nodes(), plan)
        MigrationRecorder(connection).migration_qs.update(applied=NO_TIME)


def settle() -> None:
    """Bring everything into the database's own file before the shelf ends: its folder may be copied then."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
