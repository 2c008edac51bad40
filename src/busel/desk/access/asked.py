"""Access that one coordinator proposed and another one is to agree to, as it lies in the divisions coordinated here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from busel.desk.access.grants import Terms
from busel.desk.access.holders import coordinated
from busel.desk.access.proposing import PROPOSAL, Proposed, proposals
from busel.desk.running import options
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.six_words import six_words
from busel.registry.statements import Member


@dataclass(frozen=True)
class Asked:
    """What one coordinator proposed for one member on the same terms: one proposal for each division."""

    proposals: tuple[tuple[bytes, Proposed], ...]
    """Division and proposal, by the division's name."""

    @property
    def _first(self) -> Proposed:
        return self.proposals[0][1]

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        return self._first.proposal.id.hex()

    @property
    def member(self) -> Member:
        """Who is to be let in."""
        return self._first.member

    @property
    def terms(self) -> Terms:
        """On which terms."""
        return self._first.terms

    @property
    def by(self) -> str:
        """The handle of who proposed it."""
        return self._first.handle

    @property
    def since(self) -> int:
        """The hour of the first proposal."""
        return min(one.proposal.since for _division, one in self.proposals)

    @property
    def is_own(self) -> bool:
        """Did this account propose it? Then another one agrees."""
        return self._first.is_own

    @property
    def divisions(self) -> list[bytes]:
        """Where."""
        return [division for division, _one in self.proposals]

    def words(self, session: Session) -> str:
        """Return the six words of the member, in the organisation's language; the member sees the same."""
        return six_words(session.keyring.root, self.member, language=options.chosen.language)


def asked(session: Session) -> list[Asked]:
    """Return what waits for a second coordinator, the oldest first."""
    numbers = {session.numbers[bundle.journal]: bundle for bundle in coordinated(session)}
    lying = set(Item.objects.filter(division__in=numbers, kind=PROPOSAL).values_list("division_id", flat=True))
    groups: dict[tuple[bytes, bytes, Terms], list[tuple[bytes, Proposed]]] = {}
    for bundle in sorted((numbers[number] for number in lying), key=lambda one: one.name):
        for one in proposals(session, bundle.journal):
            groups.setdefault((one.member.account, one.proposal.by, one.terms), []).append((bundle.journal, one))
    return sorted((Asked(tuple(some)) for some in groups.values()), key=lambda one: (one.since, one.name))


def find_asked(session: Session, name: str) -> Asked | None:
    """Return one of them, named by any of its proposals; None once it was decided, or is too old."""
    found = (one for one in asked(session) if any(each.proposal.id.hex() == name for _at, each in one.proposals))
    return next(found, None)


def asked_for(everything: Sequence[Asked], member: Member, division: bytes) -> bool:
    """Is access to a division proposed for this member already?"""
    return any(one.member == member and division in one.divisions for one in everything)
