"""The reports of who reads all: what they ask of the workspace, without the page around it."""

# ruff: noqa: PLC0415 - Django is set up first

from __future__ import annotations

import json
import statistics
import sys
from typing import TYPE_CHECKING

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 5
MOST = {"growth": 100, "people by district": 100, "how often each field is filled": 500, "what can be mended": 500}
"""Milliseconds."""


def run(contacts: int) -> list[Row]:
    """Return a row for each report: the CPU of the desk."""
    told = in_fresh_process("reports", str(contacts))
    return [row(f"{what}, {contacts:,} contacts, CPU of the desk", told[what], "ms", most=MOST[what]) for what in told]


def _main(contacts: int) -> None:
    with organisations.signed_in(contacts, organisations.NATIONAL) as session:
        from busel.desk.journals.opening import open_zone
        from busel.desk.reports.growth import growth, people_by_district
        from busel.desk.reports.quality import fill_rates, to_mend

        open_zone(session)
        told = {
            "growth": _median(growth),
            "people by district": _median(people_by_district),
            "how often each field is filled": _median(fill_rates),
            "what can be mended": _median(to_mend),
        }
        session.shelf.close_session(session.token)
    print(json.dumps(told))


def _median(work: Callable[[], object]) -> float:
    return 1000 * statistics.median(spent(work).cpu for _ in range(TIMES))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
