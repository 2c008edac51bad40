"""What an invitation holds inside, under the slip's one-time code: enough to begin an account, and nobody's name."""

from __future__ import annotations

import msgspec

from busel.registry.keyring import Bundle, Office
from busel.registry.roles import Role
from busel.vault.hidden import hidden


@hidden
class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """The organisation's public keys, what a viewer holds of commons, and what was wished for the newcomer."""

    organisation: bytes
    root: bytes
    """The root's public signing key: from now on it is pinned."""
    office: Office
    commons: Bundle
    handle: str
    division: bytes = b""
    """Whose coordinators the newcomer is to say hello to; the newcomer may choose another."""
    role: Role | None = None
