"""The shelf's log: an allow-list of fields, one JSON line an event, on standard error. Never a message or an id."""

from __future__ import annotations

import json
import sys
from traceback import extract_tb


def note(event: str, *, call: str = "", error: str = "", at: str = "") -> None:
    """Write one line: what happened, in which call, which class of error, at which line of the program."""
    fields = {"event": event, "call": call, "error": error, "at": at}
    sys.stderr.write(json.dumps({name: value for name, value in fields.items() if value}) + "\n")
    sys.stderr.flush()


def note_fault(call: str, error: BaseException) -> None:
    """Write that a call failed for a reason that nobody asked for; its text may hold data and is left out."""
    frames = extract_tb(error.__traceback__)
    at = f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
    note("fault", call=call, error=type(error).__name__, at=at)
