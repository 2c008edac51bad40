"""A journal as a desk reads it: every commit opened, checked against the chain, its author and the roster.

What fails is kept aside and shown; it is never applied and never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from busel.journal.chain import Link, follow
from busel.journal.commit import EpochKeys, open_commit
from busel.journal.deed import Deed, Fields
from busel.journal.errors import BrokenChainError, ForgedError, JournalError, NotOpenedError, RolledBackError
from busel.journal.header import BlockHeader, Header, Place
from busel.journal.snapshot import Manifest, open_block
from busel.registry.deeds import DEEDS
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import Grant, Revocation, read_statement
from busel.shelf.protocol import Commit, Part, Segment

ROSTER_KINDS = ("grant", "revocation")


class Cause(StrEnum):
    """Why something was kept aside."""

    NOT_OPENED = "not-opened"
    DAMAGED = "damaged"
    BROKEN_CHAIN = "broken-chain"
    FORGED = "forged"
    CONFLICT = "conflict"
    ROLLED_BACK = "rolled-back"
    NO_CERTIFICATE = "no-certificate"


@dataclass(frozen=True)
class Aside:
    """Something of a journal that was not believed: which commit, and why."""

    journal: bytes
    sequence: int
    cause: Cause


class ManifestRefusedError(ForgedError):
    """A snapshot is not believed: its blocks are not those that were signed, or its signer had no such role."""


class EpochUnknownError(Exception):
    """The journal is in an epoch whose keys this account does not hold: look in the mailbox."""


@dataclass
class Ledger:
    """The verified end of one journal. `roster` is None for the account's own journal: only it writes there."""

    place: Place
    bundle: Bundle
    account: bytes
    own_public: bytes
    roster: Roster | None
    remembered: Link | None = None
    link: Link | None = None
    stage: bytes = b""
    snapshot: Manifest | None = None
    deeds: set[bytes] = field(default_factory=set)
    tail: int = 0
    """Commits since the newest snapshot."""
    aside: list[Aside] = field(default_factory=list)

    @property
    def keys(self) -> EpochKeys:
        """The keys of the epoch that the journal is in."""
        epoch = 0 if self.link is None else self.link.epoch
        return self.bundle.epochs[epoch]

    def next_header(self) -> Header:
        """Return the header of the commit that would follow."""
        link = self.link or Link()
        return Header(self.place, link.epoch, link.sequence + 1, link.digest)

    def open_blocks(self, part: Part) -> Iterator[tuple[int, bytes]]:
        """Yield (index, packed bytes) of the part's snapshot blocks. Nothing is believed before the manifest."""
        keys = self.bundle.epochs.get(part.head.epoch)
        if keys is None:
            raise EpochUnknownError
        for index, sealed in enumerate(part.blocks, part.from_block):
            yield index, open_block(keys.state, sealed, BlockHeader(self.place, part.head.epoch, part.stage, index))

    def read(self, part: Part, *, digests: list[bytes]) -> Iterator[tuple[Commit, Deed]]:
        """Yield the commits of a part whose deeds are believed. `digests` are those of the blocks, for the manifest.

        Raises EpochUnknownError, RolledBackError, or a JournalError for a manifest that is not believed.
        """
        if part.commits and part.head.epoch not in self.bundle.epochs:
            raise EpochUnknownError
        for commit in part.commits:
            if self.link is None and part.snapshot == commit.sequence:
                self.link = Link(commit.sequence - 1, commit.previous, commit.epoch)
            try:
                header, self.link = follow(self.place, self.link or Link(), commit)
            except BrokenChainError:
                self._keep_aside(commit.sequence, Cause.BROKEN_CHAIN)
                raise
            self._compare_with_remembered()
            deed = self._open(commit, header, digests)
            if deed is not None:
                yield commit, deed
        if self.remembered is not None and part.head.sequence < self.remembered.sequence:
            self._keep_aside(part.head.sequence, Cause.ROLLED_BACK)
            raise RolledBackError

    def _open(self, commit: Commit, header: Header, digests: list[bytes]) -> Deed | None:
        try:
            if commit.segment is not Segment.STATE:
                raise ForgedError
            content = open_commit(self.bundle.epochs[commit.epoch], header, commit.body)
            if isinstance(content, Manifest):
                self._take_manifest(content, header, digests)
                return None
            return self._believe(content, header)
        except JournalError as error:
            self._keep_aside(commit.sequence, _cause(error))
            if isinstance(error, ManifestRefusedError):
                raise
            return None

    def _believe(self, deed: Deed, header: Header) -> Deed | None:
        self.tail += 1
        if deed.id in self.deeds:
            return None
        if self.roster is None:
            public = self.own_public if deed.author == self.account else None
        else:
            self._take_statements(deed)
            public = self.roster.keys.get(deed.author) if self.roster.may(deed.author, deed.name, deed.hour) else None
        if public is None:
            raise ForgedError
        deed.check_signature(header, public)
        self.deeds.add(deed.id)
        return deed

    def _take_manifest(self, manifest: Manifest, header: Header, digests: list[bytes]) -> None:
        if self.roster is None:
            public = self.own_public if manifest.author == self.account else None
        else:
            believed = self.roster.holds(manifest.author, Role.EDITOR, manifest.hour)
            public = self.roster.keys.get(manifest.author) if believed else None
        if public is None or manifest.covers != header.sequence - 1 or (digests and manifest.blocks != digests):
            raise ManifestRefusedError
        try:
            manifest.check_signature(header, public)
        except ForgedError as error:
            raise ManifestRefusedError from error
        self.snapshot, self.tail = manifest, 0
        self.deeds.clear()

    def _take_statements(self, deed: Deed) -> None:
        """Take grants from deeds that may hold them; in any other deed they are nothing."""
        if DEEDS.get(deed.name) in (Role.COORDINATOR, Role.ADMINISTRATOR):
            for statement in roster_statements((op.kind, op.now) for op in deed.ops() if op.now is not None):
                if self.roster is not None:
                    self.roster.take(statement)

    def _compare_with_remembered(self) -> None:
        link, remembered = self.link, self.remembered
        if link is not None and remembered is not None and link.sequence == remembered.sequence:
            if link.digest != remembered.digest:
                self._keep_aside(link.sequence, Cause.ROLLED_BACK)
                raise RolledBackError
            self.remembered = None

    def _keep_aside(self, sequence: int, cause: Cause) -> None:
        self.aside.append(Aside(self.place.journal, sequence, cause))


def roster_statements(records: Iterable[tuple[str, Fields]]) -> Iterator[Grant | Revocation]:
    """Yield the grants and revocations among records (kind, fields); what does not read as one is nothing."""
    for kind, fields in records:
        if kind in ROSTER_KINDS:
            try:
                statement = read_statement(kind, fields)
            except msgspec.ValidationError:
                continue
            if isinstance(statement, Grant | Revocation):
                yield statement


_CAUSES: tuple[tuple[type[JournalError], Cause], ...] = (
    (NotOpenedError, Cause.NOT_OPENED),
    (ForgedError, Cause.FORGED),
    (JournalError, Cause.DAMAGED),
)


def _cause(error: JournalError) -> Cause:
    return next(cause for type_, cause in _CAUSES if isinstance(error, type_))
