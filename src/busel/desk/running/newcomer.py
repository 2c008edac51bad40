"""Whose desk this process is while an invitation is open on it: nothing is made before `beginning.accept`."""

from __future__ import annotations

from dataclasses import dataclass

from busel.desk.account.accounts import Credentials, FreshAccount
from busel.registry.locker import Unlocked
from busel.shelf.protocol import Shelf
from busel.vault.hidden import hidden


@hidden
@dataclass
class Newcomer:
    """An opened invitation, and the account that it is to become once its passphrase was typed back."""

    unlocked: Unlocked
    shelf: Shelf
    fresh: FreshAccount | None = None

    @property
    def told(self) -> Credentials | None:
        """What is to be written down; nothing before the first choice."""
        return None if self.fresh is None else self.fresh.credentials


_newcomers: list[Newcomer] = []
"""At most one: a desk is one person's process."""


def current() -> Newcomer:
    """Return the newcomer whose desk this is. Raises LookupError on every other desk."""
    if not _newcomers:
        raise LookupError
    return _newcomers[0]


def is_here() -> bool:
    """Is this a newcomer's desk?"""
    return bool(_newcomers)


def arrive(unlocked: Unlocked, shelf: Shelf) -> None:
    """Make this process the desk of an opened invitation."""
    _newcomers[:] = [Newcomer(unlocked, shelf)]


def leave() -> None:
    """End that: the account was laid, and this process is its member's desk; or for tests."""
    _newcomers.clear()
