"""Our own properties on our own cards: what vCard has no place for, or holds less exactly.

`X-BUSEL-SUM` says of TEL, ADR and IMPP what stood there when we wrote the card. Where it still stands there, the exact
cells of `X-BUSEL-…` are read instead; where an address book changed it, what the address book says is read.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from busel.sheets.out.layout import ADDRESS_PARTS
from busel.sheets.quoting import Item, read_items, write_items
from busel.sheets.targets import MARKS, OUR_ID, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from busel.sheets.cards.cells import Cells
    from busel.sheets.cards.text import Property

PREFIX = "X-BUSEL-"
OWN, TAIL, SUM, ADDRESS, TAGS = (f"{PREFIX}{name}" for name in ("OWN", "TAIL", "SUM", "ADDRESS", "TAGS"))
ALWAYS = (
    "household", "groups", "events", "consents", "relationships", "support", "constituency", "polling_station",
    "source", "birth", "sex", "language", *MARKS,
)  # fmt: skip
"""Targets whose cells our cards hold and nothing else on a card says."""
REPLACED = {
    "TEL": ("phone", "phone_mobile", "phone_home", "phone_work", "phone_other", "phones_wrong"),
    "IMPP": ("messengers",),
}
"""What is read instead of a property that was not changed."""


def name_of(target: str) -> str:
    """Return the property for a target's cell."""
    return PREFIX + target.upper().replace("_", "-")


def sum_of(values: Iterable[str]) -> str:
    """Return what tells whether the values of one property are still those that we wrote."""
    return f"{zlib.crc32(chr(0).join(values).encode()):08x}"


def take(cells: Cells, found: dict[str, list[Property]]) -> set[str]:
    """Take our own properties out; return the names of those that need not be read any more."""
    if OUR_ID not in cells.found:
        return set()
    ours = {name: found.pop(name) for name in list(found) if name.startswith(PREFIX)}
    done = {name for name in (*REPLACED, "ADR") if _is_as_written(name, found, ours)}
    unchanged = [target for name in REPLACED if name in done for target in REPLACED[name]]
    for target in (*unchanged, *ALWAYS):
        if some := ours.get(name_of(target)):
            cells.found.setdefault(target, []).extend(one.text for one in some)
    if "ADR" in done:
        _addresses(cells, ours.get(ADDRESS, []))
    for one in ours.get(OWN, ()):
        title, *rest = one.parts
        cells.own[title] = ";".join(rest)
    _note(found, ours)
    _tags(cells, found, ours)
    _related(cells, found)
    return done


def _related(cells: Cells, found: dict[str, list[Property]]) -> None:
    """Leave out the relationships that we wrote for address books: they stand in a property of ours."""
    if "relationships" in cells.found:
        for name in ("RELATED", "X-RELATED"):
            found[name] = [one for one in found.get(name, ()) if "(bsl-" not in one.text]


def _is_as_written(name: str, found: dict[str, list[Property]], ours: dict[str, list[Property]]) -> bool:
    told = next((one.text for one in ours.get(SUM, ()) if one.parameter("OF") == name), "")
    return told == sum_of(one.text for one in found.get(name, ()))


def _addresses(cells: Cells, some: list[Property]) -> None:
    for number, one in enumerate(some, 1):
        for target, cell in zip(ADDRESS_PARTS, one.parts, strict=False):
            if cell:
                cells.add(numbered(target, number), cell)


def _note(found: dict[str, list[Property]], ours: dict[str, list[Property]]) -> None:
    """Take off the note what we wrote below it for people to read: it stands in properties of its own."""
    tail = next((one.text for one in ours.get(TAIL, ())), "")
    for at, one in enumerate(found.get("NOTE", ())):
        if tail and (one.text == tail or one.text.endswith(f"\n{tail}")):
            kept = one.text.removesuffix(tail).removesuffix("\n")
            found["NOTE"][at] = one._replace(marked=kept.replace("\\", "\x00").replace(";", "\x01"))


def _tags(cells: Cells, found: dict[str, list[Property]], ours: dict[str, list[Property]]) -> None:
    """Know again which categories are tags that say more, and which are groups; the rest are plain tags and marks."""
    exact: dict[str, list[Item]] = {}
    for item in (item for one in ours.get(TAGS, ()) for item in read_items(one.text)):
        exact.setdefault(f"{item.text}: {item.more}" if item.more else item.text, []).append(item)
    groups = {item.text for cell in cells.found.get("groups", ()) for item in read_items(cell)}
    again: list[Item] = []
    rest: list[str] = []
    for label in (label for one in found.get("CATEGORIES", ()) for label in one.items):
        if same := exact.get(label):
            again.append(same.pop() if len(same) > 1 else same[0])
        elif label not in groups:
            rest.append(label)
    if again:
        cells.add("tags", write_items((item.text, item.more) for item in again))
    found["CATEGORIES"] = [
        one._replace(marked=",".join(label.replace("\\", "\x00").replace(",", "\x02") for label in rest))
        for one in found.get("CATEGORIES", ())[:1]
    ]
