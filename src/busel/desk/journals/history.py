"""The history segment: deeds below the newest snapshot, sealed anew under the newest history key, batch by batch."""

from __future__ import annotations

import msgspec

from busel.desk.journals.ledger import Ledger
from busel.desk.journals.rereading import reread
from busel.desk.keeping.erasing import Erased, erased_in
from busel.desk.keys.taking_up import waiting
from busel.desk.session import Session
from busel.journal.commit import EpochKeys, packed_content, packed_without, seal_packed_history
from busel.journal.envelope import envelope_epoch
from busel.journal.errors import NotOpenedError
from busel.journal.header import Header
from busel.registry.erasures import NEVER_ERASED
from busel.shelf.protocol import Commit, Resealed, Segment


def finish_history(session: Session, journal: bytes) -> int:
    """Seal anew what still lies under an older key; return how many bodies could not be opened and stay as they are.

    May end and begin again anywhere: what is done is told by `Commit.key_epoch`. When nothing is owed, keys that open
    nothing any more leave the keyring. Raises a JournalError when the newest snapshot is not believed: then nothing old
    is let go.
    """
    with session.upkeep:
        whole = reread(session, session.ledgers[journal].bundle)
        return reseal_below(session, whole.ledger, whole.covers + 1)


def reseal_below(session: Session, ledger: Ledger, below: int, *, saves: bool = True) -> int:
    """Do what `finish_history` does, below a snapshot that was just read and is believed; let go of the one before.

    Who folds "from now on only" holds no history key and leaves it to those who do. Without `saves` the caller saves
    the keyring: until then old keys lie in the locker.
    """
    bundle, left = ledger.bundle, 0
    if ledger.snapshot is not None:
        session.shelf.let_go(session.token, bundle.journal, bundle.write, ledger.snapshot.stage)
    if not bundle.keys.history:
        return 0
    erased = erased_in(session, bundle.journal)
    while below > 0:
        commits = session.shelf.history(session.token, bundle.journal, bundle.keys.read_ticket(), below)
        owed = [commit for commit in commits if _is_owed(commit, bundle.epoch)]
        sealed = [one for one in (_resealed(ledger, commit, erased) for commit in owed) if one is not None]
        left += len(owed) - len(sealed)
        session.shelf.reseal(session.token, bundle.journal, bundle.write, sealed)
        below = commits[-1].sequence if commits else 0
    if not left:
        _drop_old_keys(session, bundle.journal, bundle.epoch, saves=saves)
    return left


def is_owed(session: Session, journal: bytes) -> bool:
    """Does any of a journal's history still lie under an older epoch's key?"""
    bundle = session.ledgers[journal].bundle
    below = 2**31 - 1
    while commits := session.shelf.history(session.token, journal, bundle.keys.read_ticket(), below):
        if any(commit.key_epoch < bundle.epoch and commit.segment is not Segment.EMPTIED for commit in commits):
            return True
        below = commits[-1].sequence
    return False


def _is_owed(commit: Commit, epoch: int) -> bool:
    return commit.segment is not Segment.EMPTIED and (commit.key_epoch < epoch or commit.segment is Segment.STATE)


def _resealed(ledger: Ledger, commit: Commit, erased: Erased) -> Resealed | None:
    """Return a commit's body under the newest history key, undecoded; None when it does not open here.

    Whoever was erased since it was sealed is left out of it.
    """
    history = commit.segment is Segment.HISTORY
    old = ledger.bundle.epochs.get(commit.key_epoch if history else commit.epoch, EpochKeys(b""))
    header = Header(ledger.place, commit.epoch, commit.sequence, commit.previous)
    if not (old.history if history else old.state):
        return None
    try:
        packed = packed_content(old, header, commit.body, history=history)
    except NotOpenedError:
        return None
    if gone := erased.since(commit.key_epoch):
        packed = packed_without(packed, gone, but=NEVER_ERASED, named=erased.named)
    newest = ledger.bundle.epoch
    return Resealed(commit.sequence, Segment.HISTORY, newest, seal_packed_history(ledger.bundle.keys, header, packed))


def _drop_old_keys(session: Session, journal: bytes, epoch: int, *, saves: bool) -> None:
    """Let go of keys older than an epoch; of the inbox, keep what opens envelopes that still wait.

    Nothing is let go where the journal was rotated meanwhile: that rotation has its own history to finish.
    """
    held = session.ledgers[journal].bundle
    if {*held.epochs, *({} if held.name == "office" else held.inbox_seeds)} <= {epoch}:
        return
    wanted = {epoch, *(envelope_epoch(envelope.body) for envelope in waiting(session, held))}
    with session.lock:
        held = session.ledgers[journal].bundle
        if held.epoch != epoch:
            return
        # A slip on paper holds the office's key of its day.
        stay = held.name == "office"
        seeds = {epoch: seed for epoch, seed in held.inbox_seeds.items() if stay or epoch in wanted}
        kept = msgspec.structs.replace(held, epochs={epoch: held.keys}, inbox_seeds=seeds)
        if kept != held:
            session.put(kept)
            session.ledgers[journal].bundle = kept
            if saves:
                session.save_keyring()
