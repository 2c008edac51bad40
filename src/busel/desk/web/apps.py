"""The web application's entry in Django."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, forms and templates; no models."""

    name = "busel.desk.web"
    label = "web"
