"""Which member a name means: a handle, or an account's id. A handle that two accounts claim names neither."""

from __future__ import annotations

from busel.desk.access.stating import roster_of
from busel.desk.keys.posting import every_member, members_of
from busel.desk.session import Session
from busel.registry.statements import Member


class TwoAccountsError(LookupError):
    """Several accounts have the handle: it names none of them. One is named by its id."""

    def __init__(self, accounts: list[bytes]) -> None:
        ids = ", ".join(account.hex() for account in accounts)
        super().__init__(f"Several accounts have this handle. Compare their words, then name one by its id: {ids}.")
        self.accounts = accounts


def is_called(member: Member, whom: str) -> bool:
    """Is this the member's handle, or the account's id in hexadecimal digits?"""
    return whom in (member.handle, member.account.hex())


def members_called(session: Session, division: bytes, whom: str) -> list[Member]:
    """Return the members who are called so: by id as this division knows them, otherwise in all that is open here."""
    here = [one for one in members_of(session, division).values() if one.account.hex() == whom]
    everywhere = (one for bundle in session.divisions() for one in _named(session, bundle.journal, whom))
    return here or list(everywhere)


def _named(session: Session, division: bytes, whom: str) -> list[Member]:
    """Return who claims a name in a division, but those who claim an account whose key is known to be another's."""
    keys = roster_of(session, division).keys
    found = (one for one in every_member(session, division) if is_called(one, whom))
    return [one for one in found if keys.get(one.account, one.signing) == one.signing]


def only_one(known: list[Member], came: list[Member], *, whom: str) -> Member:
    """Return the one member of that name. Raises LookupError, TwoAccountsError for two: a handle alone names nobody."""
    by_id = [one for one in known if one.account.hex() == whom]
    members = set(by_id or [*known, *came])
    if not members:
        raise LookupError
    members -= {one for one in members if any(_goes_on(other, one) for other in members)}
    if len(members) > 1:
        raise TwoAccountsError(sorted({one.account for one in members}))
    return members.pop()


def _goes_on(new: Member, old: Member) -> bool:
    """Is it the same account with newer keys, which the division that knows the old ones was not told yet?"""
    return new.account == old.account and new.comes_after(old.signing)
