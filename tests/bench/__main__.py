"""`python tests/bench [--large | --log]`: measures, prints one table, writes build/bench.json.

On a busy machine the clock on the wall says little: figures in CPU seconds and ratios to a floor of the same run hold.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import (
    access_log,
    bringing,
    conditions,
    desks,
    duplicates_reach,
    exporting,
    exposure,
    folding,
    freezing,
    growth,
    journals,
    letters,
    likely_known,
    names_reach,
    opening,
    organisations,
    pages,
    places_reach,
    reports,
    search_reach,
    searching,
    spelling_reach,
    standard,
    uploads,
    year,
)
from bench.fresh import pace
from bench.table import Row, row, show, write

NATION, REGION, MILLION = 113_220, 10_000, 1_000_000


def _parts(*, large: bool) -> list[list[Row]]:
    paces = [row("ten million additions in Python, for comparing machines", pace(), "s")]
    parts = [paces, *(_made(contacts) for contacts in (NATION, REGION))]
    parts.append(opening.run(NATION))
    parts.append(searching.run(NATION))
    parts.append(conditions.run(NATION))
    parts.append(pages.run(NATION))
    parts.append(standard.run(NATION))
    parts.append(reports.run(NATION))
    parts.append(desks.run_start(NATION))
    parts.append(freezing.run(NATION))
    parts.append(desks.run_memory(NATION, organisations.VIEWER, 1_000))
    parts += [desks.run_memory(contacts, organisations.NATIONAL, contacts) for contacts in (REGION, NATION)]
    parts.append(bringing.run(NATION))
    parts += [uploads.run(NATION, end, beside=REGION) for end in uploads.MOST_SECONDS]
    parts.append(journals.run(NATION))
    parts.append(folding.run(NATION))
    parts.append(exposure.run(NATION))
    parts.append(year.run(NATION))
    parts.append(letters.run())
    parts.append(access_log.run())
    parts.append(exporting.run(NATION))
    parts += [names_reach.run(), duplicates_reach.run(), likely_known.run()]
    parts.append(places_reach.run())
    parts.append(spelling_reach.run())
    parts.append(search_reach.run(NATION))
    if large:
        parts.append(_made(MILLION))
        parts.append(_made(organisations.LIVELY))
        parts.append(opening.run_lively())
        parts.append(bringing.run_large(MILLION))
    return [*parts, growth.run([REGION, NATION, *([MILLION] if large else [])])]


def _made(contacts: int) -> list[Row]:
    cpu, wall = organisations.make(contacts)
    most = 45 if contacts == NATION else None
    return [
        row(f"making a demo of {contacts:,}, CPU of all processes", cpu, "s"),
        row(f"making a demo of {contacts:,}, people and snapshots", wall, "s", most=most),
    ]


def _log_parts() -> list[list[Row]]:
    """Measure the access log and the reports that read it: two minutes, the demo included."""
    if not organisations.folder_of(NATION).exists():
        organisations.make(NATION)
    paces = [row("ten million additions in Python, for comparing machines", pace(), "s")]
    return [paces, access_log.run(), exposure.run(NATION), year.run(NATION)]


def main() -> None:
    """Measure everything, or the access log alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also with a million contacts")
    parser.add_argument("--log", action="store_true", help="only the access log and exposure reports; writes no file")
    chosen = parser.parse_args()
    parts = _log_parts() if chosen.log else _parts(large=chosen.large)
    rows = [one for part in parts for one in part]
    if not chosen.log:
        write(rows, organisations.BUILD / "bench.json")
    print(show(rows))
    print(f"Load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
