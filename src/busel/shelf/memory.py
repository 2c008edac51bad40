"""The memory twin of the shelf: the same calls, the same checks, the same errors, nothing at rest."""

from __future__ import annotations

from busel.shelf import portions, rules
from busel.shelf.appending import check_append
from busel.shelf.memory_freezing import MemoryFreezingCalls
from busel.shelf.memory_journal import MemoryJournal
from busel.shelf.memory_lockers import alone
from busel.shelf.memory_log import MemoryLogCalls
from busel.shelf.memory_renewing import MemoryRenewingCalls
from busel.shelf.protocol import (
    ID_BYTES,
    BadTicketError,
    Commit,
    Envelope,
    Fetched,
    Head,
    Resealed,
    Staged,
    Tickets,
    Want,
)


class MemoryShelf(MemoryLogCalls, MemoryRenewingCalls, MemoryFreezingCalls):
    """Implements `protocol.Shelf` in RAM. `today` gives the shelf's own day (days since 1970)."""

    # Journals

    @alone
    def fetch(self, session: bytes, wants: list[Want]) -> Fetched:
        """See protocol.Shelf."""
        for want in wants:
            rules.check_want(want)
        self._own(session)
        journals = [self._opened(want.journal, "read", want.read) for want in wants]
        budget = portions.Budget()
        told = [journal.part(want, budget) for journal, want in zip(journals, wants, strict=True)]
        return Fetched([part for part, _rest in told if part], [rest for _part, rest in told if rest])

    @alone
    def history(self, session: bytes, journal: bytes, read: bytes, below: int) -> list[Commit]:
        """See protocol.Shelf."""
        return self._readable(session, journal, read).history(below)

    @alone
    def ancestry(self, session: bytes, journal: bytes, read: bytes, after: int, below: int) -> list[Commit]:
        """See protocol.Shelf."""
        return self._readable(session, journal, read).ancestry(after, below)

    @alone
    def append(self, session: bytes, journal: bytes, write: bytes, commit: Commit, stage: Staged | None = None) -> Head:
        """See protocol.Shelf."""
        held = self._for_commit(session, journal, commit)
        check_append(write, held.digests, commit, adopts=stage is not None)
        head = held.add(commit, stage)
        if stage:
            self.laid.forget(journal, stage.id)
        return head

    @alone
    def switch(
        self, session: bytes, journal: bytes, write: bytes, commit: Commit, stage: Staged, digests: Tickets
    ) -> Head:
        """See protocol.Shelf."""
        rules.check_tickets(digests)
        held = self._for_commit(session, journal, commit, ahead=1)
        rules.check_ticket(write, held.digests.write)
        head = held.begin_epoch(commit, stage, digests)
        self.laid.forget(journal)
        return head

    def _for_commit(self, session: bytes, journal: bytes, commit: Commit, *, ahead: int = 0) -> MemoryJournal:
        rules.check_commit(commit)
        self._own(session)
        held = self._journals.get(journal)
        if held is None:
            raise BadTicketError
        rules.check_epoch(commit, held.head.epoch + ahead)
        return held

    @alone
    def stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes, blocks: list[bytes]) -> int:
        """See protocol.Shelf."""
        rules.check_lengths(ID_BYTES, stage)
        rules.check_bodies(blocks)
        held = self._writable(session, journal, write)
        laid = held.put_aside(stage, [])
        self.laid.add(self._own(session).new.id, journal, stage, blocks)
        return held.put_aside(stage, blocks) if blocks else laid

    @alone
    def drop_stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes) -> None:
        """See protocol.Shelf."""
        self._writable(session, journal, write).drop_stage(stage)
        self.laid.forget(journal, stage)

    @alone
    def reseal(self, session: bytes, journal: bytes, write: bytes, bodies: list[Resealed]) -> None:
        """See protocol.Shelf."""
        self._writable(session, journal, write).reseal(bodies)

    @alone
    def let_go(self, session: bytes, journal: bytes, write: bytes, adopted: bytes) -> None:
        """See protocol.Shelf."""
        self._writable(session, journal, write).let_go(adopted)

    # Inboxes

    @alone
    def deposit(self, session: bytes, journal: bytes, deposit: bytes, envelope: Envelope) -> None:
        """See protocol.Shelf."""
        rules.check_envelope(envelope)
        self._own(session)
        self._opened(journal, "deposit", deposit).put(envelope)

    @alone
    def waiting(self, session: bytes, wants: list[Want]) -> list[int]:
        """See protocol.Shelf."""
        self._own(session)
        return [len(self._readable(session, want.journal, want.read).inbox) for want in wants]

    @alone
    def list_inbox(self, session: bytes, journal: bytes, read: bytes, after: bytes = b"") -> list[Envelope]:
        """See protocol.Shelf."""
        return self._readable(session, journal, read).list_inbox(after)

    @alone
    def inbox_ids(self, session: bytes, journal: bytes, read: bytes) -> list[bytes]:
        """See protocol.Shelf."""
        return sorted(self._readable(session, journal, read).inbox)

    @alone
    def read_inbox(self, session: bytes, journal: bytes, read: bytes, envelopes: list[bytes]) -> list[Envelope]:
        """See protocol.Shelf."""
        return self._readable(session, journal, read).read_inbox(envelopes)

    @alone
    def take(self, session: bytes, journal: bytes, write: bytes, envelopes: list[bytes]) -> None:
        """See protocol.Shelf."""
        inbox = self._writable(session, journal, write).inbox
        for envelope in envelopes:
            inbox.pop(envelope, None)
