"""Rotation: new epochs with new keys, inbox pairs and tickets, built aside, switched in once, told to every holder.

The steps, each for all divisions of one level together, and what an end of the desk between them leaves:

1. the new keys are kept in the account's own locker (`Keyring.pending`): nothing, if there is no switch;
2. a letter to every holder: desks keep letters of an epoch that has not begun, so no desk's end costs others the keys;
3. blocks are sealed anew and put aside: a stage that the next switch throws away;
4. the switch, unless one who has a letter was let go meanwhile (then again, with other keys): the new epoch is there;
5. letters to who came meanwhile, new certificates and inbox keys into commons: `finish_rotations` does it again, which
   changes nothing;
6. the epoch is noted in the roster, the snapshot read back, the history sealed anew: `finish_rotations` goes on with
   what is still owed.

Pages and edits go on meanwhile, at this desk too. Why safe: to a rotation its own desk's pages are what another desk
would be. An edit before the switch is added to the stage; one after it is told that the epoch moved, and finds the new
keys among the pending ones, which were kept before the first letter. `Session.lock` is held only where the keyring
changes; `Session.upkeep` keeps a second rotation out, whose end would let go of the pending keys of the first. Levels
come one after the other, from the top: a division's next certificate is signed by the key above it, as it is by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import msgspec

from busel.desk.access.stating import note_epoch
from busel.desk.journals.history import finish_history, reseal_below
from busel.desk.journals.opening import pull
from busel.desk.journals.rereading import Reread, reread
from busel.desk.keys.certifying import unpublished
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.new_epochs import FAILURES, Turn, begin, forget_pending, in_pairs, one_by_one, send, stands
from busel.desk.keys.organisation_mail import SHARED
from busel.desk.keys.posting import publish, publish_certificate, publish_inbox_key, unpublished_keys
from busel.desk.running import log
from busel.desk.running.patience import without_collecting
from busel.desk.session import Session
from busel.desk.trustees.deputies import leave_to_deputies
from busel.journal.errors import DamagedError
from busel.registry.certificates import SEPARATOR
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.statements import Statement
from busel.shelf.protocol import EpochMovedError
from busel.vault.sign import SigningKey

Told = Callable[[int, int], None]
"""Told (steps done, steps in all)."""
TOGETHER = 32
"""Divisions of one level whose keys change together: so long collectors may meet an inbox whose key is not told yet."""
_STEPS = 5


def rotate(
    session: Session, journal: bytes, *, above: SigningKey | None = None, told: Told = lambda _done, _all: None
) -> None:
    """Give a division new keys. Returns when every holder has a letter and the history lies under the new key.

    A new certificate comes along where one is owed and this account holds the key above it, or `above` is given.
    Raises NotAllowedError; NotReadError where the journal is not wholly believed; NotCountedError where a revocation
    lies in it that the roster does not count; EpochMovedError when somebody else rotated meanwhile (then their keys
    hold); or a ShelfError, after which `finish_rotations` goes on.
    """
    for error in rotate_all(session, [journal], above=above, told=told).values():
        raise error


def rotate_all(
    session: Session,
    journals: Sequence[bytes],
    *,
    above: SigningKey | None = None,
    told: Told = lambda _done, _all: None,
) -> dict[bytes, Exception]:
    """Give divisions new keys; return what failed in which, as `rotate` would raise it. The others are done.

    All of them have their new keys, and every holder has a letter, before the history of the first is sealed anew.
    """
    with session.upkeep, without_collecting():
        pull(session)
        finish_rotations(session)
        work = _Work(session, above, told, len(set(journals)))
        done = [turn for some in _levels(session, journals) for turn in work.renew(some)]
        in_pairs(done, work.finish, work.failed)
        _let_go(session, {turn.journal: turn.new.epoch for turn in done if turn.journal not in work.failed})
    return work.failed


@dataclass
class _Work:
    """Rotations under way: what failed, and how many steps of all divisions are done."""

    session: Session
    above: SigningKey | None
    told: Told
    divisions: int
    failed: dict[bytes, Exception] = field(default_factory=dict)
    _steps: int = 0

    def renew(self, journals: list[bytes]) -> list[Turn]:
        """Begin the new epochs and tell everybody; return those that have begun."""
        turns = begin(self.session, journals, self.failed, above=self.above)
        self._tell(2 * len(journals))
        if turns:
            open_mailbox(self.session)
            self._tell_everybody(turns)
            self._tell(len(turns))
        return turns

    def _tell_everybody(self, turns: list[Turn]) -> None:
        """Letters first: without them nobody reads; without the inbox key collectors wait."""
        session = self.session
        one_by_one(turns, lambda turn: send(session, turn.new, but=turn.sent), self.failed)
        divisions = [turn for turn in turns if turn.new.name not in SHARED]  # of those two nothing is to be told
        self._publish(divisions, lambda turn: unpublished(session, turn.new))
        self._publish(divisions, lambda turn: unpublished_keys(session, turn.new))

    def _publish(self, turns: list[Turn], missing: Callable[[Turn], Sequence[Statement]]) -> None:
        """Put what commons lacks of all these divisions there in one deed, by the first of them."""
        found: dict[bytes, Sequence[Statement]] = {}
        one_by_one(turns, lambda turn: found.update({turn.journal: missing(turn)}), self.failed)
        authors = [turn for turn in turns if found.get(turn.journal)]
        if authors:
            statements = [one for turn in authors for one in found[turn.journal]]
            publish(self.session, statements, SigningKey(authors[0].new.division_seed))

    def finish(self, turn: Turn) -> None:
        """Note the epoch in the roster, give deputies their halves, read the snapshot back, seal the history anew."""
        note_epoch(self.session, turn.journal)
        leave_to_deputies(self.session, turn.new)
        whole = _read_back(self.session, turn)
        self._tell(1)
        reseal_below(self.session, whole.ledger, turn.covers + 1, saves=False)
        self._tell(1)

    def _tell(self, steps: int) -> None:
        self._steps += steps
        self.told(self._steps, self.divisions * _STEPS)


def _levels(session: Session, journals: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Yield the office, commons, then the divisions, those at the top first, not too many together."""
    first = {"office": -2, "commons": -1}

    def level(journal: bytes) -> int:
        bundle = session.keyring.bundle(journal)
        return 0 if bundle is None else first.get(bundle.name, bundle.name.count(SEPARATOR))

    for _level, same in groupby(sorted(dict.fromkeys(journals), key=level), key=level):
        some = list(same)
        yield from (some[at : at + TOGETHER] for at in range(0, len(some), TOGETHER))


