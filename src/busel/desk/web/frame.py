"""What stands around every keyed page: where am I, the places to go, the inbox's count.

The desk calls `frame_from` once, after sign-in, with a function that answers for the moment of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

PLACES = {
    "home": _("Home"),
    "find": _("Search"),
    "import": _("Bring in a list"),
    "letters": _("Letters"),
    "reports": _("Reports"),
    "export": _("Export"),
    "entry": _("Enter people"),
    "receipts": _("Receipts"),
    "deputy": _("Deputy"),
    "members": _("Members"),
    "accounts": _("Accounts"),
    "shares": _("Trustees' shares"),
    "access_log": _("Access log"),
    "standard": _("What we keep"),
}
"""URL names that may stand in the row under the bar, and their words."""

BY_ROLE = {
    "collector": ("home", "entry", "import", "receipts"),
    "viewer": ("home", "find", "reports"),
    "editor": ("home", "find", "entry", "import", "letters", "reports"),
    "coordinator": ("home", "find", "entry", "import", "letters", "reports", "members", "access_log", "standard"),
    "administrator": ("home", "accounts", "shares", "standard"),
    "auditor": ("home", "access_log"),
}


@dataclass(frozen=True)
class Frame:
    """The frame of one page."""

    where: str = ""
    """The zone as its member calls it: "Homieĺ region", "Žlobin district"."""
    within: str = ""
    """What the zone is a part of: the district's region."""
    person: str = ""
    """Who is signed in: the handle."""
    places: tuple[str, ...] = ("home",)
    """URL names out of PLACES, in their order."""
    inbox: int | None = None
    """How many envelopes wait; nothing for who does not open an inbox."""
    searches: bool = False
    """Whether the search box stands in the bar: for who reads contacts."""

    @property
    def links(self) -> tuple[tuple[str, object], ...]:
        """Return the places with their words."""
        return tuple((name, PLACES[name]) for name in self.places)


_readers: list[Callable[[], Frame]] = []


def frame_from(read: Callable[[], Frame]) -> None:
    """From now on pages are framed by what `read` returns."""
    _readers[:] = [read]


def forget() -> None:
    """No frame any more: for tests; a desk ends with its process."""
    _readers.clear()


def current() -> Frame:
    """Return the frame of this page; an empty one on the porch."""
    return _readers[0]() if _readers else Frame()
