"""What ends: a division in which the account holds nothing any more is taken out of its desk, and its keys dropped.

Asked at opening and with each exchange, of each division's own roster as of this desk's hour. What this cannot do: keys
that somebody copied meanwhile open what they opened, until the division is rotated (`grants.rotation_is_owed`).

The keys of a division's last coordinator are closed and not dropped: without them nobody could ever let anybody in
again, and a clock that ran ahead would have ended the division.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from busel.desk.clock import HOUR_SECONDS, this_hour
from busel.desk.ledger import Ledger
from busel.desk.session import Session
from busel.desk.workspace.load import forget, raw_connection
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.roles import Role
from busel.registry.roster import Roster

_HOURS_A_DAY = 86_400 // HOUR_SECONDS
SOON = 14 * _HOURS_A_DAY
"""So many hours before it ends a person is told."""


@dataclass(frozen=True)
class Ending:
    """What a person holds on a division until an hour, which is its last one."""

    name: str
    hour: int
    last_coordinator: bool
    """Whether nobody coordinates the division after it."""


def close_what_ended(session: Session) -> None:
    """Take out what the account may not read any more; drop the keys that go with what it does not hold.

    A division that is shut although mailbox and locker were looked into is taken out too: its keys were changed, and
    not for this account. Its old keys stay, so that a letter that comes later finds what it goes on from.
    """
    for bundle in session.keyring.divisions():
        journal, ledger = bundle.journal, session.ledgers.get(bundle.journal)
        if ledger is None:
            if not bundle.epochs and _is_over(bundle):  # a collector reads no roster
                _close(session, bundle, None)
        elif journal in session.shut and not _is_over(bundle):
            _take_out(session, ledger)
        elif journal in session.shut:
            _close(session, bundle, None)
        elif ledger.link is not None and ledger.roster is not None:
            keep_to(session, bundle, ledger.roster)


def _is_over(bundle: Bundle) -> bool:
    """Is the grant over that came with the keys? Asked where the roster cannot be read."""
    return bundle.grant is not None and not bundle.grant.holds_at(this_hour())


def ending_soon(session: Session) -> list[Ending]:
    """Return what ends within `SOON`, unless another grant makes up for it."""
    now, found = this_hour(), []
    for bundle in session.keyring.divisions():
        ledger = session.ledgers.get(bundle.journal)
        roster = ledger.roster if ledger is not None and ledger.link is not None else None
        until = _until(session, bundle, roster)
        if until and now <= until <= now + SOON:
            last = bundle.role is Role.COORDINATOR and _is_last(session, roster, until + 1)
            found.append(Ending(bundle.name, until, last))
    return found


def _until(session: Session, bundle: Bundle, roster: Roster | None) -> int:
    """Return the last hour of the role that is held; 0 where it has no end."""
    held = roster.grants.get(session.account, []) if roster else [bundle.grant] if bundle.grant else []
    hours = [grant.not_after for grant in held if grant.role.covers(bundle.role)]
    return 0 if 0 in hours else max(hours, default=0)


def keep_to(session: Session, bundle: Bundle, roster: Roster) -> None:
    """Keep of a division what the roster gives the account, and nothing above it."""
    role = roster.role_of(session.account, this_hour())
    if role is None or not role.reads:
        last = bundle.role is Role.COORDINATOR and _is_last(session, roster, this_hour())
        _close(session, bundle, bundle if last else bundle_for(bundle, role) if role else None)
    elif role is not bundle.role and bundle.role.covers(role):
        kept = session.ledgers[bundle.journal].bundle = bundle_for(bundle, role)
        session.put(kept)
        session.save_keyring()


def _is_last(session: Session, roster: Roster | None, hour: int) -> bool:
    """Does nobody else coordinate a division at this hour?"""
    held = roster.in_force(hour) if roster else {}
    return not any(grant.role is Role.COORDINATOR for account, grant in held.items() if account != session.account)


def _close(session: Session, bundle: Bundle, left: Bundle | None) -> None:
    """Take a division out and tell of it; `left` is what stays on the keyring."""
    journal = bundle.journal
    session.shut.discard(journal)
    session.keyring = msgspec.structs.replace(session.keyring, heads=session.heads())
    if ledger := session.ledgers.pop(journal, None):
        _take_out(session, ledger)
        number = session.numbers.pop(journal)
        raw_connection().execute("DELETE FROM workspace_division WHERE id = ?", (number,))
    session.waiting.pop(journal, None)
    if left is None or left.epochs:
        session.ended.add(bundle.name)
    while session.keyring.bundle(journal) not in (left, None) or (left is None and _pending(session, journal)):
        pending = [one for one in session.keyring.pending if left is not None or one.journal != journal]
        bundles = {key: one for key, one in session.keyring.bundles.items() if one.journal != journal}
        session.keyring = msgspec.structs.replace(session.keyring, bundles=bundles, pending=pending)
        if left is not None:
            session.put(left)
        session.save_keyring()  # a desk of the same account that still held it would have merged it in again


def _pending(session: Session, journal: bytes) -> bool:
    return any(one.journal == journal for one in session.keyring.pending)


def _take_out(session: Session, ledger: Ledger) -> None:
    """Take a division's rows out of the workspace; its newest head stays remembered."""
    if ledger.link is not None:
        ledger.remembered, ledger.link = ledger.remembered or ledger.link, None
        forget(raw_connection(), session.numbers[ledger.place.journal])
