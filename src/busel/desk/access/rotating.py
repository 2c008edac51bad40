"""Changing keys, aside: one division after the other, while a page tells how far it is; to be left and found again.

What an end of the desk leaves is finished at the next sign-in (`rotation.finish_rotations`); divisions that were still
to come owe their keys as before, and every home page says so.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection

from busel.desk.access.stating import NotCountedError
from busel.desk.actions.access import change_keys
from busel.desk.actions.accounts import change_shared_keys
from busel.desk.journals.writing import NotAllowedError, NotReadError
from busel.desk.keys.organisation import organisation_keys_owed
from busel.desk.keys.organisation_mail import SHARED
from busel.desk.keys.owing import rotations_owed
from busel.desk.running import log, process
from busel.desk.session import Session
from busel.shelf.protocol import EpochMovedError, ShelfError


class Why(StrEnum):
    """Why a division has its old keys still."""

    NOT_ALLOWED = "not-allowed"
    NOT_READ = "not-read"
    NOT_COUNTED = "not-counted"
    LOST = "lost"
    OTHER = "other"


@dataclass
class Rotating:
    """The changes of keys that this desk was asked for since the last time that all were done."""

    divisions: list[bytes] = field(default_factory=list)
    done: list[bytes] = field(default_factory=list)
    failed: dict[bytes, Why] = field(default_factory=dict)
    at_work: bool = False
    step: int = 0
    """Of those at hand, out of `steps`."""
    steps: int = 1

    @property
    def left(self) -> list[bytes]:
        """The divisions that are still to come, those at hand first."""
        return [one for one in self.divisions if one not in self.done and one not in self.failed]


_now = Rotating()
_lock = threading.Lock()


def current() -> Rotating:
    """Return what is at work, or how the last changes went; without divisions where there were none."""
    return _now


def start(session: Session, divisions: Sequence[bytes]) -> Rotating:
    """Change the keys of these divisions; of those that are to be changed already they are changed once."""
    global _now  # noqa: PLW0603 - a desk's one work of this kind
    with _lock:
        if not _now.at_work:
            _now = Rotating()
        _now.divisions += [one for one in dict.fromkeys(divisions) if one not in _now.left]
        if _now.left and not _now.at_work:
            _now.at_work = True
            threading.Thread(target=_work, args=(session, _now), daemon=True).start()
        return _now


def forget() -> None:
    """Forget all: for tests; a desk ends with its process."""
    global _now  # noqa: PLW0603 - a desk's one work of this kind
    _now = Rotating()


def _work(session: Session, now: Rotating) -> None:
    try:
        with process.current.hold("rotating"):
            while some := _next(session, now):
                _change(session, now, some)
    finally:
        now.at_work = False
        connection.close()


def _next(session: Session, now: Rotating) -> list[bytes]:
    with _lock:
        now.step, left = 0, now.left
        now.at_work = bool(left)
        shared = [one for one in left if _is_shared(session, one)]
        return shared or left


def _change(session: Session, now: Rotating, divisions: list[bytes]) -> None:
    def tell(done: int, of_all: int) -> None:
        now.step, now.steps = done, of_all

    try:
        shared = _is_shared(session, divisions[0])
        failed = change_shared_keys(session, told=tell) if shared else change_keys(session, divisions, told=tell)
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the page that waits for it
        log.note_failure(error)
        failed = dict.fromkeys(divisions, error)
    # Where somebody else changed them at this moment, theirs hold.
    failed = {one: error for one, error in failed.items() if not _by_others(session, one, error)}
    now.failed |= {one: _why(error) for one, error in failed.items()}
    now.done += [one for one in divisions if one not in failed]


def _is_shared(session: Session, journal: bytes) -> bool:
    bundle = session.keyring.bundle(journal)
    return bundle is not None and bundle.name in SHARED


def _by_others(session: Session, division: bytes, error: Exception) -> bool:
    return isinstance(error, EpochMovedError) and not _is_owed(session, division)


def _is_owed(session: Session, division: bytes) -> bool:
    if _is_shared(session, division):
        return organisation_keys_owed(session)
    try:
        with session.lock:
            return division not in session.ledgers or bool(rotations_owed(session, [division]))
    except NotAllowedError:
        return True


def _why(error: Exception) -> Why:
    kinds = {
        NotAllowedError: Why.NOT_ALLOWED,
        NotReadError: Why.NOT_READ,
        NotCountedError: Why.NOT_COUNTED,
        ShelfError: Why.LOST,
    }
    return next((why for kind, why in kinds.items() if isinstance(error, kind)), Why.OTHER)
