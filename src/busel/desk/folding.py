"""Folding: when a journal's tail grows long, an editor's desk lays a signed snapshot; its deeds become history."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from busel.contacts.records import KINDS
from busel.desk.clock import this_hour
from busel.desk.history import reseal_below
from busel.desk.opening import pull
from busel.desk.rereading import Reread, reread
from busel.desk.session import Session
from busel.desk.writing import NotAllowedError, to_commit, to_head
from busel.journal.chain import Link
from busel.journal.commit import EpochKeys, SealedCommit, seal_commit
from busel.journal.fold import State
from busel.journal.header import BlockHeader, Header, Place
from busel.journal.snapshot import Block, Manifest, Words, blocks_of, pack_block, seal_block
from busel.names.clean import tokens
from busel.names.keys import RULES_VERSION, key_tokens
from busel.registry.roles import Role
from busel.shelf.protocol import HeadMovedError
from busel.vault.entropy import new_id

TAIL_COMMITS = 2000
"""A tail longer than this is folded by the next idle editor's desk."""
STAGE_BYTES = 4 * 1024 * 1024
_NAME_FIELDS = tuple(
    name for name in KINDS["contact"].__struct_fields__ if name.startswith(("family", "given", "patr"))
)


def fold_journal(session: Session, journal: bytes) -> bool:
    """Lay a snapshot of a journal and move its deeds to the history. False when there is nothing to fold.

    Raises NotAllowedError, HeadMovedError when somebody wrote meanwhile (nothing was changed), or a ShelfError.
    """
    if not any(session.may(role, journal) for role in (Role.EDITOR, Role.ADMINISTRATOR)):
        raise NotAllowedError
    with session.lock:
        bundle = session.ledgers[journal].bundle
        whole = reread(session, bundle)
        if not whole.tail:
            return False
        packed = [pack_block(block) for block in blocks_with_words(whole.folded())]
        stage = lay_stage(session, whole.ledger.place, (bundle.keys, bundle.epoch), packed=[p for p, _ in packed])
        _manifest, sealed = adopt(session, whole, stage, digests=[d for _, d in packed])
        try:
            session.shelf.append(session.token, journal, bundle.write, to_commit(sealed), to_head(sealed), stage)
        except HeadMovedError:
            session.shelf.drop_stage(session.token, journal, bundle.write, stage)
            raise
        pull(session)  # before the deeds become history: this desk may not have seen the last of them
        session.shelf.reseal(session.token, journal, bundle.write, whole.as_history())
        reseal_below(session, whole.ledger)  # what a fold or a rotation that was ended left below this one
        return True


def lay_stage(session: Session, place: Place, key: tuple[EpochKeys, int], *, packed: Iterable[bytes]) -> bytes:
    """Seal blocks for an epoch and put them aside on the shelf, some megabytes at a time; return the stage's id."""
    stage, (keys, epoch) = new_id(), key
    write = session.ledgers[place.journal].bundle.write
    batch: list[bytes] = []
    size = 0
    for index, content in enumerate(packed):
        sealed = seal_block(keys.state, content, BlockHeader(place, epoch, stage, index))
        batch.append(sealed)
        size += len(sealed)
        if size >= STAGE_BYTES:
            session.shelf.stage(session.token, place.journal, write, stage, batch)
            batch, size = [], 0
    if batch:
        session.shelf.stage(session.token, place.journal, write, stage, batch)
    return stage


def adopt(
    session: Session, whole: Reread, stage: bytes, *, digests: list[bytes], new: EpochKeys | None = None
) -> tuple[Manifest, SealedCommit]:
    """Return the signed manifest that adopts a stage at a journal's end, sealed; with `new`, for the next epoch."""
    link = whole.ledger.link or Link()
    header = Header(whole.ledger.place, link.epoch + (new is not None), link.sequence + 1, link.digest)
    manifest = Manifest(
        id=new_id(),
        author=session.account,
        hour=this_hour(),
        covers=link.sequence,
        stage=stage,
        blocks=digests,
    ).sign(header, session.keyring.account.signing)
    return manifest, seal_commit(new or whole.ledger.keys, header, manifest)


def state_digest(blocks: Iterable[bytes]) -> bytes:
    """Return the digest of packed blocks, as `Manifest.digest` tells it."""
    return hashlib.sha256(b"".join(hashlib.sha256(packed).digest() for packed in blocks)).digest()


def blocks_with_words(state: State) -> list[Block]:
    """Return the blocks of a state, the first one with all words of names and their keys."""
    names = {
        fields[name] for fields in state.records.get("contact", {}).values() for name in _NAME_FIELDS if name in fields
    }
    words = {word for name in names for word in tokens(name)}
    keyed = [(known.token, known.k1, known.k2) for known in key_tokens(sorted(words))]
    blocks = list(blocks_of(state.all_records()))
    # A stage holds one block at least, also that of a journal in which everything was removed.
    return [Block(words=Words(RULES_VERSION, keyed)), *blocks] if keyed else blocks or [Block()]
