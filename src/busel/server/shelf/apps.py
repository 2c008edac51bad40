"""The shelf as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ShelfConfig(AppConfig):
    """Tables are named shelf_*."""

    name = "busel.server.shelf"
    label = "shelf"
