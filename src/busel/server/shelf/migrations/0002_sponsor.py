"""Which journal's writers begin accounts. In a store from before nobody does: what had let everybody is not kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the mark."""

    dependencies: ClassVar = [("shelf", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField("journal", "is_sponsor", models.BooleanField(default=False), preserve_default=False)
    ]
