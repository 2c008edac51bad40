"""Which divisions a new organisation has: those that somebody wrote down, or the six regions and Minsk city."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from busel.desk.trustees.founding import Plan, above_others
from busel.names.places import regions
from busel.registry.certificates import DEEPEST, SEPARATOR
from busel.registry.keyring import NOT_DIVISIONS

HEADING = ["name", "parent"]


class Fault(StrEnum):
    """Why a line names no division that desks would believe."""

    CELLS = "cells"
    PARENT = "parent"
    NAME = "name"
    TWICE = "twice"
    DEEP = "deep"
    NONE = "none"


class PlanError(Exception):
    """A line cannot be founded: its number, the fault, and the name that it is about."""

    def __init__(self, fault: Fault, line: int = 0, name: str = "") -> None:
        super().__init__(fault.value)
        self.fault, self.line, self.name = fault, line, name


def standard_plans() -> list[Plan]:
    """Return the regions and Minsk city."""
    return [Plan(place.full_name) for place in regions()]


def read_plans(text: str) -> list[Plan]:
    """Return the divisions in a text, parents first: a name a line, with a tab and its parent, or in full: "A / B".

    Raises PlanError.
    """
    plans: dict[str, Plan] = {}
    for number, name, parent in _rows(text):
        plan = Plan(_full_name(name, parent), parent)
        _refuse(plan, plans, number)
        plans[plan.name] = plan
    if not plans:
        raise PlanError(Fault.NONE)
    return above_others(list(plans.values()))


def _rows(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line number, name and parent; blank lines and a heading are passed over."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        cells = [cell.strip() for cell in row]
        if any(cells) and not (number == 1 and cells == HEADING):
            name, parent, *more = [*cells, ""]
            if any(more):
                raise PlanError(Fault.CELLS, number)
            yield number, name, parent or name.rpartition(SEPARATOR)[0].strip()


def _full_name(name: str, parent: str) -> str:
    """Return the full name; who wrote it in full already is understood."""
    before = f"{parent}{SEPARATOR}" if parent else ""
    return name if name.startswith(before) else before + name


def _refuse(plan: Plan, before: dict[str, Plan], line: int) -> None:
    """Raise PlanError for what desks would not believe."""
    own = plan.name.removeprefix(f"{plan.parent}{SEPARATOR}") if plan.parent else plan.name
    if plan.parent and plan.parent not in before:
        raise PlanError(Fault.PARENT, line, plan.parent)
    if not own or not own.isprintable() or SEPARATOR.strip() in own or plan.name in NOT_DIVISIONS:
        raise PlanError(Fault.NAME, line, own)
    if plan.name in before:
        raise PlanError(Fault.TWICE, line, plan.name)
    if plan.name.count(SEPARATOR) >= DEEPEST:
        raise PlanError(Fault.DEEP, line)
