"""A journal as a desk reads it, checked against chain, author and roster. What fails is kept aside and shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from busel.desk.journals.aside import Aside as Aside
from busel.desk.journals.aside import Cause as Cause
from busel.journal.chain import Link, check_ancestor, follow
from busel.journal.commit import Content, EpochKeys, open_commit, open_history
from busel.journal.deed import Deed, Draft, Op
from busel.journal.errors import (
    BrokenChainError,
    EpochUnknownError,
    ForgedError,
    GoneByError,
    JournalError,
    ManifestRefusedError,
    NotOpenedError,
    RolledBackError,
)
from busel.journal.header import BlockHeader, Header, Place
from busel.journal.snapshot import Manifest, open_block
from busel.registry.authored import check_authored
from busel.registry.deeds import DEEDS
from busel.registry.erasures import check_epochs
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.roster import NOTHING_SEEN, Roster, Tip, roster_statements
from busel.registry.statements import STATEMENTS
from busel.shelf.protocol import Commit, Head, Part, Segment

FREEZE = "freeze"
"""The kind of the records that note a freeze: {account, hour, epoch, until}; `until` is the hour of the thaw."""
KEY_KINDS = ("certificate", "inbox_key", "escrow", "successor", "auditor")
PUBLISHING = "publish_keys"
RECOVERING = ("recover_division", "recover_office")
"""Deeds of whom the root's own statement, which they bring along, lets in: so nobody of the roster need be left."""


