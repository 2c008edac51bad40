"""What every shelf checks of the access log, in the same words. No state, no input."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from busel.shelf.log_calls import MAX_LOG_BYTES, MAX_LOG_ENTRIES, LogWant, NewLogEntry
from busel.shelf.protocol import ID_BYTES, ExistsError, ShelfError, TooLargeError
from busel.shelf.rules import check_lengths, check_numbers


def check_log(entries: list[NewLogEntry], weight: int, most: tuple[int, int]) -> None:
    """Raise ShelfError unless what is to be logged is whole, TooLargeError for too much of it."""
    check_numbers(weight, *most, *[entry.number for entry in entries])
    check_lengths(ID_BYTES, *[entry.chain for entry in entries])
    if len(entries) > MAX_LOG_ENTRIES or any(len(entry.body) > MAX_LOG_BYTES for entry in entries):
        raise TooLargeError


def check_wants(wants: list[LogWant]) -> None:
    """Raise ShelfError for places that are none."""
    check_numbers(*[want.after + 1 for want in wants], *[want.below for want in wants])


def check_own_chains(entries: list[NewLogEntry], begun: AbstractSet[tuple[bytes, bytes]]) -> None:
    """Raise ExistsError unless each entry begins a chain, or goes on with one that its session began."""
    own = begun | {(entry.journal, entry.chain) for entry in entries if not entry.number}
    if any((entry.journal, entry.chain) not in own for entry in entries):
        raise ExistsError


def check_log_number(number: int, laid: int) -> None:
    """Raise ExistsError unless the number is the next of a chain that has so many entries."""
    if number != laid:
        raise ExistsError


def check_letting_go(journal: bytes, below: int, kept: list[bytes], told: list[NewLogEntry]) -> None:
    """Raise ShelfError unless what is to be let go is told of by one new chain of the same journal."""
    check_log(told, 0, (0, 0))
    check_numbers(below)
    check_lengths(ID_BYTES, *kept)
    chains = {(entry.journal, entry.chain) for entry in told}
    if len(chains) != 1 or {journal} != {entry.journal for entry in told}:
        raise ShelfError
    if [entry.number for entry in told] != list(range(len(told))):
        raise ShelfError


def check_old(below: int, old: int) -> None:
    """Raise ShelfError unless everything below a place was laid long enough ago."""
    if below > old:
        raise ShelfError


def month_of_day(day: int) -> int:
    """Return the month, counted from January 1970, that a day since 1970 is in."""
    on = date(1970, 1, 1) + timedelta(days=day)
    return (on.year - 1970) * 12 + on.month - 1
