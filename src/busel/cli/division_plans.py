"""Which divisions a new organisation has: those of a file, or the six regions and Minsk city."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from busel.cli.output import CommandError
from busel.desk.founding import Plan, above_others
from busel.names.places import regions
from busel.registry.certificates import DEEPEST, SEPARATOR
from busel.registry.keyring import NOT_DIVISIONS

HEADING = ["name", "parent"]


def plans_of(file: str | None) -> list[Plan]:
    """Return the divisions to found, parents first. Raises CommandError."""
    if file is None:
        return [Plan(place.full_name) for place in regions()]
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The file {file} could not be read as UTF-8 text.") from error
    plans: dict[str, Plan] = {}
    for number, name, parent in _rows(text):
        plan = Plan(_full_name(name, parent), parent)
        problem = _problem(plan, plans)
        if problem:
            raise CommandError(f"{file}, line {number}: {problem}")
        plans[plan.name] = plan
    if not plans:
        raise CommandError(f"There is no division in {file}.")
    return above_others(list(plans.values()))


def _rows(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line number, name and parent; blank lines and a heading are passed over."""
    lines = unicodedata.normalize("NFC", text).splitlines()
    for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        cells = [cell.strip() for cell in row]
        if any(cells) and not (number == 1 and cells == HEADING):
            name, parent, *more = [*cells, ""]
            if any(more):
                raise CommandError(f"Line {number} of the divisions has more than a name and a parent.")
            yield number, name, parent


def _full_name(name: str, parent: str) -> str:
    """Return the full name; who wrote it in full already is understood."""
    before = f"{parent}{SEPARATOR}" if parent else ""
    return name if name.startswith(before) else before + name


def _problem(plan: Plan, before: dict[str, Plan]) -> str | None:
    """Return what is wrong with a division, in words: what desks would not believe is not founded."""
    own = plan.name.removeprefix(f"{plan.parent}{SEPARATOR}") if plan.parent else plan.name
    if plan.parent and plan.parent not in before:
        return f"the parent “{plan.parent}” does not stand above it."
    if not own or not own.isprintable() or SEPARATOR.strip() in own or plan.name in NOT_DIVISIONS:
        return f"“{own}” cannot be a division's name."
    if plan.name in before:
        return f"“{plan.name}” stands there twice."
    if plan.name.count(SEPARATOR) >= DEEPEST:
        return f"divisions go {DEEPEST} levels deep at most."
    return None
