"""Streets of a place, learned from the addresses of this zone: how each is spelt in either language.

A suggestion only: a person looks at it and saves it, or not. Only desks that read people can learn from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from busel.desk.search.spelt import SPELT
from busel.desk.workspace.load import raw_connection
from busel.names.places import settlement
from busel.names.streets import StreetKey, Streets, street_key

MOST = 300
"""More than that no list offers."""
_OFFERED, _MEANT = 3, 0.8
"""How many streets are offered for a slip of the pen, and how like they must be."""
_SPELLINGS = 600
"""So many pairs of spellings are looked at, the most frequent: a large town has thousands, most of them slips."""
_ROWS = (
    "SELECT street_be, street_ru, COUNT(*) AS n FROM workspace_address WHERE {where}"
    " GROUP BY street_be, street_ru ORDER BY n DESC, street_be, street_ru LIMIT ?"
)
_SPELT = "SELECT {column}, COUNT(*) AS n FROM workspace_address WHERE {where} GROUP BY {column} ORDER BY n DESC LIMIT 2"
_HAS_STREET = "(street_be != '' OR street_ru != '')"


@dataclass
class Street:
    """A street with the spellings that were met, and how often."""

    be: Counter[str] = field(default_factory=Counter)
    ru: Counter[str] = field(default_factory=Counter)

    def spelt(self, language: str) -> str:
        """Return how most write it in "be" or "ru", "" where nobody did or two are written equally often."""
        first = (self.be if language == "be" else self.ru).most_common(2)
        return first[0][0] if first and (len(first) == 1 or first[0][1] > first[1][1]) else ""

    @property
    def count(self) -> int:
        """How many addresses stand in it, at most."""
        return max(self.be.total(), self.ru.total())


def place_names(be: str, ru: str) -> tuple[str, ...]:
    """Return what a place is called in both languages, as typed and as the gazetteer has it; () for no place."""
    typed = [name.strip() for name in (be, ru) if name.strip()]
    known = settlement(typed[0]) if typed else None
    return tuple(dict.fromkeys([*typed, *filter(None, (known.be, known.ru) if known else ())]))


def streets_of(places: Iterable[str]) -> list[Street]:
    """Return the streets of a place by any of its names, those with most addresses first."""
    within, values = _within(places)
    rows = raw_connection().execute(_ROWS.format(where=_HAS_STREET + within), (*values, _SPELLINGS))
    found: dict[StreetKey, Street] = {}
    for be, ru, count in rows:
        for key in {_key(name) for name in (be, ru) if street_key(name).skeleton}:
            street = found.setdefault(key, Street())
            street.be.update({be: count} if be else {})
            street.ru.update({ru: count} if ru else {})
    return sorted(found.values(), key=lambda one: -one.count)


def meant_streets(name: str, places: Iterable[str]) -> list[str]:
    """Return streets of a place that may be meant by a name which none of them bears; nothing for one that is there."""
    here = streets_of(places)[:MOST]
    known = Streets(
        spelt for one in here for language in ("be", "ru") if (spelt := one.spelt(language)) != name.strip()
    )
    return [] if known.spelt_like(name) else known.nearest(name, limit=_OFFERED, least=_MEANT)


def other_spelling(name: str, language: str, places: Iterable[str]) -> str:
    """Return how a street is spelt in "be" or "ru": in its place, else in the whole zone; "" if unclear."""
    if not street_key(name).skeleton:
        return ""
    near, spellings = tuple(places), SPELT.streets(name)
    marks = ", ".join("?" * len(spellings))
    named = f"street_{language} != '' AND (street_be IN ({marks}) OR street_ru IN ({marks}))"
    for where in dict.fromkeys((near, ())):
        within, values = _within(where)
        query = _SPELT.format(column=f"street_{language}", where=named + within)
        rows = raw_connection().execute(query, (*spellings, *spellings, *values)).fetchall()
        if rows and (len(rows) == 1 or rows[0][1] > rows[1][1]):
            return str(rows[0][0])
    return ""


def _within(places: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    names = tuple(dict.fromkeys(places))
    marks = ", ".join("?" * len(names))
    return (f" AND (settlement_be IN ({marks}) OR settlement_ru IN ({marks}))" if names else ""), (*names, *names)


def _key(name: str) -> StreetKey:
    """Return what is one street in a list: its skeleton, and whom its given names say that it is called after."""
    return replace(street_key(name), sound="", as_written="")
