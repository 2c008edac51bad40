"""Members: who is let into a division, and who no longer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from busel.desk.access.called import is_called, members_called, only_one
from busel.desk.access.hellos import Newcomer as Newcomer
from busel.desk.access.hellos import newcomers as newcomers
from busel.desk.access.stating import Hand, roster_of, state
from busel.desk.clock import this_hour
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.keys.custodies import keep_custody, refuse_unfreezable
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.posting import letter_id, members_of, post
from busel.desk.session import Session
from busel.journal.deed import Fields, Op
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.letters import GRANT, GrantLetter
from busel.registry.roles import Role
from busel.registry.roster import TWO
from busel.registry.statements import Grant, Member, Proposal, Revocation, statement_fields
from busel.vault.entropy import new_id, new_record_id

ON_DIVISIONS = (Role.COLLECTOR, Role.VIEWER, Role.EDITOR, Role.COORDINATOR)


class TwoNeededError(NotAllowedError):
    """Two coordinators sign a grant in this division: one proposes, another completes."""


@dataclass(frozen=True)
class Terms:
    """What is granted. `not_after` is an hour since 1970, 0 without end; `history` False is "from now on only"."""

    role: Role
    not_after: int = 0
    history: bool = True
    may_export: bool = False
    proposal: Proposal | None = None
    """Another coordinator's, of the same terms, where the division takes two signatures."""


def grant(session: Session, division: bytes, whom: str, terms: Terms) -> bytes:
    """Let a member into a division: the statement into its roster, the keys into the member's mailbox. Idempotent.

    The member is found by handle, or by the account's id in hexadecimal digits, in the records of every division that
    is open here and among the hellos in this one's inbox. Returns the account's id. Raises NotAllowedError, LookupError
    when nobody is called so, TwoAccountsError when two are, TwoNeededError where two coordinators sign (`proposing`),
    UnfreezableError for a newcomer whom nobody could shut out, or a ShelfError; after one, call it again.
    """
    refuse_granting(session, division, terms)
    with session.lock:
        came = [one for one in newcomers(session, division) if is_called(one.hello.member, whom)]
        member = only_one(members_called(session, division, whom), [one.hello.member for one in came], whom=whom)
        refuse_unfreezable(session, division, [one.hello for one in came if one.hello.member == member])
        let_in(session, division, member, terms)
        take_hellos(session, division, member)
        return member.account


def refuse_granting(session: Session, division: bytes, terms: Terms) -> None:
    """Raise NotAllowedError unless this account may grant such terms there."""
    if terms.role not in ON_DIVISIONS or not session.may(Role.COORDINATOR, division):
        raise NotAllowedError


def refuse_if_unfreezable(session: Session, division: bytes, member: Member) -> None:
    """Raise UnfreezableError if a hello of this member lies in the inbox and brought nothing that freezes it."""
    came = [one.hello for one in newcomers(session, division) if one.hello.member == member]
    refuse_unfreezable(session, division, came)


def take_hellos(session: Session, division: bytes, member: Member) -> None:
    """Take a member's hellos out of a division's inbox: they were answered."""
    came = [one for one in newcomers(session, division) if one.hello.member == member]
    for one in came:  # what came with it is kept before it is gone
        keep_custody(session, division, member.account, one.hello.custody)
    envelopes = [one.envelope for one in came]
    session.shelf.take(session.token, division, session.ledgers[division].bundle.write, envelopes)


def let_in(
    session: Session,
    division: bytes,
    member: Member,
    terms: Terms,
    *,
    deed: bytes = b"",
    places: Sequence[bytes] = (),
) -> None:
    """Do what `grant` does for a member who is known already; the hello stays. Raises as `grant`.

    `deed` is the id of one grant over several `places`: done again, it is there once, and not where it was ended since.
    """
    refuse_granting(session, division, terms)
    with session.lock:
        statement = standing(session, division, member, terms)
        if statement is None and session.ledgers[division].has(deed, "grant"):
            return
        if statement is None and terms.proposal is None and roster_of(session, division).signatures >= TWO:
            raise TwoNeededError
        known = member.account in members_of(session, division)
        unknown = None if known else statement_fields(member)

        def put(hand: Hand) -> Grant:
            given = _grant(hand, member, terms)
            _write_grant(session, given, unknown, deed=deed, places=places)
            return given

        statement = statement or state(session, division, put)
        send_grant(session, session.keyring.bundles[division.hex()], member, statement)


def revoke(session: Session, division: bytes, account: bytes, only: Sequence[Grant] = ()) -> bool:
    """End every grant of an account on a division, or `only` these; True when a rotation is owed now.

    The end is a statement, the lock is the rotation: the caller does it next. Raises NotAllowedError or a ShelfError.
    """
    if not session.may(Role.COORDINATOR, division):
        raise NotAllowedError
    with session.lock:
        state(session, division, lambda hand: _write_revocation(session, hand, account, only))
        return bool(rotations_owed(session, [division]))


def _write_revocation(session: Session, hand: Hand, account: bytes, only: Sequence[Grant]) -> None:
    held = only or hand.roster.grants.get(account, [])
    if not held:
        return
    statement = Revocation(**hand.place, account=account, grants=[one.digest() for one in held]).sign(hand.key)
    record = new_record_id()
    fields = {**statement_fields(statement), "epoch": hand.epoch}
    write(session, hand.division, "revoke", [(record, [Op("revocation", record, fields)])])


def is_on(grant: Grant, terms: Terms) -> bool:
    """Is a grant on these very terms?"""
    held = (grant.role, grant.not_after, not grant.from_epoch, grant.may_export)
    return held == (terms.role, terms.not_after, terms.history, terms.may_export)


def standing(session: Session, division: bytes, member: Member, terms: Terms) -> Grant | None:
    """Return a grant in force on the same terms: then only the letter is sent again."""
    held = roster_of(session, division).grants.get(member.account, [])
    return next((one for one in held if is_on(one, terms) and one.holds_at(this_hour())), None)


def _grant(hand: Hand, member: Member, terms: Terms) -> Grant:
    return Grant(
        **hand.place,
        id=terms.proposal.id if terms.proposal else new_id(),
        account=member.account,
        signing=member.signing,
        role=terms.role,
        not_after=terms.not_after,
        from_epoch=0 if terms.history else hand.epoch + 1,
        may_export=terms.may_export,
        proposal=terms.proposal,
    ).sign(hand.key)


def _write_grant(
    session: Session, statement: Grant, member: Fields | None, *, deed: bytes = b"", places: Sequence[bytes] = ()
) -> None:
    ops = [("grant", statement_fields(statement)), *([("member", member)] if member else [])]
    records = [(new_record_id(), kind, fields) for kind, fields in ops]
    about = [(record, [Op(kind, record, fields)]) for record, kind, fields in records]
    write(session, statement.division, "grant", about, deed=deed, places=places)


def send_grant(session: Session, bundle: Bundle, member: Member, statement: Grant) -> None:
    """Send the keys that a grant gives: of each epoch one letter, however often it is sent. Raises a ShelfError."""
    letter = GrantLetter(
        grant=statement,
        chain=session.certificates.line(bundle.journal),
        bundle=msgspec.structs.replace(
            bundle_for(bundle, statement.role, history=not statement.from_epoch), grant=statement
        ),
    )
    # Of each epoch another one: a letter that still waits from before holds keys that open nothing any more.
    id_ = letter_id(bundle, GRANT, statement.digest(), bundle.keys.read_ticket())
    post(session, bundle, member, (GRANT, letter), id_=id_)
