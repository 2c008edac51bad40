"""The shelf behind its views: `protocol.Shelf` over the database, call by call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.server.shelf.access_log import LogCalls
from busel.server.shelf.freezing import FreezingCalls
from busel.server.shelf.inboxes import InboxCalls
from busel.server.shelf.invitations import InvitationCalls
from busel.server.shelf.journals import JournalCalls
from busel.server.shelf.lockers import LockerCalls
from busel.server.shelf.reading import ReadingCalls
from busel.server.shelf.renewing import RenewingCalls
from busel.server.shelf.sessions import Sessions

if TYPE_CHECKING:
    from busel.shelf.protocol import Shelf


class Store(
    LockerCalls, FreezingCalls, RenewingCalls, InvitationCalls, JournalCalls, ReadingCalls, InboxCalls, LogCalls
):
    """All calls, over one table of sessions."""


store: Shelf = Store(Sessions())
