"""Calls about inboxes: put an envelope in, list what waits, take it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Sum
from django.db.models.functions import Length

from busel.server.shelf.database import writing
from busel.server.shelf.heads import standings
from busel.server.shelf.journals import held, opened
from busel.server.shelf.models import Envelope
from busel.server.shelf.sessions import SessionCalls
from busel.shelf import portions, protocol, rules

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_AT_ONCE = 8_192
"""Rows looked at for one answer; the answer's bytes end it earlier where envelopes are large."""


class InboxCalls(SessionCalls):
    """See protocol.Shelf for each call."""

    def deposit(self, session: bytes, journal: bytes, deposit: bytes, envelope: protocol.Envelope) -> None:
        """See protocol.Shelf."""
        rules.check_envelope(envelope)
        self._own(session)
        with writing():
            # The ticket is looked at in the same step: else a letter could come to lie in a mailbox given up meanwhile.
            rules.check_ticket(deposit, bytes(held(journal).deposit_digest))
            lying = Envelope.objects.filter(journal=journal).aggregate(number=Count("id"), size=Sum(Length("body")))
            rules.check_room(lying["number"], lying["size"] or 0)
            Envelope.objects.bulk_create(
                [Envelope(journal=journal, id=envelope.id, body=envelope.body)], ignore_conflicts=True
            )

    def waiting(self, session: bytes, wants: list[protocol.Want]) -> list[int]:
        """See protocol.Shelf."""
        self._own(session)
        standings(wants)
        rows = Envelope.objects.filter(journal__in={want.journal for want in wants}).values_list("journal")
        counts = {bytes(journal): count for journal, count in rows.annotate(count=Count("id"))}
        return [counts.get(want.journal, 0) for want in wants]

    def list_inbox(self, session: bytes, journal: bytes, read: bytes, after: bytes = b"") -> list[protocol.Envelope]:
        """See protocol.Shelf."""
        self._own(session)
        opened(journal, "read_digest", read)
        waiting = Envelope.objects.filter(journal=journal, id__gt=after).order_by("id").values_list("id", "body")
        return _told(waiting[:MOST_AT_ONCE])

    def inbox_ids(self, session: bytes, journal: bytes, read: bytes) -> list[bytes]:
        """See protocol.Shelf."""
        self._own(session)
        opened(journal, "read_digest", read)
        waiting = Envelope.objects.filter(journal=journal).order_by("id").values_list("id", flat=True)
        return [bytes(one) for one in waiting]

    def read_inbox(
        self, session: bytes, journal: bytes, read: bytes, envelopes: list[bytes]
    ) -> list[protocol.Envelope]:
        """See protocol.Shelf."""
        self._own(session)
        opened(journal, "read_digest", read)
        named = Envelope.objects.filter(journal=journal, id__in=envelopes[: protocol.MAX_WAITING])
        return _told(named.order_by("id").values_list("id", "body"))

    def take(self, session: bytes, journal: bytes, write: bytes, envelopes: list[bytes]) -> None:
        """See protocol.Shelf."""
        self._own(session)
        opened(journal, "write_digest", write)
        with writing():
            Envelope.objects.filter(journal=journal, id__in=envelopes).delete()


def _told(rows: QuerySet[Envelope, tuple[bytes | memoryview, bytes | memoryview]]) -> list[protocol.Envelope]:
    """Return (id, body) rows as envelopes, the first ones up to what one answer carries."""
    budget = portions.Budget()
    told: list[protocol.Envelope] = []
    for one, body in rows.iterator(chunk_size=16):
        if not budget.takes(len(body)):
            break
        told.append(protocol.Envelope(bytes(one), bytes(body)))
    return told
