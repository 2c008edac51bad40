"""Saved searches as links with live counts: for the home page and the search page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from busel.desk.search.saved_searches import count, saved_searches
from busel.desk.session import Session


@dataclass(frozen=True)
class SavedLink:
    """A saved search in a list. `count` is missing for a search of a newer version."""

    title: str
    count: int | None
    url: str


def saved_links(session: Session) -> list[SavedLink]:
    """Return all saved searches of the zone."""
    return [
        SavedLink(saved.title, count(session, saved), reverse("saved_search", args=[saved.record]))
        for saved in saved_searches(session)
    ]
