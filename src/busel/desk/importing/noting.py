"""What becomes a note only when all rows are read: it goes into what the plan already does with that row's person.

So it is written with the person or not at all, and nobody who is counted once changes twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from busel.desk.importing.bringing import set_fields, with_note
from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.plan import About, Plan
from busel.desk.workspace.apply import current_fields
from busel.journal.deed import Fields, Op
from busel.sheets.draft import TIE_UNSURE, Problem

_CHANGED = ("contact", "notes")


def add_notes(raw: sqlite3.Connection, plan: Plan, doubts: Iterable[Problem]) -> Iterator[About]:
    """Add whom else rows may mean to the notes of their own people.

    Yield what this changes in those of whom a row says nothing new otherwise.

    A row that is in already, from an interrupted beginning, has its note from there.
    """
    notes: dict[int, str] = {}
    for one in doubts:
        if one.code == TIE_UNSURE:
            notes[one.row] = with_note(notes.get(one.row, ""), one.value)
    for at, (first, last) in enumerate(plan.spans):
        if any(first <= row <= last for row in notes):
            plan.put(at, [_with_note(raw, plan, one, notes.get(one[0], "")) for one in plan.piece(at)])
    for row in sorted(row for row in notes if plan.fates.outcome(row) is Outcome.UNCHANGED):
        contact = plan.fates.known(row)
        if ops := _noted(raw, contact, [], notes[row]):
            yield row, contact, ops


def _with_note(raw: sqlite3.Connection, plan: Plan, about: About, note: str) -> About:
    row, contact, ops = about
    if not note:
        return about
    if ops[0].kind == "contact" and not ops[0].was:
        fields: Fields = ops[0].now or {}
        new = Op("contact", contact, {**fields, "notes": with_note(fields.get("notes") or "", note)})
        return row, contact, [new, *ops[1:]]
    noted = _noted(raw, contact, ops, note)
    before, now = (any("notes" in (op.now or {}) for op in some if op.kind == "contact") for some in (ops, noted))
    plan.changed[_CHANGED] += now - before
    return row, contact, noted


def _noted(raw: sqlite3.Connection, contact: int, ops: list[Op], note: str) -> list[Op]:
    """Return what is done with a known person, with a note to it."""
    held = current_fields(raw, "contact", contact) or {}
    told = {name: value for op in ops if op.kind == "contact" for name, value in (op.now or {}).items()}
    notes = with_note(told.get("notes") or held.get("notes") or "", note)
    return [*set_fields("contact", contact, held, told | {"notes": notes}), *(op for op in ops if op.kind != "contact")]
