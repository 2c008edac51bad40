"""A stage: blocks put aside on the shelf, until one commit adopts them as a journal's newest snapshot.

Nobody waits for it. Only the shelf knows who came first: whoever writes meanwhile, at this desk or another one, is
added as one more block, and the commit is tried again. An end of the desk leaves a stage that nobody adopts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from busel.desk.clock import this_hour
from busel.desk.journals.rereading import Reread
from busel.desk.journals.writing import NotAllowedError, to_commit
from busel.desk.session import Session
from busel.journal.chain import Link
from busel.journal.commit import EpochKeys, SealedCommit, seal_commit
from busel.journal.errors import GoneByError
from busel.journal.header import BlockHeader, Header
from busel.journal.snapshot import Manifest, pack_block, seal_block
from busel.shelf.protocol import Commit, HeadMovedError, Staged, StageMovedError
from busel.vault.entropy import new_id

TRIES = 100
"""So often what was written meanwhile is added: a list that is brought in at full speed may win as often."""
_REQUEST_BYTES = 4 * 1024 * 1024


@dataclass
class Stage:
    """What is put aside holds the journal as far as `whole` was read: `whole.blocks` are the packed blocks there."""

    session: Session
    whole: Reread
    keys: EpochKeys
    epoch: int
    id: bytes = field(default_factory=new_id)

    @property
    def laid(self) -> Staged:
        """What the commit asks the shelf to adopt: all blocks that the manifest in it signs, or nothing."""
        return Staged(self.id, len(self.whole.blocks))

    def lay(self, packed: list[bytes]) -> None:
        """Put the journal's state as it was read aside; `packed` are its blocks. Raises a ShelfError."""
        self._send(packed, first=0)
        self.whole.rest_on(packed)

    def adopt(self, send: Callable[[Commit], object], *, still: Callable[[], bool]) -> Manifest | None:
        """Have the stage adopted by `send`, which appends a commit; return the signed manifest that is in it.

        None where it was thrown away: `still` said no, others were faster each time, or what they wrote was folded away
        meanwhile and cannot be added. Raises NotAllowedError when what they wrote ended this account's right to it;
        EpochMovedError or BadTicketError when the journal was rotated meanwhile, which throws every stage away;
        StageMovedError when the shelf holds other blocks than were laid; or another ShelfError.

        Why safe: each time the roster is asked what every reader asks it, about this very manifest and as of the very
        head that the shelf compares. What no desk would believe never becomes the newest snapshot.
        """
        try:
            return self._adopted(send, still)
        finally:
            self.whole.let_go()

    def _adopted(self, send: Callable[[Commit], object], still: Callable[[], bool]) -> Manifest | None:
        allowed = True
        for _ in range(TRIES):
            manifest, sealed = self._manifest()
            allowed = self._is_allowed(manifest)
            if not allowed or not still():
                break
            try:
                send(to_commit(sealed))
            except HeadMovedError:
                if not self._catch_up():
                    break
            else:
                return manifest
        bundle = self.whole.ledger.bundle
        self.session.shelf.drop_stage(self.session.token, bundle.journal, bundle.write, self.id)
        if not allowed:
            raise NotAllowedError
        return None

    def _is_allowed(self, manifest: Manifest) -> bool:
        return self.whole.ledger.key_of_folder(manifest, stepped=self._is_new_epoch) is not None

    @property
    def _is_new_epoch(self) -> bool:
        return self.epoch > (self.whole.ledger.link or Link()).epoch

    def _catch_up(self) -> bool:
        """Add one block for what was appended since; False where that cannot be opened any more.

        Nor may a new epoch begin with somebody under that block who was taken out meanwhile (`rotation`).
        """
        try:
            self.whole.extend(self.session)
        except GoneByError:
            return False
        block = self.whole.delta()
        if self._is_new_epoch and block.gone.get("contact"):
            return False
        delta = pack_block(block)[0]
        self._send([delta], first=len(self.whole.blocks))
        self.whole.rest_on([*self.whole.blocks, delta])
        return True

    def _manifest(self) -> tuple[Manifest, SealedCommit]:
        """Return the manifest for the journal's end as it was last read, signed and sealed."""
        ledger = self.whole.ledger
        link = ledger.link or Link()
        header = Header(ledger.place, self.epoch, link.sequence + 1, link.digest)
        manifest = Manifest(
            id=new_id(),
            author=self.session.account,
            hour=this_hour(),
            covers=link.sequence,
            stage=self.id,
            blocks=self.whole.digests,
            history=self._history_name(),
        ).sign(header, self.session.keyring.account.signing)
        return manifest, seal_commit(self.keys, header, manifest)

    def _history_name(self) -> bytes:
        """Return what the epoch's history key is known by: as its first manifest says, else by the key at hand."""
        before = None if self._is_new_epoch else self.whole.ledger.snapshot
        return (before.history if before is not None else b"") or self.keys.history_name()

    def _send(self, packed: Iterable[bytes], *, first: int) -> None:
        """Seal blocks for the stage's epoch and put them aside, some megabytes at a time."""
        place = self.whole.ledger.place
        batch: list[bytes] = []
        size = 0
        for index, content in enumerate(packed, first):
            if size >= _REQUEST_BYTES:
                first = self._put(batch, first)
                batch, size = [], 0
            batch.append(seal_block(self.keys.state, content, BlockHeader(place, self.epoch, self.id, index)))
            size += len(batch[-1])
        self._put(batch, first)

    def _put(self, batch: list[bytes], first: int) -> int:
        """Put one request's blocks aside from position `first` on; return the next. Raises StageMovedError."""
        bundle = self.whole.ledger.bundle
        held = self.session.shelf.stage(self.session.token, bundle.journal, bundle.write, self.id, batch)
        if held != first + len(batch):
            raise StageMovedError
        return held
