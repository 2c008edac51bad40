"""What somebody brings who may not read: people for a division's inbox. Nothing that is stored is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from busel.desk.clock import today_date
from busel.desk.importing.bringing import belongings
from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.plan import EXAMPLES, SHOWN, Plan, Reading, Shown
from busel.desk.inbox import EntryPerson
from busel.sheets.draft import Draft
from busel.sheets.drafts import make_drafts

PEOPLE_IN_ONE = 2_000
"""An editor looks through one envelope at a time."""


def plan_sending(reading: Reading, *, seed: bytes) -> Plan:
    """Return what of a list can be sent: the rows without problems. The same whoever is stored."""
    plan = Plan(seed, reading.table.data_count)
    shown = 0
    for draft in make_drafts(reading.table, reading.targets, today=today_date()):
        outcome = Outcome.BLANK if draft.is_blank else Outcome.PROBLEM if draft.problems else Outcome.NEW
        plan.counts.add(outcome)
        plan.problems += draft.problems if outcome is Outcome.PROBLEM else []
        for warning in draft.warnings:
            plan.warned[warning.code] += 1
            if plan.warned[warning.code] <= EXAMPLES:
                plan.warnings.append(warning)
        if shown < 2 * SHOWN and outcome is not Outcome.BLANK:
            shown += 1
            plan.first.append(Shown(draft.row, outcome, draft))
    plan.counts.check(plan.rows)
    return plan


def people_to_send(reading: Reading) -> Iterator[list[EntryPerson]]:
    """Yield the people of each envelope."""
    some: list[EntryPerson] = []
    for draft in make_drafts(reading.table, reading.targets, today=today_date()):
        if draft.can_come_in:
            some.append(_person(draft, reading.tags))
        if len(some) == PEOPLE_IN_ONE:
            yield some
            some = []
    if some:
        yield some


def _person(draft: Draft, tags: tuple[str, ...]) -> EntryPerson:
    return EntryPerson(contact=dict(draft.contact), about=belongings(draft, tags), place=str(draft.row))
