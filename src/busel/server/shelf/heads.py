"""The heads of many journals in one query, and whether the asker may read them: all that most exchanges need."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from busel.shelf import rules
from busel.shelf.protocol import BadTicketError, Commit, Head, Segment, Want

JOURNALS_IN_A_QUERY = 500
NEWEST = """
SELECT held.id, held.digest, newest.epoch, newest.sequence, newest.previous, newest.body_digest
FROM shelf_journal AS held JOIN shelf_commit AS newest
ON newest.journal = held.id AND newest.sequence = held.sequence"""


class Standing(NamedTuple):
    """Where a journal stands now."""

    head: Head
    snapshot: int
    adopted: bytes


def standings(wants: list[Want]) -> list[Standing]:
    """Return where each wanted journal stands, in the order of the wants.

    Raises BadTicketError if one is not there or one read ticket is wrong.
    """
    held: dict[bytes, tuple[Standing, bytes]] = {}
    for start in range(0, len(wants), JOURNALS_IN_A_QUERY):
        held |= _asked([want.journal for want in wants[start : start + JOURNALS_IN_A_QUERY]])
    try:
        locks = [held[want.journal] for want in wants]
    except KeyError:
        raise BadTicketError from None
    for want, (_standing, lock) in zip(wants, locks, strict=True):
        rules.check_ticket(want.read, lock)
    return [standing for standing, _lock in locks]


def _asked(journals: list[bytes]) -> dict[bytes, tuple[Standing, bytes]]:
    places = ",".join(["%s"] * len(journals))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, epoch, sequence, digest, snapshot, adopted, read_digest"
            f" FROM shelf_journal WHERE id IN ({places})",
            journals,
        )
        return {
            bytes(journal): (Standing(Head(epoch, sequence, bytes(digest)), snapshot, bytes(adopted)), bytes(lock))
            for journal, epoch, sequence, digest, snapshot, adopted, lock in cursor.fetchall()
        }


def are_of(organisation: bytes) -> bool:
    """Do the stored heads belong to this organisation? An empty store is anybody's.

    One that agrees is enough: under another id none does, and one that somebody spoilt must not keep everybody out.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        rows = cursor.fetchall()
    return not rows or any(
        rules.head_after(organisation, bytes(journal), _bare(*header)).digest == bytes(digest)
        for journal, digest, *header in rows
    )


def _bare(epoch: int, sequence: int, previous: bytes, body_digest: bytes) -> Commit:
    return Commit(epoch, sequence, bytes(previous), bytes(body_digest), Segment.STATE, epoch, b"")
