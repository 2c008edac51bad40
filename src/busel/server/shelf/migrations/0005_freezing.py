"""Halves of a thaw one at a time, codes that may be renewed after it, and the idle limit that is set in the store."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds them; nobody has shown a half, nothing is set."""

    dependencies: ClassVar = [("shelf", "0004_access_log")]

    operations: ClassVar = [
        migrations.AddField("locker", "is_renewable", models.BooleanField(default=False), preserve_default=False),
        migrations.AddField("locker", "shown_half", models.SmallIntegerField(default=0), preserve_default=False),
        migrations.AddField("locker", "shown_until", models.IntegerField(default=0), preserve_default=False),
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("idle_days", models.SmallIntegerField()),
            ],
        ),
    ]
