"""Who was said not to be the same person: remembered, whoever of them is merged with somebody later.

The records keep the numbers that they were written with. Whom these mean today is told by the merges, so that a merge,
and taking one back, need not touch them.

Of two people of one division one record says it. Of two who stand in two divisions each division says it of its own
one, and it counts where both do: whoever writes in one alone hides nobody from those who write in the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from busel.contacts.record import read_record
from busel.contacts.shared import Distinct
from busel.desk.session import Session
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.desk.workspace.merges import means_in_zone, who_is_who
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields

KIND = "distinct"
Key = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """One record of a division."""

    record: int
    division: int
    """Its number on this desk."""
    fields: Fields
    pair: Key
    """As they stand today, the smaller id first."""
    of: int
    """Who of them it stands with."""
    elsewhere: bool
    """Does the other one stand in another division?"""


@dataclass(frozen=True)
class Judged:
    """Two people, as they stand today, of whom somebody said that they are two; one record, or two of two divisions."""

    said: tuple[Said, ...]

    @property
    def pair(self) -> Key:
        """Both, the smaller id first."""
        return self.said[0].pair

    @property
    def day(self) -> str:
        """When it was said."""
        return max(str(one.fields.get("day", "")) for one in self.said)

    @property
    def record(self) -> int:
        """The record by which a page names it."""
        return self.said[0].record

    def journals(self, session: Session) -> list[bytes]:
        """Return the divisions that say it."""
        return [journal for one in self.said for journal, number in session.numbers.items() if number == one.division]


def judged(session: Session) -> list[Judged]:
    """Return all that counts in the divisions that are open, the newest first."""
    found = _counting(_records(list(session.numbers.values())))
    return sorted(found, key=lambda one: (one.day, one.record), reverse=True)


def distinct_pairs(divisions: Iterable[int]) -> set[Key]:
    """Return the pairs of these divisions (their numbers here) that nobody need look at again, smaller id first."""
    return {one.pair for one in _counting(_records(divisions))}


def said_of(one: int, other: int, divisions: Iterable[int]) -> list[Said]:
    """Return the records of these divisions that say of these two that they are two, counting or not."""
    wanted = (min(one, other), max(one, other))
    return [said for said in _records(divisions) if said.pair == wanted]


def _counting(records: Iterable[Said]) -> Iterator[Judged]:
    apart: dict[Key, dict[int, Said]] = defaultdict(dict)
    for one in records:
        if one.elsewhere:
            apart[one.pair].setdefault(one.of, one)
        else:
            yield Judged((one,))
    yield from (Judged(tuple(said.values())) for said in apart.values() if len(said) > 1)


def _records(divisions: Iterable[int]) -> Iterator[Said]:
    """Yield the records of divisions, each about the people of its own: nobody says anything of others' people."""
    zone = means_in_zone(raw_connection())
    for division in divisions:
        means = zone | who_is_who(raw_connection(), division)  # not what another one says of a number of this one
        held = Item.objects.filter(division=division, kind=KIND).order_by("record").values_list("record", "fields")
        found = [one for record, fields in held if (one := _said(record, division, fields, means))]
        homes = divisions_of(raw_connection(), {id_ for one in found for id_ in one.pair})
        for one in found:
            about = (one.of,) if one.elsewhere else one.pair
            if all(homes.get(id_, division) == division for id_ in about):
                yield one


def _said(record: int, division: int, fields: Fields, means: Mapping[int, int]) -> Said | None:
    with suppress(msgspec.ValidationError):
        read = read_record(Distinct, fields)
        first, second = (means.get(id_, id_) for id_ in (read.contact, read.other))
        return Said(record, division, fields, (min(first, second), max(first, second)), first, read.elsewhere)
    return None
