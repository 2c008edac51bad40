"""What the organisation learned about headings: when an editor says that a guess is wrong, the next list is read so.

Only headings and what they mean are kept, never a value; each division keeps its own, and who reads it uses them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from busel.contacts.record import read_record
from busel.contacts.records import Heading
from busel.desk.importing.mappings import is_usable, merged
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields
from busel.sheets.appearance import appearance_of
from busel.sheets.guessing import Column, targets_of
from busel.sheets.headings import is_ours, looks_typed, meaning_of, words_of
from busel.sheets.targets import REPEATABLE

KIND = "heading"
LONGEST = 60
"""Letters of a heading that is learned: a longer one is a sentence, or somebody's remark."""
_DIGITS_OF_A_VALUE = 5
_SOMEBODYS = frozenset({"given", "patronymic", "phone", "email", "birth"})
_WEIGHED = 200
"""Letters of a heading that are looked at: a longer one is no heading."""


@dataclass(frozen=True)
class Learned:
    """What a division knows of one heading."""

    record: int
    heading: Heading
    fields: Fields
    journal: bytes

    @property
    def means(self) -> str:
        """What it was taken for most often; of two that are even the later one."""
        return best_of(self.heading.targets, self.heading.last)


def best_of(targets: Mapping[str, int], last: str) -> str:
    """Return the target that was chosen most often, `last` where it is among those."""
    return max(targets, key=lambda target: (targets[target], target == last, target), default="")


def key_of(header: str) -> str:
    """Return how a heading is remembered: its words in lower case. "" for what is no heading that could be learned.

    A number, a telephone or an address in the place of a heading is somebody's: it is never remembered.
    """
    key = " ".join(words_of(header))
    is_value = "@" in header or looks_typed(header) or sum(map(str.isdecimal, header)) >= _DIGITS_OF_A_VALUE
    return "" if is_value or len(key) > LONGEST else key


def holds_a_person(headers: Iterable[str]) -> bool:
    """Does the row of headings hold what is somebody's own? Then a row of people was taken for it, or one is named.

    Nothing of such a row is remembered: it would stay when that person is erased.
    """
    unknown = [header[:_WEIGHED] for header in headers if not meaning_of(header).exact]
    return any(appearance_of([one, one]) in _SOMEBODYS for header in unknown for one in (header, *header.split()))


def learned_headings(session: Session) -> list[Learned]:
    """Return what the divisions that the account reads know, by heading."""
    journals = {number: journal for journal, number in session.numbers.items()}
    found = []
    for record, number, fields in Item.objects.filter(kind=KIND).values_list("record", "division", "fields"):
        try:
            found.append(Learned(record, read_record(Heading, fields), fields, journals[number]))
        except msgspec.ValidationError:
            continue
    return sorted(found, key=lambda one: (one.heading.heading, one.record))


def meanings(session: Session) -> dict[str, str]:
    """Return heading -> what it means by all that was learned; the most used one wins."""
    counts: dict[str, dict[str, int]] = {}
    last: dict[str, str] = {}
    for one in learned_headings(session):
        known = counts.setdefault(one.heading.heading, {})
        last[one.heading.heading] = one.heading.last
        for target, count in one.heading.targets.items():
            known[target] = known.get(target, 0) + count
    return {heading: best_of(targets, last[heading]) for heading, targets in counts.items()}


def with_learned(columns: Sequence[Column], learned: Mapping[str, str], *, own: Collection[str]) -> list[Column]:
    """Return the columns with what was learned in the place of guesses. An export of ours says itself what it is."""
    if not learned or any(is_ours(column.header) for column in columns):
        return list(columns)
    named = [_meaning(column, learned, own) for column in columns]
    once = [name if name in REPEATABLE or name not in named[:at] else "" for at, name in enumerate(named)]
    targets = merged(once, targets_of(list(columns)))
    return [
        replace(column, target=target, why="learned" if name else column.why if target == column.target else "")
        for column, target, name in zip(columns, targets, once, strict=True)
    ]


def _meaning(column: Column, learned: Mapping[str, str], own: Collection[str]) -> str:
    target = learned.get(key_of(column.header), "") if column.header else ""
    return target if target and is_usable(target, own) else ""


def lessons(columns: Sequence[Column], targets: Sequence[str], known: Collection[str]) -> dict[str, str]:
    """Return heading -> target of what is worth remembering: corrected guesses, and headings of `known` once more.

    Of a heading that stands twice in one list nothing can be learned.
    """
    if holds_a_person(column.header for column in columns):
        return {}
    keys = [key_of(column.header) for column in columns]
    return {
        key: target
        for key, column, target in zip(keys, columns, targets, strict=True)
        if key and keys.count(key) == 1 and (target != column.target or key in known)
    }
