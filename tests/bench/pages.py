"""Pages through door and desk beside the same pages of a plain Django application over PostgreSQL; and one edit."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench import organisations
from bench.plain.running import serving_plain
from bench.table import Row, row
from fixtures.served import CHEAP_DESKS, AtRest, Served, serving
from fixtures.visitor import Visitor

ROUNDS, EACH = 12, 10
EDITS = 60
ALIKE = 0.02
"""Of its bytes, so much may one application's page differ from the other's."""
PATIENCE = 180.0


@dataclass
class Side:
    """One application: its browsers, and what its answers took: milliseconds of the clock, seconds of CPU in all."""

    visitors: list[Visitor]
    cpu: Callable[[], float]
    times: list[float] = field(default_factory=list)
    spent: float = 0.0

    def ask(self, pages: list[list[str]]) -> None:
        """Let each of the first browsers open its pages, all browsers at once."""
        before = self.cpu()
        with ThreadPoolExecutor(len(pages)) as pool:
            for some in pool.map(_all_timed, self.visitors, pages):
                self.times += some
        self.spent += self.cpu() - before


def run(contacts: int) -> list[Row]:
    """Return the rows of pages and of one edit, for one editor of a region and for eight at once.

    Ours are eight desks behind one door; theirs are visitors of one plain server process for each core.
    """
    with serving(at_rest(contacts), desks=CHEAP_DESKS) as served, serving_plain(contacts) as plain:
        places = [organisations.FIRST_OF_EIGHT + n for n in range(organisations.EIGHT)]
        ours = [signed_in(served, organisations.account(contacts, place)) for place in places]
        found = [search(visitor) for visitor in ours]
        theirs = plain.visitors(len(ours))
        _check_same(ours[0], theirs[0], [found[0][0], *found[0][1]])
        rows = []
        for people in (1, len(ours)):
            for what, pages in (
                ("a result page", [[result] * EACH for result, _people in found[:people]]),
                ("a contact page", [(persons * EACH)[:EACH] for _result, persons in found[:people]]),
            ):
                sides = Side(ours, served.cpu), Side(theirs, plain.cpu)
                rows += _in_turns(f"{what}, {people} at once", sides, pages)
        edits = [_edit(ours[0], found[0][1], n) for n in range(EDITS)]
        return [*rows, row("one edit, POST to stored and shown, p95", p95(edits), "ms", most=50)]


def at_rest(contacts: int) -> AtRest:
    """Return the demo with so many contacts, to be served."""
    return AtRest(organisations.folder_of(contacts), "", [])


def signed_in(served: Served, who: dict[str, str]) -> Visitor:
    """Return the browser of an account whose zone is open."""
    visitor = Visitor(served.port)
    assert visitor.try_to_sign_in(who["handle"], who["passphrase"]).status == 303
    assert visitor.wait("/", patience=PATIENCE).status == 200
    return visitor


def search(visitor: Visitor) -> tuple[str, list[str]]:
    """Search by the beginning of a name; return the address of the results, and those of the people there."""
    page = visitor.send(visitor.open("/find").form("q"), {"q": organisations.BEGINNING})
    people = sorted(set(page.links(r"^/contacts/\d+$")))
    assert page.status == 200
    assert people
    return page.path, people


def timed(visitor: Visitor, path: str) -> float:
    """Return the milliseconds until a page is there."""
    started = time.perf_counter()
    status = visitor.ask("GET", path).status
    assert status == 200
    return 1000 * (time.perf_counter() - started)


def p95(times: list[float]) -> float:
    """Return what 95 of a hundred stay under."""
    return sorted(times)[int(len(times) * 0.95)]


def _all_timed(visitor: Visitor, paths: list[str]) -> list[float]:
    return [timed(visitor, path) for path in paths]


def _check_same(ours: Visitor, theirs: Visitor, paths: list[str]) -> None:
    """See that both applications show the same pages."""
    for path in paths:
        sizes = [len(one.open(path).body) for one in (ours, theirs)]
        assert abs(sizes[0] - sizes[1]) <= ALIKE * sizes[0], (path, sizes)


def _in_turns(what: str, sides: tuple[Side, Side], pages: list[list[str]]) -> list[Row]:
    for _ in range(ROUNDS):
        for side in sides:
            side.ask(pages)
    ours, theirs = sides
    each = [1000 * side.spent / len(side.times) for side in sides]
    return [
        row(f"{what}, p50", statistics.median(ours.times), "ms", floor=statistics.median(theirs.times), most_ratio=1.5),
        row(f"{what}, p95", p95(ours.times), "ms", floor=p95(theirs.times), most_ratio=1.5),
        row(f"{what}, CPU of all processes", each[0], "ms", floor=each[1]),
    ]


def _edit(visitor: Visitor, people: list[str], n: int) -> float:
    forms = visitor.open(f"{people[n % len(people)]}/correct/names").forms
    form, field_name = next((form, name) for form in forms for name, _ in form.fields if name.endswith("nickname"))
    started = time.perf_counter()
    page = visitor.send(form, {field_name: f"Бусел {n}"})
    taken = 1000 * (time.perf_counter() - started)
    assert f"Бусел {n}" in page.text
    return taken
