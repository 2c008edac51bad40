"""A journal read apart from the workspace: as plain state, with its blocks and its tail. For folding and rotation."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field
from itertools import takewhile

from busel.desk.journals.folded import new_state
from busel.desk.journals.ledger import Ledger
from busel.desk.journals.new_ledger import new_ledger
from busel.desk.session import Session
from busel.desk.workspace.apply import STANDING
from busel.journal.chain import Link
from busel.journal.deed import Deed, Op
from busel.journal.errors import BrokenChainError, ManifestRefusedError
from busel.journal.fold import State, delta_block
from busel.journal.snapshot import Block, records_of, some_of, taken_out, unpack_block
from busel.registry.authored import ERASURE
from busel.registry.erasures import named_by
from busel.registry.keyring import Bundle
from busel.registry.roster import ROSTER_KINDS, roster_statements
from busel.shelf.protocol import Fetched, Part, Want

_TRIES = 3
"""So often a journal is read again while others fold it."""


@dataclass
class Reread:
    """A journal as it lies on the shelf. `state` is folded only as far as asked."""

    ledger: Ledger
    blocks: list[bytes] = field(default_factory=list)
    """The packed bytes of the newest snapshot's blocks, in order."""
    tail: deque[Deed] = field(default_factory=deque)
    """What was written since."""
    _state: State | None = None

    @property
    def digests(self) -> list[bytes]:
        """The SHA-256 of each block's packed bytes, as a manifest names them."""
        return [hashlib.sha256(packed).digest() for packed in self.blocks]

    @property
    def covers(self) -> int:
        """The last commit that the blocks hold; -1 where there is no snapshot.

        Manifests that the shelf does not name as the newest snapshot may stand after it: an operator put it back.
        """
        return -1 if self.ledger.begun is None else self.ledger.begun.sequence

    def folded(self) -> State:
        """Return the state: the blocks, and the deeds of the tail, which is let go of as it goes into the state."""
        self._state = new_state()
        for packed in self.blocks:
            self._state.lay(unpack_block(packed))
        while self.tail:
            self._state.apply(self.tail.popleft())
        return self._state

    def rest_on(self, packed: list[bytes]) -> None:
        """Take these packed blocks for the state as it is: what is read from now on is the tail."""
        self.blocks = packed
        self.tail.clear()

    def let_go(self) -> None:
        """Forget the folded state, giving way to others."""
        if self._state is not None:
            self._state.let_go()
            self._state = None

    def extend(self, session: Session) -> None:
        """Bring what was appended since. Raises as `reread` does."""
        link = self.ledger.link or Link()
        wants = [Want(self.ledger.place.journal, self.ledger.bundle.keys.read_ticket(), link.sequence)]
        while wants:
            fetched = fetch_on(session, wants)
            for part in fetched.parts:
                self.tail += self.ledger.read(part, digests=[])
            wants = fetched.unfinished

    def covers_people_up(self) -> bool:
        """Do the blocks hold somebody who was taken out since: by the tail, or by a block that lies over them?"""
        by_tail = (touched for deed in self.tail for _subject, touched in deed.touched())
        if any(one.kind == "contact" and one.gone for touched in by_tail for one in touched):
            return True
        over = takewhile(lambda gone: gone is not None, map(taken_out, reversed(self.blocks)))
        return any(gone and gone.get("contact") for gone in over)

    def delta(self) -> Block:
        """Return what the blocks lack: the present form of every record that the tail touched.

        Where nothing was folded yet, only those records are decoded.
        """
        ops = [op for deed in self.tail for op in deed.ops()]
        state = self._state or self._some(ops)
        for deed in self.tail:
            state.apply(deed)
        return delta_block(ops, state)

    def _some(self, ops: list[Op]) -> State:
        """Return the state as the blocks have it, of nothing but what these operations touch."""
        touched: dict[str, set[int]] = {}
        for op in ops:
            touched.setdefault(op.kind, set()).add(op.id)
            for kind in STANDING if op.kind == ERASURE else ():
                touched.setdefault(kind, set()).update(named_by(op))
        state = new_state()
        for packed in self.blocks:
            state.lay(some_of(packed, touched))
        return state


def reread(session: Session, bundle: Bundle) -> Reread:
    """Fetch and verify a whole journal. Raises a JournalError, EpochUnknownError, LookupError or ShelfError."""
    for _ in range(_TRIES):
        found = _read(session, bundle)
        if found is not None:
            return found
    raise BrokenChainError


def _read(session: Session, bundle: Bundle) -> Reread | None:
    """Read once; None when somebody laid a newer snapshot between two answers."""
    with session.lock:  # certificates come with the news
        ledger = new_ledger(session, bundle, Ledger)
    if ledger is None:
        raise LookupError(bundle.name)
    found, stage = Reread(ledger), b""
    wants = [Want(bundle.journal, bundle.keys.read_ticket())]
    while wants:
        fetched = fetch_on(session, wants)
        for part in fetched.parts:
            if part.from_block and part.stage != stage:
                return None
            stage = part.stage
            _take(found, part)
        wants = fetched.unfinished
    if found.blocks and ledger.snapshot is None:
        raise ManifestRefusedError
    return found


def fetch_on(session: Session, wants: list[Want]) -> Fetched:
    """Fetch; raise BrokenChainError where the shelf promises more and tells nothing, or of another journal."""
    fetched = session.shelf.fetch(session.token, wants)
    stands_still = not fetched.parts and fetched.unfinished == wants
    if stands_still or any(part.journal != wants[0].journal for part in fetched.parts):
        raise BrokenChainError
    return fetched


def _take(found: Reread, part: Part) -> None:
    ledger = found.ledger
    for _index, packed in ledger.open_blocks(part):
        found.blocks.append(packed)
        if ledger.roster is not None:
            ledger.roster.take_all(roster_statements(records_of(packed, ROSTER_KINDS)), epoch=part.head.epoch)
    found.tail += ledger.read(part, digests=found.digests if part.commits else [])
