"""A journal read apart from the workspace: as plain state, with its blocks and its tail. For folding and rotation."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from busel.desk.ledger import ROSTER_KINDS, Ledger, roster_statements
from busel.desk.opening import new_ledger
from busel.desk.session import Session
from busel.journal.commit import seal_history
from busel.journal.deed import Deed
from busel.journal.fold import State
from busel.journal.header import Header
from busel.journal.snapshot import records_of, unpack_block
from busel.registry.keyring import Bundle
from busel.shelf.protocol import Commit, Part, Resealed, Segment, Want


@dataclass
class Reread:
    """A journal as it lies on the shelf. `state` is folded only as far as asked."""

    ledger: Ledger
    blocks: list[bytes] = field(default_factory=list)
    """The packed bytes of the newest snapshot's blocks, in order."""
    tail: list[tuple[Commit, Deed]] = field(default_factory=list)

    @property
    def digests(self) -> list[bytes]:
        """The SHA-256 of each block's packed bytes, as a manifest names them."""
        return [hashlib.sha256(packed).digest() for packed in self.blocks]

    def folded(self) -> State:
        """Return the state: the blocks, and the deeds of the tail."""
        state = State()
        for packed in self.blocks:
            state.lay(unpack_block(packed))
        for _commit, deed in self.tail:
            state.apply(deed)
        return state

    def as_history(self) -> list[Resealed]:
        """Return the tail's deeds sealed anew under the history key: what `reseal` takes after a fold or rotation."""
        keys = self.ledger.keys
        epoch = self.ledger.bundle.epoch
        place = self.ledger.place
        return [
            Resealed(
                commit.sequence,
                Segment.HISTORY,
                epoch,
                seal_history(keys, Header(place, commit.epoch, commit.sequence, commit.previous), deed),
            )
            for commit, deed in self.tail
        ]


def reread(session: Session, bundle: Bundle) -> Reread:
    """Fetch and verify a whole journal. Raises a JournalError, EpochUnknownError or ShelfError."""
    ledger = new_ledger(session, bundle)
    if ledger is None:
        raise LookupError(bundle.name)
    found = Reread(ledger)
    wants = [Want(bundle.journal, bundle.keys.read_ticket())]
    while wants:
        fetched = session.shelf.fetch(session.token, wants)
        for part in fetched.parts:
            _take(found, part)
        wants = fetched.unfinished
    return found


def _take(found: Reread, part: Part) -> None:
    ledger = found.ledger
    for _index, packed in ledger.open_blocks(part):
        found.blocks.append(packed)
        if ledger.roster is not None:
            ledger.roster.take_all(roster_statements(records_of(packed, ROSTER_KINDS)))
    found.tail += ledger.read(part, digests=found.digests if part.commits else [])
