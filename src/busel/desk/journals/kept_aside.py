"""What was not believed when journals were read: told to the person, never applied, never overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from busel.desk.clock import this_hour
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.session import Session
from busel.registry.stated_hours import ahead_of

OF_A_JOURNAL = -1
"""The place of what is not about one commit."""


@dataclass(frozen=True)
class KeptAside:
    """One thing that was kept aside. `name` is the journal's: a division's full name, "commons", "office" or "own"."""

    name: str
    place: int
    cause: Cause


def kept_aside(session: Session) -> list[KeptAside]:
    """Return all of them, by journal and place."""
    ledgers, hour = list(session.ledgers.values()), this_hour()
    seen: list[Aside] = [*session.aside, *(one for ledger in ledgers for one in ledger.aside)]
    rosters = ((one.place.journal, one.roster) for one in ledgers if one.roster is not None)
    seen += [Aside(journal, OF_A_JOURNAL, Cause.AHEAD) for journal, roster in rosters if any(ahead_of(roster, hour))]
    names = {bundle.journal: bundle.name for bundle in session.keyring.bundles.values()}
    found = {KeptAside(names.get(one.journal, ""), one.sequence, one.cause) for one in seen}
    return sorted(found, key=lambda one: (one.name, one.place, one.cause))
