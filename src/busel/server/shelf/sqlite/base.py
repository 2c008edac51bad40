"""See the package: the only change is in how a table is laid."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor
from django.db.models import AutoField, Model


class BlindSchemaEditor(DatabaseSchemaEditor):
    """Lays tables `WITHOUT ROWID`: a row number would tell in which order accounts and journals were made."""

    def table_sql(self, model: type[Model]) -> tuple[str, Any]:
        """Return the statement; only Django's own table of migrations keeps its counter."""
        sql, params = super().table_sql(model)
        return (sql if isinstance(model._meta.pk, AutoField) else f"{sql} WITHOUT ROWID"), params  # noqa: SLF001 - Django's API


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite as Django speaks it."""

    SchemaEditorClass = BlindSchemaEditor
