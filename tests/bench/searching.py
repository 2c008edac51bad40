"""Searching among the zone's people on the desk, beside the same rows in PostgreSQL with trigram and B-tree indexes."""

from __future__ import annotations

import json
import statistics
import sys
from typing import TYPE_CHECKING, Any

import psycopg

from bench import organisations
from bench.fresh import in_fresh_process, spent
from bench.table import Row, row
from fixtures.postgres import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIMES = 40
SHOWN = 50
TAG = "валанцёр"
NAMES_COLUMNS = ("family_be", "given_be", "patronymic_be", "family_ru", "given_ru", "patronymic_ru")
TABLES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE contact (id bigint PRIMARY KEY, division text, family_be text, family_ru text, name text);
CREATE TABLE phone (contact bigint, tail integer);
CREATE TABLE tag (contact bigint, label text);
"""
INDEXES = """
CREATE INDEX ON contact (family_be text_pattern_ops);
CREATE INDEX ON contact (family_ru text_pattern_ops);
CREATE INDEX ON contact (division);
CREATE INDEX ON contact USING gin (name gin_trgm_ops);
CREATE INDEX ON phone (tail);
CREATE INDEX ON tag (contact);
CREATE INDEX ON tag (label);
ANALYZE;
"""
PREFIX = """SELECT id, count(*) OVER () FROM contact WHERE family_be LIKE %s OR family_ru LIKE %s
ORDER BY family_ru, id LIMIT 50"""
PHONE = "SELECT contact FROM phone WHERE tail = %s"
FUZZY = (
    "SELECT id, similarity(name, %s) AS score, count(*) OVER () FROM contact WHERE %s <%% name ORDER BY 2 DESC LIMIT 50"
)
TOGETHER = """SELECT c.id, count(*) OVER () FROM contact c WHERE c.division = %s
AND EXISTS (SELECT 1 FROM tag t WHERE t.contact = c.id AND t.label = %s)
AND (c.family_be LIKE %s OR c.family_ru LIKE %s)
ORDER BY c.family_ru, c.id LIMIT 50"""


def run(contacts: int) -> list[Row]:
    """Return one row for each kind of search: milliseconds of the clock, the median of runs in turns."""
    told = in_fresh_process("searching", "beside", str(contacts))
    return [
        row(f"search by {kind} among {contacts:,}", ours, "ms", floor=theirs, most_ratio=1)
        for kind, (ours, theirs) in told.items()
    ]


def _main(way: str, contacts: str) -> None:
    with organisations.signed_in(int(contacts), organisations.NATIONAL) as session:
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django

        open_zone(session)
        session.shelf.close_session(session.token)
    if way == "alone":
        print(json.dumps({kind: statistics.median(_each(ours)) for kind, ours, _sql, _words in _kinds()}))
        return
    with running() as url:
        print(json.dumps(_compare(url)))


def _each(work: Callable[[], Any]) -> list[float]:
    return [1000 * spent(work).cpu for _ in range(TIMES)]


def _compare(url: str) -> dict[str, tuple[float, float]]:
    with psycopg.connect(url, autocommit=True) as making:
        # The C locale of the tests knows no Cyrillic letters, and then trigrams have none.
        making.execute("CREATE DATABASE people LOCALE 'C.UTF-8' TEMPLATE template0")
    with psycopg.connect(url.replace("/postgres?", "/people?"), autocommit=True, prepare_threshold=0) as held:
        _fill(held)
        return {
            kind: _in_turns(ours, lambda sql=sql, words=words: held.execute(sql, words).fetchall())
            for kind, ours, sql, words in _kinds()
        }


def _kinds() -> Iterator[tuple[str, Callable[[], Any], str, tuple[Any, ...]]]:
    from busel.desk.search.find import find  # noqa: PLC0415 - after Django

    district = organisations.DISTRICT
    where = {"all": [{"field": "division", "is": district}, {"field": "tag", "is": TAG}]}
    number = _some_number()
    yield "name prefix", lambda: find(organisations.BEGINNING), PREFIX, ("кавал%", "ковал%")
    yield "phone", lambda: find(number), PHONE, (int(number[-7:]),)
    yield "fuzzy name", lambda: find("Кавалчуг"), FUZZY, ("кавалчуг", "кавалчуг")
    yield (
        "district, tag and name",
        lambda: find(organisations.BEGINNING, where=where),
        TOGETHER,
        (district, TAG, "кавал%", "ковал%"),
    )


def _some_number() -> str:
    from busel.desk.workspace.models import Phone  # noqa: PLC0415 - after Django

    return str(Phone.objects.exclude(number="").values_list("number", flat=True)[777])


def _in_turns(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(TIMES):
        for work, times in zip((ours, theirs), taken, strict=True):
            times.append(1000 * spent(work).wall)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _fill(held: psycopg.Connection[Any]) -> None:
    from busel.desk.workspace.models import Contact, Phone, Tag  # noqa: PLC0415 - after Django

    _execute(held, TABLES)
    with held.cursor() as cursor:
        with cursor.copy("COPY contact FROM STDIN") as rows:
            for id_, division, *names in Contact.objects.values_list("pk", "division__name", *NAMES_COLUMNS):
                lower = [name.lower() for name in names]
                rows.write_row((id_, division, lower[0], lower[3], " ".join(lower)))
        with cursor.copy("COPY phone FROM STDIN") as rows:
            for phone in Phone.objects.values_list("contact_id", "tail"):
                rows.write_row(phone)
        with cursor.copy("COPY tag FROM STDIN") as rows:
            for tag in Tag.objects.values_list("contact_id", "label__text"):
                rows.write_row(tag)
    _execute(held, INDEXES)


def _execute(held: psycopg.Connection[Any], statements: str) -> None:
    for statement in filter(None, map(str.strip, statements.split(";"))):
        held.execute(statement)


if __name__ == "__main__":
    _main(*sys.argv[1:])
