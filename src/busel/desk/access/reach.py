"""What an account can see: whose people its keys open now, and what they would open after a deed.

Asked of the rosters of the divisions that are open on this desk, and of nothing else: what an account holds elsewhere
nobody can tell from here. Keys stay keys until they are changed: who was let go is counted until the rotation is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from busel.desk.access.grants import Terms
from busel.desk.clock import this_hour
from busel.desk.freezes.freeze_notes import FREEZE
from busel.desk.keys.posting import members_of
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields
from busel.registry.entitled import entitled
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.roster import Roster, roster_statements
from busel.registry.statements import Grant, Revocation

S = TypeVar("S", Grant, Revocation)

ENOUGH = 2
"""So many key holders let a division outlive the arrest of one."""


@dataclass(frozen=True)
class Held:
    """One division that an account holds something in."""

    journal: bytes
    name: str
    role: Role
    since: int
    """The hour of the grant."""
    until: int
    """Its last hour; 0 without end."""
    history: bool
    """With all that was written before; False is "from now on only"."""
    may_export: bool
    people: int
    """Who stand there now, if the role reads."""
    ended: bool = False
    """The access is over, but the keys were not changed since: they still open it."""
    locked: bool = False
    """It is frozen, and the keys were changed since: its own open it no more, until it is thawed."""

    @property
    def reads(self) -> bool:
        """Do its keys open the division?"""
        return self.role.reads and not self.locked


@dataclass(frozen=True)
class Reach:
    """All that one account holds, as far as this desk sees; the most people first."""

    account: bytes
    held: tuple[Held, ...]
    of_all: int
    """All people on this desk."""

    @property
    def people(self) -> int:
        """How many people its keys open."""
        return sum(one.people for one in self.held)

    @property
    def opened(self) -> tuple[Held, ...]:
        """The divisions that its keys open: not those to which it only sends."""
        return tuple(one for one in self.held if one.reads)

    @property
    def share(self) -> float:
        """Which part of the people on this desk, 0 to 1."""
        return self.people / self.of_all if self.of_all else 0.0

    @property
    def role(self) -> Role | None:
        """The highest role that it holds anywhere here."""
        return max((one.role for one in self.held), key=list(Role).index, default=None)


@dataclass(frozen=True)
class OneHolder:
    """A division where only one account can let others in and change the keys. `holder` is that account."""

    journal: bytes
    name: str
    holder: bytes


def reaches(session: Session, *, people: Mapping[bytes, int] | None = None) -> list[Reach]:
    """Return what each known account can see, worst first. `people` counts them by journal; the workspace without."""
    counted = people_by_division(session) if people is None else people
    held: dict[bytes, list[Held]] = {}
    let_go, locked = _let_go(session), _frozen_in()
    for bundle, roster in _rosters(session):
        mine, number = entitled(roster, this_hour()), session.numbers[bundle.journal]
        in_force = {account: one.grant for account, one in mine.items()}
        left = {one.account: one for one in roster.ended_since(bundle.epoch, this_hour())}
        left |= _grants_of(number, let_go[number]) if number in let_go else {}
        left = {one: grant for one, grant in left.items() if one not in in_force or not in_force[one].role.reads}
        people_here = counted.get(bundle.journal, 0)
        for account, grant in {**in_force, **left}.items():
            is_locked = locked.get((number, account.hex()), bundle.epoch) < bundle.epoch
            one = _held(bundle, grant, 0 if is_locked else people_here, ended=account in left)
            history = mine[account].history if account in mine and account not in left else one.history
            held.setdefault(account, []).append(replace(one, locked=is_locked, history=history))
    of_all = sum(counted.values())
    found = [_reach(account, ones, of_all) for account, ones in held.items()]
    return sorted(found, key=lambda reach: (-reach.people, -len(reach.held), reach.account))


def reach_of(session: Session, account: bytes) -> Reach:
    """Return what one account can see; nothing of one that is not known here."""
    nothing = Reach(account, (), sum(people_by_division(session).values()))
    return next((reach for reach in reaches(session) if reach.account == account), nothing)


def reach_after(
    session: Session, account: bytes, *, granted: Mapping[bytes, Terms] | None = None, ended: Collection[bytes] = ()
) -> Reach:
    """Return what an account could see once it was let into some divisions on these terms, and out of others.

    Of a division that it leaves: once the keys there are changed. What is granted beside a higher role adds nothing.
    """
    before, counted, names = reach_of(session, account), people_by_division(session), _names(session)
    held = {one.journal: one for one in before.held if one.journal not in ended}
    for journal, terms in (granted or {}).items():
        new = Held(
            journal=journal,
            name=names.get(journal, ""),
            role=terms.role,
            since=this_hour(),
            until=terms.not_after,
            history=terms.history,
            may_export=terms.may_export,
            people=counted.get(journal, 0) if terms.role.reads else 0,
        )
        held[journal] = _higher(held.get(journal), new)
    return _reach(account, list(held.values()), before.of_all)


def divisions_with_one_holder(session: Session) -> list[OneHolder]:
    """Return the divisions that this account coordinates alone: when it is gone nobody there can change the keys."""
    found = []
    for bundle, roster in _rosters(session, least=Role.COORDINATOR):
        holders = [one for one, grant in roster.in_force(this_hour()).items() if grant.role is Role.COORDINATOR]
        if len(holders) < ENOUGH:
            found.append(OneHolder(bundle.journal, bundle.name, holders[0] if holders else b""))
    return found


def former(session: Session) -> set[bytes]:
    """Return the accounts that were once given something here, and whose keys open nothing here any more."""
    ever = {account for _bundle, roster in _rosters(session) for account in roster.keys}
    return ever - {reach.account for reach in reaches(session)}


def is_known(session: Session, account: bytes) -> bool:
    """Was the account ever given anything in a division that is open here?"""
    return any(account in roster.keys for _bundle, roster in _rosters(session))


def handles_of_all(session: Session, accounts: Iterable[bytes]) -> dict[bytes, str]:
    """Return the handles that accounts signed, as the divisions here have them; without those that none has.

    A division's members are read once, and only where somebody is not known yet: each signature takes its time.
    """
    found: dict[bytes, str] = {}
    missing = set(accounts)
    for bundle, roster in _rosters(session):
        if missing.isdisjoint(roster.keys):
            continue
        members = members_of(session, bundle.journal)
        found |= {account: members[account].handle for account in missing & members.keys()}
        missing -= members.keys()
    return found


def people_by_division(session: Session) -> dict[bytes, int]:
    """Return how many people stand in each division that is open here, by journal."""
    journals = {number: journal for journal, number in session.numbers.items()}
    rows = raw_connection().execute("SELECT division_id, COUNT(*) FROM workspace_contact GROUP BY division_id")
    counted = {journals[number]: count for number, count in rows.fetchall() if number in journals}
    return {bundle.journal: counted.get(bundle.journal, 0) for bundle in session.divisions()}


def _reach(account: bytes, held: list[Held], of_all: int) -> Reach:
    return Reach(account, tuple(sorted(held, key=lambda one: (-one.people, one.name))), of_all)


def _higher(held: Held | None, new: Held) -> Held:
    """Return what an account holds in a division where it is granted more: the higher role, and all that adds up."""
    if held is None or held.ended or new.role.covers(held.role):
        return new if held is None else replace(new, history=new.history or (held.history and held.role.reads))
    return held


def _names(session: Session) -> dict[bytes, str]:
    return {bundle.journal: bundle.name for bundle in session.divisions()}


def _rosters(session: Session, *, least: Role = Role.VIEWER) -> Iterator[tuple[Bundle, Roster]]:
    for bundle in session.divisions(least=least):
        ledger = session.ledgers.get(bundle.journal)
        if ledger is not None and ledger.roster is not None:
            yield bundle, ledger.roster


def _held(bundle: Bundle, grant: Grant, people: int, *, ended: bool = False) -> Held:
    return Held(
        journal=bundle.journal,
        name=bundle.name,
        role=grant.role,
        since=grant.since,
        until=grant.not_after,
        history=not grant.from_epoch,
        may_export=grant.may_export,
        people=people if grant.role.reads else 0,
        ended=ended,
    )


def _let_go(session: Session) -> dict[int, list[Revocation]]:
    """Return the removals since which the keys were not changed: number of the division -> statements."""
    open_here = [session.ledgers[bundle.journal] for bundle, _roster in _rosters(session)]
    epochs = {session.numbers[ledger.place.journal]: ledger.bundle.epoch for ledger in open_here}
    found: dict[int, list[Revocation]] = {}
    for number, fields in Item.objects.filter(kind="revocation").values_list("division_id", "fields"):
        if number in epochs and fields.get("epoch", epochs[number]) >= epochs[number]:
            found.setdefault(number, []).extend(_read([("revocation", fields)], Revocation))
    return found


def _frozen_in() -> dict[tuple[int, str], int]:
    """Return who is frozen where, and in which epoch it was noted: (number of the division, account) -> epoch."""
    notes = Item.objects.filter(kind=FREEZE).values_list("division_id", "fields")
    in_force = ((number, fields) for number, fields in notes if not fields.get("until"))
    return {
        (number, str(fields.get("account", ""))): epoch
        for number, fields in in_force
        if isinstance(epoch := fields.get("epoch", 0), int)
    }


def _grants_of(number: int, ends: list[Revocation]) -> dict[bytes, Grant]:
    """Return the grants that were taken back, of those that brought keys: account -> grant."""
    over = {digest for end in ends for digest in end.grants}
    records = Item.objects.filter(division=number, kind="grant").values_list("kind", "fields")
    return {one.account: one for one in _read(records, Grant) if one.role.reads and one.digest() in over}


def _read(records: Iterable[tuple[str, Fields]], kind: type[S]) -> Iterator[S]:
    return (one for one in roster_statements(records) if isinstance(one, kind))
