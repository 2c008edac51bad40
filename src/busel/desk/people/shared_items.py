"""Records of a division that stand in several divisions under one id: groups and events whose people live in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from django.db.models import QuerySet

from busel.desk.journals.writing import ConflictError
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields, Op
from busel.registry.roles import Role

Held = Mapping[bytes, Fields]
"""What stands in each division: journal -> fields."""


class InSeveral(Protocol):
    """A group or an event, wherever it stands."""

    @property
    def held(self) -> Held:
        """What stands in each division."""


def may_change(session: Session, one: InSeveral) -> bool:
    """May this account change it in each division where it stands?"""
    return all(session.may(Role.EDITOR, journal) for journal in one.held)


def by_record(session: Session, items: QuerySet[Item]) -> Iterable[tuple[int, dict[bytes, Fields]]]:
    """Return each record with what stands in each of the divisions that are open."""
    journals = {number: journal for journal, number in session.numbers.items()}
    found: dict[int, dict[bytes, Fields]] = {}
    for division, record, fields in items.order_by("pk").values_list("division_id", "record", "fields"):
        if division in journals:
            found.setdefault(record, {})[journals[division]] = fields
    return found.items()


def changes(kind: str, record: int, held: Held, *, was: Fields, now: Fields) -> Iterator[tuple[bytes, Op]]:
    """Yield what changes in each division from `was`, as it was shown, to `now`, also where one was left behind.

    Raises ConflictError where somebody else changed the same meanwhile.
    """
    shown = next(iter(held.values()))
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    if any(shown.get(name) not in (was.get(name), now.get(name)) for name in names):
        raise ConflictError([])
    for journal, there in held.items():
        op = Op(kind, record, {n: now.get(n) for n in names}, {n: there.get(n) for n in names})
        if op.now != op.was:
            yield journal, op
