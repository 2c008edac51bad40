"""URLs of a founding: a process of its own, which ends once the organisation is there."""

from __future__ import annotations

from django.urls import path

from busel.desk.web import porch_views
from busel.desk.web.shared_urls import handler400, handler403, handler404, handler500
from busel.desk.web.shared_urls import urlpatterns as shared
from busel.desk.web.views import founding

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("", founding.enter, name="founding"),
    path("found/choose", founding.choose, name="founding_choose"),
    path("found/cards", founding.cards, name="founding_cards"),
    path("found/cards.pdf", founding.cards_file, name="founding_cards_file"),
    path("found/confirm", founding.confirm, name="founding_confirm"),
    path("pancakes/", porch_views.neutral, name="neutral"),
    *shared,
]
