"""The roles: what an account holds on a division, or on the organisation."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """On a division: collector, viewer, editor, coordinator. On the organisation: administrator, auditor."""

    COLLECTOR = "collector"
    VIEWER = "viewer"
    EDITOR = "editor"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"

    @property
    def reads(self) -> bool:
        """Does it hold the keys to what is stored?"""
        return self in (Role.VIEWER, Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)

    @property
    def writes(self) -> bool:
        """Does it hold the write ticket and, on a division, the inbox key?"""
        return self in (Role.EDITOR, Role.COORDINATOR, Role.ADMINISTRATOR)

    def covers(self, needed: Role) -> bool:
        """May who holds this role do what needs the other? An administrator holds no role on a division."""
        return self is needed or (self in _RANK and needed in _RANK and _RANK[self] >= _RANK[needed])


_RANK = {Role.COLLECTOR: 0, Role.VIEWER: 1, Role.EDITOR: 2, Role.COORDINATOR: 3}
