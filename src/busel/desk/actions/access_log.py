"""Laying a month of a division's access log together, so that a report of a year reads a few hundred entries."""

from __future__ import annotations

from collections.abc import Iterator

from busel.desk.access_log import write_apart
from busel.desk.actions import action
from busel.desk.clock import this_hour
from busel.desk.log_reports import LONGEST_HOURS, Entry, read
from busel.desk.oddities import LISTING, OPENING, TAKING
from busel.desk.session import Session
from busel.desk.writing import NotAllowedError, write
from busel.journal.deed import Op
from busel.registry.access_log import MOST_IDS, Folded, Noted, ids_to_bytes
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id

DIGEST = "log_digest"
KINDS = {"opened": OPENING, "taken": TAKING, "listed": LISTING | {"preview_import", "read_access_log"}}


@action("fold_log")
def fold_log(session: Session, division: bytes, since: int, until: int) -> None:
    """Lay together what each account did in a division between two hours, both included. Doing it twice is harmless.

    Raises NotAllowedError, PermissionError or a ShelfError.
    """
    if not session.may(Role.COORDINATOR, division):
        raise NotAllowedError
    entries = list(read(session, division, since, until))
    notes = list(_notes(entries, since, until))
    first, last = write_apart(session, division, notes) if notes else (0, -1)
    record = new_record_id()
    fields = {"since": since, "until": until, "first": first, "last": last, "resume": _resume(entries, until)}
    write(session, division, "fold_log", [(record, [Op(DIGEST, record, fields)])])


def _resume(entries: list[Entry], until: int) -> int:
    """Return the place where the oldest session begins that may still have been at work afterwards."""
    late = [entry.place for entry in entries if entry.hour > until - LONGEST_HOURS]
    return min(late, default=max((entry.place + 1 for entry in entries), default=0))


def _notes(entries: list[Entry], since: int, until: int) -> Iterator[Noted]:
    people: dict[tuple[bytes, str], dict[int, None]] = {}
    unnamed: dict[tuple[bytes, str], int] = {}
    for entry in entries:
        for kind in (kind for kind, deeds in KINDS.items() if entry.deed in deeds):
            key = (entry.account, kind)
            people.setdefault(key, {}).update(dict.fromkeys(entry.contacts))
            unnamed[key] = unnamed.get(key, 0) + max(0, entry.count - len(entry.contacts))
    for (account, kind), held in people.items():
        ids = list(held)
        for at in range(0, max(len(ids), 1), MOST_IDS):
            folded = Folded(account, since, until, kind, unnamed[account, kind] if at == 0 else 0)
            yield Noted("fold_log", this_hour(), ids_to_bytes(ids[at : at + MOST_IDS]), folded=folded)
