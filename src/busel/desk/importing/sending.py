"""What somebody brings who may not read: people for a division's inbox. Nothing that is stored is looked at."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from busel.desk.clock import today_date
from busel.desk.importing.bringing import belongings
from busel.desk.importing.fates import Fates
from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.plan import EXAMPLES, SHOWN, Plan, Reading, Shown
from busel.desk.inboxes.entry import MOST_BYTES, MOST_PEOPLE, EntryPerson, checked_person
from busel.journal.body import values_in
from busel.sheets.draft import TOO_LONG, Draft, Problem
from busel.sheets.ties import write_ties

_BYTES_A_VALUE = 4


def plan_sending(reading: Reading, *, seed: bytes) -> Plan:
    """Return what of a list can be sent: the rows without problems. The same whoever is stored."""
    plan = Plan(seed, reading.table.data_count, fates=Fates(reading.table.header_row + 1))
    shown = 0
    for draft, _person in _rows(reading):
        outcome = Outcome.BLANK if draft.is_blank else Outcome.PROBLEM if draft.problems else Outcome.NEW
        plan.note(outcome)
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
    """Yield the people of each envelope: no more than fit, and no more than an editor looks through."""
    some: list[EntryPerson] = []
    room = MOST_BYTES
    for _draft, person in _rows(reading):
        if person is None:
            continue
        size = _size(person)
        if some and (size > room or len(some) == MOST_PEOPLE):
            yield some
            some, room = [], MOST_BYTES
        some.append(person)
        room -= size
    if some:
        yield some


def _rows(reading: Reading) -> Iterator[tuple[Draft, EntryPerson | None]]:
    """Yield each row, with its person if it can be sent. What an editor's desk would not open is a problem here."""
    for draft in reading.drafts(today_date()):
        person = _person(draft, reading.tags) if draft.can_come_in else None
        if person is not None and not _fits(person):
            draft.problems.append(Problem(draft.row, "", "", TOO_LONG))
            person = None
        yield draft, person


def _person(draft: Draft, tags: tuple[str, ...]) -> EntryPerson:
    about = [(kind, fields) for kind, fields in belongings(draft, tags) if not fields.get("withdrawn")]
    ended = [one for one in draft.consents if one.details.get("withdrawn")]
    lines = [draft.contact.get("notes", ""), *draft.as_written, write_ties("consents", ended, "be")]
    contact = dict(draft.contact)
    if len(list(filter(None, lines))) > bool(
        lines[0]
    ):  # what names others, or is over, an entry can say as a note alone
        contact["notes"] = "\n".join(filter(None, lines))
    return EntryPerson(contact=contact, about=about, place=str(draft.row))


def _fits(person: EntryPerson) -> bool:
    try:
        return _size(checked_person(person)) <= MOST_BYTES
    except msgspec.ValidationError:
        return False


def _size(person: EntryPerson) -> int:
    """Return how much of `MOST_BYTES` a person takes: a value counts for four bytes at least, as bodies bound them."""
    encoded = msgspec.json.encode(person)
    return max(len(encoded) + len(","), _BYTES_A_VALUE * (values_in(encoded) + 1))
