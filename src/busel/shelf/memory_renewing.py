"""New keys for an account, on the memory twin."""

from __future__ import annotations

from msgspec.structs import replace

from busel.shelf import rules
from busel.shelf.memory_lockers import MemoryLockers, alone
from busel.shelf.protocol import Locker, NewJournal, VersionMovedError
from busel.shelf.renewing_calls import GivenUp, Renewal


class MemoryRenewingCalls(MemoryLockers):
    """See protocol.Shelf."""

    @alone
    def renew_account(
        self, session: bytes, replaces: int, renewal: Renewal, journal: NewJournal, before: GivenUp
    ) -> Locker:
        """See protocol.Shelf."""
        rules.check_renewal(renewal, journal)
        row = self._own(session)
        self._writable(session, before.journal, before.write)
        rules.check_given_up(before.journal, before.write)
        if row.keyring.version != replaces:
            raise VersionMovedError
        others = {tag: held for tag, held in self._rows.items() if held[0] != row.new.id}
        rules.check_new_ids([one.tag for one in renewal.unlock_rows], others)
        self._lay([], [journal])
        self._rows = others | {one.tag: (row.new.id, one) for one in renewal.unlock_rows}
        row.new = replace(row.new, session_digest=renewal.session_digest)
        row.keyring = Locker(replaces + 1, renewal.sealed)
        del self._journals[before.journal]
        self._sessions = {token: one for token, one in self._sessions.items() if one != row.new.id or token == session}
        return row.keyring
