"""Who holds what in the divisions that this account coordinates, as their rosters say at this hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from busel.desk.access.stating import roster_of
from busel.desk.clock import this_hour
from busel.desk.keys.posting import self_signed
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.statements import Grant, Member, longest

_RANK = list(Role).index


@dataclass(frozen=True)
class Holding:
    """What one account holds on one division: its highest role, and what all its grants give together. Hours."""

    division: bytes
    name: str
    role: Role
    since: int
    until: int
    """The last hour of the highest role; 0 without end."""
    history: bool
    """Does it read what was written before it came?"""
    may_export: bool
    changed: int
    """The hour of the newest grant."""


@dataclass(frozen=True)
class Holder:
    """An account that holds something, and what. `member` is what it signed itself, as the divisions know it."""

    member: Member
    handle: str
    """What people call it by; with the beginning of its id where another account claims the same handle."""
    holdings: tuple[Holding, ...]

    @property
    def account(self) -> bytes:
        """The account's id."""
        return self.member.account

    def on(self, division: bytes) -> Holding | None:
        """Return what it holds on a division."""
        return next((one for one in self.holdings if one.division == division), None)

    @property
    def roles(self) -> list[Role]:
        """Its different roles, the highest first."""
        return sorted({one.role for one in self.holdings}, key=_RANK, reverse=True)

    @property
    def until(self) -> int:
        """The hour at which the first of it ends; 0 where nothing does."""
        return min((one.until for one in self.holdings if one.until), default=0)


def coordinated(session: Session) -> list[Bundle]:
    """Return the divisions in which this account gives and takes away access, by name."""
    return [one for one in session.divisions(least=Role.COORDINATOR) if session.may(Role.COORDINATOR, one.journal)]


def holders(session: Session) -> list[Holder]:
    """Return everybody who holds something there, by handle."""
    found: dict[bytes, list[Holding]] = {}
    members = known_members(session)
    for bundle in coordinated(session):
        for account, grants in roster_of(session, bundle.journal).grants.items():
            if account in members and (held := _holding(bundle, grants)) is not None:
                found.setdefault(account, []).append(held)
    twins = Counter(members[account].handle for account in found)
    shown = [
        Holder(members[account], shown_handle(members[account], twins), tuple(held)) for account, held in found.items()
    ]
    return sorted(shown, key=lambda one: one.handle)


def holder(session: Session, account: bytes) -> Holder | None:
    """Return one of them."""
    return next((one for one in holders(session) if one.account == account), None)


def shown_handle(member: Member, twins: Counter[str]) -> str:
    """Return a handle that is nobody else's here: anybody can sign any handle for an account of their own."""
    return member.handle if twins[member.handle] <= 1 else f"{member.handle} ({member.account.hex()[:8]})"


def known_members(session: Session) -> dict[bytes, Member]:
    """Return the members of these divisions, each with the key that the rosters have for it. Each is verified once."""
    numbers = {session.numbers[bundle.journal]: bundle.journal for bundle in coordinated(session)}
    stored = Item.objects.filter(division__in=numbers, kind="member").values_list("division", "fields")
    verified: dict[str, Member | None] = {}
    found: dict[bytes, Member] = {}
    for number, fields in stored:
        signature = str((fields.get("statement") or {}).get("signature"))
        if signature not in verified:
            verified[signature] = self_signed(fields)
        member = verified[signature]
        if member is not None and roster_of(session, numbers[number]).keys.get(member.account) == member.signing:
            found[member.account] = member
    return found


def _holding(bundle: Bundle, grants: Iterable[Grant]) -> Holding | None:
    held = [one for one in grants if one.holds_at(this_hour())]
    if not held:
        return None
    role = max((one.role for one in held), key=_RANK)
    lasting = longest(held, role)
    return Holding(
        division=bundle.journal,
        name=bundle.name,
        role=role,
        since=min(one.since for one in held),
        until=lasting.not_after if lasting else 0,
        history=any(not one.from_epoch and one.role.reads for one in held),
        may_export=any(one.may_export for one in held),
        changed=max(one.since for one in held),
    )
