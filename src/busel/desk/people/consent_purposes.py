"""What people of the zone agreed to, in the words in use, the most frequent first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from busel.desk.journals.freshness import Stamp, stamp
from busel.desk.session import Session
from busel.desk.workspace.bonds import Consent


@dataclass
class _Known:
    stamp: Stamp | None = None
    purposes: tuple[str, ...] = ()


_known = _Known()
"""What was counted for the workspace as it is now."""


def consent_purposes(session: Session) -> tuple[str, ...]:
    """Return the purposes that somebody agreed to."""
    now = stamp(session)
    if _known.stamp != now:
        counted = Consent.objects.values_list("purpose").annotate(n=Count("pk")).order_by("-n", "purpose")
        _known.stamp, _known.purposes = now, tuple(purpose for purpose, _n in counted)
    return _known.purposes
