"""Opening a zone: sign-in accepted → first search by name, phone and filter answered, beside the bare loop."""

from __future__ import annotations

import gc
import json
import sqlite3
import sys
from typing import TYPE_CHECKING

from bench import organisations
from bench.fresh import in_turns, spent
from bench.table import Row, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.desk.session import Session

TIMES = 3
FILTER = {"all": [{"field": "tag", "is": "валанцёр"}, {"field": "settlement", "is": "Бабруйск"}]}


def run(contacts: int) -> list[Row]:
    """Return the rows of the national coordinator's zone and of one district."""
    sides = [[way, str(contacts), str(organisations.NATIONAL)] for way in ("ours", "bare")]
    ours, bare = in_turns("opening", sides, times=TIMES)
    district, _bare = in_turns(
        "opening", [[way, str(contacts), str(organisations.VIEWER)] for way in ("ours", "bare")], times=TIMES
    )
    zone = f"opening a zone of {contacts:,}"
    return [
        row(f"{zone} until the first three searches, CPU", ours["cpu"], "s", floor=bare["cpu"], most_ratio=1.5),
        row(f"{zone}, by the clock on the wall", ours["wall"], "s", floor=bare["wall"], most=3),
        row(f"{zone} until fuzzy and free-text search answer, by the clock", ours["ready"], "s", most=5),
        row(f"opening one district ({district['contacts']:,.0f}), CPU", district["cpu"], "s", most=0.3),
    ]


def run_lively() -> list[Row]:
    """Return the row of a zone in which very much has happened."""
    sides = [[way, str(organisations.LIVELY), str(organisations.NATIONAL)] for way in ("ours", "bare")]
    ours, bare = in_turns("opening", sides, times=1)
    what = "opening a zone of 113,221 with 2,000,000 activities until the first three searches, CPU"
    return [row(what, ours["cpu"], "s", floor=bare["cpu"], most_ratio=1.5)]


def _ours(session: Session) -> None:
    from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django
    from busel.desk.search.find import find  # noqa: PLC0415 - after Django

    open_zone(session)
    find(organisations.BEGINNING)
    find("+375 29 123-45-67")
    find("", where=FILTER)


def _free_text() -> None:
    """Do what a desk does aside once its zone is open."""
    from busel.desk.search.find import find  # noqa: PLC0415 - after Django
    from busel.desk.search.free_text import TEXTS  # noqa: PLC0415 - after Django

    TEXTS.make_ready()
    assert find("вярнуцца да размовы").hits
    assert find("Кавалчуг").hits


def _bare(session: Session) -> Callable[[], None]:
    """Return the floor over what was fetched before: decrypt, unzip, decode, insert, index; nothing is checked."""
    from busel.desk.journals.arrivals import fetched  # noqa: PLC0415 - after Django
    from busel.journal.header import BlockHeader, Place  # noqa: PLC0415 - after Django
    from busel.shelf.protocol import Want  # noqa: PLC0415 - after Django

    sealed = []
    held = {bundle.journal: bundle for bundle in session.keyring.bundles.values() if bundle.epochs}
    for part in fetched(session, [Want(one.journal, one.keys.read_ticket()) for one in held.values()]):
        place = Place(session.keyring.organisation, part.journal)
        key = held[part.journal].epochs[part.head.epoch].state
        for index, block in enumerate(part.blocks, part.from_block):
            sealed.append((key, BlockHeader(place, part.head.epoch, part.stage, index).encode(), block))
    return lambda: _bare_loop(sealed)


def _bare_loop(sealed: list[tuple[bytes, bytes, bytes]]) -> None:
    from busel.desk.workspace import load  # noqa: PLC0415 - after Django
    from busel.desk.workspace.blocks import decode  # noqa: PLC0415 - after Django
    from busel.desk.workspace.rows import ROWS  # noqa: PLC0415 - after Django
    from busel.desk.workspace.schema import statements  # noqa: PLC0415 - after Django
    from busel.vault.labels import SEAL_BLOCK  # noqa: PLC0415 - after Django
    from busel.vault.seal import open_sealed  # noqa: PLC0415 - after Django

    raw = sqlite3.connect("file:/bare?vfs=memdb", uri=True, isolation_level=None)
    raw.execute("PRAGMA page_size=8192")
    tables, indexes = statements()
    for line in tables:
        raw.execute(line)
    raw.execute("BEGIN")
    for key, header, block in sealed:
        _block, typed, items = decode(open_sealed(key, block, label=SEAL_BLOCK, header=header))
        for kind, pairs in typed.items():
            take = ROWS[kind].take
            if kind == "contact":
                raw.executemany(load._INSERT[kind], [(id_, 1, *take(record)) for id_, record in pairs])
                ids = [(id_, value) for id_, record in pairs for value in record.external_ids]
                load._insert_rows(raw, load._EXTERNAL, ids)
            else:
                load._insert_rows(raw, load._INSERT[kind], [(id_, *take(record)) for id_, record in pairs])
        load.insert_items(raw, 1, items)
    raw.execute("COMMIT")
    for line in indexes:
        raw.execute(line)


def _main(way: str, contacts: str, place: str) -> None:
    with organisations.signed_in(int(contacts), int(place)) as session:
        work = (lambda: _ours(session)) if way == "ours" else _bare(session)
        gc.collect()
        gc.freeze()  # as the fork server does
        gc.enable()  # as its children do
        took = spent(work)
        aside = spent(_free_text) if way == "ours" and int(place) == organisations.NATIONAL else took
        people = _people() if way == "ours" else 0
        session.shelf.close_session(session.token)
    ready = took.wall + aside.wall
    print(json.dumps({"cpu": took.cpu, "wall": took.wall, "ready": ready, "contacts": people}))


def _people() -> int:
    from busel.desk.workspace.models import Contact  # noqa: PLC0415 - after Django

    return Contact.objects.count()


if __name__ == "__main__":
    _main(*sys.argv[1:])
