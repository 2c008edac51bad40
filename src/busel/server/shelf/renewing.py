"""New keys for an account that may have been taken: the whole of it in one transaction."""

from __future__ import annotations

from django.db.models import F

from busel.server.shelf.calendar import today
from busel.server.shelf.database import writing
from busel.server.shelf.journals import held_to_write
from busel.server.shelf.laying import lay, lay_unlock_rows, taken_ids_refused
from busel.server.shelf.models import (
    Block,
    Commit,
    Envelope,
    KeptBody,
    KeptSnapshot,
    Locker,
    LogEntry,
    LogMonth,
    Stage,
    UnlockRow,
)
from busel.server.shelf.sessions import SessionCalls
from busel.shelf import protocol, rules
from busel.shelf.protocol import NewJournal, VersionMovedError
from busel.shelf.renewing_calls import GivenUp, Renewal


class RenewingCalls(SessionCalls):
    """See protocol.Shelf."""

    def renew_account(
        self, session: bytes, replaces: int, renewal: Renewal, journal: NewJournal, before: GivenUp
    ) -> protocol.Locker:
        """See protocol.Shelf.

        Why safe: each call compares the digest that its session was opened by with the one that lies here. So a session
        that begins with the old ticket in this very moment, on this server or another one, is over with its first call.
        """
        rules.check_renewal(renewal, journal)
        with taken_ids_refused(), writing():
            locker = self._own(session)
            _give_up(before)
            changed = {"version": F("version") + 1, "sealed": renewal.sealed, "session_digest": renewal.session_digest}
            if not Locker.objects.filter(id=locker, version=replaces, is_frozen=False).update(**changed):
                raise VersionMovedError
            UnlockRow.objects.filter(locker=locker).delete()
            lay_unlock_rows([(locker, row) for row in renewal.unlock_rows])
            lay([], [journal], today())
        self._sessions.renew(session, renewal.session_digest)
        return protocol.Locker(replaces + 1, renewal.sealed)


def _give_up(before: GivenUp) -> None:
    """Let an own journal go, with all that lies in it: nobody opens it any more, and nobody is owed any of it."""
    row = held_to_write(before.journal, before.write)
    rules.check_given_up(before.journal, before.write)
    for table in (Commit, Block, Stage, KeptBody, KeptSnapshot, Envelope, LogEntry, LogMonth):
        table.objects.filter(journal=before.journal).delete()
    row.delete()
