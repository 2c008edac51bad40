"""A program, `python -m bench.called`: which functions desks call, written where the fork server reads it.

Three people sign in, wait a heartbeat, look at what is looked at every day, and correct something.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import msgspec

from bench import organisations
from bench.pages import at_rest, search, signed_in
from busel.desk.forkserver.packing import CALLED
from fixtures.served import CHEAP_DESKS, Served, serving
from fixtures.visitor import Visitor

CONTACTS = 1_000
HEARTBEAT = 1.0
PLACES = (organisations.NATIONAL, organisations.EDITOR, organisations.VIEWER)
PAGES = ("/", "/find", "/searches", "/")
_OF_NO_DESK = ("importlib.", "sitecustomize", "<")


def _main() -> None:
    organisations.make(CONTACTS)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BUSEL_WATCHED": folder, "PYTHONPATH": str(Path(__file__).with_name("watched"))}
        with serving(at_rest(CONTACTS), desks=msgspec.structs.replace(CHEAP_DESKS, heartbeat=HEARTBEAT)) as served:
            for place in PLACES:
                _look_around(served, place)
            called = [_of(Path(folder, str(desk.pid))) for desk in served.desks()]
    _write(set().union(*called))
    shutil.rmtree(organisations.folder_of(CONTACTS))


def _look_around(served: Served, place: int) -> None:
    visitor = signed_in(served, organisations.account(CONTACTS, place))
    for path in PAGES:
        assert visitor.open(path).status == 200, path
    _page, people = search(visitor)
    for person in people[:3]:
        visitor.open(person)
    if place != organisations.VIEWER:
        _correct(visitor, people[0])
    time.sleep(3 * HEARTBEAT)


def _correct(visitor: Visitor, person: str) -> None:
    forms = visitor.open(f"{person}/correct/names").forms
    form, field = next((form, name) for form in forms for name, _ in form.fields if name.endswith("nickname"))
    assert "Бусел" in visitor.send(form, {field: "Бусел"}).text


def _of(told: Path) -> set[tuple[str, str]]:
    lines = (line.split(" ") for line in told.read_text(encoding="utf-8").splitlines())
    return {(module, name) for module, name in lines if module and not module.startswith(_OF_NO_DESK)}


def _write(called: set[tuple[str, str]]) -> None:
    by_module = defaultdict(list)
    for module, name in sorted(called):
        by_module[module].append(name)
    CALLED.write_text("".join(f"{module} {' '.join(names)}\n" for module, names in by_module.items()), encoding="utf-8")
    print(f"{len(called)} functions of {len(by_module)} modules in {CALLED}")


if __name__ == "__main__":
    _main()
