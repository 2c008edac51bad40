"""Whose desk this process is: the one session, and how far its zone is open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection

from busel.desk.access.office_hellos import note_newcomers
from busel.desk.freezes.watching import keep_watch
from busel.desk.journals.opening import compare_inbox_keys, open_zone, prove_heads
from busel.desk.keys.rotation import finish_rotations
from busel.desk.running import confine, heartbeat, log, process
from busel.desk.search.free_text import TEXTS
from busel.desk.session import Session, note_last_visit


class Zone(StrEnum):
    """How far the zone is open."""

    OPENING = "opening"
    OPEN = "open"
    REFUSED = "refused"


@dataclass
class Member:
    """The signed-in person's session on this desk."""

    session: Session
    last_seen: int
    """The hour of the sign-in before; 0 for the first."""
    ended_older: bool = False
    """Whether an older desk of this person was ended by this sign-in."""
    zone: Zone = Zone.OPENING
    share: int = 0
    """How much of the zone is open, 0 to 100."""
    opened: threading.Event = field(default_factory=threading.Event)


_members: list[Member] = []
"""At most one: a desk is one person's process."""


def current() -> Member:
    """Return the member whose desk this is. Raises LookupError on a blank desk."""
    if not _members:
        raise LookupError
    return _members[0]


def arrive(session: Session, *, ended_older: bool = False) -> Member:
    """Make this process the member's desk and begin to open the zone, aside."""
    member = Member(session, note_last_visit(session), ended_older)
    _members[:] = [member]
    threading.Thread(target=_open, args=(member,), daemon=True).start()
    heartbeat.start(member)
    return member


def leave() -> None:
    """Forget the member: for tests; a desk's end is its process's end."""
    _members.clear()


def _open(member: Member) -> None:
    try:
        with process.current.hold("opening"):
            open_zone(member.session, lambda done, of_all: _note_share(member, done, of_all))
        member.zone = Zone.OPEN
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
        member.zone = Zone.REFUSED
    else:
        _settle(member)
    finally:
        member.opened.set()
        connection.close()


def _settle(member: Member) -> None:
    """Do what may wait until people can work. What fails is logged; it shuts no zone and stops nothing after it."""
    session = member.session
    steps: list[Callable[[], None]] = [
        confine.give_memory_back,
        lambda: keep_watch(session),
        TEXTS.make_ready,
        lambda: finish_rotations(session),
        lambda: prove_heads(session),
        lambda: compare_inbox_keys(session),
        lambda: note_newcomers(session),
        session.save_keyring,
        confine.give_memory_back,
    ]
    for step in steps:
        try:
            step()
        except Exception as error:  # noqa: BLE001 - the zone is open and stays so
            log.note_failure(error)


def _note_share(member: Member, done: int, of_all: int) -> None:
    member.share = max(member.share, 100 * done // max(of_all, 1))
