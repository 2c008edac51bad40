"""What ends: a division in which the account holds nothing any more is taken out of its desk, and its keys are closed.

Asked at opening and with each exchange, of each division's own roster as of this desk's hour. Closed keys lie in the
locker only, for a week after the end, or until the grant is revoked or the keys are changed: a clock that runs ahead
for one exchange takes nothing from anybody. Those of a division's last coordinator stay closed for longer: without them
nobody could ever let anybody in again. What this cannot do: keys that somebody copied meanwhile open what they opened,
until the division is rotated (`owing.rotations_owed`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import msgspec

from busel.desk.clock import HOUR_SECONDS, this_hour
from busel.desk.journals.ledger import Ledger
from busel.desk.session import Session
from busel.desk.workspace.load import forget, raw_connection
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.merging import merge_bundles
from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import Grant, longest

_HOURS_A_DAY = 86_400 // HOUR_SECONDS
SOON = 14 * _HOURS_A_DAY
"""So many hours before it ends a person is told."""
_CLOSED = 7 * _HOURS_A_DAY
"""So many hours after the end its keys stay in the locker, closed: a clock may have run ahead, a renewal be late."""


@dataclass(frozen=True)
class Ending:
    """What a person holds on a division until an hour, which is its last one."""

    name: str
    hour: int
    last_coordinator: bool
    """Whether nobody coordinates the division after it."""


def take_up_closed(session: Session) -> None:
    """Put what was closed on the keyring again, before the zone opens: its rosters say what holds at this hour."""
    for bundle in session.keyring.closed:
        session.put(_whole(session, session.keyring.bundle(bundle.journal) or bundle))
    session.keyring = msgspec.structs.replace(session.keyring, closed=[])


def without_closed(session: Session, bundle: Bundle) -> Bundle:
    """Take one division from among what is closed; return all that the account has of it."""
    whole = _whole(session, session.keyring.bundle(bundle.journal) or bundle)
    others = [one for one in session.keyring.closed if one.journal != bundle.journal]
    session.keyring = msgspec.structs.replace(session.keyring, closed=others)
    return whole


def close_what_ended(session: Session) -> None:
    """Take out what the account may not read any more; close the keys that go with what it does not hold.

    A division that is shut although mailbox and locker were looked into is taken out too: its keys were changed, and
    not for this account. Its old keys stay, so that a letter that comes later finds what it goes on from. Of one that
    cannot be read to its end the roster verified last is asked, and the grant that came with the keys.
    """
    for bundle in session.keyring.divisions():
        journal, ledger = bundle.journal, session.ledgers.get(bundle.journal)
        if journal not in session.shut and ledger is not None and ledger.link is not None:
            if ledger.roster is not None:
                keep_to(session, bundle, ledger.roster)
        elif not bundle.lasts(this_hour()):
            _close_unread(session, bundle)
        elif journal in session.shut and ledger is not None:
            _take_out(session, ledger)


def _close_unread(session: Session, bundle: Bundle) -> None:
    """Close what is over by the grant that came with the keys, where no roster tells of another one.

    Keys stay closed until the roster can be read: it may give a lower role, and who stops a journal must end nothing.
    """
    ledger, shut = session.ledgers.get(bundle.journal), bundle.journal in session.shut
    roster = ledger.roster if ledger is not None and not shut else None
    if roster is None or roster.role_of(session.account, this_hour()) is None:
        _close(session, bundle, None, comes_back=not shut and (bool(bundle.epochs) or _is_fresh(bundle.grant)))


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
    """Show of a division what the roster gives the account, and nothing above it.

    The keys that go are closed, for a week, unless the grant was revoked. Those of the division's last coordinator stay
    closed as long as nobody else coordinates it.
    """
    now, held = this_hour(), roster.grants.get(session.account, ())
    role, whole = roster.role_of(session.account, now), _whole(session, bundle)
    if role is not None and (role is bundle.role or not bundle.role.covers(role)):
        return
    last = whole.role is Role.COORDINATOR and _is_last(session, roster, now)
    comes_back = last or _is_fresh(longest(held, whole.role))
    left = msgspec.structs.replace(bundle_for(bundle, role), grant=longest(held, role)) if role is not None else None
    if left is None or not left.epochs:
        _close(session, whole, left, comes_back=comes_back)
    else:
        session.ledgers[bundle.journal].bundle = left
        _leave(session, whole, left, comes_back=comes_back)


def _whole(session: Session, bundle: Bundle) -> Bundle:
    """Return a bundle with what was closed of it before."""
    closed = (one for one in session.keyring.closed if one.journal == bundle.journal)
    return reduce(merge_bundles, closed, bundle)


def _is_fresh(grant: Grant | None) -> bool:
    """Is a grant in force, or over since less than a week?"""
    return grant is not None and grant.holds_at(this_hour() - _CLOSED)


def _is_last(session: Session, roster: Roster | None, hour: int) -> bool:
    """Does nobody else coordinate a division at this hour?"""
    held = roster.in_force(hour) if roster else {}
    return not any(grant.role is Role.COORDINATOR for account, grant in held.items() if account != session.account)


def _close(session: Session, bundle: Bundle, left: Bundle | None, *, comes_back: bool) -> None:
    """Take a division out and tell of it; `left` is what stays on the keyring."""
    journal = bundle.journal
    session.shut.discard(journal)
    session.keyring = msgspec.structs.replace(session.keyring, heads=session.heads())
    if ledger := session.ledgers.pop(journal, None):
        _take_out(session, ledger)
        number = session.numbers.pop(journal)
        raw_connection().execute("DELETE FROM workspace_division WHERE id = ?", (number,))
    session.waiting.pop(journal, None)
    if left is None:
        session.ended.add(bundle.name)
    _leave(session, bundle, left, comes_back=comes_back)


def _leave(session: Session, bundle: Bundle, left: Bundle | None, *, comes_back: bool) -> None:
    """Leave `left` on the keyring, and the whole bundle among what is closed if it may come back."""
    journal, closed = bundle.journal, [bundle] if comes_back else []
    keys_go = not comes_back and (left is None or not left.epochs)
    while (
        session.keyring.bundle(journal) != left
        or [one for one in session.keyring.closed if one.journal == journal] != closed
        or (keys_go and _pending(session, journal))
    ):
        keyring = session.keyring
        bundles = {key: one for key, one in keyring.bundles.items() if one.journal != journal}
        others = [one for one in keyring.closed if one.journal != journal]
        pending = [one for one in keyring.pending if not keys_go or one.journal != journal]
        changes = {"bundles": bundles, "closed": [*others, *closed], "pending": pending}
        session.keyring = msgspec.structs.replace(keyring, **changes)
        if left is not None:
            session.put(left)
        session.save_keyring()  # a desk of the same account that still held it would have merged it in again


def _pending(session: Session, journal: bytes) -> bool:
    return any(one.journal == journal for one in session.keyring.pending)


def _take_out(session: Session, ledger: Ledger) -> None:
    """Take a division's rows out of the workspace; its newest head stays remembered."""
    ledger.remembered, ledger.link = ledger.remembered or ledger.link, None
    forget(raw_connection(), session.numbers[ledger.place.journal])
