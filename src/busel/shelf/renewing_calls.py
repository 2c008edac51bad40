"""How an account that may have been taken gets new keys: everything that opens it is replaced in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from busel.shelf.accounts import Locker, UnlockRow

if TYPE_CHECKING:
    from busel.shelf.protocol import NewJournal


class Renewal(msgspec.Struct, frozen=True):
    """What a locker is from now on: the keyring under the new user key, its ticket's hash, and all its rows."""

    sealed: bytes
    session_digest: bytes
    unlock_rows: list[UnlockRow]


class GivenUp(msgspec.Struct, frozen=True):
    """The account's own journal of before, and the ticket that writes it."""

    journal: bytes
    write: bytes

    def __repr__(self) -> str:
        """Show no capability, in no traceback."""
        return "<GivenUp: not shown>"


class RenewingCalls(Protocol):
    """The call about new keys."""

    def renew_account(
        self, session: bytes, replaces: int, renewal: Renewal, journal: NewJournal, before: GivenUp
    ) -> Locker:
        """Replace all that opens the session's own locker, in one step; return the locker with its next version.

        The keyring, if its version still is `replaces`; the session ticket's hash; every unlock row, whoever put it
        there. The new own journal is laid. The one before is gone with all that lay in it and in its inbox: nothing is
        ever sealed again to the keys of before. Every other session of the locker is over; this one
        goes on. Freeze code and thaw halves stay. Why: else who has taken an account makes it unfreezable.

        Raises VersionMovedError; ExistsError for an id or a tag that is taken; BadTicketError for another write ticket,
        or for a journal that is nobody's own, by its id (`rules.check_given_up`);
        or ShelfError for what is not whole, or without a row. Then nothing was changed.
        """
