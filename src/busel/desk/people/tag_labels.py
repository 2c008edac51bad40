"""The labels in use in the zone, the most frequent first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from busel.desk.journals.freshness import Stamp, stamp
from busel.desk.session import Session
from busel.desk.workspace.models import Label, Tag


@dataclass
class _Known:
    stamp: Stamp | None = None
    labels: tuple[str, ...] = ()


_known = _Known()
"""What was counted for the workspace as it is now."""


def tag_labels(session: Session) -> tuple[str, ...]:
    """Return the labels that somebody bears."""
    now = stamp(session)
    if _known.stamp != now:
        texts = dict(Label.objects.values_list("pk", "text"))
        counted = Tag.objects.values_list("label").annotate(n=Count("pk")).order_by("-n", "label")
        _known.stamp, _known.labels = now, tuple(texts[label] for label, _n in counted)
    return _known.labels
