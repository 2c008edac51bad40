"""Since when each stage lies there. Of what lay there before nothing is known: it goes with new keys."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a table."""

    dependencies: ClassVar = [("shelf", "0008_kept")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal", "stage", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("journal", models.BinaryField()),
                ("stage", models.BinaryField()),
                ("day", models.IntegerField()),
            ],
        ),
    ]
