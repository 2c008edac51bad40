"""Consent to letters for very many: the same requests and answers as for exports, as so many addresses go on paper.

A letter run of a usual size asks nobody. What was agreed to is a letter by its title, and so many people of each
division, once and within a day. Held by the desk's code, as exports are.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from busel.desk.clock import this_hour
from busel.desk.exporting.requests import HOURS, LETTERS, Asked, State, requests, taken_alone
from busel.desk.session import Session
from busel.registry.roles import Role

MOST_LETTERS_ALONE = 500
"""Letters to more people than these nobody prints alone within a day: a district's meeting asks nobody."""


class Standing(StrEnum):
    """Whether letters may be printed now."""

    FREE = "free"
    """So few that nobody is asked."""
    AGREED = "agreed"
    WAITING = "waiting"
    REFUSED = "refused"
    TO_ASK = "to-ask"


def standing_of(session: Session, title: str, people: Mapping[bytes, int]) -> tuple[Standing, Asked | None]:
    """Return how it stands with a letter to so many people of each division, and the request that says so."""
    if sum(people.values()) + taken_alone(session, letters=True) <= MOST_LETTERS_ALONE:
        return Standing.FREE, None
    fresh = [asked for asked in requests(session) if _is_about(session, asked, title, people)]
    for state, standing in (
        (State.AGREED, Standing.AGREED),
        (State.WAITING, Standing.WAITING),
        (State.REFUSED, Standing.REFUSED),
    ):
        found = next((asked for asked in fresh if asked.state is state), None)
        if found is not None:
            return standing, found
    return Standing.TO_ASK, None


def alone_in(session: Session, people: Mapping[bytes, int]) -> list[bytes]:
    """Return the divisions in which nobody else coordinates: there nobody can agree."""
    return [journal for journal in people if not _others(session, journal)]


def _others(session: Session, journal: bytes) -> bool:
    roster = session.ledgers[journal].roster
    held = roster.in_force(this_hour()) if roster is not None else {}
    return any(grant.role is Role.COORDINATOR for account, grant in held.items() if account != session.account)


def _is_about(session: Session, asked: Asked, title: str, people: Mapping[bytes, int]) -> bool:
    """Is a request this account's, of today, for this letter, and for no fewer people of each division?"""
    one = asked.one
    own = asked.account == session.account and one.format == LETTERS and one.what == title
    covered = all(journal in asked.held and count <= asked.held[journal].count for journal, count in people.items())
    return own and covered and this_hour() <= one.hour + HOURS
