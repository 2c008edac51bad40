"""Rotation: a new epoch with new keys, inbox pair and tickets, built aside, switched in once, told to every holder.

The steps, and what an end of the desk between them leaves:

1. the new keys are kept in the account's own locker (`Keyring.pending`): nothing, if there is no switch;
2. a letter to every holder: desks keep letters of an epoch that has not begun, so no desk's end costs others the keys;
3. blocks are sealed anew and put aside: a stage that the next switch throws away;
4. the switch, unless one who has a letter was let go meanwhile (then again, with other keys): the new epoch is there;
5. letters again, new inbox key into commons: `finish_rotations` does it again, which changes nothing;
6. the snapshot is read back, then the history is sealed anew: `finish_rotations` goes on with what is still owed.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from busel.desk import log
from busel.desk.accounts import TICKET_BYTES, digest
from busel.desk.folding import adopt, blocks_with_words, lay_stage, state_digest
from busel.desk.history import finish_history, reseal_below
from busel.desk.ledger import Aside, Cause, EpochUnknownError, GoneByError
from busel.desk.mailbox import open_mailbox
from busel.desk.opening import pull
from busel.desk.posting import Sent, publish_inbox_key, send_bundles
from busel.desk.rereading import Reread, reread
from busel.desk.session import Session
from busel.desk.writing import NotAllowedError, NotReadError, to_commit, to_head
from busel.journal.commit import EpochKeys
from busel.journal.errors import DamagedError, JournalError
from busel.journal.header import BlockHeader
from busel.journal.snapshot import Manifest, pack_block, seal_block
from busel.registry.keyring import NOT_DIVISIONS, Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import EpochMovedError, HeadMovedError, ShelfError, Tickets
from busel.vault.entropy import random_bytes
from busel.vault.errors import VaultError
from busel.vault.wrap import OpeningKey

Told = Callable[[int, int], None]
"""Told (steps done, steps in all)."""
_STEPS = 5
_TRIES = 3
_FAILURES = (ShelfError, JournalError, VaultError, NotAllowedError, EpochUnknownError, LookupError)


def rotate(session: Session, journal: bytes, *, told: Told = lambda _done, _all: None) -> None:
    """Give a division new keys. Returns when every holder has a letter and the history lies under the new key.

    Raises NotAllowedError; NotReadError where the journal is not wholly believed; EpochMovedError when somebody else
    rotated meanwhile (then their keys hold); or a ShelfError, after which `finish_rotations` goes on.
    """
    with session.lock:
        _refuse(session, journal)
        pull(session)
        finish_rotations(session)
        told(1, _STEPS)
        new, manifest = _begin(session, journal)
        told(2, _STEPS)
        open_mailbox(session)
        _tell_everybody(session, new)
        told(3, _STEPS)
        whole = _read_back(session, journal, manifest)
        told(4, _STEPS)
        reseal_below(session, whole.ledger)
        _let_go(session, journal, new.epoch)
        told(_STEPS, _STEPS)


def finish_rotations(session: Session) -> None:
    """Do what is left of rotations: tell every holder, publish the inbox key, seal the history anew. Zone open.

    Of those that this account began; and of those that another one did, whose desk may be gone, where this account is a
    coordinator too. What fails is logged, stops nothing else, and is tried again at the next sign-in.
    """
    with session.lock:
        for bundle in session.keyring.pending:
            held = session.keyring.bundle(bundle.journal)
            if held is None or not _stands(session, bundle.journal):
                continue
            if held.epochs.get(bundle.epoch) == bundle.keys and held.epoch == bundle.epoch:
                _try(session, bundle, begun_here=True)
            elif held.epoch >= bundle.epoch:
                _let_go(session, bundle.journal, bundle.epoch)
        for held in session.divisions(least=Role.COORDINATOR):
            if len(held.epochs) > 1 and all(keys.history for keys in held.epochs.values()):
                _try(session, held, begun_here=False)


def _try(session: Session, bundle: Bundle, *, begun_here: bool) -> None:
    """Do each thing that is left; let the pending keys go when all is done."""
    whole = True
    steps: list[Callable[[], object]] = [
        lambda: publish_inbox_key(session, bundle),
        lambda: finish_history(session, bundle.journal),
    ]
    for step in [lambda: _send(session, bundle), *steps] if begun_here else steps:
        try:
            step()
        except _FAILURES as error:
            log.note_failure(error)
            whole = False
    if whole and begun_here:
        _let_go(session, bundle.journal, bundle.epoch)


def _stands(session: Session, journal: bytes) -> bool:
    ledger = session.ledgers.get(journal)
    return ledger is not None and ledger.link is not None


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
    if not _stands(session, journal):
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
    """Letters first: without them nobody reads; without the inbox key collectors wait."""
    _send(session, new)
    publish_inbox_key(session, new)


def _send(session: Session, new: Bundle) -> Sent:
    """Send the letters; who gets none is shown as kept aside, and is to be let in anew."""
    sent = send_bundles(session, new)
    if sent.failed:
        session.keep_aside(Aside(new.journal, -1, Cause.NO_LETTER))
    return sent


def _begin(session: Session, journal: bytes) -> tuple[Bundle, Manifest]:
    """Tell the holders, build the epoch aside, switch; return its bundle and manifest."""
    for _ in range(_TRIES):
        new = new_epoch(session.ledgers[journal].bundle)
        _keep_pending(session, new)
        sent = _send(session, new)
        manifest = _switch(session, reread(session, session.ledgers[journal].bundle), new, sent)
        if manifest is not None:
            return new, manifest
        _let_go(session, journal, new.epoch)
        pull(session)
    raise HeadMovedError


def _switch(session: Session, whole: Reread, new: Bundle, sent: Sent) -> Manifest | None:
    """Stage what is, as it lies, and one block for the tail; switch; whoever writes meanwhile is added.

    None where these keys cannot be used: what was written meanwhile was folded away by somebody, or one who has them
    already was let go.
    """
    journal, held = new.journal, whole.ledger.bundle
    packed = _packed(whole)
    stage = lay_stage(session, whole.ledger.place, (new.keys, new.epoch), packed=[content for content, _ in packed])
    digests = [each for _, each in packed]
    tickets = Tickets(digest(new.keys.read_ticket()), digest(new.write), digest(new.deposit))
    while True:
        if not sent.still_hold(whole.ledger.roster):
            session.shelf.drop_stage(session.token, journal, held.write, stage)
            return None
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
