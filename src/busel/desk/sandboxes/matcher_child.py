"""The child that weighs pairs of records: locked up first, then people from stdin, pairs to stdout, nothing else.

Everything that it needs is loaded, and tried out on three made-up people, before the lock; so no library asks for a
file afterwards. It is started as `python -I -B -m busel.desk.sandboxes.matcher_child`.
"""

from __future__ import annotations

import os
import time

import duckdb
import msgspec

from busel.desk.sandboxes.last_words import live, say
from busel.desk.sandboxes.matching import FAILED, TOO_MANY, Answer, Asked
from busel.desk.sandboxes.sandbox import NoSandboxError, lock_up
from busel.matching.given_names import read_tables
from busel.matching.judging import LIKELY, Weighed, judge
from busel.matching.on_duckdb import Database, opened, weigh, weigh_between
from busel.matching.outcomes import Verdict
from busel.matching.preparing import prepare
from busel.matching.records import Home, Record
from busel.names.own_forms import OwnForms

MEMORY = 4_000_000_000
"""Bytes of address space, most of them never touched; what the database may take is its own limit."""
SECONDS = 600
_PIECE = 1 << 20

_TRIED = [
    Record(1, ("Ковалёва",), ("Ганна",), ("Іванаўна",), "1984-05-17", "", ("+375291234567",), ("a@example.org",)),
    Record(2, ("Кавалёва",), ("Анна",), ("И.",), "1984", "f", ("80291234567",), (), (Home("Гомель", "ул. Мира", "1"),)),
    Record(3, ("Іваноў",), ("Сяргееей",), (), "", "", ("1234567",), (), (Home("Гомель", "вул. Міру", "1", "2"),)),
]


def main() -> None:
    """Answer what stands on stdin."""
    _try_out()
    database = opened()
    try:
        lock_up(SECONDS, memory=MEMORY, may_try_to_open=True)
    except NoSandboxError:
        _send(Answer(code=FAILED))
        return
    try:
        _send(_answer(msgspec.msgpack.decode(_taken(), type=Asked), database))
    except BaseException as failed:  # noqa: BLE001 - whatever it was, its words could hold a name
        full = isinstance(failed.__cause__ or failed, (MemoryError, duckdb.OutOfMemoryException))
        _send(Answer(code=TOO_MANY if full else FAILED))


def _try_out() -> None:
    """Let every library and every table of facts be loaded."""
    read_tables()
    people = prepare(_TRIED, OwnForms([("Гедзя", "Гедымін")]))
    for asked in (Asked(_TRIED, families=True), Asked(_TRIED, new=1)):
        _pairs(asked, opened())
    judge(people, [Weighed(1, 2, 9.0), Weighed(1, 3, 9.0), Weighed(2, 3, 9.0)], families=True)
    msgspec.msgpack.decode(msgspec.msgpack.encode(Answer()), type=Answer)


def _answer(asked: Asked, database: Database) -> Answer:
    began = time.process_time()
    pairs = _pairs(asked, database)
    return Answer(pairs, seconds=time.process_time() - began)


def _pairs(asked: Asked, database: Database) -> list[Verdict]:
    people = prepare(asked.people, OwnForms(asked.forms))
    if asked.new:
        known, new = people[: -asked.new], people[-asked.new :]
        weighed = weigh_between(new, known, database, least=LIKELY)
    else:
        weighed = weigh(people, database, least=LIKELY)
    return judge(people, weighed, families=asked.families)


def _taken() -> bytes:
    """Return all of stdin."""
    taken = bytearray()
    while piece := os.read(0, _PIECE):
        taken += piece
    return bytes(taken)


def _send(answer: Answer) -> None:
    say(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    live(main)