@dataclass
class Ledger:
    """The verified end of one journal. `roster` is None for the account's own journal: only it writes there."""

    place: Place
    bundle: Bundle
    account: bytes
    own_public: bytes
    roster: Roster | None
    remembered: Link | None = None
    tip: Tip = NOTHING_SEEN
    """The end of the roster that the account has seen before."""
    link: Link | None = None
    snapshot: Manifest | None = None
    deeds: set[bytes] = field(default_factory=set)
    published: set[bytes] = field(default_factory=set)
    """Ids of deeds that put keys into commons: nobody signed these, so they say nothing of other deeds."""
    shared: dict[bytes, Deed] = field(default_factory=dict)
    """The deeds that were read here and name other journals too, by id, without what they do to people."""
    freezes: list[Op] = field(default_factory=list)
    """What was noted of freezes and thaws since the newest snapshot."""
    tail: int = 0  # commits since the newest snapshot
    since: int = 0
    """The hour of the newest snapshot; of the first deed where there is none yet."""
    begun: Link | None = None
    """Just before the newest snapshot, or before the first commit: there the reading began."""
    _folded: bool = False  # is the commit at hand below a snapshot that was laid since this desk last looked?
    _adopted: bool = False  # is it the newest snapshot's? one that nobody adopted stops nothing
    aside: list[Aside] = field(default_factory=list)

    @property
    def keys(self) -> EpochKeys:
        """The keys of the epoch that the journal is in."""
        return self.bundle.epochs[self.link.epoch if self.link is not None else 0]

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

    def read(self, part: Part, *, digests: list[bytes]) -> Iterator[Deed]:
        """Yield a part's believed deeds. `digests` are the blocks'. Raises EpochUnknownError, or a JournalError."""
        if part.commits and part.head.epoch not in self.bundle.epochs:
            raise EpochUnknownError
        for commit in part.commits:
            self._folded, self._adopted = commit.sequence < part.snapshot, commit.sequence == part.snapshot
            try:
                header, stepped = self._follow(commit, part.snapshot)
                deed = self._open(commit, header, digests, stepped=stepped)
            except BrokenChainError as error:
                self._refuse_unadopted(digests, error)
                raise
            self._refuse_unadopted(digests, None)
            if deed is not None:
                yield deed
        self._refuse_older(part.head)
        self._refuse_cut_roster(part.head)

    def _refuse_older(self, head: Head) -> None:
        """Raise RolledBackError for an end before, or beside, what this desk has seen or the account remembers."""
        older = any(head.sequence < seen.sequence for seen in (self.link, self.remembered) if seen is not None)
        beside = self.link is not None and head.sequence == self.link.sequence and head.digest != self.link.digest
        if older or beside:
            self._keep_aside(head.sequence, Cause.ROLLED_BACK)
            raise RolledBackError

    def _refuse_cut_roster(self, head: Head) -> None:
        """Raise ManifestRefusedError where the roster, read to its end, does not go through the end seen before.

        Only a snapshot can do that: deeds are proven by the chain. Who was let go would be somebody again.
        """
        at_end = self.link is not None and self.link.sequence == head.sequence
        if self.roster is not None and at_end and not self.roster.passes(self.tip):
            self._keep_aside(head.sequence, Cause.ROSTER_CUT)
            raise ManifestRefusedError

    def _refuse_unadopted(self, digests: list[bytes], error: BrokenChainError | None) -> None:
        """Raise ManifestRefusedError if blocks were laid and no manifest that is believed stands behind them."""
        if digests and self.snapshot is None:
            raise ManifestRefusedError from error

    def _follow(self, commit: Commit, snapshot: int) -> tuple[Header, bool]:
        """Return the next commit's header, and whether it begins an epoch."""
        if self.link is None:
            found = Link(commit.sequence - 1, commit.previous, commit.epoch)
            self.link = self.begun = found if snapshot == commit.sequence else Link()
        before = self.link
        try:
            header, self.link = follow(self.place, before, commit, whole_body=commit.segment is Segment.STATE)
        except BrokenChainError:
            self._keep_aside(commit.sequence, Cause.BROKEN_CHAIN)
            raise
        self._compare_with_remembered()
        if self.roster is not None:
            self.roster.epoch = header.epoch
        return header, header.epoch > before.epoch

    def _open(self, commit: Commit, header: Header, digests: list[bytes], *, stepped: bool) -> Deed | None:
        try:
            content = self._unsealed(commit, header)
            if isinstance(content, Manifest):
                self._take_manifest(content, header, digests, stepped=stepped)
                return None
            if stepped:
                raise ForgedError
            return self._believe(content, header)
        except JournalError as error:
            self._keep_aside(commit.sequence, _cause(error))
            if isinstance(error, ManifestRefusedError) and (stepped or self._adopted):
                raise
            return None
        except (ArithmeticError, ValueError):  # bytes that no writer of ours makes; one commit, not the journal
            self._keep_aside(commit.sequence, Cause.DAMAGED)
            return None

    def _unsealed(self, commit: Commit, header: Header) -> Content:
        """Return what is in a commit, which was re-sealed if somebody folded or rotated since this desk last looked.

        Raises GoneByError for what has become history that this account does not open.
        """
        if commit.segment is Segment.STATE and commit.epoch in self.bundle.epochs:
            return open_commit(self.bundle.epochs[commit.epoch], header, commit.body)
        keys = self.bundle.epochs.get(commit.key_epoch)
        if self._folded and commit.segment is Segment.HISTORY and keys is not None and keys.history:
            return open_history(keys, header, commit.body)
        raise GoneByError if self._folded else NotOpenedError

    def _believe(self, deed: Deed, header: Header) -> Deed | None:
        self.tail += 1
        self.since = self.since or deed.hour
        if self.has(deed.id, deed.name):
            return None
        if self._is_published(deed):
            self.published.add(deed.id)
            return deed
        # Founding and recovering say themselves who may do it: of all others, before their operations are decoded.
        founding = self.roster is not None and (header.sequence == 0 or deed.name in RECOVERING)
        after = self._with_statements(deed) if founding else self.roster
        self._check_author(deed, header, after)
        kinds = self._kinds_in(deed)
        if not founding and kinds & STATEMENTS.keys():
            after = self._with_statements(deed)
        check_authored(deed, kinds)
        check_epochs(deed, kinds, header.epoch)
        self.freezes += [op for op in deed.ops() if op.kind == FREEZE] if FREEZE in kinds else []
        self.roster = after
        self.deeds.add(deed.id)
        if len(deed.places) > 1:
            self.shared[deed.id] = deed.beside_people()
        return deed

    def _kinds_in(self, deed: Deed) -> set[str]:  # all are decoded, or it is damaged
        return {op.kind for op in deed.ops()}

    def has(self, deed: bytes, name: str) -> bool:
        """Does a deed of that name stand in this journal since its newest snapshot?"""
        return deed in (self.published if name == PUBLISHING else self.deeds)

    def _is_published(self, deed: Deed) -> bool:
        """Is it new keys of a division, put into commons? Whoever wrote it: each is believed for its own signature."""
        if deed.name != PUBLISHING or self.bundle.name != "commons":
            return False
        if any(op.kind not in KEY_KINDS for op in deed.ops()) or not deed.only_adds(STATEMENTS):
            raise ForgedError
        return True

    def allows(self, draft: Draft, after: Roster | None) -> bool:
        """Would every desk that has read as far believe a deed's author? What `read` asks, asked before writing.

        `after` is the roster with the deed's own statements.
        """
        publishes = draft.name == PUBLISHING and self.bundle.name == "commons"
        return publishes or self._key_of_author(draft, after if draft.name in RECOVERING else self.roster) is not None

    def _check_author(self, deed: Deed, header: Header, roster: Roster | None) -> None:
        """Raise ForgedError unless its author may do this deed, at its hour, and signed it for this place."""
        public = self._key_of_author(deed, roster)
        if public is None:
            raise ForgedError
        deed.check_signature(header, public)

    def _key_of_author(self, deed: Deed | Draft, roster: Roster | None) -> bytes | None:
        if roster is None:
            return self.own_public if deed.author == self.account else None
        may = deed.name != PUBLISHING and roster.may(deed.author, deed.name, deed.hour)
        return roster.keys.get(deed.author) if may else None

    def key_of_folder(self, manifest: Manifest, *, stepped: bool) -> bytes | None:
        """Return the public key of who signed a snapshot; None where the author may not lay it as the roster stands."""
        if self.roster is None:
            return self.own_public if manifest.author == self.account else None
        may = self.roster.may_fold(manifest.author, manifest.hour, new_epoch=stepped)
        return self.roster.keys.get(manifest.author) if may else None

    def _take_manifest(self, manifest: Manifest, header: Header, digests: list[bytes], *, stepped: bool) -> None:
        public = self.key_of_folder(manifest, stepped=stepped)
        if public is None or manifest.covers != header.sequence - 1:
            raise ManifestRefusedError
        starts_here = self.begun is not None and self.begun.sequence == header.sequence - 1
        if starts_here and manifest.blocks != digests:  # one that is met on the way was laid over what is here already
            raise ManifestRefusedError
        try:
            manifest.check_signature(header, public)
        except ForgedError as error:
            raise ManifestRefusedError from error
        self.snapshot, self.since, self.tail = manifest, manifest.hour, 0
        for since in (self.deeds, self.shared, self.published):
            since.clear()

    def _with_statements(self, deed: Deed) -> Roster | None:
        """Return the roster as it is after a deed that may hold grants; the roster itself stays as it was.

        Raises ForgedError for a deed that changes a statement, or holds one that is not believed. Why: an editor who
        could empty the record of a revocation would bring its account back with the next snapshot.
        """
        if DEEDS.get(deed.name) not in (Role.COORDINATOR, Role.ADMINISTRATOR) or not deed.only_adds(STATEMENTS):
            raise ForgedError
        return self.after(deed.ops(), by_root=deed.name in RECOVERING)

    def after(self, ops: Iterable[Op], *, by_root: bool = False) -> Roster | None:
        """Return the roster as every desk has it after these; ForgedError where it does not believe a statement."""
        statements = list(roster_statements((op.kind, op.now) for op in ops if op.now is not None))
        if not statements and not by_root:
            return self.roster
        if by_root and not (self.roster and all(map(self.roster.lets_in_by_itself, statements))):
            raise ForgedError
        if self.roster is None or (after := self.roster.with_all(statements)) is None:
            raise ForgedError
        return after

    def prove(self, between: Iterable[Commit]) -> None:
        """Prove by the commits after the remembered head that it is an ancestor. Raises RolledBackError."""
        if self.remembered is not None and self.begun is not None:
            check_ancestor(self.place, self.remembered, between, self.begun)
            self.remembered = None

    def _compare_with_remembered(self) -> None:
        link, remembered = self.link, self.remembered
        if link is not None and remembered is not None and link.sequence == remembered.sequence:
            if link.digest != remembered.digest:
                self._keep_aside(link.sequence, Cause.ROLLED_BACK)
                raise RolledBackError
            self.remembered = None

    def _keep_aside(self, sequence: int, cause: Cause) -> None:
        self.aside.append(Aside(self.place.journal, sequence, cause))


def _cause(error: JournalError) -> Cause:
    causes = (NotOpenedError, Cause.NOT_OPENED), (ForgedError, Cause.FORGED), (JournalError, Cause.DAMAGED)
    return next(cause for type_, cause in causes if isinstance(error, type_))
