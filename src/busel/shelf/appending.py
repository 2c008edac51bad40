"""Who may append: by the ticket that writes, or by the one that appends and does nothing else."""

from __future__ import annotations

from busel.shelf import rules
from busel.shelf.protocol import MAX_APPENDED_BYTES, BadTicketError, Commit, Tickets, TooLargeError


def check_append(ticket: bytes, digests: Tickets, commit: Commit, *, adopts: bool) -> None:
    """Raise BadTicketError unless the ticket writes, or only appends and nothing is adopted; TooLargeError for more.

    Why safe: who only appends can neither begin an epoch nor lay a snapshot, so what is there stays as it is for all.
    """
    if rules.opens(ticket, digests.write):
        return
    if adopts or not digests.append:
        raise BadTicketError
    rules.check_ticket(ticket, digests.append)
    if len(commit.body) > MAX_APPENDED_BYTES:
        raise TooLargeError
