"""Giving and taking away access in several divisions: one decision, noted before it begins, never half forgotten.

A grant over several divisions is one deed: one id, every place named in it. Before the first place is written, what is
meant stands in the account's own journal; after the last, the note goes. A desk that ends between tells it at the next
sign-in, and going on is harmless: a place that has it gets nothing but its letter again, which is the same envelope.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from busel.desk.access.grants import Terms, is_on, refuse_if_unfreezable, revoke, take_hellos
from busel.desk.access.proposing import let_in_or_propose, will_wait
from busel.desk.access.stating import roster_of
from busel.desk.account.preferences import own_records
from busel.desk.clock import this_hour
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.certificates import SEPARATOR
from busel.registry.roles import Role
from busel.registry.statements import Grant, Member
from busel.vault.entropy import new_id, new_record_id

KIND = "access_work"
Told = Callable[[int, int], None]
"""Told (divisions done, divisions in all)."""


class Work(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is meant: this member holds this, there. Stored as it stands: ids are hexadecimal, each default is empty."""

    deed: str
    record: int
    member: Member
    divisions: list[str]
    role: Role | None = None
    """None: all that is held there ends."""
    not_after: int = 0
    from_now_on: bool = False
    may_export: bool = False
    ends_others: bool = False
    """Does what was held there besides end? So a role is lowered, or an end brought forward."""
    hello: str = ""
    """The envelope of the newcomer's hello, and the division in whose inbox it lies: taken out at last."""
    hello_division: str = ""

    @property
    def journals(self) -> list[bytes]:
        """The divisions' journals."""
        return [bytes.fromhex(division) for division in self.divisions]

    @property
    def terms(self) -> Terms | None:
        """What is given; None where all is taken away."""
        if self.role is None:
            return None
        return Terms(self.role, not_after=self.not_after, history=not self.from_now_on, may_export=self.may_export)

    def fields(self) -> dict[str, Any]:
        """Return the mapping that is stored."""
        return dict(msgspec.to_builtins(self))


def work_for(
    member: Member,
    divisions: Sequence[bytes],
    terms: Terms | None,
    *,
    ends_others: bool = False,
    hello: bytes = b"",
    hello_division: bytes = b"",
) -> Work:
    """Return the work that gives a member this in each division, or (without terms) ends all that is held there."""
    given = terms or Terms(Role.COLLECTOR)
    return Work(
        deed=new_id().hex(),
        record=new_record_id(),
        member=member,
        divisions=[division.hex() for division in divisions],
        role=terms.role if terms else None,
        not_after=given.not_after,
        from_now_on=not given.history,
        may_export=given.may_export,
        ends_others=ends_others,
        hello=hello.hex(),
        hello_division=hello_division.hex(),
    )


def carry_out(session: Session, work: Work, *, told: Told = lambda _done, _all: None) -> list[bytes]:
    """Do it in every division, noted in the own journal from before the first to after the last.

    Returns the divisions where it is only proposed, for two coordinators sign there; there the hello stays, too. Raises
    NotAllowedError (also for what would end the own account's role: another coordinator does that), UnfreezableError
    for a newcomer whom nobody could shut out, or a ShelfError; what was done until then stays, and calling it again
    goes on.
    """
    takes = work.ends_others or work.terms is None
    if takes and work.member.account == session.account:
        raise NotAllowedError
    if not all(session.may(Role.COORDINATOR, journal) for journal in work.journals):
        raise NotAllowedError
    if work.hello:
        with session.lock:
            refuse_if_unfreezable(session, bytes.fromhex(work.hello_division), work.member)
    _note(session, work, begun=True)
    waits = []
    for done, journal in enumerate(work.journals, 1):
        if not _do(session, work, journal):
            waits.append(journal)
        told(done, len(work.divisions))
    if work.hello and bytes.fromhex(work.hello_division) not in waits:
        with session.lock:
            take_hellos(session, bytes.fromhex(work.hello_division), work.member)
    _note(session, work, begun=False)
    return waits


def _do(session: Session, work: Work, journal: bytes) -> bool:
    """Do it in one division; say whether it is done, or only proposed."""
    terms, account = work.terms, work.member.account
    with session.lock:
        before = list(roster_of(session, journal).grants.get(account, ()))
        if terms is None:
            if before:
                revoke(session, journal, account)
            return True
        places = work.journals if len(work.divisions) > 1 else []
        deed = bytes.fromhex(work.deed)
        others = [grant for grant in before if not is_on(grant, terms)] if work.ends_others else []
        if others and will_wait(session, journal, work.member, terms):  # a removal would end the proposal, too
            revoke(session, journal, account, others)
            others = []
        is_in = let_in_or_propose(session, journal, work.member, terms, deed=deed, places=places)
        if others:
            revoke(session, journal, account, others)
        return is_in


def takes_away(grants: Sequence[Grant], terms: Terms) -> bool:
    """Would these terms, put in the place of what is held, take anything away? Then the keys are to be changed."""
    return any(not _is_covered(grant, terms) for grant in grants if grant.holds_at(this_hour()))


def _is_covered(grant: Grant, terms: Terms) -> bool:
    longer = not terms.not_after or (bool(grant.not_after) and grant.not_after <= terms.not_after)
    history = terms.history or bool(grant.from_epoch) or not grant.role.reads
    return terms.role.covers(grant.role) and longer and history and (terms.may_export or not grant.may_export)


def forget(session: Session, work: Work) -> None:
    """Do not tell of a work any more; what it has done stays. Raises a ShelfError."""
    _note(session, work, begun=False)


def unfinished(session: Session) -> list[Work]:
    """Return what this account began and did not finish."""
    found = []
    for fields in own_records(session, KIND):
        try:
            found.append(msgspec.convert(fields, Work))
        except (msgspec.ValidationError, ValueError):
            continue
    return found


def below(session: Session, division: bytes) -> list[bytes]:
    """Return a division and all below it that this account coordinates, by name."""
    held = session.divisions(least=Role.COORDINATOR)
    top = next((bundle.name for bundle in held if bundle.journal == division), None)
    if top is None:
        raise NotAllowedError
    return [one.journal for one in held if one.journal == division or one.name.startswith(top + SEPARATOR)]


def _note(session: Session, work: Work, *, begun: bool) -> None:
    noted = any(one.deed == work.deed for one in unfinished(session))
    if noted != begun:
        mailbox, record = session.keyring.account.mailbox, work.record
        op = Op(KIND, record, work.fields()) if begun else Op(KIND, record, None, work.fields())
        write(session, mailbox, "note_access", [(record, [op])])
