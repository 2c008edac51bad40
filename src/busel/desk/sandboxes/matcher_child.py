"""The child that weighs pairs of records: locked up first, then people from stdin, pairs to stdout, nothing else.

Everything that it needs is loaded, and tried out on three made-up people, before the lock; so no library asks for a
file afterwards. It is started as `python -I -B -m busel.desk.sandboxes.matcher_child`.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterable, Iterator

import duckdb
import msgspec

from busel.desk.sandboxes.last_words import live, say
from busel.desk.sandboxes.matching import FAILED, LENGTH_BYTES, TOO_MANY, Answer, Asked
from busel.desk.sandboxes.sandbox import NoSandboxError, lock_up
from busel.matching.given_names import read_tables
from busel.matching.judging import LIKELY, Weighed, judge
from busel.matching.on_duckdb import Database, opened, weigh, weigh_between
from busel.matching.outcomes import Verdict
from busel.matching.preparing import Keyed, prepare
from busel.matching.records import Home, Record
from busel.names.own_forms import NO_FORMS, OwnForms

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
    gc.disable()  # a hundred thousand records hold no circle, and looking for one takes a tenth of the time
    _try_out()
    database = opened()
    try:
        lock_up(SECONDS, memory=MEMORY, may_try_to_open=True)
    except NoSandboxError:
        _send(Answer(code=FAILED))
        return
    try:
        _send(_answer(_pieces(), database))
    except BaseException as failed:  # noqa: BLE001 - whatever it was, its words could hold a name
        full = isinstance(failed.__cause__ or failed, (MemoryError, duckdb.OutOfMemoryException))
        _send(Answer(code=TOO_MANY if full else FAILED))


def _try_out() -> None:
    """Let every library and every table of facts be loaded."""
    read_tables()
    people = prepare(_TRIED, OwnForms([("Гедзя", "Гедымін")]))
    for asked in (Asked(_TRIED, families=True), Asked(_TRIED[:2], _TRIED[2:], is_last=True)):
        told = msgspec.msgpack.encode(asked)
        _answer([msgspec.msgpack.decode(told, type=Asked)], opened())
    judge(people, [Weighed(1, 2, 9.0), Weighed(1, 3, 9.0), Weighed(2, 3, 9.0)], families=True)
    msgspec.msgpack.decode(msgspec.msgpack.encode(Answer()), type=Answer)


def _answer(pieces: Iterable[Asked], database: Database) -> Answer:
    """Weigh what the pieces tell: those who are known are keyed as soon as all of them are told."""
    told: list[Record] = []
    new: list[Record] = []
    known: list[Keyed] | None = None
    families, own, spent = False, NO_FORMS, 0.0
    for piece in pieces:
        began = time.process_time()
        families, own = families or piece.families, OwnForms(piece.forms) if piece.forms else own
        told += piece.people
        new += piece.new
        if piece.is_last:
            known = prepare(told, own)
            told.clear()
        spent += time.process_time() - began
    began = time.process_time()
    pairs = _pairs_of_all(told, own, database, families=families) if known is None else []
    if known and new:
        pairs = _pairs_between(prepare(new, own), known, database)
    return Answer(pairs, seconds=spent + time.process_time() - began)


def _pairs_of_all(told: list[Record], own: OwnForms, database: Database, *, families: bool) -> list[Verdict]:
    people = prepare(told, own)
    return judge(people, weigh(people, database, least=LIKELY), families=families)


def _pairs_between(new: list[Keyed], known: list[Keyed], database: Database) -> list[Verdict]:
    return judge([*known, *new], weigh_between(new, known, database, least=LIKELY))


def _pieces() -> Iterator[Asked]:
    """Yield what stands on stdin, piece by piece, as it comes."""
    while length := _taken(LENGTH_BYTES):
        yield msgspec.msgpack.decode(_taken(int.from_bytes(length)), type=Asked)


def _taken(length: int) -> bytes:
    """Return so many bytes of stdin; fewer where it ends."""
    taken = bytearray()
    while len(taken) < length and (piece := os.read(0, min(_PIECE, length - len(taken)))):
        taken += piece
    return bytes(taken)


def _send(answer: Answer) -> None:
    say(msgspec.msgpack.encode(answer))


if __name__ == "__main__":
    live(main)
