"""The map of tiles: a square for each district, about where it lies, as `components/map.html` shows it."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from busel.names.places import Tile, tiles

SHADES = 5


@dataclass(frozen=True)
class Square:
    """One square: the darkest is the district with the most people, an empty one has no shade."""

    name: str
    short: str
    people: int
    shade: int
    column: int
    row: int
    url: str = ""
    closed: bool = False
    """Can nothing be said of it? Then no number stands there."""


def squares(
    counts: Mapping[str, int], *, closed: Container[str] = (), url: Callable[[Tile], str] = lambda _tile: ""
) -> list[Square]:
    """Return all squares. `counts`: people by district (English name); `closed`: districts that nothing is known of."""
    most = max((counts.get(tile.division.en, 0) for tile in tiles()), default=0)
    language = get_language() or "be"
    found = []
    for tile in tiles():
        name, people = tile.division.shown(language), counts.get(tile.division.en, 0)
        found.append(
            Square(
                name=name,
                short=(name if tile.division.parent else name.split()[-1])[:3],
                people=people,
                shade=-(-SHADES * people // most) if people else 0,
                column=tile.column,
                row=tile.row,
                url=url(tile) if people else "",
                closed=not people and tile.division.en in closed,
            )
        )
    return found
