"""Roles, in words for people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from busel.registry.roles import Role

ROLE_WORDS: dict[Role, str | Promise] = {
    Role.COLLECTOR: _("collector"),
    Role.VIEWER: _("viewer"),
    Role.EDITOR: _("editor"),
    Role.COORDINATOR: _("coordinator"),
    Role.ADMINISTRATOR: _("administrator"),
    Role.AUDITOR: _("auditor"),
}
"""What an account is, in a division or in the organisation."""
