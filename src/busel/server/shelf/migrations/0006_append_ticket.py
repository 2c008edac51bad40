"""A ticket that only appends: coordinators publish keys in commons with it, and can do nothing else there."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds its hash; where there is none, only the write ticket appends."""

    dependencies: ClassVar = [("shelf", "0005_freezing")]

    operations: ClassVar = [
        migrations.AddField("journal", "append_digest", models.BinaryField(default=b""), preserve_default=False),
    ]
