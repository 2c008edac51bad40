"""Codes on a sign-in sheet: a person's number there and two digits that tell when one was mistyped.

The two digits count in the event, so that a code of another event's sheet is known for a stranger: 96 times out of 97,
and always among the events of one desk, whose ids are drawn so that no two are alike (`actions.events`).
"""

from __future__ import annotations

import re

MODULUS = 97
"""A prime above 90: each wrong digit and each two neighbours exchanged change the remainder."""
_WRITTEN = re.compile(r"([0-9]{1,9})[ .\u2013-]*([0-9]{2})")


def code_of(number: int, event: int) -> str:
    """Return the code of a person's number on the sheet of an event: "12-34"."""
    return f"{number}-{-(number * 100 + event) % MODULUS:02}"


def read_code(written: str, event: int) -> int:
    """Return the number in a code of this event's sheet; 0 where a digit is wrong, or it is no code at all."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return 0
    number, check = int(found[1]), int(found[2])
    return 0 if (number * 100 + check + event) % MODULUS or check >= MODULUS else number