def finish_rotations(session: Session) -> None:
    """Do what is left of rotations: tell every holder, publish the inbox key, seal the history anew. Zone open.

    Of those that this account began; and of those that another one did, whose desk may be gone, where this account is a
    coordinator too. What fails is logged, stops nothing else, and is tried again at the next sign-in.
    """
    with session.upkeep:
        for bundle in session.keyring.pending:
            held = session.keyring.bundle(bundle.journal)
            if held is None or not stands(session, bundle.journal):
                continue
            if held.epochs.get(bundle.epoch) == bundle.keys and held.epoch == bundle.epoch:
                _try(session, bundle, begun_here=True)
            elif held.epoch >= bundle.epoch:
                forget_pending(session, [bundle])
        shared = [one for name in SHARED if (one := session.keyring.named(name)) and one.write]
        for held in [*shared, *session.divisions(least=Role.COORDINATOR)]:
            if held.epoch:
                _try(session, held, begun_here=False)


def _try(session: Session, bundle: Bundle, *, begun_here: bool) -> None:
    """Do each thing that is left; let the pending keys go when all is done."""
    whole = True
    steps: list[Callable[[], object]] = []
    if bundle.name not in SHARED:
        steps += [
            lambda: publish_certificate(session, bundle),
            lambda: publish_inbox_key(session, bundle),
            lambda: note_epoch(session, bundle.journal),
            lambda: leave_to_deputies(session, bundle),
        ]
    if all(keys.history for keys in bundle.epochs.values()):
        steps.append(lambda: finish_history(session, bundle.journal))
    for step in [lambda: send(session, bundle), *steps] if begun_here else steps:
        try:
            step()
        except FAILURES as error:
            log.note_failure(error)
            whole = False
    if whole and begun_here:
        _let_go(session, {bundle.journal: bundle.epoch})


def _let_go(session: Session, epochs: dict[bytes, int]) -> None:
    """Forget what was pending for journals up to an epoch that has begun and was told."""
    with session.lock:
        kept = [one for one in session.keyring.pending if one.epoch > epochs.get(one.journal, -1)]
        session.keyring = msgspec.structs.replace(session.keyring, pending=kept)
        session.save_keyring()


def _read_back(session: Session, turn: Turn) -> Reread:
    """Read the new epoch's snapshot from the shelf and compare. Raises DamagedError, and nothing old is let go."""
    whole = reread(session, session.ledgers[turn.journal].bundle)
    if whole.ledger.bundle.epoch != turn.new.epoch:
        raise EpochMovedError
    if turn.manifest is None or whole.digests != turn.manifest.blocks:
        raise DamagedError
    return whole
