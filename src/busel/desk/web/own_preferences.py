"""A signed-in person's language and look, kept in the person's own journal."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from django.db import OperationalError

from busel.desk.account.preferences import read_preferences, set_preferences
from busel.desk.session import Session
from busel.desk.web import preferences
from busel.desk.web.preferences import Preferences


class OwnJournal:
    """Reads from RAM, writes one small deed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._now: Preferences | None = None

    def read(self) -> Preferences:
        """Return what was chosen; the organisation's choices until it can be read."""
        if self._now is None:
            kept: dict[str, Any] | None = None
            with suppress(OperationalError):  # a zone of a million is indexed: no row can be read meanwhile
                kept = read_preferences(self._session)
            if kept is None:
                return Preferences()
            self._now = Preferences(kept.get("language", ""), kept.get("theme", "auto"))
        return self._now

    def write(self, chosen: Preferences) -> None:
        """Keep it for the next sign-in, on any machine."""
        self._now = chosen
        set_preferences(self._session, {name: value for name, value in asdict(chosen).items() if value})


def keep_own_preferences(session: Session) -> None:
    """From now on this desk's switches write into the person's own journal."""
    preferences.keep_in(OwnJournal(session))
