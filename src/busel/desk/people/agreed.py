"""What some people agreed to, counted: shown where they are chosen for something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from busel.desk.clock import today_iso
from busel.desk.workspace.bonds import Consent

_TOGETHER = 900


@dataclass
class Agreed:
    """How many people agreed to what, as of today; one person counts once for a purpose."""

    purposes: Counter[str] = field(default_factory=Counter)
    took_back: int = 0
    """Who took a consent back, whatever it was for."""
    nothing: int = 0
    """Of whom no consent is in force."""


def agreed_among(ids: Sequence[int]) -> Agreed:
    """Return it for these people."""
    found, today = Agreed(), today_iso()
    in_force: dict[int, set[str]] = {}
    took_back: set[int] = set()
    for at in range(0, len(ids), _TOGETHER):
        rows = Consent.objects.filter(contact__in=ids[at : at + _TOGETHER])
        for contact, purpose, until, withdrawn in rows.values_list("contact_id", "purpose", "until", "withdrawn"):
            if withdrawn:
                took_back.add(contact)
            elif not until or until >= today:
                in_force.setdefault(contact, set()).add(purpose)
    for purposes in in_force.values():
        found.purposes.update(purposes)
    found.took_back, found.nothing = len(took_back), len(set(ids)) - len(in_force)
    return found
