"""Taking a nation out: seconds of CPU, and how much memory the desk takes for it beside its open zone."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row

FORMATS = ("csv", "xlsx", "vcf", "osdi")
MOST_MEGABYTES = 250


def run(contacts: int) -> list[Row]:
    """Return two rows for each format."""
    rows = []
    for format_ in FORMATS:
        told = in_fresh_process("exporting", str(contacts), format_)
        what = f"taking out {contacts:,} people as {format_} ({told['size']:.0f} MB)"
        rows.append(row(f"{what}, CPU", told["cpu"], "s"))
        rows.append(row(f"{what}: memory beside the open zone", told["memory"], "MB", most=MOST_MEGABYTES))
    return rows


def _resident(name: str) -> int:
    """Return megabytes of this process: "VmRSS" now, "VmHWM" the most so far."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) // 1024


def _measure(contacts: int, format_: str) -> dict[str, float]:
    with organisations.signed_in(contacts, organisations.NATIONAL) as session:
        from busel.desk.exporting.choice import Choice  # noqa: PLC0415 - after Django
        from busel.desk.exporting.making import Made, make_file  # noqa: PLC0415 - after Django
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
        from busel.desk.running import confine  # noqa: PLC0415 - after Django
        from busel.desk.workspace.load import raw_connection  # noqa: PLC0415 - after Django

        open_zone(session)
        numbers = {number: journal for journal, number in session.numbers.items()}
        people: dict[bytes, list[int]] = {}
        for id_, number in raw_connection().execute("SELECT id, division_id FROM workspace_contact"):
            people.setdefault(numbers[number], []).append(id_)
        confine.give_memory_back()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the most so far begins anew
        before = _resident("VmRSS")
        made: list[Made] = []
        took = spent(lambda: made.append(make_file(Choice(tuple(people), format=format_), people, language="be")))
        return {
            "cpu": took.cpu,
            "wall": took.wall,
            "memory": _resident("VmHWM") - before,
            "size": made[0].file.size / 1_000_000,
            "people": made[0].count,
        }


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]), sys.argv[2])))
