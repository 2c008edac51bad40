"""The first tables. On PostgreSQL sealed bytes are stored as they are: they do not compress, so nobody tries."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEALED_COLUMNS = (
    ("shelf_block", "body"),
    ("shelf_commit", "body"),
    ("shelf_envelope", "body"),
    ("shelf_locker", "sealed"),
    ("shelf_unlockrow", "sealed"),
)


def store_uncompressed(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tell PostgreSQL not to compress what is sealed."""
    if schema_editor.connection.vendor == "postgresql":
        for table, column in SEALED_COLUMNS:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    """Lays the store."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal", "stage", "position", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("journal", models.BinaryField()),
                ("stage", models.BinaryField()),
                ("position", models.IntegerField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Commit",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal", "sequence", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("journal", models.BinaryField()),
                ("sequence", models.IntegerField()),
                ("epoch", models.IntegerField()),
                ("previous", models.BinaryField()),
                ("body_digest", models.BinaryField()),
                ("segment", models.SmallIntegerField()),
                ("key_epoch", models.IntegerField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("journal", models.BinaryField()),
                ("id", models.BinaryField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Journal",
            fields=[
                ("id", models.BinaryField(primary_key=True, serialize=False)),
                ("epoch", models.IntegerField()),
                ("sequence", models.IntegerField()),
                ("digest", models.BinaryField()),
                ("snapshot", models.IntegerField()),
                ("adopted", models.BinaryField()),
                ("retired", models.BinaryField()),
                ("read_digest", models.BinaryField()),
                ("write_digest", models.BinaryField()),
                ("deposit_digest", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Locker",
            fields=[
                ("id", models.BinaryField(primary_key=True, serialize=False)),
                ("version", models.IntegerField()),
                ("sealed", models.BinaryField()),
                ("session_digest", models.BinaryField()),
                ("freeze_digest", models.BinaryField(unique=True)),
                ("thaw_first_digest", models.BinaryField()),
                ("thaw_second_digest", models.BinaryField()),
                ("is_frozen", models.BooleanField()),
                ("last_day", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="UnlockRow",
            fields=[
                ("tag", models.BinaryField(primary_key=True, serialize=False)),
                ("locker", models.BinaryField(db_index=True)),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.RunPython(store_uncompressed, migrations.RunPython.noop),
    ]
