"""The workspace as a Django application."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """Models that live in RAM only: no migrations, no admin, no content types."""

    name = "busel.desk.workspace"
    label = "workspace"
    default_auto_field = "django.db.models.BigAutoField"
