"""Bringing a list in: read → mapped → planned → sealed → searchable, beside reading the file alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row

ENDS = ("xlsx", "csv", "mdb")
MOST_SECONDS = 60


def run(rows: int) -> list[Row]:
    """Return two rows for each kind of file. Each list goes into an organisation with nobody in it."""
    told = []
    for end in ENDS:
        _list_file(rows, end)
        organisations.make(0)
        taken = in_fresh_process("bringing", str(rows), end)
        what = f"import of {rows:,} rows of {end}"
        told += [
            row(f"{what}, until searchable", taken["all"], "s", floor=taken["reading"], most=MOST_SECONDS),
            row(f"{what}, CPU of the desk, without the reading child", taken["cpu"], "s"),
            row(f"{what}, rows a second", taken["people"] / taken["all"], "rows/s"),
        ]
    return told


def _list_file(rows: int, end: str) -> Path:
    """Return the file with the list, made once."""
    from factories.lists import supporter_list  # noqa: PLC0415 - not in the process that is measured
    from factories.spreadsheets import cached, supporters_csv, supporters_mdb, supporters_xlsx  # noqa: PLC0415 - the same

    make = {"xlsx": supporters_xlsx, "csv": supporters_csv, "mdb": supporters_mdb}[end]
    path = organisations.BUILD / f"bench-list-{rows}.{end}"
    cached(path, lambda: make(supporter_list(rows)).data)
    return path


def _main(rows: str, end: str) -> None:
    data = (organisations.BUILD / f"bench-list-{rows}.{end}").read_bytes()
    with organisations.signed_in(0, organisations.EDITOR) as session:
        from busel.cli.lists import read_list  # noqa: PLC0415 - after Django
        from busel.desk.actions.imports import import_list, preview_import  # noqa: PLC0415 - after Django
        from busel.desk.importing.run import Run  # noqa: PLC0415 - after Django
        from busel.desk.importing.steps import new_wizard, take  # noqa: PLC0415 - after Django
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
        from busel.desk.search.find import find  # noqa: PLC0415 - after Django

        open_zone(session)
        reading = spent(lambda: read_list(data))
        wizard = new_wizard(session, data, name="list", division=session.keyring.divisions()[0])

        def bring_in() -> None:
            take(session, wizard, read_list(data))
            plan = preview_import(
                session, wizard.journal, wizard.reading, seed=wizard.seed, first_deed=wizard.first_deed
            )
            wizard.plan = plan
            run = Run(wizard.journal, wizard.name, plan)
            import_list(session, run, wizard.note(run.day), told=lambda _run: None)
            assert find(organisations.BEGINNING).total > 0

        taken = spent(bring_in)
        people = wizard.plan.counts.people if wizard.plan else 0
        session.shelf.close_session(session.token)
    print(json.dumps({"reading": reading.wall, "all": taken.wall, "cpu": taken.cpu, "people": people}))


if __name__ == "__main__":
    _main(*sys.argv[1:])
