"""Somebody with an account's handle, passphrase and key file, and copies of the store: no desk stands in between.

The robber signs in on a copy as the account would, takes every key that the locker and the mailbox hold, of whatever
epoch, closed, pending or never begun, and tries each on every body, block and envelope of every copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from busel.desk.account.accounts import Credentials
from busel.journal.body import unpack_json
from busel.journal.envelope import open_envelope
from busel.journal.errors import JournalError
from busel.journal.header import BlockHeader, Header, Place
from busel.registry.keyring import Bundle, Keyring, session_ticket
from busel.registry.letters import BUNDLE, GRANT, BundleLetter, GrantLetter
from busel.registry.locker import Unlocked, open_keyring, open_unlock_row
from busel.shelf.memory import MemoryShelf
from busel.vault import labels
from busel.vault.errors import VaultError
from busel.vault.lock import CHEAP, unlocking
from busel.vault.seal import open_sealed
from busel.vault.wrap import OpeningKey

STATE, HISTORY, INBOX, DIVISION = "state", "history", "inbox", "division"
_VALUE = re.compile(rb"busel\d+x")


class Key(NamedTuple):
    """A key on somebody's keyring: what it is called there, and of which journal and epoch."""

    kind: str
    journal: bytes
    epoch: int
    secret: bytes


class Commit(NamedTuple):
    """A stored commit; a robber tries it as state and as history."""

    header: Header
    body: bytes


class Block(NamedTuple):
    """A stored block, also of a stage that nobody adopted."""

    place: Place
    stage: bytes
    position: int
    body: bytes


class Sealed(NamedTuple):
    """An envelope in an inbox or a mailbox."""

    place: Place
    body: bytes


Body = Commit | Block | Sealed


def lies_in(shelf: MemoryShelf) -> frozenset[Body]:
    """Return everything sealed that a copy of the store holds, but for lockers and unlock rows."""
    return frozenset(_lies_in(shelf))


def _lies_in(shelf: MemoryShelf) -> Iterator[Body]:
    for id_, journal in shelf._journals.items():
        place = Place(shelf.organisation, id_)
        for one in journal.commits:
            yield Commit(Header(place, one.epoch, one.sequence, one.previous), one.body)
        for stage, blocks in journal.stages.items():
            yield from (Block(place, stage, at, body) for at, body in enumerate(blocks))
        for _day, one in journal.kept._bodies.values():
            yield Commit(Header(place, one.epoch, one.sequence, one.previous), one.body)
        yield from (Sealed(place, body) for body in journal.inbox.values())


@dataclass
class Robber:
    """Who holds one account's credentials."""

    organisation: bytes
    credentials: Credentials
    _rings: dict[bytes, Keyring] = field(default_factory=dict)
    _letters: dict[bytes, list[Bundle]] = field(default_factory=dict)

    @cached_property
    def _typed(self) -> tuple[bytes, bytes]:
        told = self.credentials
        keys = unlocking(
            self.organisation, told.handle, passphrase=told.passphrase, key_file=told.key_file, profile=CHEAP
        )
        return keys.tag, keys.key

    def unlocked(self, shelf: MemoryShelf) -> Unlocked:
        """Return what the passphrase opens on a copy."""
        tag, key = self._typed
        return open_unlock_row(key, shelf._rows[tag][1].sealed)

    def keyring(self, shelf: MemoryShelf) -> Keyring:
        """Return the keyring in the account's locker on a copy, also of a frozen account."""
        told = self.unlocked(shelf)
        sealed = shelf._lockers[told.locker].keyring.sealed
        if sealed not in self._rings:
            self._rings[sealed] = open_keyring(told.user_key, told.locker, sealed)
        return self._rings[sealed]

    def ticket(self, shelf: MemoryShelf) -> tuple[bytes, bytes]:
        """Return the locker's id, and the ticket that opens its sessions."""
        told = self.unlocked(shelf)
        return told.locker, session_ticket(told.user_key)

    def keys(self, shelf: MemoryShelf) -> frozenset[Key]:
        """Return every key that the account's locker and mailbox hold on a copy."""
        ring = self.keyring(shelf)
        bundles = [*ring.bundles.values(), *ring.closed, *ring.pending, *self._waiting(shelf, ring)]
        return frozenset(key for bundle in bundles for key in _keys_of(bundle))

    def _waiting(self, shelf: MemoryShelf, ring: Keyring) -> Iterator[Bundle]:
        """Yield the bundles in letters that nobody took out of the mailbox yet."""
        place = Place(ring.organisation, ring.account.mailbox)
        for body in shelf._journals[place.journal].inbox.values():
            if body not in self._letters:
                message = open_envelope(ring.account.sealing, place, body)
                kinds = {GRANT: GrantLetter, BUNDLE: BundleLetter}
                told = [message.read(kinds[message.kind])] if message.kind in kinds else []
                self._letters[body] = [one.bundle for one in told]
            yield from self._letters[body]


def _keys_of(bundle: Bundle) -> Iterator[Key]:
    for epoch, keys in bundle.epochs.items():
        yield Key(STATE, bundle.journal, epoch, keys.state)
        if keys.history:
            yield Key(HISTORY, bundle.journal, epoch, keys.history)
    for epoch, seed in bundle.inbox_seeds.items():
        yield Key(INBOX, bundle.journal, epoch, seed)
    for seed in (bundle.division_seed, *bundle.past_seeds):
        if seed:
            yield Key(DIVISION, bundle.journal, 0, seed)


@dataclass
class Picklock:
    """Tries keys on bodies, each pair once."""

    _tried: dict[Key, set[Body]] = field(default_factory=dict)
    _opened: dict[Key, dict[Body, frozenset[str]]] = field(default_factory=dict)

    def values(self, keys: Iterable[Key], bodies: frozenset[Body]) -> set[str]:
        """Return every value of a contact that any of the keys opens in any of the bodies."""
        found: set[str] = set()
        for key in keys:
            self._try(key, bodies)
            opened = self._opened[key]
            for body in opened.keys() & bodies:
                found |= opened[body]
        return found

    def _try(self, key: Key, bodies: frozenset[Body]) -> None:
        tried, opened = self._tried.setdefault(key, set()), self._opened.setdefault(key, {})
        for body in bodies - tried:
            values = frozenset(value for told in _openings(key, body) for value in _values_in(told))
            if values:
                opened[body] = values
        tried |= bodies


def _openings(key: Key, body: Body) -> Iterator[bytes]:
    """Yield what a key opens of a body, under any label that such a body may have been sealed with."""
    try:
        if isinstance(body, Sealed):
            if key.kind in {INBOX, DIVISION}:
                yield bytes(open_envelope(OpeningKey(key.secret), body.place, body.body).content)
            return
        if isinstance(body, Block):
            header = BlockHeader(body.place, key.epoch, body.stage, body.position).encode()
            yield unpack_json(open_sealed(key.secret, body.body, label=labels.SEAL_BLOCK, header=header))
            return
    except (VaultError, JournalError):
        return
    for label in (labels.SEAL_COMMIT_STATE, labels.SEAL_COMMIT_HISTORY):
        try:
            yield unpack_json(open_sealed(key.secret, body.body, label=label, header=body.header.encode()))
        except (VaultError, JournalError):
            continue


def _values_in(told: bytes) -> Iterator[str]:
    yield from (found.decode() for found in _VALUE.findall(told))
