"""Runs of numbered rows of several journals, read with one query: what a bulk fetch is made of."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection

from busel.shelf.protocol import Commit, Segment


class Span(NamedTuple):
    """Rows `low` to `high` (both included) of one journal; `place` is the asker's own number for it."""

    place: int
    journal: bytes
    low: int
    high: int


class StageSpan(NamedTuple):
    """Blocks `low` to `high` (both included) of one stage."""

    place: int
    journal: bytes
    stage: bytes
    low: int
    high: int


# CROSS JOIN keeps SQLite to this order: the few spans outside, a search by key inside.
COMMITS = """
WITH span(place, journal, low, high) AS (VALUES {values})
SELECT span.place, held.sequence, {columns} FROM span CROSS JOIN shelf_commit AS held
WHERE held.journal = span.journal AND held.sequence BETWEEN span.low AND span.high"""
BLOCKS = """
WITH span(place, journal, stage, low, high) AS (VALUES {values})
SELECT span.place, held.position, {columns} FROM span CROSS JOIN shelf_block AS held
WHERE held.journal = span.journal AND held.stage = span.stage AND held.position BETWEEN span.low AND span.high"""
HEADERS = """
SELECT sequence, epoch, previous, body_digest, segment, key_epoch FROM shelf_commit
WHERE journal = %s AND sequence BETWEEN %s AND %s ORDER BY sequence"""
COMMIT_COLUMNS = "held.epoch, held.previous, held.body_digest, held.segment, held.key_epoch, held.body"


def commit_sizes(spans: list[Span]) -> list[tuple[int, int, int]]:
    """Return (place, sequence, bytes) of every commit in the spans, in order."""
    return sorted(_rows(COMMITS, "length(held.body)", spans))


def block_sizes(spans: list[StageSpan]) -> list[tuple[int, int, int]]:
    """Return (place, position, bytes) of every block in the spans, in order."""
    return sorted(_rows(BLOCKS, "length(held.body)", spans))


def commits(spans: list[Span]) -> list[tuple[int, Commit]]:
    """Return (place, commit) of every commit in the spans, in order."""
    rows = sorted(_rows(COMMITS, COMMIT_COLUMNS, spans), key=_in_order)
    return [
        (place, Commit(epoch, sequence, bytes(previous), bytes(digest), Segment(segment), key_epoch, bytes(body)))
        for place, sequence, epoch, previous, digest, segment, key_epoch, body in rows
    ]


def headers(journal: bytes, first: int, last: int) -> list[Commit]:
    """Return the commits `first` to `last` of a journal without their bodies, in order."""
    with connection.cursor() as cursor:
        cursor.execute(HEADERS, [journal, first, last])
        return [
            Commit(epoch, sequence, bytes(previous), bytes(digest), Segment(segment), key_epoch, b"")
            for sequence, epoch, previous, digest, segment, key_epoch in cursor.fetchall()
        ]


def blocks(spans: list[StageSpan]) -> list[tuple[int, bytes]]:
    """Return (place, block) of every block in the spans, in order."""
    rows = sorted(_rows(BLOCKS, "held.body", spans), key=_in_order)
    return [(place, bytes(body)) for place, _position, body in rows]


def _in_order(row: tuple[Any, ...]) -> tuple[int, int]:
    return row[0], row[1]


def _rows(query: str, columns: str, spans: list[Span] | list[StageSpan]) -> list[tuple[Any, ...]]:
    if not spans:
        return []
    one = "(" + ",".join(["%s"] * len(spans[0])) + ")"
    with connection.cursor() as cursor:
        cursor.execute(query.format(values=",".join([one] * len(spans)), columns=columns), sum(spans, ()))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
