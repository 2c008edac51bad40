"""How much each agreement of two records weighs: read from `data/levels.tsv`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Share(NamedTuple):
    """How often a level is met."""

    among_same: float
    """ "m": among two records of one person."""
    among_any: float
    """ "u": among two records of anybody."""


@cache
def shares() -> dict[tuple[str, str], Share]:
    """Return (comparison, level) -> how often it is met."""
    text = (files("busel.matching") / "data" / "levels.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {(comparison, level): Share(float(m), float(u)) for comparison, level, m, u in lines[1:]}
