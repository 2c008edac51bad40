"""Short sentences for the next page ("Saved."), kept in the desk's RAM: `contrib.messages` uses a cookie."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Kind = Literal["info", "success", "warning", "error"]
KEPT = 20
"""Nobody reads more; the oldest go."""


@dataclass(frozen=True)
class Notice:
    """One sentence and what it is."""

    kind: Kind
    text: str | Promise


_waiting: deque[Notice] = deque(maxlen=KEPT)


def say(kind: Kind, text: str | Promise) -> None:
    """Show the sentence at the top of the next page, once."""
    notice = Notice(kind, text)
    if notice not in _waiting:
        _waiting.append(notice)


def waiting() -> list[Notice]:
    """Return what waits, oldest first; it goes on waiting."""
    return list(_waiting)


def put_back(taken: list[Notice]) -> None:
    """Let wait again what was on a page that nobody saw."""
    newer = [notice for notice in _waiting if notice not in taken]
    _waiting.clear()
    _waiting.extend([*taken, *newer])


def take() -> list[Notice]:
    """Return what waits, oldest first, and forget it."""
    taken: list[Notice] = []
    while _waiting:
        taken.append(_waiting.popleft())
    return taken
