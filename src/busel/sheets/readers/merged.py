"""Merged cells: what stands once over several rows is said of each; what stands over several columns heads them.

A spreadsheet program keeps the text in the first cell and leaves the others empty. A village merged down over its
people would else be the first one's only.
"""

from __future__ import annotations

from heapq import heapify, heappop
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEADS_WITHIN = 40
"""A heading stands among so many first rows."""
_LONGEST_HEADING = 80
_FEWEST_HEADINGS = 2


class Area(NamedTuple):
    """Merged cells, counted from 0; the last row and column belong to it."""

    top: int
    left: int
    bottom: int
    right: int


def unmerged(rows: Iterable[list[str]], areas: list[Area], done: set[str]) -> Iterator[list[str]]:
    """Yield rows with merged cells filled downwards, and a heading in two rows joined into one: "Address: street".

    `areas` is used up, and may grow by areas that begin in the next row. `done` gets "merged" once a cell was filled,
    "headings-joined" once headings were joined, "covered" where text stood unseen.

    A row that is blank otherwise stays blank: a list whose last village is merged down to the end of the sheet has no
    million people. Areas that lie over one another fill only what is empty.
    """
    heapify(areas)
    lasting: list[tuple[Area, str]] = []
    heading: list[str] = []
    heads: list[Area] = []
    for number, row in enumerate(rows):
        lasting = [(area, text) for area, text in lasting if area.bottom >= number]
        is_below = bool(heads) and number > heads[0].bottom
        if is_below and _are_under(row, heads):
            _join(row, heading, heads)
            done.add("headings-joined")
        elif lasting and any(row):
            _fill(row, lasting, done)
        begun = _begun_in(row, number, areas)
        lasting += [(area, row[area.left]) for area in begun if area.bottom > number]
        if is_below or not heads:
            heading, heads = list(row), _heads(row, begun) if number < HEADS_WITHIN else []
        yield row


def _begun_in(row: list[str], number: int, areas: list[Area]) -> list[Area]:
    """Take from `areas` those that begin in this row; those without text are nothing to us."""
    begun = []
    while areas and areas[0].top <= number:
        area = heappop(areas)
        if area.top == number and area.left <= area.right and row[area.left : area.left + 1] not in ([], [""]):
            begun.append(area)
    return begun


def _fill(row: list[str], lasting: list[tuple[Area, str]], done: set[str]) -> None:
    """Fill the empty cells that an area from above covers; what stands in such a cell unseen stays, and is told."""
    for area, text in lasting:
        if any(row[area.left : area.right + 1]):
            done.add("covered")
        elif text:
            row.extend([""] * (area.left + 1 - len(row)))
            row[area.left] = text
            done.add("merged")


def _heads(row: list[str], begun: list[Area]) -> list[Area]:
    """Return what may head columns of its own in the row below. A title stands alone in its row, and heads none."""
    if sum(1 for cell in row if cell) < _FEWEST_HEADINGS:
        return []
    wide = [area for area in begun if area.right > area.left]
    are_even = len({area.bottom for area in wide}) == 1 and wide[0].bottom < HEADS_WITHIN
    return wide if are_even else []


def _are_under(row: list[str], heads: list[Area]) -> bool:
    """Ask whether a row holds the second half of headings: words under the wide ones, and nothing anywhere else."""
    filled = [at for at, cell in enumerate(row) if cell]
    return len(filled) >= _FEWEST_HEADINGS and all(
        len(row[at]) <= _LONGEST_HEADING
        and not any(sign.isdigit() for sign in row[at])
        and any(area.left <= at <= area.right for area in heads)
        for at in filled
    )


def _join(row: list[str], heading: list[str], heads: list[Area]) -> None:
    row.extend([""] * (len(heading) - len(row)))
    for area in heads:
        for at in range(area.left, min(area.right + 1, len(row))):
            row[at] = f"{heading[area.left]}: {row[at]}" if row[at] else ""
    for at, above in enumerate(heading):
        row[at] = row[at] or above
