"""Records that say who made them: believed only in the deed that makes such ones, and only of its author.

So nobody writes another's consent: a coordinator's answer to a request is nobody's but that coordinator's.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from busel.journal.deed import Deed, Op
from busel.journal.errors import ForgedError

AUTHORED = {
    "export_request": "ask_to_export",
    "export_answer": "approve_export",
    "export": "export_contacts",
}
"""Record kind -> the one deed that may add it; its field `account` is the author's id in hexadecimal."""


def check_authored(deed: Deed, kinds: AbstractSet[str]) -> None:
    """Raise ForgedError unless each such record in a deed is new, the author's own, and in the deed that makes them.

    `kinds` are those of the deed's operations.
    """
    if kinds & AUTHORED.keys() and not all(_is_own(deed, op) for op in deed.ops() if op.kind in AUTHORED):
        raise ForgedError


def _is_own(deed: Deed, op: Op) -> bool:
    new = op.now is not None and not op.was
    return deed.name == AUTHORED[op.kind] and new and (op.now or {}).get("account") == deed.author.hex()
