"""Invitations: a table of their own, without a word of whom they are for."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the table."""

    dependencies: ClassVar = [("shelf", "0002_sponsor")]

    operations: ClassVar = [
        migrations.CreateModel(
            "Invitation",
            [
                ("id", models.BinaryField(primary_key=True, serialize=False)),
                ("ticket_digest", models.BinaryField(unique=True)),
                ("last_day", models.IntegerField()),
            ],
        )
    ]
