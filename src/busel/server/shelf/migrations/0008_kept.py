"""What folds replace is kept for some days."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

PLACE = models.CompositePrimaryKey("journal", "sequence", blank=True, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    """Adds two tables."""

    dependencies: ClassVar = [("shelf", "0007_log_months")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="KeptBody",
            fields=[
                ("pk", PLACE),
                ("journal", models.BinaryField()),
                ("sequence", models.IntegerField()),
                ("day", models.IntegerField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="KeptSnapshot",
            fields=[
                ("pk", PLACE.clone()),
                ("journal", models.BinaryField()),
                ("sequence", models.IntegerField()),
                ("stage", models.BinaryField()),
                ("day", models.IntegerField()),
            ],
        ),
    ]
