"""One address for each call of the protocol."""

from __future__ import annotations

from django.urls import path

from busel.server.shelf.views import ask

urlpatterns = [path("<slug:name>", ask)]
