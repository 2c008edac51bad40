"""What a division tells the one above it: counts in tens, of its own people and of what divisions below have told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from busel.desk.clock import today, today_date
from busel.desk.reports.growth import LATELY_DAYS
from busel.desk.session import Session
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields
from busel.journal.envelope import accepted_record_id
from busel.names.places import tiles
from busel.registry.roles import Role
from busel.registry.statements import ROOT
from busel.registry.totals import KIND, MOST_DIVISIONS, SUPPORT, WEEK, Totals, in_tens, read_totals

SENT = "totals_sent"
"""The kind of the record in which a division's coordinators keep what was sent last."""
_REACHED = (
    "NOT (c.risk OR c.no_letters OR c.moved OR c.deceased) AND EXISTS (SELECT 1 FROM workspace_address r"
    " WHERE r.contact_id = c.id AND r.status NOT IN ('bad', 'past') AND r.house != ''"
    " AND r.settlement_be || r.settlement_ru != '')"
)
_PLACES = (
    "SELECT iif(r.district = '', r.region, r.district), COUNT(DISTINCT r.contact_id) FROM workspace_address r"
    " JOIN workspace_contact c ON c.id = r.contact_id WHERE c.division_id = ? AND r.status != 'past' GROUP BY 1"
)
_HAPPENED = (
    "SELECT COUNT(*) FROM workspace_activity r JOIN workspace_contact c ON c.id = r.contact_id"
    " WHERE c.division_id = ? AND r.day BETWEEN ? AND ?"
)


class Sent(msgspec.Struct, frozen=True, omit_defaults=True):
    """The record `totals_sent`: one in a division."""

    statement: Totals | None = None
    """What was sent last, or is to be."""
    envelope: str = ""
    """The envelope's id, hexadecimal: sent again it is one."""
    arrived: bool = False
    """Does it lie in the inbox above?"""
    weekly: bool = False
    """Does the desk of a coordinator send it by itself?"""


@dataclass(frozen=True)
class Plan:
    """How a division stands with its totals."""

    journal: bytes
    name: str
    above: bytes
    above_name: str
    sent: Sent
    fields: Fields | None
    """The record of `sent` as it is stored."""

    @property
    def record(self) -> int:
        """The id of the record."""
        return accepted_record_id(self.journal + SENT.encode(), 0)

    @property
    def last_day(self) -> int:
        """The day on which totals were made last; 0 for never."""
        return self.sent.statement.day if self.sent.statement else 0

    @property
    def next_day(self) -> int:
        """The first day on which new ones may be made; a clock that once ran ahead stops nobody for longer."""
        return min(self.last_day, today()) + WEEK if self.last_day else today()

    @property
    def is_stuck(self) -> bool:
        """Were they signed and noted, and never arrived?"""
        return self.sent.statement is not None and not self.sent.arrived

    @property
    def is_same_week(self) -> bool:
        """Is the week of the last ones not over?"""
        return today() < self.next_day

    @property
    def may_send(self) -> bool:
        """Is a week over, or did the last ones not arrive?"""
        return self.is_stuck or not self.is_same_week

    @property
    def is_due(self) -> bool:
        """Does somebody wait for them? Who never sent any, nobody waits for."""
        return self.may_send and (self.sent.weekly or bool(self.last_day))


def plans(session: Session, *, least: Role = Role.EDITOR) -> list[Plan]:
    """Return the divisions of this zone that stand below another one, by name."""
    return [plan for one in session.divisions(least=least) if (plan := plan_of(session, one.journal)) is not None]


def plan_of(session: Session, journal: bytes) -> Plan | None:
    """Return how one of them stands; None for a division that nobody stands above, or that is not certified."""
    certificate = session.certificates.certificate(journal)
    if certificate is None or certificate.parent == ROOT:
        return None
    above = session.certificates.name(certificate.parent) or ""
    plan = Plan(journal, certificate.name, certificate.parent, above, Sent(), None)
    fields = current_fields(raw_connection(), SENT, plan.record)
    return Plan(journal, certificate.name, certificate.parent, above, _read(fields or {}), fields)


def _read(fields: Fields) -> Sent:
    try:
        return msgspec.convert(fields, Sent)
    except msgspec.ValidationError:
        return Sent()


def totals_of(session: Session, plan: Plan) -> Totals:
    """Return what would be told today, not signed yet."""
    number = session.numbers[plan.journal]
    since = (today_date() - timedelta(days=LATELY_DAYS)).isoformat()
    support = dict(_rows("SELECT support, COUNT(*) FROM workspace_contact WHERE division_id = ? GROUP BY 1", number))
    people, recent, households, letters = _contacts(number, since)
    happened = _rows(_HAPPENED, number, since, today_date().isoformat())[0][0]
    known = {tile.division.en for tile in tiles()}
    told = {place: in_tens(count) for place, count in sorted(_rows(_PLACES, number)) if place in known}
    places = {place: count for place, count in told.items() if count}
    below = [one.totals for one in divisions_below(session, plan.journal) if one.totals is not None]
    return Totals(
        organisation=session.keyring.organisation,
        division=plan.journal,
        above=plan.above,
        day=today(),
        people=in_tens(people),
        recent=in_tens(recent),
        households=in_tens(households),
        letters=in_tens(letters),
        activities=in_tens(happened),
        support=[in_tens(support.get(level, 0)) for level in range(SUPPORT)],
        places=list(places),
        place_people=list(places.values()),
        below=in_tens(sum(one.people + one.below for one in below)),
        divisions=min(sum(1 + one.divisions for one in below), MOST_DIVISIONS),
    )


def _contacts(number: int, since: str) -> tuple[int, ...]:
    households = "COUNT(DISTINCT iif(c.household > 0, c.household, NULL))"
    counts = f"COUNT(*), SUM(c.added >= ?), {households}, SUM({_REACHED})"
    found = raw_connection().execute(
        f"SELECT {counts} FROM workspace_contact c WHERE c.division_id = ?", (since, number)
    )
    [row] = found
    return tuple(count or 0 for count in row)


def _rows(query: str, *values: int | str) -> list[tuple[Any, ...]]:
    return raw_connection().execute(query, values).fetchall()


@dataclass(frozen=True)
class Below:
    """A division right below one of this zone, and what its editors accepted of it last."""

    division: bytes
    name: str
    fields: Fields | None
    """The record `total` as it is stored; None where nothing was accepted yet."""
    totals: Totals | None
    """What is believed of it: signed with the division's key of now."""


def record_below(above: bytes, division: bytes) -> int:
    """Return the id of the record of a division's totals in the journal above."""
    return accepted_record_id(above + division + KIND.encode(), 0)


def divisions_below(session: Session, above: bytes) -> list[Below]:
    """Return the certified divisions right below one, by name."""
    found = [below_of(session, above, one.division) for one in session.certificates.children(above)]
    return sorted(found, key=lambda one: one.name)


def below_of(session: Session, above: bytes, division: bytes) -> Below:
    """Return one of them."""
    fields = current_fields(raw_connection(), KIND, record_below(above, division))
    totals = read_totals((fields or {}).get("statement"))
    name = session.certificates.name(division) or ""
    sound = totals is not None and totals.above == above and totals.division == division
    return Below(division, name, fields, totals if sound and totals and totals.is_of(session.certificates) else None)
