"""How the calls about the access log travel: see `wire`."""

from __future__ import annotations

from typing import Annotated

import msgspec

from busel.shelf.log_calls import MAX_KEPT_CHAINS, MAX_LOG_ENTRIES, Drawn, LogWant, NewLogEntry
from busel.shelf.requests import MAX_ITEMS, Request

LogEntries = Annotated[list[NewLogEntry], msgspec.Meta(max_length=MAX_LOG_ENTRIES)]
DrawnFrom = Annotated[list[Drawn], msgspec.Meta(max_length=MAX_ITEMS)]


class Log(Request, frozen=True):
    """See protocol.Shelf.log."""

    entries: LogEntries
    weight: int
    most: tuple[int, int]
    drawn: DrawnFrom


class LetLogGo(Request, frozen=True):
    """See protocol.Shelf.let_log_go."""

    journal: bytes
    audit: bytes
    below: int
    kept: Annotated[list[bytes], msgspec.Meta(max_length=MAX_KEPT_CHAINS)]
    told: LogEntries


class ReadLog(Request, frozen=True):
    """See protocol.Shelf.read_log."""

    journal: bytes
    ticket: bytes
    after: int
    below: int


class ReadLogs(Request, frozen=True):
    """See protocol.Shelf.read_logs."""

    wants: Annotated[list[LogWant], msgspec.Meta(max_length=MAX_ITEMS)]
