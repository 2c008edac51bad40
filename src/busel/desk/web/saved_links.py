"""Saved searches as links with live counts: for the home page and the search page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from busel.desk.oversight.counting import at_least
from busel.desk.search.saved_searches import Saved, count, saved_searches
from busel.desk.session import Session


@dataclass(frozen=True)
class SavedLink:
    """A saved search in a list. `count` says of fewer than ten no more; it lacks for a search of a newer version."""

    title: str
    count: int | str | None
    url: str


def said_count(session: Session, saved: Saved) -> int | str | None:
    """Return how many people fit a saved search now; who opens it sees the rest, and that is logged."""
    found = count(session, saved)
    return None if found is None else at_least(found)


def saved_links(session: Session) -> list[SavedLink]:
    """Return all saved searches of the zone."""
    return [
        SavedLink(saved.title, said_count(session, saved), reverse("saved_search", args=[saved.record]))
        for saved in saved_searches(session)
    ]
