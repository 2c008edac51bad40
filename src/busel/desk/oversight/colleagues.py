"""Colleagues whom the brake may have stopped: who reads where this account edits, and who was let go on today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from busel.desk.clock import this_hour, today
from busel.desk.keys.posting import handles_of
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.go_on import KIND, GoOn, believed
from busel.registry.roles import Role


@dataclass(frozen=True)
class Colleague:
    """Somebody who reads a division that this account edits."""

    account: bytes
    handle: str
    division: bytes
    division_name: str
    """One that both hold: the leave is written there."""
    goes_on: bool
    """Was leave given today already?"""


def leaves(session: Session, account: bytes) -> set[bytes]:
    """Return who has let an account go on today, in the divisions that are open here."""
    return {one.by for one in _of_today(session) if one.account == account}


def colleagues(session: Session) -> list[Colleague]:
    """Return whom this account may let go on, by handle."""
    let_go = {one.account for one in _of_today(session)}
    found: dict[bytes, Colleague] = {}
    for bundle in session.divisions(least=Role.EDITOR):
        roster = session.ledgers[bundle.journal].roster
        if roster is None or not session.may(Role.EDITOR, bundle.journal):
            continue
        handles = handles_of(session, bundle.journal)
        for account, grant in roster.in_force(this_hour()).items():
            if grant.role.reads and account != session.account and account not in found:
                handle = handles.get(account, account.hex())
                goes_on = account in let_go
                found[account] = Colleague(account, handle, bundle.journal, bundle.name, goes_on)
    return sorted(found.values(), key=lambda one: one.handle)


def _of_today(session: Session) -> Iterator[GoOn]:
    journals = {number: journal for journal, number in session.numbers.items()}
    for number, fields in Item.objects.filter(kind=KIND).values_list("division_id", "fields"):
        ledger = session.ledgers.get(journals.get(number, b""))
        if ledger is None or ledger.roster is None:
            continue
        leave = believed(fields, ledger.roster, hour=this_hour())
        if leave is not None and leave.day == today():
            yield leave
