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
        self._lockers: dict[bytes, tuple[bytes, bytes, float]] = {}
        """Digest of the token -> the locker, the digest of the ticket that opened it, when it was last used."""
        self._chains: dict[bytes, set[tuple[bytes, bytes]]] = {}
        self._lock = threading.Lock()

    def begin(self, locker: bytes, opened_by: bytes) -> bytes:
        """Return a new token for a locker that this digest's ticket has opened; its other sessions go on."""
        token = secrets.token_bytes(TICKET_BYTES)
        now = time.monotonic()
        with self._lock:
            self._lockers = {key: row for key, row in self._lockers.items() if now - row[2] < UNUSED_SECONDS}
            self._lockers[digest(token)] = (locker, opened_by, now)
        return token

    def locker(self, token: bytes) -> tuple[bytes, bytes]:
        """Return whose session it is, and the digest of the ticket that it was opened by. Raises SessionEndedError."""
        key = digest(token)
        with self._lock:
            held = self._lockers.get(key)
            if held is None:
                raise SessionEndedError
            locker, opened_by, _used = held
            self._lockers[key] = (locker, opened_by, time.monotonic())
        return locker, opened_by

    def chains(self, token: bytes) -> set[tuple[bytes, bytes]]:
        """Return the chains of the access log that this session began, as (journal, chain), to add to.

        Why: nobody but a chain's own session lays into it, or its readers could spoil what others have written there.
        """
        with self._lock:
            self._chains = {key: held for key, held in self._chains.items() if key in self._lockers}
            return self._chains.setdefault(digest(token), set())

    def renew(self, token: bytes, opened_by: bytes) -> None:
        """Let a session go on that has put another ticket's digest in place; the locker's others are over."""
        key = digest(token)
        with self._lock:
            held = self._lockers.get(key)
            if held is not None:
                others = {one: row for one, row in self._lockers.items() if row[0] != held[0]}
                self._lockers = {**others, key: (held[0], opened_by, held[2])}

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
        """Return the session's locker id. Raises SessionEndedError, also when another process froze or renewed it."""
        locker, opened_by = self._sessions.locker(session)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT is_frozen, session_digest FROM {Locker._meta.db_table} WHERE id = %s", [locker])  # noqa: SLF001 - Django's API
            row = cursor.fetchone()
        if row is None or row[0] or bytes(row[1]) != opened_by:
            self._sessions.end(session)
            raise SessionEndedError
        return locker
