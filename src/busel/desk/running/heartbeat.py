"""What a desk does between pages: it asks the shelf for news.

A freeze ends a desk at once, by the fork server. The heart ends it where the fork server cannot: when its account was
frozen in the middle of the sign-in (so the first beat comes at once), or by another server over the same store.
Every `options.heartbeat` seconds the newest commits are brought. Once a minute the heads are remembered in the locker,
a coordinator's desk asks which accounts are frozen, and a desk where something was closed looks for keys that came.
While somebody writes, only the session is asked for: the next beat brings the news. Where nobody pressed anything for a
while, a journal that grew long is folded aside.
"""

from __future__ import annotations

import threading
import time
from typing import Protocol

from django.db import connection

from busel.desk.access.office_hellos import note_newcomers
from busel.desk.freezes.frozen import note_standings
from busel.desk.journals.idle import IdleFolding
from busel.desk.journals.opening import look_again, pull
from busel.desk.running import log, options, process
from busel.desk.session import Session
from busel.journal.chain import Link
from busel.shelf.protocol import SessionEndedError

SAVE_SECONDS = 60.0


class Desk(Protocol):
    """Whose heart beats."""

    session: Session
    opened: threading.Event


def start(desk: Desk) -> None:
    """Let the desk's heart beat until the process ends."""
    threading.Thread(target=_beat_for_ever, args=(desk,), name="heartbeat", daemon=True).start()


def _beat_for_ever(desk: Desk) -> None:
    heads = desk.session.heads()
    saved_at = process.clock()
    idle = IdleFolding(desk.session)
    while True:
        try:
            beat(desk)
            if desk.opened.is_set():
                idle.look()
            if process.clock() - saved_at >= SAVE_SECONDS:
                heads, saved_at = remember(desk.session, heads), process.clock()
                if desk.opened.is_set():
                    note_standings(desk.session)
                    look_again(desk.session)
        except SessionEndedError:
            process.current.end("session-ended")
            process.current.die()
        except Exception as error:  # noqa: BLE001 - a heart goes on: the next beat tries again, and each page says it
            log.note_failure(error)
        finally:
            connection.close()
        time.sleep(options.chosen.heartbeat)


def beat(desk: Desk) -> None:
    """Learn that the session still holds; then bring the news, unless somebody writes. Raises protocol.ShelfError."""
    session = desk.session
    session.shelf.fetch(session.token, [])
    if desk.opened.is_set() and session.lock.acquire(blocking=False):
        try:
            pull(session)
            note_newcomers(session)
        finally:
            session.lock.release()


def remember(session: Session, heads: dict[str, Link]) -> dict[str, Link]:
    """Save the keyring where a journal or a log went on since `heads`; return today's. Raises protocol.ShelfError."""
    now = session.heads()
    if now != heads or session.logbook.has_moved(session.keyring):
        session.save_keyring()
    return now
