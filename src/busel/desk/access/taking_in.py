"""Taking in an account that has new keys, after six words were compared: what it held ends, and begins anew under them.

In one deed of a division's journal: the end of all its grants, the statement which key counts from here on
(`statements.NewKey`), and the same grants for the new key. Where two coordinators sign a grant, the grants are proposed
instead, and access rests until the second one agrees. Done again after a kill it changes nothing, and sends what lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from busel.desk.access.grants import Terms, send_grant
from busel.desk.access.proposing import let_in_or_propose
from busel.desk.access.stating import Hand, roster_of, state
from busel.desk.clock import this_hour
from busel.desk.freezes.freeze_notes import frozen_accounts
from busel.desk.journals.writing import About, NotAllowedError, write
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.changed_keys import known_key
from busel.registry.roles import Role
from busel.registry.roster import TWO, Roster
from busel.registry.statements import Grant, InRoster, Member, NewKey, Revocation, Statement, kind_of, statement_fields
from busel.vault.entropy import new_id, new_record_id

DEED = "take_in_anew"


def is_known_before(session: Session, division: bytes, member: Member) -> bool:
    """Does a division know this account by a key that its handovers go on from, or by this one already?"""
    known = known_key(roster_of(session, division), member.account)
    return bool(known) and (known == member.signing or member.comes_after(known))


def take_in(session: Session, division: bytes, member: Member) -> bool:
    """Let the account go on in a division under its new keys; False where a second coordinator has to agree.

    New keys of the division are owed then. Raises NotAllowedError, also where the handovers lead here from no key that
    is known, and while the account is frozen, for its mailbox may lie in others' hands; or a ShelfError: then call it
    again.
    """
    may = session.may(Role.COORDINATOR, division) and is_known_before(session, division, member)
    if not may or member.account in frozen_accounts(session, division):
        raise NotAllowedError
    with session.lock:
        if known_key(roster_of(session, division), member.account) != member.signing:
            state(session, division, lambda hand: _write(session, hand, member))
        roster = roster_of(session, division)
        bundle = session.keyring.bundles[division.hex()]
        held = [one for one in roster.grants.get(member.account, []) if one.holds_at(this_hour())]
        for grant in held:
            send_grant(session, bundle, member, grant)
        waits = roster.signatures >= TWO and not held
        ended = _ended_for_new_key(roster, member.account) if waits else []
        is_in = [let_in_or_propose(session, division, member, _terms(one)) for one in ended]
        return all(is_in)


def _write(session: Session, hand: Hand, member: Member) -> None:
    statements = list(_statements(hand, member))
    records = [(kind_of(one), noting_its_epoch(one, hand.epoch)) for one in statements]
    records.append(("member", statement_fields(member)))
    about: About = [(id_ := new_record_id(), [Op(kind, id_, fields)]) for kind, fields in records]
    write(session, hand.division, DEED, about)


def noting_its_epoch(statement: Statement, epoch: int) -> dict[str, Any]:
    """Return the fields of the record that holds a statement; of those by which new keys are owed with the epoch."""
    noted = {"epoch": epoch} if isinstance(statement, Revocation | NewKey) else {}
    return {**statement_fields(statement), **noted}


def change_key(hand: Hand, member: Member) -> list[InRoster]:
    """Return the end of all that the account holds, and the statement which key counts from then on.

    Raises NotAllowedError where nobody would believe it.
    """
    account, roster, stated = member.account, hand.roster, list[InRoster]()
    held = roster.grants.get(account, [])
    if held:
        place = _place(hand, roster)
        ended = Revocation(**place, account=account, grants=[one.digest() for one in held]).sign(hand.key)
        stated.append(ended)
        roster = _after(roster, ended)
    changed = NewKey(**_place(hand, roster), account=account, handovers=member.handovers).sign(hand.key)
    _after(roster, changed)
    return [*stated, changed]


def _statements(hand: Hand, member: Member) -> Iterator[InRoster]:
    """Yield what is to be stated, each at the end that the one before it makes."""
    account, roster = member.account, hand.roster
    held = roster.grants.get(account, [])
    for one in change_key(hand, member):
        yield one
        roster = _after(roster, one)
    again = [one for one in held if one.holds_at(this_hour())] if roster.signatures < TWO else []
    for had in again:
        grant = Grant(
            **_place(hand, roster),
            id=new_id(),
            account=account,
            signing=member.signing,
            role=had.role,
            not_after=had.not_after,
            from_epoch=had.from_epoch,
            may_export=had.may_export,
        ).sign(hand.key)
        yield grant
        roster = _after(roster, grant)


def _place(hand: Hand, roster: Roster) -> dict[str, Any]:
    return roster.place(since=hand.place["since"], by=hand.place["by"])


def _after(roster: Roster, statement: InRoster) -> Roster:
    """Return the roster with a statement that was just made. Raises NotAllowedError where nobody would believe it."""
    after = roster.with_all([statement])
    if after is None:
        raise NotAllowedError
    return after


def _ended_for_new_key(roster: Roster, account: bytes) -> Sequence[Grant]:
    """Return the grants that ended right before the account's newest key was stated, and would be in force still."""
    at = next((one for one in reversed(roster.statements) if isinstance(one, NewKey) and one.account == account), None)
    before = roster.statements[at.number - 1] if at is not None and at.number else None
    if not isinstance(before, Revocation) or before.account != account:
        return []
    given = [one for one in roster.statements if isinstance(one, Grant) and one.digest() in before.grants]
    return [one for one in given if one.holds_at(this_hour())]


def _terms(grant: Grant) -> Terms:
    return Terms(grant.role, grant.not_after, history=not grant.from_epoch, may_export=grant.may_export)
