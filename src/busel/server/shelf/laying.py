"""New lockers and journals: all of a call, or nothing. Runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q

from busel.server.shelf.models import Commit, Journal, Locker, UnlockRow
from busel.shelf import protocol, rules
from busel.shelf.protocol import ExistsError


@contextmanager
def taken_ids_refused() -> Iterator[None]:
    """Say ExistsError where the database says that a key is there already. Stands around the transaction."""
    try:
        yield
    except IntegrityError:
        raise ExistsError from None


def check_whole(lockers: list[protocol.NewLocker], journals: list[protocol.NewJournal]) -> None:
    """Raise ShelfError unless everything new is whole."""
    for locker in lockers:
        rules.check_new_locker(locker)
    for journal in journals:
        rules.check_new_journal(journal)


def lay(lockers: list[protocol.NewLocker], journals: list[protocol.NewJournal], today: int) -> None:
    """Insert them. Raises IntegrityError if an id or a tag is taken."""
    for new in lockers:
        refuse_others_halves(new.id, new.thaw_digests)
    Locker.objects.bulk_create(_locker_row(new, today) for new in lockers)
    lay_unlock_rows([(new.id, row) for new in lockers for row in new.unlock_rows])
    Journal.objects.bulk_create(_journal_row(new) for new in journals)
    Commit.objects.bulk_create(commit_row(new.id, new.first) for new in journals)


def refuse_others_halves(locker: bytes, thaw_digests: tuple[bytes, bytes]) -> None:
    """Raise ExistsError where a half is another locker's too: who holds that one could show it for both."""
    held = Q(thaw_first_digest__in=thaw_digests) | Q(thaw_second_digest__in=thaw_digests)
    if Locker.objects.filter(held).exclude(id=locker).exists():
        raise ExistsError


def lay_unlock_rows(rows: list[tuple[bytes, protocol.UnlockRow]]) -> None:
    """Insert unlock rows, each with its locker's id."""
    UnlockRow.objects.bulk_create(UnlockRow(tag=row.tag, locker=locker, sealed=row.sealed) for locker, row in rows)


def commit_row(journal: bytes, commit: protocol.Commit) -> Commit:
    """Return a commit's row."""
    return Commit(
        journal=journal,
        sequence=commit.sequence,
        epoch=commit.epoch,
        previous=commit.previous,
        body_digest=commit.body_digest,
        segment=commit.segment.value,
        key_epoch=commit.key_epoch,
        body=commit.body,
    )


def _locker_row(new: protocol.NewLocker, today: int) -> Locker:
    return Locker(
        id=new.id,
        version=rules.FIRST_VERSION,
        sealed=new.sealed,
        session_digest=new.session_digest,
        freeze_digest=new.freeze_digest,
        thaw_first_digest=new.thaw_digests[0],
        thaw_second_digest=new.thaw_digests[1],
        is_frozen=False,
        last_day=today,
        is_renewable=False,
        shown_half=0,
        shown_until=0,
    )


def _journal_row(new: protocol.NewJournal) -> Journal:
    head = rules.head_after(settings.BUSEL_SHELF_ORGANISATION, new.id, new.first)
    return Journal(
        id=new.id,
        epoch=head.epoch,
        sequence=head.sequence,
        digest=head.digest,
        snapshot=rules.NO_SNAPSHOT,
        adopted=b"",
        retired=b"",
        read_digest=new.digests.read,
        write_digest=new.digests.write,
        deposit_digest=new.digests.deposit,
        append_digest=new.digests.append,
        is_sponsor=new.is_sponsor,
        audit_digest=new.audit_digest,
        log_told=-1,
    )
