"""A journal read from its first commit on, by the rules by which it came in: each deed under the roster of its time.

For the history of a person, and for `busel verify`: what a desk refused when it came is no fact later either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from msgspec.structs import replace

from busel.desk.journals.ledger import PUBLISHING, Cause, Ledger
from busel.desk.journals.new_ledger import new_ledger
from busel.desk.journals.rereading import fetch_on
from busel.desk.journals.writing import NotReadError
from busel.desk.session import Session
from busel.journal.chain import Link
from busel.journal.deed import Deed, Op
from busel.journal.errors import BrokenChainError, ForgedError, GoneByError, ManifestRefusedError
from busel.journal.header import Header
from busel.registry.roster import NOTHING_SEEN, Roster, roster_statements
from busel.shelf.protocol import Commit, Segment, Want

A = TypeVar("A", bound="Annals")


@dataclass
class Annals(Ledger):
    """The reader of a whole journal. Gaps do not end it: the chain goes over them, as it needs no bodies.

    What follows a gap is judged by who holds a role today, for a grant or its end may stand in the gap. So deeds of
    those who left may be refused there, but none is believed of one who may not.
    """

    today: Roster | None = None
    """The roster of this desk's own reader."""
    sealed: int = 0
    """Commits that this account holds no key for: it was let in later, or a rotation is not finished yet."""
    gaps: int = 0
    """Commits that do not open: those, and damaged ones."""

    @property
    def sequence(self) -> int:
        """The place of the commit that was read last."""
        return -1 if self.link is None else self.link.sequence

    @property
    def doubtful(self) -> int:
        """How many commits are not believed, or do not open and should."""
        return len(self.aside)

    def read_all(self, session: Session) -> Iterator[Deed]:
        """Yield every deed that is believed, the first one first; `link` tells its place.

        Raises BrokenChainError or RolledBackError where the chain does not lead to what this desk has verified before;
        or a ShelfError.
        """
        journal, ticket = self.place.journal, self.bundle.keys.read_ticket()
        first = session.shelf.history(session.token, journal, ticket, 1)  # `fetch` tells what comes after it
        wants = [Want(journal, ticket, 0)]
        while wants:
            fetched = fetch_on(session, wants)
            for part in fetched.parts:
                yield from self.read(replace(part, commits=[*first, *part.commits]), digests=[])
                first = []
            wants = fetched.unfinished
        if self.remembered is not None:
            self._keep_aside(self.sequence, Cause.ROLLED_BACK)
            raise BrokenChainError

    def _open(self, commit: Commit, header: Header, digests: list[bytes], *, stepped: bool) -> Deed | None:
        told = len(self.aside)
        try:
            return super()._open(commit, header, digests, stepped=stepped)
        except ManifestRefusedError:
            return None  # it is kept aside, and deeds do not rest on it
        except GoneByError:
            if self._may_be_kept_from_us(commit):
                self.sealed += 1
                self._step_over()
            else:
                self._keep_aside(commit.sequence, Cause.NOT_OPENED)
            return None
        finally:
            if any(one.cause in (Cause.NOT_OPENED, Cause.DAMAGED) for one in self.aside[told:]):
                self._step_over()

    def _believe(self, deed: Deed, header: Header) -> Deed | None:
        """Believe no deed that stood before unless it was signed for this place, too.

        Why: whoever seals older bodies anew could lay it in the place of another one, which would be gone in silence.
        """
        if deed.name != PUBLISHING and self.has(deed.id, deed.name):
            self._check_author(deed, header, self.roster)
        return super()._believe(deed, header)

    def _may_be_kept_from_us(self, commit: Commit) -> bool:
        """May an honest commit be sealed with a key that this account does not hold?"""
        keys = self.bundle.keys
        return commit.segment is not Segment.EMPTIED and (not keys.history or commit.key_epoch < self.bundle.epoch)

    def after(self, ops: Iterable[Op], *, by_root: bool = False) -> Roster | None:
        """Return the roster after a deed. Beyond a gap it is today's, which holds all statements that were believed."""
        if self.roster is None or self.roster is not self.today:
            return super().after(ops, by_root=by_root)
        stated = roster_statements((op.kind, op.now) for op in ops if op.now is not None)
        if not all(one in self.roster.statements for one in stated):
            raise ForgedError
        return self.roster

    def _step_over(self) -> None:
        self.gaps += 1
        self.roster = self.today


def annals_of(session: Session, journal: bytes) -> Annals:
    """Return the reader of a whole journal that this desk has opened. Raises NotReadError where it could not."""
    return reader_of(session, journal, Annals)


def reader_of(session: Session, journal: bytes, kind: type[A]) -> A:
    """Return a reader of the whole journal of this kind. Raises NotReadError."""
    opened = session.ledgers[journal]
    with session.lock:
        annals = new_ledger(session, opened.bundle, kind)
    if annals is None or opened.link is None:
        raise NotReadError
    annals.link, annals.remembered, annals.tip = Link(), opened.link, NOTHING_SEEN
    annals.today = opened.roster and opened.roster.with_all([])
    return annals
