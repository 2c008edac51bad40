"""What a change of the data standard would do, to how many people's values, before it happens. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from busel.contacts.own_values import NOTHING, UNFIT, fits, understood
from busel.contacts.records import Field
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection

_VALUES = (
    "SELECT division_id, value, json_group_array(id) FROM"
    " (SELECT division_id, id, custom -> ? AS value FROM workspace_contact WHERE custom != '{}')"
    " WHERE value IS NOT NULL GROUP BY division_id, value"
)
_MOST_ROUNDED_AWAY = 10


@dataclass
class Unfit:
    """One value that would not fit, in one division, and whose it is."""

    value: Any
    people: list[int] = field(repr=False)


@dataclass
class Effect:
    """What a change would do in one division that the reader opens."""

    journal: bytes
    division: str
    filled: int = 0
    """How many people have any value."""
    unfit: list[Unfit] = field(default_factory=list)

    @property
    def people(self) -> int:
        """How many people's values would not fit."""
        return sum(len(one.people) for one in self.unfit)


def effects(session: Session, after: Field, before: Field | None = None) -> list[Effect]:
    """Return what a change to `after` does in each division that the account reads, by name; those without a value too.

    Not counted as unfit is what did not fit before either.
    """
    journals = {number: journal for journal, number in session.numbers.items()}
    found = {bundle.journal: Effect(bundle.journal, bundle.name) for bundle in session.divisions()}
    for number, stored, ids in raw_connection().execute(_VALUES, (f'$."{after.key}"',)).fetchall():
        effect, value = found.get(journals.get(number, b"")), msgspec.json.decode(stored)
        if effect is None or value in NOTHING:
            continue
        people = msgspec.json.decode(ids, type=list[int])
        effect.filled += len(people)
        if not fits(after, value) and (before is None or fits(before, value)):
            effect.unfit.append(Unfit(value, people))
    for effect in found.values():
        effect.unfit.sort(key=lambda one: -len(one.people))
    return list(found.values())


def rounded(count: int) -> int:
    """Return a count as it may go to who reads nobody: in tens, 0 for fewer than ten."""
    return count // _MOST_ROUNDED_AWAY * _MOST_ROUNDED_AWAY


def by_answer(found: list[Effect], after: Field) -> dict[str, int]:
    """Return how many would not fit by the standard's own answers, rounded. What somebody typed is told nobody."""
    known, counts = {value.key for value in after.values}, dict[str, int]()
    for one in (one for effect in found for one in effect.unfit):
        taken = one.value if (read := understood(after, one.value)) is UNFIT else read
        keys = taken if isinstance(taken, list) else [taken]
        for key in (key for key in keys if isinstance(key, str) and key in known):
            counts[key] = counts.get(key, 0) + len(one.people)
    return {key: rounded(count) for key, count in counts.items() if rounded(count)}
