"""The log of the desks: one line of JSON on standard error, made of an allow-list. Nothing a person typed can get in.

A line holds an event of `Event` and whole numbers or names of classes and modules; no text of a request, an exception
or a record.
"""

from __future__ import annotations

import logging  # noqa: TID251 - to silence it
import os
import sys
from enum import StrEnum
from types import TracebackType

import msgspec


class Event(StrEnum):
    """What may be told."""

    WARNED = "warned"
    REFUSED = "refused"
    READY = "ready"
    STOPPED = "stopped"
    BLANK_MADE = "blank-made"
    PORCH_MADE = "porch-made"
    DESK_OPENED = "desk-opened"
    DESK_ENDED = "desk-ended"
    FAILED = "failed"


def note(event: Event, *, why: str = "", where: str = "", number: int = -1) -> None:
    """Write one line. `why` and `where` are codes, class or module names of our own; never a text from outside."""
    told = {"event": event, "why": why, "where": where, "number": number, "process": os.getpid()}
    line = msgspec.json.encode(told)
    os.write(sys.stderr.fileno(), line + b"\n")


def note_failure(error: BaseException) -> None:
    """Tell an exception's class and the last place in our own code; its sentence may hold data and stays out."""
    note(Event.FAILED, why=type(error).__name__, where=_own_place(error.__traceback__))


def _own_place(traceback: TracebackType | None) -> str:
    last = own = ""
    while traceback is not None:
        last = f"{traceback.tb_frame.f_globals.get('__name__', '')}:{traceback.tb_lineno}"
        own = last if last.startswith("busel.") else own
        traceback = traceback.tb_next
    return own or last


def silence() -> None:
    """Switch the libraries' logging off, the handler of last resort included: it prints paths and exceptions."""
    logging.disable(logging.CRITICAL)
    logging.lastResort = None
    logging.raiseExceptions = False
