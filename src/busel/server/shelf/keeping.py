"""What an ordinary fold replaces is kept for some days, so that an operator can put it back.

Whoever holds a write ticket may lay a snapshot and seal what stands below it into the history, as each fold does; a
changed desk could lay junk. So bodies are kept as they lay in the state segment, and the snapshots before the newest
one. A change of keys drops all of it in the same transaction: nothing is kept under keys that were given up, so who was
erased, and who left, finds nothing here. All functions run inside the caller's transaction, on a row that it holds.
"""

from __future__ import annotations

import threading

from django.conf import settings
from django.db import connection
from django.db.models import Q

from busel.server.shelf.calendar import today
from busel.server.shelf.database import writing
from busel.server.shelf.models import Block, Journal, KeptBody, KeptSnapshot
from busel.shelf import rules
from busel.shelf.protocol import Resealed, Segment

_KEEP = """
INSERT INTO shelf_keptbody (journal, sequence, day, body)
SELECT journal, sequence, %s, body FROM shelf_commit
WHERE journal = %s AND sequence = %s AND segment = %s AND epoch = %s"""
_REPLACE = """
UPDATE shelf_commit SET segment = %s, key_epoch = %s, body = %s
WHERE journal = %s AND sequence = %s AND (segment = %s OR key_epoch < %s)"""
_last_looked = [0]
_looking = threading.Lock()


def replace_bodies(row: Journal, bodies: list[Resealed]) -> None:
    """Put new bodies in place, once in each epoch (`rules.may_replace`), and keep those of this epoch's deeds."""
    journal, state = bytes(row.id), Segment.STATE.value
    kept = (
        [(today(), journal, new.sequence, state, row.epoch) for new in bodies] if settings.BUSEL_SHELF_KEPT_DAYS else []
    )
    replaced = [
        (new.segment.value, new.key_epoch, new.body, journal, new.sequence, state, new.key_epoch) for new in bodies
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP, kept)
        cursor.executemany(_REPLACE, replaced)


def keep_snapshot(row: Journal) -> None:
    """Keep the newest snapshot, which a fold is about to replace, if there is room."""
    let_expired_go(bytes(row.id))
    kept = KeptSnapshot.objects.filter(journal=row.id).count()
    if settings.BUSEL_SHELF_KEPT_DAYS and kept < rules.KEPT_SNAPSHOTS:
        KeptSnapshot.objects.create(journal=row.id, sequence=row.snapshot, stage=row.adopted, day=today())


def stages(journal: bytes) -> set[bytes]:
    """Return the stages of a journal whose blocks are kept."""
    found = KeptSnapshot.objects.filter(journal=journal).values_list("stage", flat=True)
    return {bytes(stage) for stage in found if stage}


def drop_retired(row: Journal) -> None:
    """Forget the snapshot before; its blocks stay while they are kept."""
    if row.retired and bytes(row.retired) not in stages(bytes(row.id)):
        Block.objects.filter(journal=row.id, stage=row.retired).delete()
    row.retired = b""


def forget(journal: bytes) -> None:
    """Let all that is kept go; the caller drops the blocks."""
    KeptBody.objects.filter(journal=journal).delete()
    KeptSnapshot.objects.filter(journal=journal).delete()


def let_expired_go(journal: bytes | None = None) -> None:
    """Let go of what was kept for as long as the operator chose: of one journal, or of all."""
    expired = Q(day__lt=today() - settings.BUSEL_SHELF_KEPT_DAYS)
    if journal is not None:
        expired &= Q(journal=journal)
    KeptBody.objects.filter(expired).delete()
    for kept in KeptSnapshot.objects.filter(expired):
        in_use = Journal.objects.filter(Q(adopted=kept.stage) | Q(retired=kept.stage), id=kept.journal).exists()
        if kept.stage and not in_use:
            Block.objects.filter(journal=kept.journal, stage=kept.stage).delete()
        kept.delete()


def look_daily() -> None:
    """Let go of what is over in all journals, once a day: who signs in first sees to it."""
    with _looking:
        if _last_looked[0] == today():
            return
        _last_looked[0] = today()
    with writing():
        let_expired_go()
