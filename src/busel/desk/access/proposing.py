"""Grants that take two coordinators: one proposes, another one completes. A proposal holds no key.

Why a proposal is no statement of the roster: it changes nothing, and who made it may take it back. What counts is its
signature inside the grant, which every desk asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from busel.desk.access.called import is_called, members_called, only_one
from busel.desk.access.grants import (
    Terms,
    TwoNeededError,
    let_in,
    newcomers,
    refuse_granting,
    refuse_if_unfreezable,
    standing,
    take_hellos,
)
from busel.desk.access.stating import roster_of
from busel.desk.clock import HOUR_SECONDS, this_hour
from busel.desk.journals.writing import NotAllowedError, NotBelievedError, write
from busel.desk.keys.posting import every_member, handles_of, members_of
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.registry.roster import TWO
from busel.registry.statements import Grant, Member, Proposal, statement_fields
from busel.vault.entropy import new_id, new_record_id
from busel.vault.errors import BadSignatureError

PROPOSAL = "proposal"
LASTS = 14 * 86_400 // HOUR_SECONDS
"""So many hours a proposal waits: what nobody completed by then is to be proposed anew."""


@dataclass(frozen=True)
class Proposed:
    """A proposal that may still be completed. `handle` is who proposed, `member` whom."""

    record: int
    proposal: Proposal
    member: Member
    handle: str
    is_own: bool

    @property
    def terms(self) -> Terms:
        """What is proposed."""
        one = self.proposal
        return Terms(one.role, one.not_after, history=not one.from_now_on, may_export=one.may_export)


class NotThereError(LookupError):
    """There is no such proposal any more: it was completed, taken back, is too old, or somebody was let go since."""


def takes_two(session: Session, division: bytes) -> bool:
    """Do two coordinators sign a grant in this division?"""
    return roster_of(session, division).signatures >= TWO


def proposals(session: Session, division: bytes) -> list[Proposed]:
    """Return the proposals that wait in a division, the newest first; what could not be completed is none."""
    members = {one.account: one for one in every_member(session, division)} | members_of(session, division)
    handles, found = handles_of(session, division), []
    for item in Item.objects.filter(division=session.numbers[division], kind=PROPOSAL):
        proposal = _read(session, division, item.fields)
        member = members.get(proposal.account) if proposal else None
        if proposal is not None and member is not None and member.signing == proposal.signing:
            by, is_own = handles.get(proposal.by, proposal.by.hex()), proposal.by == session.account
            found.append(Proposed(item.record, proposal, member, by, is_own=is_own))
    return sorted(found, key=lambda one: one.proposal.since, reverse=True)


def _read(session: Session, division: bytes, fields: dict[str, object]) -> Proposal | None:
    """Return a proposal that would count: of it no grant was made, it is not too old, nobody was let go since."""
    roster, hour = roster_of(session, division), this_hour()
    try:
        proposal = msgspec.convert(fields.get("statement"), Proposal)
        proposal.check(roster.keys.get(proposal.by, b""))
    except (msgspec.ValidationError, BadSignatureError):
        return None
    made = any(isinstance(one, Grant) and one.id == proposal.id for one in roster.statements)
    fits = (proposal.organisation, proposal.division) == (roster.organisation, division)
    waits = proposal.since <= hour <= proposal.since + LASTS and (not proposal.not_after or hour <= proposal.not_after)
    counts = roster.still_counts(proposal) and roster.holds(proposal.by, Role.COORDINATOR, hour)
    return proposal if fits and waits and not made and counts else None


def _member(session: Session, division: bytes, whom: str) -> Member:
    came = [one.hello.member for one in newcomers(session, division) if is_called(one.hello.member, whom)]
    return only_one(members_called(session, division, whom), came, whom=whom)


def propose(session: Session, division: bytes, whom: str, terms: Terms) -> bytes:
    """Propose a grant; return the account's id. Raises as `grants.grant` does. What was proposed already stays."""
    refuse_granting(session, division, terms)
    with session.lock:
        member = _member(session, division, whom)
        refuse_if_unfreezable(session, division, member)
        propose_for(session, division, member, terms)
        return member.account


