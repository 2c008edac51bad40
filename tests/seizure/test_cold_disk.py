"""T1: police with a cold disk. After a whole working day nothing typed stands anywhere, however clothed."""

from __future__ import annotations

import base64
import sqlite3
import subprocess
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from factories.canaries import BY_HAND, DISTRICTS, KEPT, KEPT_FAMILY, REGION, kept_people, typed_words
from fixtures import postgres
from fixtures.served import AtRest, Served, found
from fixtures.sweep import betrayed, files, patterns
from fixtures.working_day import work


def looked_for(at_rest: AtRest) -> dict[bytes, str]:
    """Return all that must stand nowhere: what was typed, who has an account, and every key."""
    words = typed_words() | {"family of the first": KEPT_FAMILY}
    words |= {f"given {name}": name for those in KEPT.values() for name in those}
    for at, person in enumerate(at_rest.people):
        words |= {f"handle {at}": person.handle, f"passphrase {at}": person.passphrase}
        words |= {f"freeze code {at}": person.freeze_code}
        words |= {f"thaw half {half} of {at}": text for half, text in enumerate(person.thaw_halves)}
    secrets = {f"key {one}": bytes.fromhex(one) for person in at_rest.people for one in person.secrets}
    secrets |= {f"key file {at}": one.key_bytes for at, one in enumerate(at_rest.people) if one.key_bytes}
    return patterns(words, secrets)


CLOTHED = {
    "openly": lambda word: word.encode(),
    "utf-16": lambda word: word.encode("utf-16-le"),
    "hex": lambda word: word.encode().hex().encode(),
    "percent": lambda word: quote(word).encode(),
    "base64 at 0": lambda word: base64.b64encode(word.encode()),
    "base64 at 1": lambda word: base64.b64encode(b"x" + word.encode() + b"yz"),
    "base64 at 2": lambda word: base64.b64encode(b"xy" + word.encode() + b"z"),
    "zlib": lambda word: zlib.compress(f"много {word} слов".encode()),
    "zlib in hex": lambda word: zlib.compress(f"многа {word} слоў".encode()).hex().encode(),
    "upper case": lambda word: word.upper().encode(),
    "json": lambda word: word.encode("unicode-escape"),
}


@pytest.mark.parametrize("clothing", CLOTHED)
def test_the_sweep_finds_a_planted_word_in_any_clothing(tmp_path: Path, clothing: str) -> None:
    (tmp_path / "page").write_bytes(b"\x00" * 999 + CLOTHED[clothing](BY_HAND.family_be) + b"\xff" * 500)
    found_there = set().union(*(betrayed(data, patterns(typed_words())) for _path, data in files([tmp_path])))
    assert "family_be by hand" in found_there


def test_the_sweep_looks_at_names_of_files_and_into_the_rows_of_a_store(tmp_path: Path) -> None:
    path = tmp_path / f"{BY_HAND.family_ru}.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE a (b BLOB)")
        connection.execute("INSERT INTO a VALUES (?)", [zlib.compress(BY_HAND.note.encode() * 9)])
    found_there = set().union(*(betrayed(data, patterns(typed_words())) for _path, data in files([tmp_path])))
    assert {"family_ru by hand", "note by hand"} <= found_there | betrayed(dump(path), patterns(typed_words()))


def dump(path: Path) -> bytes:
    """Return a SQLite store as text: its blobs whole and in hex, wherever their pages lie."""
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()).encode()


def test_after_a_working_day_on_sqlite_nothing_typed_stands_in_store_folder_dump_or_log(serve: Any) -> None:
    served: Served = serve()
    store = served.at_rest.folder / "shelf/store.sqlite"
    while_working: list[bytes] = []
    work(served, lambda: while_working.extend(data for _path, data in files([served.at_rest.folder])))
    alive = [*while_working, *(data for _path, data in files([served.at_rest.folder])), dump(store)]
    assert sum(map(len, alive)) > 200_000
    served.stop()
    at_rest = [data for _path, data in files([served.at_rest.folder])] + [dump(store), served.log.read_bytes()]
    sought = looked_for(served.at_rest)
    assert set().union(*(betrayed(data, sought) for data in (*alive, *at_rest))) == set()
    assert betrayed(b"x" + served.at_rest.people[0].handle.encode(), sought) == {"handle 0"}


def test_after_a_working_day_on_postgresql_nothing_typed_stands_in_files_dump_or_log(
    serve: Any, postgresql_url: str, tmp_path: Path
) -> None:
    folder = Path(postgresql_url.partition("host=")[2].partition("&")[0])
    before = dict(files([folder]))
    words = {"region": REGION, "districts": DISTRICTS, "people": kept_people()}
    served: Served = serve(found(tmp_path / "pg", "small", words, database=postgresql_url))
    work(served)
    served.stop()
    dumped = subprocess.run(
        [str(postgres.programs() / "pg_dump"), "--dbname", postgresql_url], capture_output=True, check=True
    ).stdout
    # What lay there before the day, byte for byte, holds nothing of it.
    changed = [data for path, data in files([served.at_rest.folder, folder]) if before.get(path) != data]
    everything = [dumped, served.log.read_bytes(), *changed]
    assert len(dumped) > 100_000
    sought = looked_for(served.at_rest)
    assert set().union(*(betrayed(data, sought) for data in everything)) == set()
