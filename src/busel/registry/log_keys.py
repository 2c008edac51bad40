"""Whose key a session in the access log shows: one that the account is known by, or went on with by its handovers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from busel.registry.access_log import Opening
from busel.registry.member import key_after

Known = Callable[[bytes], Collection[bytes] | None]
"""Account -> its public keys, as a roster has them; none for somebody who never was there; None where no roster is."""
Trusted = dict[bytes, set[bytes]]
"""For who knows no roster: account -> the key that it showed first, and those that belong to it by its handovers."""


@dataclass
class LogKeys:
    """Asked of each session in the order of the log."""

    organisation: bytes
    known: Known
    trusted: Trusted
    over: dict[bytes, set[bytes]] = field(default_factory=dict)
    """Account -> keys with which it signs no more, from the session on that told of a newer one."""

    def admits(self, opening: Opening) -> bool:
        """Is the key that a session shows one of its account's? A key that was given up begins no session any more."""
        account, shown, chain = opening.account, opening.signing, {one.before for one in opening.handovers}
        first = opening.handovers[0].before if opening.handovers else shown
        if chain and self._led_to(opening, first) != shown:
            return False
        held = self.known(account)
        if held is None:
            held = self.trusted.setdefault(account, {shown, *chain})
        if shown in self.over.get(account, ()) or not (shown in held or chain.intersection(held)):
            return False
        if account in self.trusted:
            self.trusted[account] |= {shown, *chain}
        self.over.setdefault(account, set()).update(chain)
        return True

    def _led_to(self, opening: Opening, first: bytes) -> bytes | None:
        return key_after(opening.handovers, known=first, organisation=self.organisation, account=opening.account)
