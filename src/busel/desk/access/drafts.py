"""Access that a coordinator is about to give, in RAM until it is confirmed: a question a page, nothing done before."""

from __future__ import annotations

from dataclasses import dataclass, field

from busel.desk.access.granting import Work, below, takes_away, work_for
from busel.desk.access.grants import Terms
from busel.desk.access.holders import Holder
from busel.desk.access.newcomers import Arrived
from busel.desk.access.stating import roster_of
from busel.desk.clock import this_hour
from busel.desk.session import Session
from busel.registry.roles import Role
from busel.registry.statements import Grant, Member
from busel.vault.entropy import new_id

DAY_HOURS = 24
NEWCOMER_DAYS = 90
"""A newcomer's access ends after so many days unless it is renewed: trust grows, and forgotten access dies."""
KEPT = 8
EXPORTING = (Role.EDITOR, Role.COORDINATOR)
"""Roles that may be given the right to export at all."""


@dataclass
class Draft:
    """Who is to get what. `chosen`: divisions, each with or without all below it."""

    member: Member
    handle: str
    id: str = field(default_factory=lambda: new_id().hex())
    arrived: Arrived | None = None
    """The newcomer's hello, whose six words agreed."""
    chosen: dict[bytes, bool] = field(default_factory=dict)
    role: Role | None = None
    until: int | None = None
    """The last hour; 0 without end; None while it is not decided."""
    from_now_on: bool = False
    may_export: bool = False
    replaces: bool = False
    """Is what is held there changed to this? Otherwise it comes beside it."""
    several: bool = False
    """Is more than one division chosen, one after the other?"""

    @property
    def is_newcomer(self) -> bool:
        """Is it somebody whose words were just compared?"""
        return self.arrived is not None

    def divisions(self, session: Session) -> list[bytes]:
        """Return the divisions that are meant, each once, by name. Raises NotAllowedError for one not coordinated."""
        found = {journal for one, deep in self.chosen.items() for journal in (below(session, one) if deep else [one])}
        return sorted(found, key=lambda journal: session.ledgers[journal].bundle.name)

    @property
    def terms(self) -> Terms | None:
        """What is given; None while a question is open. What a role cannot use it is not given."""
        if self.role is None or self.until is None:
            return None
        may_export = self.may_export and self.role in EXPORTING
        history = not self.from_now_on or not self.role.reads
        return Terms(self.role, not_after=self.until, history=history, may_export=may_export)

    def held(self, session: Session) -> list[Grant]:
        """Return the grants in force on the divisions that are meant."""
        found = (roster_of(session, one).grants.get(self.member.account, []) for one in self.divisions(session))
        return [grant for grants in found for grant in grants if grant.holds_at(this_hour())]

    def takes_away(self, session: Session) -> bool:
        """Would something that is held end, so that keys are to be changed?"""
        return self.replaces and self.terms is not None and takes_away(self.held(session), self.terms)

    def work(self, session: Session) -> Work:
        """Return the work that does it. Every question is answered."""
        arrived = self.arrived
        return work_for(
            self.member,
            self.divisions(session),
            self.terms,
            ends_others=self.takes_away(session),
            hello=arrived.newcomer.envelope if arrived else b"",
            hello_division=arrived.division if arrived else b"",
        )


def hour_after(days: int) -> int:
    """Return the last hour of access for so many days."""
    return this_hour() + DAY_HOURS * days


_drafts: dict[str, Draft] = {}


def keep(draft: Draft) -> Draft:
    """Keep a draft; of too many the oldest goes."""
    _drafts[draft.id] = draft
    for id_ in list(_drafts)[: max(len(_drafts) - KEPT, 0)]:
        del _drafts[id_]
    return draft


def find(id_: str) -> Draft | None:
    """Return a draft, or None when it is not kept any more."""
    return _drafts.get(id_)


def let_go(draft: Draft) -> None:
    """Forget one that was carried out."""
    _drafts.pop(draft.id, None)


def forget() -> None:
    """Forget all: for tests; a desk ends with its process."""
    _drafts.clear()


def for_newcomer(arrived: Arrived, roles: tuple[Role, ...]) -> Draft:
    """Begin with what a newcomer wished, for a while and from now on only."""
    hello = arrived.newcomer.hello
    role = hello.role if hello.role in roles else None
    return keep(
        Draft(
            hello.member,
            hello.handle,
            arrived=arrived,
            chosen={arrived.division: False},
            role=role,
            until=hour_after(NEWCOMER_DAYS),
            from_now_on=True,
        )
    )


def for_member(who: Holder) -> Draft:
    """Begin with nothing, for somebody who is known."""
    return keep(Draft(who.member, who.handle))


def for_change(who: Holder, division: bytes) -> Draft:
    """Begin with what somebody holds on a division."""
    held = who.on(division)
    draft = Draft(who.member, who.handle, chosen={division: False}, replaces=True)
    if held is not None:
        draft.role, draft.until = held.role, held.until
        draft.from_now_on, draft.may_export = held.role.reads and not held.history, held.may_export
    return keep(draft)
