"""Where the months of each access log begin, and where the auditors' word stands about what was let go."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from busel.server.shelf.calendar import this_month


def count_from_now(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take what is there already for laid in this month: it stays longer, and nothing goes too early."""
    entries, months = apps.get_model("shelf", "LogEntry"), apps.get_model("shelf", "LogMonth")
    journals = entries.objects.values_list("journal", flat=True).distinct()
    months.objects.bulk_create(months(journal=journal, month=this_month(), place=0) for journal in journals)


class Migration(migrations.Migration):
    """Adds them."""

    dependencies: ClassVar = [("shelf", "0006_append_ticket")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LogMonth",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal", "month", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("journal", models.BinaryField()),
                ("month", models.IntegerField()),
                ("place", models.IntegerField()),
            ],
        ),
        migrations.AddField("journal", "log_told", models.IntegerField(default=-1), preserve_default=False),
        migrations.RunPython(count_from_now, migrations.RunPython.noop),
    ]
