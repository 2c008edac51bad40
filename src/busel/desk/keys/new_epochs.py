"""Beginning new epochs: keys kept, letters sent, blocks sealed anew, the switch. See `rotation` for the order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import msgspec
from django.db import connection

from busel.desk.access.stating import NotCountedError, refuse_uncounted
from busel.desk.account.accounts import TICKET_BYTES, digest
from busel.desk.freezes.freeze_notes import left_frozen
from busel.desk.journals.folding import folded_blocks
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.opening import pull
from busel.desk.journals.rereading import Reread, reread
from busel.desk.journals.staging import Stage
from busel.desk.journals.writing import NotAllowedError, NotReadError
from busel.desk.keys.certifying import with_certificate
from busel.desk.keys.organisation_letters import prepare, send_to_all
from busel.desk.keys.organisation_mail import SHARED
from busel.desk.keys.posting import Sent, send_bundles
from busel.desk.keys.publishing import may_publish
from busel.desk.running import log
from busel.desk.session import Session
from busel.journal.commit import EpochKeys
from busel.journal.errors import EpochUnknownError, JournalError
from busel.journal.snapshot import Manifest, pack_block
from busel.registry.keyring import Bundle
from busel.registry.publishing import publishing_ticket
from busel.registry.roles import Role
from busel.shelf.protocol import BadTicketError, EpochMovedError, HeadMovedError, ShelfError, Tickets
from busel.vault.entropy import random_bytes
from busel.vault.errors import VaultError
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey

FAILURES = (
    ShelfError,
    JournalError,
    VaultError,
    NotAllowedError,
    NotReadError,
    NotCountedError,
    EpochUnknownError,
    LookupError,
)
"""What one division may fail of while the others go on."""
_TRIES = 3
_AT_ONCE = 2
"""While the shelf writes what one division needs, the desk seals the next one."""


@dataclass
class Turn:
    """One division's new epoch: its bundle, who has a letter, and the manifest once it has begun."""

    held: Bundle
    new: Bundle
    sent: Sent = field(default_factory=lambda: Sent({}, []))
    manifest: Manifest | None = None
    is_void: bool = False
    """Did another epoch begin, or was this account let go, so that these keys open nothing for ever?"""

    @property
    def journal(self) -> bytes:
        """The division's journal."""
        return self.new.journal

    @property
    def covers(self) -> int:
        """The last commit below the new snapshot."""
        return self.manifest.covers if self.manifest else -1


def begin(
    session: Session, journals: Sequence[bytes], failed: dict[bytes, Exception], *, above: SigningKey | None
) -> list[Turn]:
    """Tell the holders, build the epochs aside, switch; return those that have begun, and note what failed."""
    begun: list[Turn] = []
    left = list(journals)
    for _ in range(_TRIES):
        turns = _prepared(session, left, failed, above=above)
        in_pairs(turns, lambda turn: _switch_or_void(session, turn), failed)
        begun += [turn for turn in turns if turn.manifest is not None]
        lost = [turn for turn in turns if turn.manifest is None and (turn.is_void or turn.journal not in failed)]
        if lost:  # of those that failed otherwise nobody knows yet whether they have begun
            forget_pending(session, [turn.new for turn in lost])
            pull(session)
        left = [turn.journal for turn in lost if turn.journal not in failed]
        if not left:
            break
    failed.update({journal: HeadMovedError() for journal in left})
    return begun


def _prepared(
    session: Session, journals: Sequence[bytes], failed: dict[bytes, Exception], *, above: SigningKey | None
) -> list[Turn]:
    """Make the new keys, keep them all in the locker, then send the letters."""
    made: list[tuple[Bundle, Bundle]] = []
    for journal in journals:
        try:
            refuse(session, journal)
        except FAILURES as error:
            failed[journal] = error
        else:
            held = session.ledgers[journal].bundle
            made.append((held, with_certificate(session, new_epoch(held), above)))
    if made:
        keep_pending(session, [new for _held, new in made])
    turns = [Turn(held, new) for held, new in made]
    in_pairs(turns, lambda turn: _send_first(session, turn), failed)
    return [turn for turn in turns if turn.journal not in failed]


def _send_first(session: Session, turn: Turn) -> None:
    if turn.new.name in SHARED:
        prepare(session, turn.new)
    turn.sent = send(session, turn.new)


def in_pairs(turns: Sequence[Turn], do: Callable[[Turn], object], failed: dict[bytes, Exception]) -> None:
    """Do what `one_by_one` does, two at a time."""
    left = [turn for turn in turns if turn.journal not in failed]

    def aside(turn: Turn) -> None:
        try:
            _try(turn, do, failed)
        finally:
            connection.close()

    if len(left) > 1:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            list(pool.map(aside, left))
    else:
        one_by_one(left, do, failed)


