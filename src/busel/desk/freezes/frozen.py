"""Which accounts are frozen or at rest, as the shelf tells who keeps their codes; shutting one, agreeing to open one.

No table says whose codes are whose: the office and the coordinators ask by the custodies that open to them. What a
coordinator's desk learns so of a freeze, whoever did it, it notes in its divisions: so every reader sees that keys are
owed, and no new ones are sent to the frozen account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from busel.desk.access.stating import roster_of
from busel.desk.freezes.freeze_notes import frozen_accounts, note_freeze, note_thaw
from busel.desk.freezes.thaw_halves import SameHandError, gave_other_half, half_of, note_half
from busel.desk.keys.custodies import kept, take_in_custodies
from busel.desk.keys.posting import send_bundle
from busel.desk.running import process
from busel.desk.session import Session
from busel.registry.custody import Custody
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.shelf.protocol import MAX_STATES, AccountState, BadTicketError

SOON_DAYS = 3
"""An account that will be at rest in so few days is told of."""


class NothingKeptError(LookupError):
    """No custody of the account that opens here has a code that the shelf knows."""


@dataclass(frozen=True)
class Standing:
    """How an account stands."""

    state: AccountState
    idle_days: int
    today: int

    @property
    def days_left(self) -> int:
        """Days on which it still opens without anybody having signed in; below 0 it is at rest."""
        return self.state.last_day + self.idle_days - self.today

    @property
    def is_at_rest(self) -> bool:
        """Has nobody signed in for too long?"""
        return self.days_left < 0

    @property
    def is_shut(self) -> bool:
        """Does it open to nobody now?"""
        return self.state.is_frozen or self.is_at_rest

    @property
    def rests_soon(self) -> bool:
        """Will it be at rest in a few days?"""
        return not self.is_shut and self.days_left < SOON_DAYS


def standings(session: Session, of: Iterable[Bundle]) -> dict[bytes, Standing]:
    """Return how the accounts stand whose custodies open in these places. Raises a ShelfError.

    Where several codes of one account are known to the shelf, one that is frozen says so.
    """
    pairs = {
        (custody.account, custody.freeze_code)
        for holder in of
        for some in kept(session, holder).values()
        for custody in some
    }
    found: dict[bytes, Standing] = {}
    asked = sorted(pairs)
    for some in (asked[at : at + MAX_STATES] for at in range(0, len(asked), MAX_STATES)):
        states = session.shelf.states(session.token, [code for _account, code in some])
        for (account, _code), state in zip(some, states.accounts, strict=True):
            if state is not None and (account not in found or state.is_frozen):
                found[account] = Standing(state, states.idle_days, states.today)
    return found


def shut(session: Session, places: Sequence[Bundle], account: bytes) -> None:
    """Freeze an account by every code that is kept of it in these places, and end its desk.

    Raises NothingKeptError, or a ShelfError.
    """
    done = False
    for code in dict.fromkeys(one.freeze_code for one in _custodies(session, places, account)):
        locker = session.shelf.freeze(code)
        if locker is not None:
            process.current.end_frozen(locker)
            done = True
    if not done:
        raise NothingKeptError


def agree(session: Session, places: Sequence[Bundle], account: bytes) -> int:
    """Show the half of a thaw that is kept in these places; returns what the shelf says of it.

    The newest half that the shelf knows counts: one is older than a renewal, another newer than it and without effect.
    What the account sent of late is taken in before. Raises NothingKeptError, SameHandError where this account showed
    the other half, or a ShelfError.
    """
    take_in_custodies(session)
    standing = standings(session, places).get(account)
    if standing is not None and standing.is_shut:
        if gave_other(session, places, account, standing):
            raise SameHandError
        note_half(session, account, half_of(places), today=standing.today)
    for half in dict.fromkeys(one.thaw_half for one in _custodies(session, places, account) if one.thaw_half):
        try:
            return session.shelf.thaw(half)
        except BadTicketError:
            continue
    raise NothingKeptError


def gave_other(session: Session, places: Sequence[Bundle], account: bytes, standing: Standing) -> bool:
    """Did this account give the other of the two agreements, so that the one of these places is somebody else's?"""
    return gave_other_half(session, account, half_of(places), state=standing.state)


def _custodies(session: Session, places: Sequence[Bundle], account: bytes) -> Iterator[Custody]:
    for place in places:
        yield from kept(session, place).get(account, [])


def note_standings(session: Session) -> bool:
    """Note freezes and thaws in the divisions that this account coordinates; say whether there was anything to note.

    Who was thawed is sent the keys of the present epoch, for they went to nobody frozen. Raises a ShelfError, or what
    `writing.write` does.
    """
    divisions = session.divisions(least=Role.COORDINATOR)
    known = standings(session, divisions) if divisions else {}
    noted = False
    for bundle in divisions:
        holding, notes = roster_of(session, bundle.journal).grants, frozen_accounts(session, bundle.journal)
        for account, standing in known.items():
            if standing.state.is_frozen and account in holding and account not in notes:
                note_freeze(session, bundle.journal, account)
            elif not standing.state.is_frozen and account in notes:
                send_bundle(session, session.keyring.bundles[bundle.journal.hex()], account)
                note_thaw(session, bundle.journal, notes[account])
            else:
                continue
            noted = True
    return noted
