"""Columns that many tables of the workspace have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from busel.desk.workspace.models import Contact


def text() -> models.TextField[str, str]:
    """Return a column of text; empty is nothing."""
    return models.TextField(default="", blank=True)


def about_contact() -> models.ForeignKey[Contact, Contact]:
    """Return the column that names a record's contact."""
    return models.ForeignKey("Contact", models.CASCADE, db_constraint=False, db_index=False)
