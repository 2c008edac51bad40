"""From what a person left in a form to operations, without losing what somebody else wrote meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from busel.desk.workspace.apply import current_fields
from busel.journal.deed import Fields, Op
from busel.vault.entropy import new_record_id


@dataclass(frozen=True)
class Edit:
    """One record as a form leaves it. Only the fields that the form shows are named."""

    kind: str
    id: int
    """0 for a new record."""
    base: Fields | None
    """What the shown fields held when the form was opened; None where the record was not there."""
    now: Fields | None
    """What they shall hold; absent is empty; None takes the record away."""


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed while the form was open."""

    edit: Edit
    field: str
    theirs: object
    """What it holds now; None for nothing."""


class ChangedMeanwhileError(Exception):
    """Somebody else changed the same fields: nothing was written."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__("the same fields were changed meanwhile")
        self.clashes = clashes


def operations(raw: sqlite3.Connection, edits: Iterable[Edit]) -> list[Op]:
    """Return the operations for edits; nothing for what is already so. Raises ChangedMeanwhileError."""
    ops: list[Op] = []
    clashes: list[Clash] = []
    for edit in edits:
        if edit.id == 0:
            ops += [Op(edit.kind, new_record_id(), edit.now)] if edit.now else []
            continue
        current = current_fields(raw, edit.kind, edit.id)
        found = list(_clashes(edit, current))
        clashes += found
        if not found:
            ops += _operation(edit, current)
    if clashes:
        raise ChangedMeanwhileError(clashes)
    return ops


def _touched(edit: Edit) -> list[str]:
    """Return the fields that the edit changes; for a removal all that the form showed."""
    base, now = edit.base or {}, edit.now
    names = dict.fromkeys([*base, *(now or {})])
    return [name for name in names if now is None or now.get(name) != base.get(name)]


def _clashes(edit: Edit, current: Fields | None) -> Iterable[Clash]:
    wanted, base, held = edit.now or {}, edit.base or {}, current or {}
    gone_already = current is None and edit.now is None
    for name in _touched(edit):
        if not gone_already and held.get(name) not in (base.get(name), wanted.get(name)):
            yield Clash(edit, name, held.get(name))


def _operation(edit: Edit, current: Fields | None) -> list[Op]:
    if edit.now is None:
        return [] if current is None else [Op(edit.kind, edit.id, None, current)]
    if current is None:
        return [Op(edit.kind, edit.id, edit.now)]
    names = [name for name in _touched(edit) if current.get(name) != edit.now.get(name)]
    # `was` names empty fields too: so a change of an existing record never reads as the making of a new one.
    return (
        [Op(edit.kind, edit.id, {n: edit.now.get(n) for n in names}, {n: current.get(n) for n in names})]
        if names
        else []
    )
