"""Calls that change a journal: append, stage, switch, re-seal. Compare-and-append holds the journal's row meanwhile."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db.models import Count, Sum
from django.db.models.functions import Length

from busel.server.shelf import aside, keeping
from busel.server.shelf.calendar import today
from busel.server.shelf.database import writing
from busel.server.shelf.laying import commit_row
from busel.server.shelf.models import Block, Commit, Journal
from busel.server.shelf.sessions import SessionCalls
from busel.shelf import protocol, rules
from busel.shelf.appending import check_append
from busel.shelf.protocol import (
    ID_BYTES,
    BadTicketError,
    ExistsError,
    Head,
    Resealed,
    ShelfError,
    Staged,
    Tickets,
)
from busel.shelf.stage_rules import Laid


def opened(journal: bytes, lock: str, ticket: bytes) -> None:
    """Raise BadTicketError unless there is such a journal and the ticket opens that lock of it."""
    stored = Journal.objects.filter(id=journal).values_list(lock, flat=True).first()
    if stored is None:
        raise BadTicketError
    rules.check_ticket(ticket, bytes(stored))


def held(journal: bytes) -> Journal:
    """Return a journal's row, kept from other writers until the transaction ends. Raises BadTicketError."""
    row = Journal.objects.select_for_update().filter(id=journal).first()
    if row is None:
        raise BadTicketError
    return row


def held_to_write(journal: bytes, write: bytes) -> Journal:
    """Return what `held` does, if the ticket writes there. Raises BadTicketError."""
    row = held(journal)
    rules.check_ticket(write, bytes(row.write_digest))
    return row


class JournalCalls(SessionCalls):
    """See protocol.Shelf for each call."""

    laid: ClassVar = Laid(today)
    """One for the process, as its sessions are."""

    def append(
        self, session: bytes, journal: bytes, write: bytes, commit: protocol.Commit, stage: Staged | None = None
    ) -> Head:
        """See protocol.Shelf."""
        rules.check_commit(commit)
        self._own(session)
        with writing():
            row = held(journal)
            rules.check_epoch(commit, row.epoch)
            check_append(write, _locks(row), commit, adopts=stage is not None)
            if commit.epoch != row.epoch:
                raise ShelfError
            if stage:
                _check_staged(row, stage)
                keeping.keep_snapshot(row)
            head = _link(row, commit)
            if stage:
                _adopt(row, stage)
            row.save()
        if stage:
            self.laid.forget(journal, stage.id)
        return head

    def switch(
        self,
        session: bytes,
        journal: bytes,
        write: bytes,
        commit: protocol.Commit,
        stage: Staged,
        digests: Tickets,
    ) -> Head:
        """See protocol.Shelf."""
        rules.check_tickets(digests)
        rules.check_commit(commit)
        self._own(session)
        with writing():
            row = held(journal)
            rules.check_epoch(commit, row.epoch + 1)
            rules.check_ticket(write, bytes(row.write_digest))
            if commit.epoch != row.epoch + 1:
                raise ShelfError
            _check_staged(row, stage)
            head = _link(row, commit)
            keeping.forget(journal)
            _adopt(row, stage)
            aside.forget(journal)
            Block.objects.filter(journal=journal).exclude(stage__in=[row.adopted, row.retired]).delete()
            row.read_digest, row.write_digest, row.deposit_digest = digests.read, digests.write, digests.deposit
            row.append_digest = digests.append
            row.save()
        self.laid.forget(journal)
        return head

    def stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes, blocks: list[bytes]) -> int:
        """See protocol.Shelf."""
        rules.check_lengths(ID_BYTES, stage)
        rules.check_bodies(blocks)
        locker = self._own(session)
        with writing():
            row = held_to_write(journal, write)
            if stage in _named(row):
                raise ExistsError
            aside.let_left_behind_go(journal)
            own = Block.objects.filter(journal=journal, stage=stage)
            found = own.aggregate(held=Count("position"), size=Sum(Length("body")))
            rules.check_stage(found["size"] or 0, blocks)
            self.laid.add(locker, journal, stage, blocks)
            held: int = found["held"]
            if blocks:
                aside.note(journal, stage)
            Block.objects.bulk_create(
                (Block(journal=journal, stage=stage, position=at, body=body) for at, body in enumerate(blocks, held)),
            )
        return held + len(blocks)

    def drop_stage(self, session: bytes, journal: bytes, write: bytes, stage: bytes) -> None:
        """See protocol.Shelf."""
        self._own(session)
        with writing():
            row = held_to_write(journal, write)
            if stage == bytes(row.retired):
                keeping.drop_retired(row)
                row.save(update_fields=["retired"])
            elif stage in _named(row):
                raise ExistsError
            else:
                Block.objects.filter(journal=journal, stage=stage).delete()
                aside.forget(journal, stage)
                self.laid.forget(journal, stage)

    def reseal(self, session: bytes, journal: bytes, write: bytes, bodies: list[Resealed]) -> None:
        """See protocol.Shelf."""
        self._own(session)
        with writing():
            row = held_to_write(journal, write)
            rules.check_resealed(bodies, row.snapshot, row.epoch)
            keeping.replace_bodies(row, bodies)

    def let_go(self, session: bytes, journal: bytes, write: bytes, adopted: bytes) -> None:
        """See protocol.Shelf."""
        self._own(session)
        with writing():
            row = held_to_write(journal, write)
            if row.retired and adopted == bytes(row.adopted):
                keeping.drop_retired(row)
                row.save(update_fields=["retired"])


def _locks(row: Journal) -> Tickets:
    digests = row.read_digest, row.write_digest, row.deposit_digest, row.append_digest
    return Tickets(*map(bytes, digests))


def _link(row: Journal, commit: protocol.Commit) -> Head:
    """Put a commit at the end of its journal; return the head that it makes."""
    rules.check_next(commit, Head(row.epoch, row.sequence, bytes(row.digest)))
    Commit.objects.bulk_create([commit_row(bytes(row.id), commit)])
    head = rules.head_after(settings.BUSEL_SHELF_ORGANISATION, bytes(row.id), commit)
    row.epoch, row.sequence, row.digest = head.epoch, head.sequence, head.digest
    return head


def _named(row: Journal) -> set[bytes]:
    """Return the stages that are, were lately, or are kept as a snapshot: nobody lays or drops them."""
    return {bytes(row.adopted), bytes(row.retired), *keeping.stages(bytes(row.id))}


def _check_staged(row: Journal, stage: Staged) -> None:
    known = stage.id in _named(row)
    rules.check_staged(stage, 0 if known else Block.objects.filter(journal=row.id, stage=stage.id).count())


def _adopt(row: Journal, stage: Staged) -> None:
    """Make a stage the newest snapshot, as of the commit just linked; keep the one before until it is let go."""
    keeping.drop_retired(row)
    aside.forget(bytes(row.id), stage.id)
    row.retired, row.adopted, row.snapshot = row.adopted, stage.id, row.sequence
