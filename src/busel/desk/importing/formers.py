"""Surnames of before where a row is about somebody who is known: an old list has the one of before the marriage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from busel.contacts.former import FAMILIES, each_meant, former_text, formers_in, is_spelling, without_present
from busel.journal.deed import Fields

FORMER = "former_family"


def with_formers(
    held: Fields,
    filled: dict[str, Any],
    *,
    suggested: Sequence[str],
    is_fill: bool,
    keeps: bool = True,
) -> tuple[dict[str, Any], Fields]:
    """Return what a row says beside surnames of before, and the field that holds them where it changes.

    A row's surname that was one before is no news. One that takes the place of another leaves that as one of before.
    `suggested`: names that only a program had spelt. `keeps`: does the organisation keep surnames of before? Where it
    does not, what no row says is not noted.
    """
    before = held.get(FORMER, "")
    held_so = formers_in(before)
    known = [*held_so, *formers_in(filled.get(FORMER, ""))]
    has_surname = any(held.get(name) for name in FAMILIES)
    left = {
        name: value
        for name, value in filled.items()
        if name != FORMER and not (has_surname and name in FAMILIES and _is_among(value, known))
    }
    if not known and (is_fill or not any(name in left for name in FAMILIES)):
        return left, {}
    gone = (
        []
        if is_fill or not keeps
        else [held[name] for name in FAMILIES if name in left and name not in suggested and held.get(name)]
    )
    first, other = (held, left) if is_fill else (left, held)
    now = [first.get(name) or other.get(name, "") for name in FAMILIES]
    new = [one for one in each_meant([*known, *gone]) if one not in held_so and not _is_among(one, filter(None, now))]
    after = without_present(former_text([before, *new]), now) if new else before
    return left, {FORMER: after} if after != before else {}


def _is_among(name: str, others: Any) -> bool:
    return any(is_spelling(name, one) for one in others)
