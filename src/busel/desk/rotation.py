"""Rotation: a new epoch with new keys, inbox pair and tickets, built aside, switched in once, told to every holder.

The steps, and what an end of the desk between them leaves:

1. blocks are sealed anew and put aside: a stage that the next switch throws away;
2. the new keys are kept in the account's own locker (`Keyring.pending`): nothing, if there is no switch;
3. the switch: the new epoch is there, and who began it opens it at the next sign-in (`mailbox`);
4. new inbox key into commons, a letter to every holder: `finish_rotations` does it again, which changes nothing;
5. the snapshot is read back, then the history is sealed anew: `finish_history` goes on with what is still owed.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from busel.desk.accounts import TICKET_BYTES, digest
from busel.desk.folding import adopt, blocks_with_words, lay_stage, state_digest
from busel.desk.history import reseal_below
from busel.desk.ledger import GoneByError
from busel.desk.mailbox import open_mailbox
from busel.desk.opening import pull
from busel.desk.posting import publish_inbox_key, send_bundles
from busel.desk.rereading import Reread, reread
from busel.desk.session import Session
from busel.desk.writing import NotAllowedError, NotReadError, to_commit, to_head
from busel.journal.commit import EpochKeys
from busel.journal.errors import DamagedError
from busel.journal.header import BlockHeader
from busel.journal.snapshot import Manifest, pack_block, seal_block
from busel.registry.keyring import NOT_DIVISIONS, Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import EpochMovedError, HeadMovedError, Tickets
from busel.vault.entropy import random_bytes
from busel.vault.wrap import OpeningKey

Told = Callable[[int, int], None]
"""Told (steps done, steps in all)."""
_STEPS = 5
_TRIES = 3


def rotate(session: Session, journal: bytes, *, told: Told = lambda _done, _all: None) -> None:
    """Give a division new keys. Returns when every holder has a letter and the history lies under the new key.

    Raises NotAllowedError; NotReadError where the journal is not wholly believed; EpochMovedError when somebody else
    rotated meanwhile (then their keys hold); or a ShelfError, after which `finish_rotations` goes on.
    """
    with session.lock:
        _refuse(session, journal)
        pull(session)
        finish_rotations(session)
        new = new_epoch(session.ledgers[journal].bundle)
        _keep_pending(session, new)
        told(1, _STEPS)
        manifest = _begin(session, new)
        told(2, _STEPS)
        open_mailbox(session)
        _tell_everybody(session, new)
        told(3, _STEPS)
        whole = _read_back(session, journal, manifest)
        told(4, _STEPS)
        reseal_below(session, whole.ledger)
        told(_STEPS, _STEPS)


def finish_rotations(session: Session) -> None:
    """Do what is left of rotations that this account began and was ended in: tell every holder. Zone open."""
    with session.lock:
        for bundle in session.keyring.pending:
            held = session.keyring.bundle(bundle.journal)
            ledger = session.ledgers.get(bundle.journal)
            if held is None or ledger is None or ledger.link is None:
                continue
            if held.epochs.get(bundle.epoch) == bundle.keys and held.epoch == bundle.epoch:
                _tell_everybody(session, bundle)
            elif held.epoch >= bundle.epoch:
                _let_go(session, bundle.journal, bundle.epoch)


def new_epoch(held: Bundle) -> Bundle:
    """Return a bundle with the keys, the inbox pair and the tickets of the next epoch beside the old ones."""
    epoch = held.epoch + 1
    return msgspec.structs.replace(
        held,
        epochs={**held.epochs, epoch: EpochKeys.new()},
        inbox_seeds={**held.inbox_seeds, epoch: OpeningKey.new().seed},
        write=random_bytes(TICKET_BYTES),
        deposit=random_bytes(TICKET_BYTES),
    )


def _refuse(session: Session, journal: bytes) -> None:
    bundle, commons = session.keyring.bundle(journal), session.keyring.named("commons")
    if bundle is None or bundle.name in NOT_DIVISIONS or not session.may(Role.COORDINATOR, journal):
        raise NotAllowedError
    if commons is None or not commons.write:
        raise NotAllowedError  # nobody could be told of the new inbox key
    if journal not in session.ledgers or session.ledgers[journal].link is None:
        raise NotReadError


def _keep_pending(session: Session, new: Bundle) -> None:
    session.keyring = msgspec.structs.replace(session.keyring, pending=[*session.keyring.pending, new])
    session.save_keyring()


def _let_go(session: Session, journal: bytes, epoch: int) -> None:
    """Forget what was pending for a journal up to an epoch that has begun and was told."""
    kept = [one for one in session.keyring.pending if one.journal != journal or one.epoch > epoch]
    session.keyring = msgspec.structs.replace(session.keyring, pending=kept)
    session.save_keyring()


def _tell_everybody(session: Session, new: Bundle) -> None:
    publish_inbox_key(session, new)
    send_bundles(session, new)
    _let_go(session, new.journal, new.epoch)


def _begin(session: Session, new: Bundle) -> Manifest:
    for _ in range(_TRIES):
        whole = reread(session, session.ledgers[new.journal].bundle)
        manifest = _switch(session, whole, new)
        if manifest is not None:
            return manifest
    raise HeadMovedError


def _switch(session: Session, whole: Reread, new: Bundle) -> Manifest | None:
    """Stage what is, as it lies, and one block for the tail; switch; whoever writes meanwhile is added.

    None where what was written meanwhile cannot be added, because somebody folded it away: then all is staged anew.
    """
    journal, held = new.journal, whole.ledger.bundle
    packed = _packed(whole)
    stage = lay_stage(session, whole.ledger.place, (new.keys, new.epoch), packed=[content for content, _ in packed])
    digests = [each for _, each in packed]
    tickets = Tickets(digest(new.keys.read_ticket()), digest(new.write), digest(new.deposit))
    while True:
        manifest, sealed = adopt(session, whole, stage, digests=digests, new=new.keys)
        try:
            session.shelf.switch(session.token, journal, held.write, to_commit(sealed), to_head(sealed), stage, tickets)
        except HeadMovedError:
            added = _extend(session, whole, new, (stage, len(digests)))
            if added is None:
                return None
            digests.append(added)
        except EpochMovedError:
            _let_go(session, journal, new.epoch)
            pull(session)
            raise
        else:
            return manifest


def _packed(whole: Reread) -> list[tuple[bytes, bytes]]:
    if not whole.blocks:
        return [pack_block(block) for block in blocks_with_words(whole.folded())]
    as_they_lie = list(zip(whole.blocks, whole.digests, strict=True))
    return [*as_they_lie, pack_block(whole.delta())] if whole.tail else as_they_lie


def _extend(session: Session, whole: Reread, new: Bundle, end: tuple[bytes, int]) -> bytes | None:
    """Add a block for what was appended since; return its digest, or None after throwing the stage away."""
    stage, index = end
    try:
        whole.extend(session)
    except GoneByError:
        session.shelf.drop_stage(session.token, new.journal, whole.ledger.bundle.write, stage)
        return None
    packed, each = pack_block(whole.delta())
    sealed = seal_block(new.keys.state, packed, BlockHeader(whole.ledger.place, new.epoch, stage, index))
    session.shelf.stage(session.token, new.journal, whole.ledger.bundle.write, stage, [sealed])
    return each


def _read_back(session: Session, journal: bytes, manifest: Manifest) -> Reread:
    """Read the new epoch's snapshot from the shelf and compare. Raises DamagedError; then nothing old is let go."""
    whole = reread(session, session.ledgers[journal].bundle)
    if state_digest(whole.blocks) != manifest.digest():
        raise DamagedError
    return whole
