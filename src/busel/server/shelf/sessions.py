"""Sessions: which token speaks for which locker. They live in this process's memory only; a restart ends them all."""

from __future__ import annotations

import secrets  # noqa: TID251 - the server imports nothing of ours that draws randomness, and a token is its own
import threading
import time

from django.db import connection

from busel.server.shelf.models import Locker
from busel.shelf.protocol import TICKET_BYTES, SessionEndedError
from busel.shelf.rules import digest

UNUSED_SECONDS = 24 * 3600
"""A token that nobody used for so long is forgotten; desks end far earlier, this is against leaks of memory only."""


class Sessions:
    """Tokens by their hash.

    Why safe: the table is keyed by SHA-256 of the token, so neither a lookup's timing nor a dump gives a token.
    """

    def __init__(self) -> None:
        self._lockers: dict[bytes, tuple[bytes, float]] = {}
        self._chains: dict[bytes, set[tuple[bytes, bytes]]] = {}
        self._lock = threading.Lock()

    def begin(self, locker: bytes) -> bytes:
        """Return a new token for a locker; its other sessions go on."""
        token = secrets.token_bytes(TICKET_BYTES)
        now = time.monotonic()
        with self._lock:
            self._lockers = {key: row for key, row in self._lockers.items() if now - row[1] < UNUSED_SECONDS}
            self._lockers[digest(token)] = (locker, now)
        return token

    def locker(self, token: bytes) -> bytes:
        """Return whose session it is. Raises SessionEndedError."""
        key = digest(token)
        with self._lock:
            held = self._lockers.get(key)
            if held is None:
                raise SessionEndedError
            self._lockers[key] = (held[0], time.monotonic())
        return held[0]

    def chains(self, token: bytes) -> set[tuple[bytes, bytes]]:
        """Return the chains of the access log that this session began, as (journal, chain), to add to.

        Why: nobody but a chain's own session lays into it, or its readers could spoil what others have written there.
        """
        with self._lock:
            self._chains = {key: held for key, held in self._chains.items() if key in self._lockers}
            return self._chains.setdefault(digest(token), set())

    def end(self, token: bytes) -> None:
        """Forget one token."""
        with self._lock:
            self._lockers.pop(digest(token), None)

    def end_all_of(self, locker: bytes) -> None:
        """Forget every token of a locker."""
        with self._lock:
            self._lockers = {key: row for key, row in self._lockers.items() if row[0] != locker}


class SessionCalls:
    """What every group of calls needs: whose session it is, asked of the database each time."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def _own(self, session: bytes) -> bytes:
        """Return the session's locker id. Raises SessionEndedError, also when another process froze the locker."""
        locker = self._sessions.locker(session)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT is_frozen FROM {Locker._meta.db_table} WHERE id = %s", [locker])  # noqa: SLF001 - Django's API
            row = cursor.fetchone()
        if row is None or row[0]:
            self._sessions.end(session)
            raise SessionEndedError
        return locker
