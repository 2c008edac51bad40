"""The access log, and who may read it besides a journal's own readers."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def store_uncompressed(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tell PostgreSQL not to compress what is sealed."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE shelf_logentry ALTER COLUMN body SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    """Adds the table and the auditors' lock."""

    dependencies: ClassVar = [("shelf", "0003_invitation")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal", "place", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("journal", models.BinaryField()),
                ("place", models.IntegerField()),
                ("chain", models.BinaryField()),
                ("number", models.IntegerField()),
                ("body", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["journal", "chain", "number"], name="shelf_logentry_chain")
                ]
            },
        ),
        migrations.AddField("journal", "audit_digest", models.BinaryField(default=b""), preserve_default=False),
        migrations.RunPython(store_uncompressed, migrations.RunPython.noop),
    ]