def one_by_one(turns: Sequence[Turn], do: Callable[[Turn], object], failed: dict[bytes, Exception]) -> None:
    """Do something for each division that failed of nothing yet; what one fails of stops no other."""
    for turn in turns:
        if turn.journal not in failed:
            _try(turn, do, failed)


def _try(turn: Turn, do: Callable[[Turn], object], failed: dict[bytes, Exception]) -> None:
    try:
        do(turn)
    except FAILURES as error:
        log.note_failure(error)
        failed[turn.journal] = error


def new_epoch(held: Bundle) -> Bundle:
    """Return a bundle with the keys, the inbox pair and the tickets of the next epoch beside the old ones.

    The office keeps its deposit ticket: slips on paper hold it.
    """
    epoch = held.epoch + 1
    return msgspec.structs.replace(
        held,
        epochs={**held.epochs, epoch: EpochKeys.new()},
        inbox_seeds={**held.inbox_seeds, epoch: OpeningKey.new().seed},
        write=random_bytes(TICKET_BYTES),
        deposit=held.deposit if held.name == "office" else random_bytes(TICKET_BYTES),
    )


def refuse(session: Session, journal: bytes) -> None:
    """Raise what keeps this account from rotating a division: see `rotation.rotate`."""
    bundle = session.keyring.bundle(journal)
    least = Role.ADMINISTRATOR if bundle is not None and bundle.name in SHARED else Role.COORDINATOR
    if bundle is None or bundle.name == "own" or not session.may(least, journal):
        raise NotAllowedError
    if not may_publish(session):
        raise NotAllowedError  # nobody could be told of the new inbox key
    if not stands(session, journal):
        raise NotReadError
    refuse_uncounted(session, journal)


def stands(session: Session, journal: bytes) -> bool:
    """Is a journal read to its end on this desk?"""
    ledger = session.ledgers.get(journal)
    return ledger is not None and ledger.link is not None


def keep_pending(session: Session, new: Sequence[Bundle]) -> None:
    """Keep keys in the locker that nobody uses yet."""
    with session.lock:
        session.keyring = msgspec.structs.replace(session.keyring, pending=[*session.keyring.pending, *new])
        session.save_keyring()


def forget_pending(session: Session, new: Sequence[Bundle]) -> None:
    """Forget keys that were never switched to: these and no others, for another desk of this account may have begun."""
    gone = [(one.journal, one.epochs) for one in new]
    with session.lock:
        kept = [one for one in session.keyring.pending if (one.journal, one.epochs) not in gone]
        session.keyring = msgspec.structs.replace(session.keyring, pending=kept)
        session.save_keyring()


def send(session: Session, new: Bundle, *, but: Sent | None = None) -> Sent:
    """Send the letters, `but` not to who has one; who gets none is kept aside and shown, and is to be let in anew."""
    told = but.told if but else {}
    sent = send_to_all(session, new, but=told) if new.name in SHARED else send_bundles(session, new, but=told)
    if sent.failed:
        session.keep_aside(Aside(new.journal, -1, Cause.NO_LETTER))
    return sent


def _switch_or_void(session: Session, turn: Turn) -> None:
    """Switch; without a manifest afterwards it is to be tried again, with other keys."""
    try:
        turn.manifest = switch(session, reread(session, turn.held), turn.new, turn.sent)
    except (BadTicketError, EpochMovedError) as error:
        turn.is_void = True
        raise EpochMovedError from error
    except NotAllowedError:  # this account was let go meanwhile: the keys that it sent about open nothing
        turn.is_void = True
        raise


def switch(session: Session, whole: Reread, new: Bundle, sent: Sent) -> Manifest | None:
    """Stage what is, as it lies, and one block for the tail; switch.

    None where these keys cannot be used: what was written meanwhile was folded away by somebody, or one who has them
    already was let go or frozen.
    """
    stage = Stage(session, whole, new.keys, new.epoch)
    stage.lay(_packed(whole))
    append = digest(publishing_ticket(new)) if new.name == "commons" else b""
    tickets = Tickets(digest(new.keys.read_ticket()), digest(new.write), digest(new.deposit), append)
    write = whole.ledger.bundle.write
    return stage.adopt(
        lambda commit: session.shelf.switch(session.token, new.journal, write, commit, stage.laid, tickets),
        still=lambda: sent.still_hold(whole.ledger.roster) and not sent.told_any(left_frozen(whole.ledger.freezes)),
    )


def _packed(whole: Reread) -> list[bytes]:
    """Return the blocks as they lie, and one for the tail; all of them anew where somebody was taken out since.

    Why safe: who is let in "from now on only" opens the blocks of the new epoch, and finds nobody under them who went
    before it began.
    """
    if not whole.blocks or whole.covers_people_up():
        return folded_blocks(whole)
    return [*whole.blocks, pack_block(whole.delta())[0]] if whole.tail else whole.blocks
