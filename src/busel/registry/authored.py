"""Records that say who made them: believed only in the deed that makes such ones, and only of its author.

So nobody writes another's consent: a coordinator's answer to a request is nobody's but that coordinator's.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from busel.journal.deed import Deed, Op
from busel.journal.errors import ForgedError
from busel.registry.deeds import needed
from busel.registry.roles import Role

AUTHORED = {
    "export_request": "ask_to_export",
    "export_answer": "approve_export",
    "export": "export_contacts",
}
"""Record kind -> the one deed that may add it; its field `account` is the author's id in hexadecimal."""

ERASURE = "erasure"
"""The kind of the records that note whom a division erased: whoever seals an older body anew leaves these out of it."""
NOT_EDITORS = frozenset(
    {
        ERASURE,
        "custody",
        "freeze",
        "log_digest",
        "proposal",
        "invitation",
        "share",
        "share_shown",
        "publishing",
        "ended",
        "left_out",
        "totals_sent",
    }
)
"""Record kinds that only deeds of coordinators or administrators touch. Why: an editor who takes custodies out leaves
accounts shut for good, one who ends the note of a freeze has new keys sent to a thief, a false digest hides what the
access log says, who notes an erasure, or takes one away, says what of the history is gone after the next keys, and what
a division tells those above is for its coordinators to switch on."""


def check_authored(deed: Deed, kinds: AbstractSet[str]) -> None:
    """Raise ForgedError unless each such record in a deed is new, the author's own, and in the deed that makes them.

    Nor may an editor's deed touch what is not an editor's. `kinds` are those of the deed's operations.
    """
    if kinds & NOT_EDITORS and needed(deed.name) not in (Role.COORDINATOR, Role.ADMINISTRATOR):
        raise ForgedError
    if kinds & AUTHORED.keys() and not all(_is_own(deed, op) for op in deed.ops() if op.kind in AUTHORED):
        raise ForgedError


def _is_own(deed: Deed, op: Op) -> bool:
    new = op.now is not None and not op.was
    return deed.name == AUTHORED[op.kind] and new and (op.now or {}).get("account") == deed.author.hex()
