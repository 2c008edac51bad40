"""Finding by a telephone number in any form."""

from __future__ import annotations

from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.rows import TAIL_DIGITS
from busel.names.phones import national_digits

LEAST_DIGITS = 5
DIGITS = "0123456789"
MOST = 5000
"""Fewer digits are at the end of very many numbers: nobody reads on."""
_BEARERS = "SELECT contact_id, number, written FROM workspace_phone WHERE {} LIMIT ?"


def looks_like_phone(query: str) -> bool:
    """Is it meant as a number? Digits with the signs that people put between them, and nothing else."""
    return sum(sign in DIGITS for sign in query) >= LEAST_DIGITS and not any(map(str.isalpha, query))


def bearers_of(query: str) -> list[int]:
    """Return the contacts whose number ends as the query does: seven digits or more by index, fewer by looking."""
    digits = national_digits(query)
    if len(digits) < LEAST_DIGITS:
        return []
    if len(digits) < TAIL_DIGITS:
        which, value = "number LIKE ?", f"%{digits}"
    else:
        which, value = "tail = ?", digits[-TAIL_DIGITS:]
    rows = raw_connection().execute(_BEARERS.format(which), (value, MOST))
    return list(dict.fromkeys(contact for contact, number, written in rows if _agrees(number or written, digits)))


def _agrees(held: str, digits: str) -> bool:
    mine = national_digits(held)
    return mine.endswith(digits) or digits.endswith(mine)
