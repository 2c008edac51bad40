"""What was said of two since they were made one, where they are parted again: of what came along, and of consents.

A record that came from the one who went goes back as it stands now: half of it would stay with the other one, and be
found by no erasure. A consent that was taken back since is taken back of both, for nobody can say who of them did it;
so is what protects somebody: who asked for no letters gets none, whoever of the two it was.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from busel.contacts.records import ABOUT_A_CONTACT
from busel.desk.workspace.apply import current_fields
from busel.journal.deed import Deed, Fields, Op

Key = tuple[str, int]
PROTECTING = ("risk", "no_letters", "no_calls")
_NOT_COMPARED = ("contact", "withdrawn")
"""What a merge itself changes in a record that comes along."""
_TAKEN_BACK = "SELECT id, purpose, withdrawn FROM workspace_consent WHERE contact_id = ? AND withdrawn != ''"


@dataclass(frozen=True)
class Since:
    """What parting has to know of it."""

    came: dict[Key, Op] = field(default_factory=dict)
    """Records that came along and were changed since -> what was."""
    stays: set[Key] = field(default_factory=set)
    """What the merge made otherwise, and was changed since: it stays whole."""
    more: dict[Key, Fields] = field(default_factory=dict)
    """Records of the one who went -> what is to stand in them instead; None for nothing."""


def marks_in(deed: Deed, merging: str) -> Iterator[tuple[int, str]]:
    """Yield whom a deed that is no merge marks with what protects somebody: (stored contact, the mark)."""
    if deed.name != merging:
        for op in deed.ops():
            if op.kind == "contact" and op.was and op.now:
                yield from ((op.id, name) for name in PROTECTING if op.now.get(name))


def changed_since(
    raw: sqlite3.Connection, number: int, ops: list[Op], *, kept: int, gone: int, marks: Iterable[str]
) -> Since:
    """Return what was said since. `ops`: all of the merge; `marks`: what was set since of the one who stayed.

    `number`: the division's on this desk.
    """
    since, origins = Since(), [op for op in ops if op.now is None and op.was.get("contact") == gone]
    origin_of = dict(_pairs([op for op in ops if _is_made(op)], origins, kept))
    for op in filter(_is_made, ops):
        key, current = (op.kind, op.id), current_fields(raw, op.kind, op.id, number)
        said = _said(op.now or {}, current)
        if current is None or not said:
            continue
        if key not in origin_of:
            since.stays.add(key)
            continue
        since.came[key] = Op(op.kind, op.id, said, {name: (op.now or {}).get(name) for name in said})
        since.more[op.kind, origin_of[key]] = {**said}
    person = current_fields(raw, "contact", kept, number) or {}
    if marked := {name: True for name in marks if person.get(name)}:
        since.more["contact", gone] = marked
    _take_back(raw, since, ops, kept=kept, origins=origins, came={one: key for key, one in origin_of.items()})
    return since


def _is_made(op: Op) -> bool:
    return op.kind in ABOUT_A_CONTACT and op.now is not None and not op.was


def _pairs(made: list[Op], origins: list[Op], kept: int) -> Iterator[tuple[Key, int]]:
    """Yield each record that came along, with the one from which it was made."""
    left = list(origins)
    for op in made:
        fields = op.now or {}
        same = [one for one in left if one.kind == op.kind and _told(one.was) == _told(fields)]
        if fields.get("contact") == kept and same:
            left.remove(same[0])
            yield (op.kind, op.id), same[0].id


def _told(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name not in _NOT_COMPARED and value is not None}


def _said(made: Fields, current: Fields | None) -> Fields:
    names = {**made, **(current or {})}
    return {name: (current or {}).get(name) for name in names if (current or {}).get(name) != made.get(name)}


def _take_back(
    raw: sqlite3.Connection, since: Since, ops: list[Op], *, kept: int, origins: Iterable[Op], came: dict[int, Key]
) -> None:
    ended = {(op.kind, op.id) for op in ops if op.kind == "consent" and (op.now or {}).get("withdrawn")}
    taken = raw.execute(_TAKEN_BACK, (kept,)).fetchall()
    for one in origins:
        if one.kind != "consent" or one.was.get("withdrawn"):
            continue
        then = {("consent", id_) for id_, purpose, _day in taken if purpose == one.was.get("purpose")}
        if ended & ({came[one.id]} if one.id in came else then):
            continue  # it ended with the merge, not since
        days = [
            day for _id, purpose, day in taken if purpose == one.was.get("purpose") and not one.was.get("day", "") > day
        ]
        if days:
            since.more.setdefault(("consent", one.id), {})["withdrawn"] = max(days)
