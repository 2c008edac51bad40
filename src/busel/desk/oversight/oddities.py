"""What stands out in the access log: many people in little time, hours when nobody works, a burst of exports.

Facts only, from entries that are believed. Whether there is a good reason, people know who are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from busel.registry.log_reading import LogRecord

OPENED_IN_AN_HOUR = 40
"""Pages of different people opened in one hour: more is a glance a minute, for an hour."""
LISTED_IN_AN_HOUR = 500
TAKEN_ON_A_DAY = 500
"""People printed or exported by one account on a day."""
TAKINGS_ON_A_DAY = 3
"""Exports by one account on a day."""
NIGHT = range(5)
"""From midnight to five o'clock, in the organisation's zone."""
OPENING = frozenset({"open_contact", "open_history"})
LISTING = frozenset({"find_contacts", "compare_contacts", "count_few", "open_inbox", "show_exposure"})
TAKING = frozenset({"export_contacts", "print_letters", "print_exposure", "print_sheet"})
STOPPED = "stopped_by_brake"
NEW_KEYS = "take_new_keys"
KINDS = {"opened": OPENING, "taken": TAKING, "listed": LISTING | {"preview_import", "read_access_log"}}
"""What a report and a summary of a month tell of: kind -> deeds."""
SILENT = frozenset({STOPPED, NEW_KEYS})
"""Deeds that show nobody."""
_KNOWN = SILENT.union(*KINDS.values())


class Oddity(StrEnum):
    """What stands out, the gravest first."""

    STRANGE = "strange"
    STOPPED = "stopped"
    OPENED = "opened"
    TAKEN = "taken"
    LISTED = "listed"
    NIGHT = "night"


@dataclass(frozen=True)
class Odd:
    """One thing that stands out: whose, in which hour (or from which hour on), how many."""

    what: Oddity
    account: bytes
    handle: str
    hour: int
    count: int


def is_strange(entry: LogRecord) -> bool:
    """Is it of a kind that no desk of ours lays?"""
    return entry.folded is None and entry.gone is None and entry.deed not in _KNOWN


def kinds_of(entry: LogRecord) -> list[str]:
    """Return what an entry counts as. What nobody knows counts as opened: nothing hides behind a name of its own."""
    if is_strange(entry):
        return ["opened"]
    return [kind for kind, deeds in KINDS.items() if entry.deed in deeds]


def oddities(entries: Iterable[LogRecord], *, local_hour: Callable[[int], int]) -> list[Odd]:
    """Return what stands out, the gravest and newest first. `local_hour`: 0 to 23 of an hour since 1970."""
    by_hour: dict[tuple[bytes, int], list[LogRecord]] = {}
    handles: dict[bytes, str] = {}
    for entry in entries:
        by_hour.setdefault((entry.account, entry.hour), []).append(entry)
        handles[entry.account] = entry.handle
    found = [
        Odd(what, account, handles[account], hour, count)
        for (account, hour), some in by_hour.items()
        for what, count in _of_an_hour(some)
    ]
    for what, account, hour, count in _of_days(by_hour, local_hour):
        found.append(Odd(what, account, handles[account], hour, count))
    return sorted(found, key=lambda odd: (list(Oddity).index(odd.what), -odd.hour, -odd.count))


def _of_an_hour(some: list[LogRecord]) -> Iterable[tuple[Oddity, int]]:
    opened, listed = _people(some, OPENING), _people(some, LISTING)
    strange, stopped = sum(map(is_strange, some)), sum(entry.deed == STOPPED for entry in some)
    if strange:
        yield Oddity.STRANGE, strange
    if stopped:
        yield Oddity.STOPPED, stopped
    if opened > OPENED_IN_AN_HOUR:
        yield Oddity.OPENED, opened
    if listed > LISTED_IN_AN_HOUR:
        yield Oddity.LISTED, listed


def _people(some: Iterable[LogRecord], deeds: frozenset[str]) -> int:
    return len({contact for entry in some if entry.deed in deeds for contact in entry.contacts})


def _of_days(
    by_hour: dict[tuple[bytes, int], list[LogRecord]], local_hour: Callable[[int], int]
) -> Iterable[tuple[Oddity, bytes, int, int]]:
    taken: dict[tuple[bytes, int], list[LogRecord]] = {}
    nights: dict[tuple[bytes, int], list[LogRecord]] = {}
    for (account, hour), some in by_hour.items():
        midnight = hour - local_hour(hour)
        taken.setdefault((account, midnight), []).extend(entry for entry in some if entry.deed in TAKING)
        if local_hour(hour) in NIGHT:
            nights.setdefault((account, midnight), []).extend(some)
    for (account, midnight), some in taken.items():
        exports = {entry.chain + entry.number.to_bytes(4, "big") for entry in some if entry.deed == "export_contacts"}
        people = sum(entry.count for entry in some)
        if people > TAKEN_ON_A_DAY or len(exports) >= TAKINGS_ON_A_DAY:
            yield Oddity.TAKEN, account, midnight, people
    for (account, midnight), some in nights.items():
        yield Oddity.NIGHT, account, midnight, len({contact for entry in some for contact in entry.contacts})
