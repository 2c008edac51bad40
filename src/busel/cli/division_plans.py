"""Which divisions a new organisation has: those of a file, or the six regions and Minsk city."""

from __future__ import annotations

from pathlib import Path

from busel.cli.output import CommandError
from busel.desk.trustees.division_plans import Fault, PlanError, read_plans, standard_plans
from busel.desk.trustees.founding import Plan
from busel.registry.certificates import DEEPEST

_WORDS = {
    Fault.PARENT: "the parent “{name}” does not stand above it.",
    Fault.NAME: "“{name}” cannot be a division's name.",
    Fault.TWICE: "“{name}” stands there twice.",
    Fault.DEEP: f"divisions go {DEEPEST} levels deep at most.",
}


def plans_of(file: str | None) -> list[Plan]:
    """Return the divisions to found, parents first. Raises CommandError."""
    if file is None:
        return standard_plans()
    try:
        return read_plans(Path(file).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The file {file} could not be read as UTF-8 text.") from error
    except PlanError as error:
        if error.fault is Fault.NONE:
            raise CommandError(f"There is no division in {file}.") from error
        if error.fault is Fault.CELLS:
            raise CommandError(f"Line {error.line} of the divisions has more than a name and a parent.") from error
        raise CommandError(f"{file}, line {error.line}: {_WORDS[error.fault].format(name=error.name)}") from error
