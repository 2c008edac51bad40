"""What a record `merge` may say: that somebody whom the very same deed takes out went into another one.

Whoever erases a person takes the history of all along who went into them. So a merge that nobody made counts nowhere:
an editor with a changed desk could else have the history of others erased, who moved away or went into somebody else.
"""

from __future__ import annotations

from collections.abc import Container

from busel.journal.deed import Op


def is_founded(op: Op, taken: Container[object], *, named_before: bool) -> bool:
    """May a deed make this record `merge`? None is ever changed.

    `taken`: who stood in the division until the deed took them out. `named_before`: does another merge name the one who
    goes?
    """
    fields = op.now or {}
    gone = fields.get("contact")
    return not op.was and gone in taken and gone != fields.get("other") and not named_before
