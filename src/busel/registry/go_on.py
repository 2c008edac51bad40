"""Leave to go on for a day after the brake: a colleague's word, believed for its signature and role.

It is an ordinary record of the division's journal (kind `go_on`), for editors write it, too: what makes it count is the
signature of an account that edits there, and that this is not the account that it is for.
"""

from __future__ import annotations

from typing import Any

import msgspec

from busel.registry.roles import Role
from busel.registry.roster import Roster
from busel.registry.statements import Number, Statement
from busel.vault import labels
from busel.vault.errors import BadSignatureError

KIND = "go_on"


class GoOn(Statement, frozen=True, kw_only=True):
    """`by` lets `account` open as many people again on this day (days since 1970, UTC)."""

    division: bytes
    account: bytes
    day: Number
    by: bytes

    @classmethod
    def label(cls) -> bytes:
        """Return the label that begins the transcript."""
        return labels.SIGN_GO_ON


def believed(fields: dict[str, Any], roster: Roster, *, hour: int) -> GoOn | None:
    """Return the leave that a record of a division holds, if a colleague of that division gave it who may."""
    try:
        one = msgspec.convert(fields.get("statement"), GoOn)
        one.check(roster.keys.get(one.by, b""))
    except (msgspec.ValidationError, BadSignatureError):
        return None
    here = (one.organisation, one.division) == (roster.organisation, roster.division)
    return one if here and one.by != one.account and roster.holds(one.by, Role.EDITOR, hour) else None
