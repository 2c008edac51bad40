"""What a desk remembers of its own pages: the chains that it writes, whom it opened today, what it read of others'."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

from busel.journal.chain import Link
from busel.registry.access_log import LogChain, LogEnd
from busel.registry.keyring import Keyring
from busel.registry.log_keys import Trusted
from busel.registry.log_reading import LogReader, LogRecord, Seen
from busel.vault.hidden import hidden
from busel.vault.wrap import OpeningKey


@hidden
@dataclass
class Logbook:
    """One for each session."""

    chains: dict[bytes, LogChain] = field(default_factory=dict)
    """Journal -> the chain that this session writes there."""
    ends: dict[str, LogEnd] = field(default_factory=dict)
    """By the journal's id in hex, where this session's chain ends: the shelf has confirmed it."""
    read: dict[str, Seen] = field(default_factory=dict)
    """By the journal's id in hex, the newest entry that was read."""
    readers: dict[bytes, LogReader] = field(default_factory=dict)
    """Journal -> what was read of its log: only newer entries are asked for."""
    opening_keys: dict[bytes, OpeningKey] = field(default_factory=dict)
    """By their seeds, the keys that open what others wrote."""
    told: dict[bytes, int] = field(default_factory=dict)
    """Journal -> where the auditors' newest word stands about what was let go of its log; -1 where none does."""
    strange: dict[bytes, list[LogRecord]] = field(default_factory=dict)
    """Journal -> old entries of a kind that nobody knows: nothing goes until somebody says so."""
    stands_out: int = 0
    """So many things stood out this week when this desk last looked aside."""
    auditors_keys: tuple[Link | None, dict[bytes, bytes]] | None = None
    """Where commons stood, and with which keys auditors sign as of then."""
    gone_until: dict[tuple[bytes, int], int] = field(default_factory=dict)
    """(journal, place of such a word) -> the last hour of what went."""
    reading: threading.Lock = field(default_factory=threading.Lock)
    """Held by who reads a log. Nothing else is taken while it is held."""
    auditors: tuple[Link | None, list[bytes]] | None = None
    """Whose keys open what this session writes, as of an end of commons."""
    wanted: Any = None
    """What its page was last asked for (`log_looking.Wanted`)."""
    trusted: Trusted = field(default_factory=dict)
    day: int = 0
    weights: dict[int, int] = field(default_factory=dict)
    """Contact -> what it counted for the brake today."""
    writing: threading.Lock = field(default_factory=threading.Lock)
    """Held while entries are laid: one page after the other, as each names the one before. Nothing else is taken
    while it is held."""

    def kept(self, keyring: Keyring) -> dict[str, Any]:
        """Return what the keyring is to remember."""
        return {"logs": keyring.logs | self.ends, "logs_read": keyring.logs_read | self.read}

    def has_moved(self, keyring: Keyring) -> bool:
        """Is there something that the keyring does not remember yet?"""
        return any(getattr(keyring, name) != now for name, now in self.kept(keyring).items())
