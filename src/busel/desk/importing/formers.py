"""Surnames of before where a row is about somebody who is known: an old list has the one of before the marriage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from busel.contacts.former import FAMILIES, FORMER, each_meant, former_text, formers_in, is_spelling, without_present
from busel.journal.deed import Fields


def with_formers(
    held: Fields,
    filled: dict[str, Any],
    *,
    suggested: Sequence[str],
    is_fill: bool,
    keeps: bool = True,
) -> tuple[dict[str, Any], Fields]:
    """Return what a row says beside surnames of before, and the field that holds them where it changes.

    A row's surname that was one before, and is not that of today, is no news. One that takes the place of another
    leaves that as one of before. `suggested`: names that only a program had spelt. `keeps`: does the organisation keep
    surnames of before? Where it does not, what no row says is not noted.
    """
    before = held.get(FORMER, "")
    held_so = formers_in(before)
    known = [*held_so, *formers_in(filled.get(FORMER, ""))]
    today = [held[name] for name in FAMILIES if held.get(name)]
    told = {name: filled[name] for name in FAMILIES if name in filled}
    no_news = {name for name, one in told.items() if today and _is_among(one, known) and not _is_among(one, today)}
    left = {name: value for name, value in filled.items() if name != FORMER and name not in no_news}
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


def _is_among(name: str, others: Iterable[str]) -> bool:
    return any(is_spelling(name, one) for one in others)
