"""Our own number of a person as a list shows it: letters first, so no spreadsheet program takes it for a number."""

from __future__ import annotations

import re

_SHOWN = re.compile(r"bsl-([0-7][0-9a-f]{15})")


def show_busel_id(contact: int) -> str:
    """Return a contact's id as it stands in a list: "bsl-" and 16 hexadecimal digits."""
    return f"bsl-{contact:016x}"


def read_busel_id(cell: str) -> int:
    """Return the contact's id, 0 for what is none."""
    found = _SHOWN.fullmatch(cell.strip().lower())
    return int(found[1], 16) if found else 0
