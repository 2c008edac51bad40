"""Rosters by hand: persons with keys, and the statements that they sign."""

from __future__ import annotations

from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import BY_DIVISION_KEY, Deputies, Epoch, Grant, Proposal, Revocation
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey

ORGANISATION, DIVISION = new_id(), new_id()
DIVISION_KEY, ROOT_KEY = SigningKey.new(), SigningKey.new()


class Person:
    def __init__(self) -> None:
        self.id, self.key = new_id(), SigningKey.new()

    def grants(self, roster: Roster, whom: Person, role: Role, hour: int, **other: object) -> Grant:
        return granted(roster, whom, role, hour, by=self.id, **other).sign(self.key)

    def revokes(self, roster: Roster, whom: Person, hour: int, *ended: Grant) -> Revocation:
        place = roster.place(since=hour, by=self.id)
        return Revocation(**place, account=whom.id, grants=[grant.digest() for grant in ended]).sign(self.key)

    def begins(self, roster: Roster, epoch: int, hour: int, *, certificate: int = 0) -> Epoch:
        return Epoch(**roster.place(since=hour, by=self.id), epoch=epoch, certificate=certificate).sign(self.key)

    def names(self, roster: Roster, one: Person, other: Person, hour: int) -> Deputies:
        place = roster.place(since=hour, by=self.id)
        keys = [one.key.public, other.key.public]
        return Deputies(**place, accounts=[one.id, other.id], signing=keys).sign(self.key)

    def proposes(self, roster: Roster, whom: Person, role: Role, hour: int, **other: object) -> Proposal:
        fields = {
            "organisation": ORGANISATION,
            "id": new_id(),
            "division": DIVISION,
            "account": whom.id,
            "signing": whom.key.public,
            "role": role,
            "since": hour,
            "not_after": 0,
            "from_now_on": False,
            "may_export": False,
            "by": self.id,
            "number": roster.tip.count,
            "previous": roster.tip.digest,
        }
        return Proposal(**{**fields, **other}).sign(self.key)  # type: ignore[arg-type]  # a test's own keywords


def granted(roster: Roster, whom: Person, role: Role, hour: int, **other: object) -> Grant:
    fields = {
        **roster.place(since=hour, by=BY_DIVISION_KEY),
        "id": new_id(),
        "account": whom.id,
        "signing": whom.key.public,
        "role": role,
        "not_after": 0,
        "from_epoch": 0,
        "may_export": False,
    }
    return Grant(**{**fields, **other})  # type: ignore[arg-type]  # a test's own keywords


def empty(signatures: int = 1) -> Roster:
    return Roster(ORGANISATION, DIVISION, DIVISION_KEY.public, ROOT_KEY.public, signatures)


def founded(*coordinators: Person, signatures: int = 1) -> tuple[Roster, list[Grant]]:
    roster = empty(signatures)
    first = []
    for one in coordinators:
        first.append(granted(roster, one, Role.COORDINATOR, 100).sign(DIVISION_KEY))
        assert roster.take(first[-1])
    return roster, first
