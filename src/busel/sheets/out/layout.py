"""Which columns a table of people has: headings that our own import reads, as many of each as somebody needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from busel.contacts.records import Field
from busel.sheets.guessing import labels_of, own_headings
from busel.sheets.out.words import heading
from busel.sheets.targets import MARKS, MOST_ADDRESSES, OUR_ID, TIES, TYPED_PHONES, VOTES, WRONG, is_offered

DIVISION = "division"
_IF_ANY = (*WRONG, "suggested")
"""Columns that stand there only where somebody has something in them."""
_NAMES = ("family", "given", "patronymic")
ADDRESS_PARTS = (
    "region", "district", "settlement_be", "settlement_ru", "street_be", "street_ru",
    "house", "building", "flat", "postcode", "address_status", "address_type", "country",
)  # fmt: skip
PARTS: dict[str, tuple[str, ...]] = {
    "names": (
        *(f"{part}_be" for part in _NAMES),
        *(f"{part}_ru" for part in _NAMES),
        "nickname",
        "former_family",
        "suggested",
    ),
    "phones": ("phone", *TYPED_PHONES, "phones_wrong"),
    "emails": ("email", "emails_wrong"),
    "messengers": ("messengers",),
    "addresses": ADDRESS_PARTS,
    "birth": ("birth", "sex", "language"),
    "support": ("support", *VOTES),
    "tags": ("tags",),
    "consents": ("consents",),
    "ties": TIES,
    "notes": ("notes", "source"),
    "own": (),
    "ids": ("external_ids",),
    "activities": (),
}
"""What can be chosen, and the targets of each. Our own number and the marks always go with it: nobody may be
approached because a column was left out."""

MOST = {"phone": 50, **dict.fromkeys(TYPED_PHONES, 50), "email": 50, "external_ids": 50, "address": MOST_ADDRESSES}
"""Columns for what a person may have several of; nobody real has more. What has no column is counted and said."""


@dataclass(frozen=True)
class Layout:
    """The columns of one table. `widths` is how many of each repeated thing somebody has ("phone", "address").

    A kind of telephone, wrong numbers and suggested spellings that nobody has (0, or absent) have no column.
    """

    language: str
    parts: tuple[str, ...]
    widths: dict[str, int]
    own: tuple[Field, ...] = ()
    with_division: bool = False
    disabled: frozenset[str] = frozenset()
    """Keys of built-in fields that the organisation keeps no more: they have no column."""

    def width(self, name: str) -> int:
        """Return how many columns (groups of columns for "address") a repeated thing has."""
        least = 0 if name in TYPED_PHONES else 1
        return min(max(self.widths.get(name, 0), least), MOST[name])

    @cached_property
    def columns(self) -> list[tuple[str, int]]:
        """The targets from left to right, each with its number from 1."""
        first = [(OUR_ID, 1), *([(DIVISION, 1)] if self.with_division else [])]
        chosen = [column for part in PARTS if part in self.parts for column in self._of_part(part)]
        kept = (column for column in chosen if is_offered(column[0], self.disabled))
        return [*first, *kept, *((mark, 1) for mark in MARKS)]

    def _of_part(self, part: str) -> Iterator[tuple[str, int]]:
        if part == "own":
            yield from ((field.key, 0) for field in self.own)
        elif part == "addresses":
            yield from ((target, at) for at in range(1, self.width("address") + 1) for target in PARTS[part])
        else:
            for target in PARTS[part]:
                yield from ((target, at) for at in range(1, self._times(target) + 1))

    def _times(self, target: str) -> int:
        if target in MOST:
            return self.width(target)
        return min(self.widths.get(target, 0), 1) if target in _IF_ANY else 1

    @property
    def headings(self) -> list[str]:
        """The headings, from left to right."""
        labels = dict(zip((field.key for field in self.own), own_labels(self.own, self.language), strict=True))
        return [
            labels[target] if number == 0 else heading(target, self.language) + (f" {number}" if number > 1 else "")
            for target, number in self.columns
        ]


def own_labels(own: Sequence[Field], language: str) -> list[str]:
    """Return for each of the organisation's fields a heading that means it and nothing else."""
    known = own_headings(own)
    found = []
    for field in own:
        mine = " ".join(field.labels.get(language, "").split()) or labels_of(field)[0]
        found.append(mine if known.get(mine.lower()) == field.key else f"{mine} ({field.key})")
    return found
