"""Who may put new keys into commons: administrators, who write it, and the coordinators of every division."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.keyring import Bundle
from busel.registry.publishing import PUBLISHING, Publishing, opened_ticket
from busel.registry.roles import Role


def ticket_to_publish(session: Session, commons: Bundle) -> bytes:
    """Return what appends new keys to commons as it is now; no bytes for who may not.

    Looked up each time: a new epoch of commons has another one, and a new coordinator has it with the division's key.
    """
    if commons.write:
        return commons.write
    divisions = session.keyring.divisions(least=Role.COORDINATOR)
    for record in _lying(session, commons):
        if ticket := opened_ticket(session.keyring.organisation, record, divisions):
            return ticket
    return b""


def may_publish(session: Session) -> bool:
    """Can this account tell everybody of new keys?"""
    commons = session.keyring.named("commons")
    return commons is not None and bool(ticket_to_publish(session, commons))


def _lying(session: Session, commons: Bundle) -> Iterator[Publishing]:
    number = session.numbers.get(commons.journal)
    lying = Item.objects.filter(division=number, kind=PUBLISHING).order_by("record")
    for fields in lying.values_list("fields", flat=True):
        with suppress(msgspec.ValidationError):
            record = msgspec.convert(fields, Publishing)
            if record.is_for(commons):
                yield record
