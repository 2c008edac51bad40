"""Rotation: a new epoch with new keys, inbox pair and tickets, built aside, switched in once, told to every holder.

The steps, and what an end of the desk between them leaves:

1. the new keys are kept in the account's own locker (`Keyring.pending`): nothing, if there is no switch;
2. a letter to every holder: desks keep letters of an epoch that has not begun, so no desk's end costs others the keys;
3. blocks are sealed anew and put aside: a stage that the next switch throws away;
4. the switch, unless one who has a letter was let go meanwhile (then again, with other keys): the new epoch is there;
5. letters again, new certificate and inbox key into commons, the epoch noted in the roster: `finish_rotations` does it
   again, which changes nothing;
6. the snapshot is read back, then the history is sealed anew: `finish_rotations` goes on with what is still owed.

Pages and edits go on meanwhile, at this desk too. Why safe: to a rotation its own desk's pages are what another desk
would be. An edit before the switch is added to the stage; one after it is told that the epoch moved, and finds the new
keys among the pending ones, which were kept before the first letter. `Session.lock` is held only where the keyring
changes; `Session.upkeep` keeps a second rotation out, whose end would let go of the pending keys of the first.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from busel.desk import log
from busel.desk.accounts import TICKET_BYTES, digest
from busel.desk.certifying import with_certificate
from busel.desk.folding import folded_blocks
from busel.desk.history import finish_history, reseal_below
from busel.desk.ledger import Aside, Cause
from busel.desk.mailbox import open_mailbox
from busel.desk.opening import pull
from busel.desk.patience import without_collecting
from busel.desk.posting import Sent, publish_certificate, publish_inbox_key, send_bundles
from busel.desk.rereading import Reread, reread
from busel.desk.session import Session
from busel.desk.staging import Stage
from busel.desk.stating import note_epoch, refuse_uncounted
from busel.desk.writing import NotAllowedError, NotReadError
from busel.journal.commit import EpochKeys
from busel.journal.errors import DamagedError, EpochUnknownError, JournalError
from busel.journal.snapshot import Manifest, pack_block
from busel.registry.keyring import NOT_DIVISIONS, Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, EpochMovedError, HeadMovedError, ShelfError, Tickets
from busel.vault.entropy import random_bytes
from busel.vault.errors import VaultError
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey

Told = Callable[[int, int], None]
"""Told (steps done, steps in all)."""
_STEPS = 5
_TRIES = 3
_FAILURES = (ShelfError, JournalError, VaultError, NotAllowedError, EpochUnknownError, LookupError)


def rotate(
    session: Session, journal: bytes, *, above: SigningKey | None = None, told: Told = lambda _done, _all: None
) -> None:
    """Give a division new keys. Returns when every holder has a letter and the history lies under the new key.

    A new certificate comes along where one is owed and this account holds the key above it, or `above` is given.
    Raises NotAllowedError; NotReadError where the journal is not wholly believed; NotCountedError where a revocation
    lies in it that the roster does not count; EpochMovedError when somebody else rotated meanwhile (then their keys
    hold); or a ShelfError, after which `finish_rotations` goes on.
    """
    with session.upkeep, without_collecting():
        pull(session)
        _refuse(session, journal)
        finish_rotations(session)
        told(1, _STEPS)
        new, manifest = _begin(session, journal, above)
        told(2, _STEPS)
        open_mailbox(session)
        _tell_everybody(session, new)
        told(3, _STEPS)
        whole = _read_back(session, journal, manifest, new.epoch)
        told(4, _STEPS)
        reseal_below(session, whole.ledger, manifest.covers + 1)
        _let_go(session, journal, new.epoch)
        told(_STEPS, _STEPS)


def finish_rotations(session: Session) -> None:
    """Do what is left of rotations: tell every holder, publish the inbox key, seal the history anew. Zone open.

    Of those that this account began; and of those that another one did, whose desk may be gone, where this account is a
    coordinator too. What fails is logged, stops nothing else, and is tried again at the next sign-in.
    """
    with session.upkeep:
        for bundle in session.keyring.pending:
            held = session.keyring.bundle(bundle.journal)
            if held is None or not _stands(session, bundle.journal):
                continue
            if held.epochs.get(bundle.epoch) == bundle.keys and held.epoch == bundle.epoch:
                _try(session, bundle, begun_here=True)
            elif held.epoch >= bundle.epoch:
                _forget_pending(session, bundle)
        for held in session.divisions(least=Role.COORDINATOR):
            if held.epoch:
                _try(session, held, begun_here=False)


def _try(session: Session, bundle: Bundle, *, begun_here: bool) -> None:
    """Do each thing that is left; let the pending keys go when all is done."""
    whole = True
    steps: list[Callable[[], object]] = [
        lambda: publish_certificate(session, bundle),
        lambda: publish_inbox_key(session, bundle),
        lambda: note_epoch(session, bundle.journal),
    ]
    if all(keys.history for keys in bundle.epochs.values()):
        steps.append(lambda: finish_history(session, bundle.journal))
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
    refuse_uncounted(session, journal)


def _keep_pending(session: Session, new: Bundle) -> None:
    with session.lock:
        session.keyring = msgspec.structs.replace(session.keyring, pending=[*session.keyring.pending, new])
        session.save_keyring()


def _forget_pending(session: Session, new: Bundle) -> None:
    """Forget keys that were never switched to: these and no others, for another desk of this account may have begun."""
    with session.lock:
        kept = [one for one in session.keyring.pending if (one.journal, one.epochs) != (new.journal, new.epochs)]
        session.keyring = msgspec.structs.replace(session.keyring, pending=kept)
        session.save_keyring()


def _let_go(session: Session, journal: bytes, epoch: int) -> None:
    """Forget what was pending for a journal up to an epoch that has begun and was told."""
    with session.lock:
        kept = [one for one in session.keyring.pending if one.journal != journal or one.epoch > epoch]
        session.keyring = msgspec.structs.replace(session.keyring, pending=kept)
        session.save_keyring()


def _tell_everybody(session: Session, new: Bundle) -> None:
    """Letters first: without them nobody reads; without the inbox key collectors wait."""
    _send(session, new)
    publish_certificate(session, new)
    publish_inbox_key(session, new)
    note_epoch(session, new.journal)


def _send(session: Session, new: Bundle) -> Sent:
    """Send the letters; who gets none is shown as kept aside, and is to be let in anew."""
    sent = send_bundles(session, new)
    if sent.failed:
        session.keep_aside(Aside(new.journal, -1, Cause.NO_LETTER))
    return sent


def _begin(session: Session, journal: bytes, above: SigningKey | None) -> tuple[Bundle, Manifest]:
    """Tell the holders, build the epoch aside, switch; return its bundle and manifest."""
    for _ in range(_TRIES):
        _refuse(session, journal)
        held = session.ledgers[journal].bundle
        new = with_certificate(session, new_epoch(held), above)
        _keep_pending(session, new)
        sent = _send(session, new)
        try:
            manifest = _switch(session, reread(session, held), new, sent)
        except (BadTicketError, EpochMovedError) as error:
            _forget_pending(session, new)
            pull(session)
            raise EpochMovedError from error
        except NotAllowedError:  # this account was let go meanwhile: the keys that it sent about open nothing
            _forget_pending(session, new)
            raise
        if manifest is not None:
            return new, manifest
        _forget_pending(session, new)
        pull(session)
    raise HeadMovedError


def _switch(session: Session, whole: Reread, new: Bundle, sent: Sent) -> Manifest | None:
    """Stage what is, as it lies, and one block for the tail; switch.

    None where these keys cannot be used: what was written meanwhile was folded away by somebody, or one who has them
    already was let go.
    """
    stage = Stage(session, whole, new.keys, new.epoch)
    stage.lay(_packed(whole))
    tickets = Tickets(digest(new.keys.read_ticket()), digest(new.write), digest(new.deposit))
    write = whole.ledger.bundle.write
    return stage.adopt(
        lambda commit: session.shelf.switch(session.token, new.journal, write, commit, stage.laid, tickets),
        still=lambda: sent.still_hold(whole.ledger.roster),
    )


def _packed(whole: Reread) -> list[bytes]:
    """Return the blocks as they lie, and one for the tail; all of them anew where somebody was taken out since.

    Why safe: who is let in "from now on only" opens the blocks of the new epoch, and finds nobody under them who went
    before it began.
    """
    if not whole.blocks or whole.covers_people_up():
        return folded_blocks(whole)
    return [*whole.blocks, pack_block(whole.delta())[0]] if whole.tail else whole.blocks


def _read_back(session: Session, journal: bytes, manifest: Manifest, epoch: int) -> Reread:
    """Read the new epoch's snapshot from the shelf and compare. Raises DamagedError, and nothing old is let go."""
    whole = reread(session, session.ledgers[journal].bundle)
    if whole.ledger.bundle.epoch != epoch:
        raise EpochMovedError
    if whole.digests != manifest.blocks:
        raise DamagedError
    return whole
