"""What a person waits for the effects of a list beside many people: 3,000 new rows beside 110,220, weighed and not.

The people are those of `eight_lists`, brought in as one list; the rows are its last ones.
"""

from __future__ import annotations

import csv
import io
import json
import resource
from typing import TYPE_CHECKING, Any

from bench import organisations
from bench.eight_lists import COLUMNS, Lists
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row

if TYPE_CHECKING:
    from busel.desk.session import Session

SEED, RECORDS, NEW, FEW = 2026, 113_220, 3_000, 25
HEADINGS = ("Фамилия", "Имя", "Отчество", "Дата рождения", "Телефон", "E-mail", "Город",
            "Улица", "Дом", "Квартира")  # fmt: skip


def run() -> list[Row]:
    """Return what the effects take with the weighing, without it, and of a short list."""
    organisations.make(0)
    told = in_fresh_process("likely_known")
    rows = []
    for name, count in (("weighed", NEW), ("few", FEW)):
        what = f"effects of {count:,} rows beside 110,220 people"
        rows += [
            row(f"{what}, by rules alone", told[f"{name}_rules"], "s"),
            row(f"{what}, weighed", told[name], "s", floor=told[f"{name}_rules"]),
            row(f"{what}, CPU of the child that weighs, beside the desk's", told[f"{name}_child"], "s"),
            row(f"{what}, CPU of the desk", told[f"{name}_desk"], "s"),
            row(f"{what}, chosen otherwise once they are weighed", told[f"{name}_again"], "s"),
        ]
    return [*rows, row("effects beside 110,220 people: peak memory of the child", told["child"], "MB")]


def _list(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows([one[name] for name in COLUMNS[2:]] for one in rows)
    return out.getvalue().encode()


def _main() -> None:
    from bench.duplicates_reach import pet_names_of_table  # noqa: PLC0415 - it wants the sets of BUSEL_NAMES

    rows = [one for one, _who in Lists(SEED, pet_names_of_table()).rows(RECORDS)]
    with organisations.signed_in(0, organisations.EDITOR) as session:
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
        from busel.desk.sandboxes import matching  # noqa: PLC0415 - after Django

        open_zone(session)
        _bring(session, rows[:-NEW])
        told, child = {}, matching.CHILD
        for name, some in (("weighed", rows[-NEW:]), ("few", rows[-FEW:])):
            matching.CHILD = ("/nowhere",)
            told[f"{name}_rules"] = spent(lambda some=some: _planned(session, some)).wall
            matching.CHILD = child
            plans: list[Any] = []
            before = _children()
            took = spent(lambda some=some, plans=plans: plans.append(_planned(session, some)))
            told |= {name: took.wall, f"{name}_desk": took.cpu, f"{name}_child": _children() - before}
            again = plans[0].found
            told[f"{name}_again"] = spent(lambda some=some, again=again: _planned(session, some, again)).wall
        session.shelf.close_session(session.token)
    told["child"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps(told))


def _planned(session: Session, rows: list[dict[str, str]], found: Any = None) -> Any:
    from dataclasses import replace  # noqa: PLC0415 - after Django

    from busel.desk.actions.imports import preview_import  # noqa: PLC0415 - after Django

    wizard = _wizard(session, rows)
    return preview_import(session, wizard.journal, replace(wizard.reading, found=found), seed=wizard.seed)


def _bring(session: Session, rows: list[dict[str, str]]) -> None:
    from busel.desk.actions.imports import import_list  # noqa: PLC0415 - after Django
    from busel.desk.importing.run import Run  # noqa: PLC0415 - after Django

    plan, wizard = _planned(session, rows), _wizard(session, rows[:NEW])
    run = Run(wizard.journal, "list", plan)
    import_list(session, run, wizard.note(run.day), told=lambda _run: None)


def _wizard(session: Session, rows: list[dict[str, str]]) -> Any:
    from busel.cli.lists import read_list  # noqa: PLC0415 - after Django
    from busel.desk.importing.steps import new_wizard, take  # noqa: PLC0415 - after Django

    data = _list(rows)
    wizard = new_wizard(session, data, name="list", division=session.keyring.divisions()[0])
    take(session, wizard, read_list(data))
    return wizard


def _children() -> float:
    """Return the seconds of processor of the children that have ended; of the reader of the list, too: some tenths."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


if __name__ == "__main__":
    _main()
