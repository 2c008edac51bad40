"""When a roster believes that an account has another signing key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.registry.member import key_after
from busel.registry.roles import Role

if TYPE_CHECKING:
    from busel.registry.roster import Roster
    from busel.registry.statement import InRoster
    from busel.registry.statements import NewKey


def known_key(roster: Roster, account: bytes) -> bytes:
    """Return the key that a division has for an account; of a deputy who never held anything, the one that was named.

    Nothing where it knows none.
    """
    return roster.keys.get(account) or roster.deputies().get(account, b"")


def key_handed_on(roster: Roster, statement: NewKey) -> bytes | None:
    """Return the key to which the account itself led from the one that the roster knows; None where it did not."""
    account, known = statement.account, known_key(roster, statement.account)
    return key_after(statement.handovers, known=known, organisation=roster.organisation, account=account)


def is_by_administrator(roster: Roster, statement: InRoster) -> bool:
    """Does an administrator sign, of commons or the office? Their rosters begin with the root's key, no division's."""
    is_shared = roster.first == roster.root
    return is_shared and roster.holds(statement.by, Role.ADMINISTRATOR, statement.since)


def may_be_changed(roster: Roster, statement: NewKey) -> bool:
    """Do the account's handovers lead to a key that it never had, and may who signs state it at this place?

    Why nobody states it of themselves where others could, and no administrator ever: whoever has taken the account
    could, too. In commons and office the grants go along with the account.

    Why safe: there an administrator only says which key counts of an account whose own key before signed it; nobody's
    role is given, and none is ended.
    """
    account, key = statement.account, key_handed_on(roster, statement)
    if key is None or key in roster.keys_of(account):
        return False
    if statement.by != account:
        return is_by_administrator(roster, statement) or not roster.grants.get(account)
    if not roster.holds(account, Role.COORDINATOR, statement.since):
        return False
    held = (one for one in roster.grants if one != account and roster.holds(one, Role.COORDINATOR, statement.since))
    return next(held, None) is None
