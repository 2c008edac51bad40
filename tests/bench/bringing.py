"""Bringing a list in: read → mapped → planned → sealed → searchable, beside reading the file alone.

Then the journal is folded; nobody waits for that, but its processor and its memory count where a million is compared.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, faster_row, row

MOST_SECONDS = {"xlsx": 45, "csv": 30, "mdb": 60, "vcf": 5}
"""For 113,220 rows. Access has 100,000, an address book 5,000 cards."""
ROWS = {"mdb": 100_000, "vcf": 5_000}
OTHERS_RATE = 40
"""Rows a second that CiviCRM takes into an empty base by its own wizard's path, measured on a machine like this one."""
LEAST_RATIO = 100
FEW = 100_000
LEAST_OF_FEW = 0.9
"""A row of a million may cost so much more than one of a hundred thousand, processor by processor."""


def run(people: int, ends: tuple[str, ...] = tuple(MOST_SECONDS)) -> list[Row]:
    """Return rows for each kind of file. Each list goes into an organisation with nobody in it."""
    told = []
    for end in ends:
        rows = ROWS.get(end, people)
        list_file(rows, end)
        organisations.make(0)
        taken = in_fresh_process("bringing", str(rows), end)
        what = f"import of {rows:,} rows of {end}"
        told += [
            row(f"{what}, until searchable", taken["all"], "s", floor=taken["reading"], most=MOST_SECONDS[end]),
            row(f"{what}, CPU of the desk, without the reading child", taken["cpu"], "s"),
            faster_row(
                f"{what}, beside CiviCRM",
                taken["people"] / taken["all"],
                "rows/s",
                floor=OTHERS_RATE,
                least_ratio=LEAST_RATIO,
            ),
        ]
    return told


def run_large(rows: int) -> list[Row]:
    """Return rows for a csv of a million, beside one of a hundred thousand, brought in before it and after it."""
    list_file(rows, "csv")
    list_file(FEW, "csv")
    told = []
    for count in (FEW, rows, FEW):
        organisations.make(0)
        told.append(in_fresh_process("bringing", str(count), "csv"))
    before, taken, after = told
    few = 2 * FEW / (before["whole_cpu"] + after["whole_cpu"])
    what = f"import of {rows:,} rows of csv"
    return [
        row(f"{what}, until searchable", taken["all"], "s"),
        faster_row(
            f"{what}, a second of CPU (child and fold too), beside {FEW:,} rows",
            rows / taken["whole_cpu"],
            "rows/s",
            floor=few,
            least_ratio=LEAST_OF_FEW,
        ),
        faster_row(
            f"{what}, beside CiviCRM",
            taken["people"] / taken["all"],
            "rows/s",
            floor=OTHERS_RATE,
            least_ratio=LEAST_RATIO,
        ),
        row(f"{what}: memory of the desk until searchable", taken["megabytes"], "MB"),
        row(f"{what}: the same while the journal is folded", taken["fold_megabytes"], "MB"),
    ]


def list_file(rows: int, end: str) -> Path:
    """Return the file with the list, made once."""
    from factories.lists import supporter_list  # noqa: PLC0415 - not in the process that is measured
    from factories.spreadsheets import cached, supporters_csv, supporters_mdb, supporters_vcf, supporters_xlsx  # noqa: PLC0415 - as above

    make = {"xlsx": supporters_xlsx, "csv": supporters_csv, "mdb": supporters_mdb, "vcf": supporters_vcf}[end]
    path = organisations.BUILD / f"bench-list-{rows}.{end}"
    cached(path, lambda: make(supporter_list(rows)).data)
    return path


def _main(rows: str, end: str) -> None:
    data = (organisations.BUILD / f"bench-list-{rows}.{end}").read_bytes()
    with organisations.signed_in(0, organisations.EDITOR) as session:
        from busel.cli.lists import read_list  # noqa: PLC0415 - after Django
        from busel.desk.actions.imports import import_list, preview_import  # noqa: PLC0415 - after Django
        from busel.desk.importing.run import Run, fold_after  # noqa: PLC0415 - after Django
        from busel.desk.importing.steps import new_wizard, take  # noqa: PLC0415 - after Django
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
        from busel.desk.search.find import find  # noqa: PLC0415 - after Django

        open_zone(session)
        reading = spent(lambda: read_list(data))
        begun = _processor()
        wizard = new_wizard(session, data, name="list", division=session.keyring.divisions()[0])
        run: list[Run] = []

        def bring_in() -> None:
            take(session, wizard, read_list(data))
            plan = preview_import(
                session, wizard.journal, wizard.reading, seed=wizard.seed, first_deed=wizard.first_deed
            )
            wizard.plan = plan
            run.append(Run(wizard.journal, wizard.name, plan))
            import_list(session, run[0], wizard.note(run[0].day), told=lambda _run: None)
            assert find(organisations.BEGINNING).total > 0

        taken = spent(bring_in)
        megabytes = _megabytes()
        people = wizard.plan.counts.people if wizard.plan else 0
        wizard.let_go()
        fold_after(session, run[0])
        session.shelf.close_session(session.token)
    told = {"reading": reading.wall, "all": taken.wall, "cpu": taken.cpu, "people": people, "megabytes": megabytes}
    print(json.dumps(told | {"whole_cpu": _processor() - begun, "fold_megabytes": _megabytes()}))


def _processor() -> float:
    """Return the seconds of processor of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _megabytes() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    _main(*sys.argv[1:])
