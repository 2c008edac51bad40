"""From a card's properties to the cells of one row: target -> what stands in its columns, from left to right."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from busel.contacts.busel_ids import read_busel_id
from busel.names.countries import read_country
from busel.sheets.cards import about, kept, names, places, reach
from busel.sheets.cards.cells import Cells
from busel.sheets.cards.lines import Card
from busel.sheets.cards.text import Property, read_property
from busel.sheets.targets import OUR_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    Taker = Callable[[Cells, list[Property]], None]
    """Takes the properties of one name."""

_ASIDE = frozenset(
    (
        "BEGIN", "END", "VERSION", "PRODID", "REV", "MAILER", "TZ", "GEO", "SORT-STRING", "CLASS", "SOURCE", "NAME",
        "PROFILE", "XML", "CLIENTPIDMAP", "FBURL", "CALURI", "CALADRURI", "KIND", "LABEL", "MEMBER",
    )
)  # fmt: skip
"""What says nothing about a person; an address on a label stands in ADR, too."""
_TAKERS: dict[str, Taker] = {**names.TAKERS, **reach.TAKERS, **places.TAKERS, **about.TAKERS}
read_country("")  # the names of countries are loaded now: once the child is locked up it can load nothing


def cells_of(card: Card, fallback: str, language: str, aside: Counter[str]) -> Cells:
    """Return the cells of a card. `aside` counts what is left aside: faxes, pagers."""
    found: dict[str, list[Property]] = {}
    labels: dict[str, str] = {}
    for line in card.lines:
        one = read_property(line, fallback)
        if one.name == "X-ABLABEL" and one.group:
            labels[one.group] = one.text
        else:
            found.setdefault(one.name, []).append(one)
    cells = Cells(language, labels, aside)
    _ids(cells, found)
    known = kept.take(cells, found)
    for name, some in found.items():
        if name in known:
            continue
        if name in _TAKERS:
            _TAKERS[name](cells, some)
        elif not name.startswith("X-") and name not in _ASIDE:
            cells.says("said", *(f"{one.name.capitalize()}: {one.text}" for one in some))
    names.finish(cells)
    return cells


def is_group(card: Card) -> bool:
    """Ask whether a card is about a group of an address book, which is nobody."""
    heads = (line.upper().replace(b" ", b"") for line in card.lines if line[:1] in b"KkXx")
    return any(line in (b"KIND:GROUP", b"X-ADDRESSBOOKSERVER-KIND:GROUP") for line in heads)


def _ids(cells: Cells, found: dict[str, list[Property]]) -> None:
    """An address book's UID is the id of another list, ours is our own number."""
    for one in found.pop("UID", []):
        target = OUR_ID if read_busel_id(one.text) else "external_ids"
        if target != OUR_ID or OUR_ID not in cells.found:
            cells.add(target, one.text)
    for one in found.pop("X-EXTERNAL-ID", []):
        cells.add("external_ids", one.text)
