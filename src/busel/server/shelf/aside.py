"""Stages that nobody adopted: since when they lie there, and letting go of what was left behind.

All functions run inside the caller's transaction, on a journal's row that it holds.
"""

from __future__ import annotations

from busel.server.shelf.calendar import today
from busel.server.shelf.models import Block, Stage
from busel.shelf.stage_rules import is_left_behind


def note(journal: bytes, stage: bytes) -> None:
    """Note that a stage was added to today."""
    if not Stage.objects.filter(journal=journal, stage=stage).update(day=today()):
        Stage.objects.create(journal=journal, stage=stage, day=today())


def let_left_behind_go(journal: bytes) -> None:
    """Let go of what nobody added to for long: its desk was killed."""
    now = today()
    for one in Stage.objects.filter(journal=journal):
        if is_left_behind(one.day, now):
            Block.objects.filter(journal=journal, stage=one.stage).delete()
            one.delete()


def forget(journal: bytes, *stages: bytes) -> None:
    """Note these stages no longer, all of the journal without any: they were adopted, or are gone."""
    held = Stage.objects.filter(journal=journal)
    (held.filter(stage__in=stages) if stages else held).delete()
