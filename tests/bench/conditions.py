"""Saved searches of six conditions beside the same rows in PostgreSQL with the usual indexes; and crosstabs."""

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
    from collections.abc import Callable

TIMES = 7
SEARCH_MILLISECONDS, CROSSTAB_MILLISECONDS = 50, 200
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "talked to, tagged, with a phone",
        {
            "all": [
                {"field": "support", "any_of": [1, 2]},
                {"field": "sex", "is": "f"},
                {"some": "phone"},
                {
                    "some": "activity",
                    "of": [
                        {"field": "type", "any_of": ["visit", "call"]},
                        {"field": "day", "during": {"last": 12, "unit": "month"}},
                    ],
                },
                {"some": "tag", "of": [{"field": "label", "any_of": ["валанцёр"]}]},
                {"some": "address", "of": [{"field": "district", "is": "Babrujsk district"}]},
            ]
        },
    ),
    (
        "not talked to, of an age, own field",
        {
            "all": [
                {"field": "age", "between": [18, 60]},
                {"field": "language", "is": "be"},
                {"some": "phone", "of": [{"field": "valid", "is": True}]},
                {
                    "not": {
                        "some": "activity",
                        "of": [
                            {"field": "type", "any_of": ["visit", "call", "meeting"]},
                            {"field": "day", "during": {"last": 6, "unit": "month"}},
                        ],
                    }
                },
                {"field": "own.best_time", "filled": True},
                {"field": "family", "begins": "К"},
            ]
        },
    ),
)
CROSSED = (
    ("division", "support"),
    ("age", "support"),
    ("district", "support"),
    ("activity", "division"),
    ("tag", "region"),
)
TABLES = """
CREATE TABLE contact (id bigint PRIMARY KEY, support int, sex text, birth text, language text, family_be text,
 family_ru text, custom jsonb);
CREATE TABLE phone (contact bigint, number text, status text);
CREATE TABLE tag (contact bigint, label text);
CREATE TABLE activity (contact bigint, type text, day text);
CREATE TABLE address (contact bigint, district text);
"""
INDEXES = """
CREATE INDEX ON contact (support);
CREATE INDEX ON contact (family_be text_pattern_ops);
CREATE INDEX ON contact (family_ru text_pattern_ops);
CREATE INDEX ON phone (contact);
CREATE INDEX ON tag (contact);
CREATE INDEX ON tag (label);
CREATE INDEX ON activity (contact);
CREATE INDEX ON activity (type, day);
CREATE INDEX ON address (contact);
CREATE INDEX ON address (district);
ANALYZE;
"""
THEIRS = (
    """SELECT count(*) FROM contact c WHERE support IN (1, 2) AND sex = 'f'
    AND EXISTS (SELECT 1 FROM phone r WHERE r.contact = c.id)
    AND EXISTS (SELECT 1 FROM activity r WHERE r.contact = c.id AND r.type IN ('visit', 'call')
     AND r.day >= (current_date - interval '12 months')::date::text)
    AND EXISTS (SELECT 1 FROM tag r WHERE r.contact = c.id AND r.label = 'валанцёр')
    AND EXISTS (SELECT 1 FROM address r WHERE r.contact = c.id AND r.district = 'Babrujsk district')""",
    """SELECT count(*) FROM contact c WHERE birth != ''
    AND rpad(birth, 10, '-07-01') BETWEEN (current_date - interval '61 years')::date::text
     AND (current_date - interval '18 years')::date::text
    AND language = 'be'
    AND EXISTS (SELECT 1 FROM phone r WHERE r.contact = c.id AND r.number != '' AND r.status != 'bad')
    AND NOT EXISTS (SELECT 1 FROM activity r WHERE r.contact = c.id AND r.type IN ('visit', 'call', 'meeting')
     AND r.day >= (current_date - interval '6 months')::date::text)
    AND custom ? 'best_time' AND (family_be LIKE 'К%%' OR family_ru LIKE 'К%%')""",
)


def run(contacts: int) -> list[Row]:
    """Return one row for each search and crosstab: the desk's milliseconds of CPU, beside PostgreSQL's by the clock."""
    told = in_fresh_process("conditions", str(contacts))
    searches = [
        row(f"saved search of six conditions: {name}, CPU", ours, "ms", floor=theirs, most=SEARCH_MILLISECONDS)
        for name, (ours, theirs) in told["searches"].items()
    ]
    tables = [
        row(f"crosstab: {name}, CPU", ours, "ms", most=CROSSTAB_MILLISECONDS) for name, ours in told["tables"].items()
    ]
    return [*searches, *tables]


def _main(contacts: str) -> None:
    with organisations.signed_in(int(contacts), organisations.NATIONAL) as session:
        from busel.desk.journals.opening import open_zone  # noqa: PLC0415 - after Django

        open_zone(session)
        session.shelf.close_session(session.token)
    from busel.desk.search.crosstab import crossed  # noqa: PLC0415 - after Django
    from busel.desk.search.dimensions import dimensions  # noqa: PLC0415 - after Django

    known = dimensions()
    tables = {
        f"{one} by {other}": _median(lambda one=one, other=other: crossed(known[one], known[other]))
        for one, other in CROSSED
    }
    with running() as url:
        print(json.dumps({"tables": tables, "searches": _compare(url)}))


def _median(work: Callable[[], Any]) -> float:
    return statistics.median(1000 * spent(work).cpu for _ in range(TIMES))


def _compare(url: str) -> dict[str, tuple[float, float]]:
    from busel.desk.search.conditions import count_where  # noqa: PLC0415 - after Django

    found: dict[str, tuple[float, float]] = {}
    with psycopg.connect(url, autocommit=True, prepare_threshold=0) as held:
        _fill(held)
        for (name, condition), sql in zip(KINDS, THEIRS, strict=True):
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(TIMES):
                times[0].append(1000 * spent(lambda condition=condition: count_where(condition)).cpu)
                times[1].append(1000 * spent(lambda sql=sql: held.execute(sql).fetchall()).wall)
            found[name] = (statistics.median(times[0]), statistics.median(times[1]))
    return found


def _fill(held: psycopg.Connection[Any]) -> None:
    from busel.desk.workspace.load import raw_connection  # noqa: PLC0415 - after Django

    raw = raw_connection()
    copied = {
        "contact": "SELECT id, support, sex, birth, language, family_be, family_ru, custom FROM workspace_contact",
        "phone": "SELECT contact_id, number, status FROM workspace_phone",
        "tag": "SELECT r.contact_id, l.text FROM workspace_tag r JOIN workspace_label l ON l.id = r.label_id",
        "activity": "SELECT contact_id, type, day FROM workspace_activity",
        "address": "SELECT contact_id, district FROM workspace_address",
    }
    for statement in filter(None, map(str.strip, TABLES.split(";"))):
        held.execute(statement)
    with held.cursor() as cursor:
        for table, query in copied.items():
            with cursor.copy(f"COPY {table} FROM STDIN") as rows:
                for one in raw.execute(query):
                    rows.write_row(one)
    for statement in filter(None, map(str.strip, INDEXES.split(";"))):
        held.execute(statement)


if __name__ == "__main__":
    _main(sys.argv[1])
