"""Who is known in a division, laid out for matching: by ids of lists, by telephone, by birth day and family name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import islice

from busel.contacts.former import formers_in
from busel.desk.importing.erased import erased_days
from busel.desk.importing.likeness import Person, Sounds
from busel.desk.importing.namesakes import MOST_NAMESAKES, Namesakes
from busel.desk.importing.outcomes import ID_OF_ANOTHER, TWO_MATCHES
from busel.desk.importing.rules import Likely, Likeness, Match, Rule
from busel.desk.workspace.merges import who_is_who

NAME_FIELDS = ("family_be", "given_be", "patronymic_be", "family_ru", "given_ru", "patronymic_ru")
_PEOPLE = f"SELECT id, birth, former_family, {', '.join(NAME_FIELDS)} FROM workspace_contact WHERE division_id = ?"
_IN_DIVISION = "contact_id IN (SELECT id FROM workspace_contact WHERE division_id = ?)"
_PHONES = f"SELECT number, contact_id FROM workspace_phone WHERE number != '' AND {_IN_DIVISION}"
_IDS = f"SELECT value, contact_id FROM workspace_externalid WHERE {_IN_DIVISION}"
_TOGETHER = 2_000
MOST_CANDIDATES = 5
"""Of those of whom one may be meant, so many are named."""


class _Index:
    """What is told -> who. Nearly every key has one contact, so a list is made only for the second.

    Keys are kept as their hashes (64 bits, SipHash under a key of this process): a third of the memory of the texts.
    Who is found by one is compared by name all the same.
    """

    def __init__(self) -> None:
        self._one: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}

    def lay(self, told: str, contact: int) -> None:
        key = hash(told)
        if self._one.setdefault(key, contact) != contact:
            self._more.setdefault(key, []).append(contact)

    def find(self, keys: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for key in map(hash, keys):
            if key in self._one:
                found.add(self._one[key])
                found.update(self._more.get(key, ()))
        return found


@dataclass
class Known:
    """The people of one division, and those whom the list itself brought until now."""

    sounds: Sounds = field(default_factory=Sounds)
    people: dict[int, Person] = field(default_factory=dict)
    erased: dict[int, str] = field(default_factory=dict)
    """Who was erased, in any division that is open here: contact -> day."""
    merged: dict[int, int] = field(default_factory=dict)
    """Our numbers that went with a merge -> whom they mean."""
    _by_id: _Index = field(default_factory=_Index)
    _by_phone: _Index = field(default_factory=_Index)
    _by_birth: _Index = field(default_factory=_Index)
    _by_name: Namesakes = field(default_factory=Namesakes)

    def load(self, raw: sqlite3.Connection, division: int) -> None:
        """Lay out the people of a division: three queries, whatever their number."""
        self.erased = erased_days(raw)
        self.merged = who_is_who(raw, division)
        cursor = raw.execute(_PEOPLE, (division,))
        while rows := cursor.fetchmany(_TOGETHER):
            self.sounds.learn(name for _id, _birth, former, *names in rows for name in (*names, *formers_in(former)))
            for id_, birth, former, *names in rows:
                fields = dict(zip(NAME_FIELDS, names, strict=True))
                self._lay(id_, self.sounds.person({**fields, "birth": birth, "former_family": former}))
        for number, contact in raw.execute(_PHONES, (division,)):
            self._by_phone.lay(number, contact)
        for value, contact in raw.execute(_IDS, (division,)):
            self._by_id.lay(value, contact)

    def add(self, id_: int, person: Person, *, phones: Iterable[str], ids: Iterable[str]) -> None:
        """Take in somebody whom the list brings: the next rows may be about the same person."""
        self._lay(id_, person)
        self.also(id_, phones=phones, ids=ids)

    def also(self, id_: int, *, phones: Iterable[str], ids: Iterable[str]) -> None:
        """Take in what the list tells of somebody who is known otherwise: rows below may tell no more than that."""
        for number in phones:
            self._by_phone.lay(number, id_)
        for value in ids:
            self._by_id.lay(value, id_)

    def ours(self, number: int) -> int:
        """Return the contact whom our own number means, also one that went with a merge; 0 for nobody who stands."""
        meant = self.merged.get(number, number)
        return meant if meant in self.people else 0

    def _lay(self, id_: int, person: Person) -> None:
        self.people[id_] = person
        self._by_name.lay(person.whole_names(), person.birth, id_)
        if person.birth:
            for k1 in {sound.k1 for sound in person.families}:
                self._by_birth.lay(f"{person.birth} {k1}", id_)

    def match(
        self, person: Person, *, phones: Iterable[str], ids: Iterable[str], but: AbstractSet[int] = frozenset()
    ) -> Match:
        """Return the one contact who is meant, or that two may be meant, or that the id is another's.

        By an id of a list first; else by telephone and family name; else by whole name and birth day. `but`: who is
        certainly not meant.
        """
        found = self._by_id.find(ids) - but
        if found:
            return self._by_ids(person, found, phones)
        called = self._by_phone.find(phones) - but
        found = {contact for contact in called if person.may_be(self.people[contact])}
        if found:
            return _the_one(found, Rule.PHONE)
        if person.birth:
            born = self._by_birth.find({f"{person.birth} {sound.k1}" for sound in person.families}) - but
            found = {contact for contact in born if person.is_named_alike(self.people[contact])}
        return _the_one(found, Rule.BIRTH)

    def _by_ids(self, person: Person, found: set[int], phones: Iterable[str]) -> Match:
        """Lists number their rows from 1: an id alone, under another name, is not the same person."""
        called = self._by_phone.find(phones)
        agreeing = {contact for contact in found if self._agrees(person, contact, is_called=contact in called)}
        return _the_one(agreeing, Rule.LISTED) if agreeing else Match(0, Rule.LISTED, ID_OF_ANOTHER, _few(found))

    def _agrees(self, person: Person, contact: int, *, is_called: bool) -> bool:
        """Who has married has another family name; telephone or birth day then tell it."""
        other = self.people[contact]
        born_alike = person.birth != "" and person.birth == other.birth
        nothing_told = not (person.families and other.families)
        named = person.may_be(other) or nothing_told or is_called or born_alike
        return named and not person.is_contradicted_by(other)

    def likely(
        self,
        person: Person,
        *,
        phones: Iterable[str],
        but: AbstractSet[int] = frozenset(),
        namesakes: Callable[[int], object] = lambda _contact: True,
    ) -> Likely | None:
        """Return somebody who may be the same as one whom no rule found: too little tells it to decide by.

        By one thing alone, telephone or name. `namesakes`: says who is found by name alone at all.
        """
        called = self._by_phone.find(phones) - but
        for contact in sorted(called):
            if not person.is_contradicted_by(self.people[contact]):
                return Likely(contact, Likeness.PHONE)
        named = islice(self._by_name.each(sorted(person.whole_names()), person.birth), MOST_NAMESAKES)
        alike = (one for one in named if one not in but and namesakes(one) and person.may_be_namesake(self.people[one]))
        contact = next(alike, 0)
        return Likely(contact, Likeness.NAME) if contact else None


def how_many(raw: sqlite3.Connection, division: int) -> int:
    """Return how many people are known in a division."""
    [(count,)] = raw.execute("SELECT COUNT(*) FROM workspace_contact WHERE division_id = ?", (division,))
    return int(count)


def _the_one(found: set[int], rule: Rule) -> Match:
    if len(found) > 1:
        return Match(0, rule, TWO_MATCHES, _few(found))
    return Match(next(iter(found)), rule) if found else Match()


def _few(found: set[int]) -> tuple[int, ...]:
    return tuple(sorted(found)[:MOST_CANDIDATES])