def propose_for(session: Session, division: bytes, member: Member, terms: Terms) -> None:
    """Do what `propose` does for a member who is known already."""
    refuse_granting(session, division, terms)
    with session.lock:
        if any(one.is_own and (one.member, one.terms) == (member, terms) for one in proposals(session, division)):
            return
        end = roster_of(session, division).tip
        proposal = Proposal(
            organisation=session.keyring.organisation,
            id=new_id(),
            division=division,
            account=member.account,
            signing=member.signing,
            role=terms.role,
            since=this_hour(),
            not_after=terms.not_after,
            from_now_on=not terms.history,
            may_export=terms.may_export,
            by=session.account,
            number=end.count,
            previous=end.digest,
        ).sign(session.keyring.account.signing)
        records = [(PROPOSAL, statement_fields(proposal))]
        if member.account not in members_of(session, division):
            records.append(("member", statement_fields(member)))
        about = [(id_ := new_record_id(), [Op(kind, id_, fields)]) for kind, fields in records]
        write(session, division, "propose_grant", about)


def complete(session: Session, division: bytes, proposal: bytes) -> bytes:
    """Complete another coordinator's proposal, named by its id; return the account's id.

    Raises NotThereError, NotAllowedError for an own one, UnfreezableError, or a ShelfError; after one, call it again.
    """
    with session.lock:
        found = next((one for one in proposals(session, division) if one.proposal.id == proposal), None)
        if found is None:
            raise NotThereError
        if found.is_own:
            raise NotAllowedError
        refuse_granting(session, division, found.terms)
        refuse_if_unfreezable(session, division, found.member)
        try:
            let_in(session, division, found.member, replace(found.terms, proposal=found.proposal))
        except NotBelievedError as error:  # somebody was let go in this very moment
            raise NotThereError from error
        take_hellos(session, division, found.member)
        return found.member.account


def withdraw(session: Session, division: bytes, proposal: bytes) -> None:
    """Take a proposal back, or refuse another's. Raises NotThereError, NotAllowedError or a ShelfError.

    Its signature stays valid for who kept it: another coordinator could complete it all the same, until the account or
    who proposed it is let go.
    """
    if not session.may(Role.COORDINATOR, division):
        raise NotAllowedError
    with session.lock:
        found = next((one for one in proposals(session, division) if one.proposal.id == proposal), None)
        if found is None:
            raise NotThereError
        item = Item.objects.get(division=session.numbers[division], kind=PROPOSAL, record=found.record)
        write(session, division, "withdraw_proposal", [(found.record, [Op(PROPOSAL, found.record, None, item.fields)])])


def will_wait(session: Session, division: bytes, member: Member, terms: Terms) -> bool:
    """Would `let_in_or_propose` only propose it?"""
    holds = standing(session, division, member, terms) is not None
    return takes_two(session, division) and not holds and not _by_others(session, division, member, terms)


def _by_others(session: Session, division: bytes, member: Member, terms: Terms) -> list[bytes]:
    same = [one for one in proposals(session, division) if (one.member, one.terms) == (member, terms)]
    return [one.proposal.id for one in same if not one.is_own]


def let_in_or_propose(
    session: Session,
    division: bytes,
    member: Member,
    terms: Terms,
    *,
    deed: bytes = b"",
    places: Sequence[bytes] = (),
) -> bool:
    """Let a member in where one signature is enough, or where another coordinator proposed the same; else propose it.

    Says whether the member was let in. Raises as `grants.let_in` does.
    """
    with session.lock:
        try:
            let_in(session, division, member, terms, deed=deed, places=places)
        except TwoNeededError:
            others = _by_others(session, division, member, terms)
            if not others:
                propose_for(session, division, member, terms)
                return False
            complete(session, division, others[0])
        return True


def grant_or_propose(session: Session, division: bytes, whom: str, terms: Terms) -> tuple[bytes, bool]:
    """Let a member in where one signature is enough, or where another coordinator proposed the same; else propose it.

    Returns the account's id and whether it was let in. Raises as `grants.grant` does.
    """
    refuse_granting(session, division, terms)
    with session.lock:
        member = _member(session, division, whom)
        refuse_if_unfreezable(session, division, member)
        is_in = let_in_or_propose(session, division, member, terms)
        if is_in:
            take_hellos(session, division, member)
        return member.account, is_in
