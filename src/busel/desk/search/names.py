"""The name index of a desk: distinct words of names in RAM, each with its keys and the contacts that bear it.

People are found over the *distinct* words (some 30,000 for 113,220 people), then joined to contacts. Nothing of it is
ever stored, but the keys of words, which are dear to compute, may come out of a snapshot.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, KeysView, Sequence
from enum import IntEnum
from itertools import chain, islice

from busel.contacts.records import Contact
from busel.journal.snapshot import Words
from busel.names.clean import tokens as split
from busel.names.given import names_of
from busel.names.keys import RULES_VERSION, Keyed, key_tokens
from busel.names.own_forms import NO_FORMS, OwnForms
from busel.names.reading import Reading, readings

Bearers = list[int]
"""Contacts' ids. No arrays: a search goes through thousands of them, and an array makes each number anew."""

_NOBODY: set[int] = set()
_READINGS = 4000
"""So many words at the most are kept as they read."""


class Role(IntEnum):
    """As what a word is borne."""

    FAMILY = 0
    GIVEN = 1
    """A nickname, too: it stands in the given name's place."""
    PATRONYMIC = 2
    FORMER = 3
    """A surname of before."""


class _Postings(dict[str, Bearers]):
    """A spelling as it stands in a record, "Дунін-Марцінкевіч", and who bears it."""

    def __missing__(self, spelling: str) -> Bearers:
        found = self[spelling] = []
        return found

    def take_in(self, borne: Iterable[tuple[int, str]]) -> None:
        for id_, spelling in borne:
            self[spelling].append(id_)

    def take_out(self, spellings: Iterable[str], id_: int) -> None:
        for spelling in spellings:
            held = self[spelling]
            while id_ in held:
                held.remove(id_)


class NameIndex:
    """Words of names, and who bears them in which role."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: for tests and the command line; a desk's end is its process's end."""
        self.lock = threading.RLock()
        self.own: OwnForms = NO_FORMS
        """The short forms that the organisation added: `settling.settle` reads them."""
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self.keyed: dict[str, Keyed] = {}
        self._spellings = tuple(_Postings() for _ in Role)
        self._of: tuple[dict[int, list[Bearers]], ...] = tuple({} for _ in Role)
        """For each role, by number of a word: the bearers of each spelling with this word in it."""
        self._settled = [0 for _ in Role]
        """How many spellings of each role were split into words."""
        self._by_k1: dict[str, list[int]] = {}
        self._by_k2: dict[str, list[int]] = {}
        self._by_given: dict[str, list[int]] = {}
        self._readings: dict[int, Reading] = {}
        self._sorted: list[str] = []
        self._sorted_k1s: list[str] = []
        self._k1s_by_length: tuple[dict[int, list[str]], ...] = ({}, {})
        """The distinct K1 by how many letters they have: of all words, and of given names and nicknames."""

    def add(self, pairs: Sequence[tuple[int, Contact]]) -> None:
        """Take contacts in: (id, record)."""
        with self.lock:
            families, givens, patronymics, former = self._spellings
            for id_, record in pairs:
                for spelling in (record.family_be, record.family_ru):
                    if spelling:
                        families[spelling].append(id_)
                for spelling in (record.given_be, record.given_ru, record.nickname):
                    if spelling:
                        givens[spelling].append(id_)
                for spelling in (record.patronymic_be, record.patronymic_ru):
                    if spelling:
                        patronymics[spelling].append(id_)
            former.take_in(_formers(pairs))

    def remove(self, id_: int, record: Contact | None) -> None:
        """Take a contact out, as it was."""
        if record is None:
            return
        with self.lock:
            for postings, spellings in zip(self._spellings, _spellings(record), strict=True):
                postings.take_out(spellings - {""}, id_)

    def forget(self, ids: set[int]) -> None:
        """Take many contacts out at once, whatever their names are."""
        with self.lock:
            for held in chain.from_iterable(postings.values() for postings in self._spellings):
                if not ids.isdisjoint(held):
                    held[:] = [id_ for id_ in held if id_ not in ids]

    def know(self, words: Words) -> None:
        """Take keys that were computed before, if the rules are still the same."""
        if words.version == RULES_VERSION:
            with self.lock:
                known = self.keyed
                known.update({entry[0]: Keyed(*entry) for entry in words.keyed if entry[0] not in known})

    def settle(self) -> None:
        """Split, key and sort what came in since: before searching. Cheap when there is nothing."""
        with self.lock:
            if self._settled == list(map(len, self._spellings)):
                return
            before = len(self.words)
            for at, (postings, by_word) in enumerate(zip(self._spellings, self._of, strict=True)):
                for spelling in islice(postings, self._settled[at], None):
                    for number in self._numbers_of(spelling):
                        by_word.setdefault(number, []).append(postings[spelling])
                self._settled[at] = len(postings)
            self._key(self.words[before:], before)

    def _numbers_of(self, spelling: str) -> Iterator[int]:
        for word in dict.fromkeys(split(spelling)):
            number = self.numbers.get(word)
            if number is None:
                known = self.keyed.get(word)
                number = self.numbers[known.token if known else word] = len(self.words)
                self.words.append(known.token if known else word)
            yield number

    def _key(self, new: list[str], first: int) -> None:
        unknown = [word for word in new if word not in self.keyed]
        self.keyed.update((keyed.token, keyed) for keyed in key_tokens(unknown))
        for number, word in enumerate(new, first):
            same_k1 = self._by_k1.setdefault(self.keyed[word].k1, [])
            same_k2 = self._by_k2.setdefault(self.keyed[word].k2, [])
            same_k1.append(number)
            same_k2.append(number)
            # Strings that are equal are one: of 3,700 words that saves each desk half a megabyte.
            self.keyed[word] = keyed = Keyed(word, self.keyed_as(same_k1[0]).k1, self.keyed_as(same_k2[0]).k2)
            for id_ in names_of(word, keyed.k1):
                self._by_given.setdefault(id_, []).append(number)
        self._sorted = sorted(self.numbers)
        self._sorted_k1s = sorted(self._by_k1)
        of_given = dict.fromkeys(self.keyed[self.words[number]].k1 for number in self._of[Role.GIVEN])
        self._k1s_by_length = _by_length(self._sorted_k1s), _by_length(of_given)

    def keyed_as(self, number: int) -> Keyed:
        """Return a word with its keys."""
        return self.keyed[self.words[number]]

    def reading(self, number: int) -> Reading:
        """Return how a word reads, letter by letter. Those that searches ask for are kept, up to `_READINGS`."""
        found = self._readings.get(number)
        if found is None:
            if len(self._readings) >= _READINGS:
                self._readings.clear()
            [found] = readings([self.words[number]])
            self._readings[number] = found
        return found

    def with_prefix(self, prefix: str) -> Iterator[int]:
        """Yield the numbers of words that begin so, in the order of the alphabet."""
        at = bisect_left(self._sorted, prefix)
        while at < len(self._sorted) and self._sorted[at].startswith(prefix):
            yield self.numbers[self._sorted[at]]
            at += 1

    def with_k1(self, k1: str) -> list[int]:
        """Return the numbers of words with this K1."""
        return self._by_k1.get(k1, [])

    def with_k2(self, k2: str) -> list[int]:
        """Return the numbers of words with this K2."""
        return self._by_k2.get(k2, [])

    def with_given_ids(self, ids: frozenset[str]) -> list[int]:
        """Return the numbers of words that are forms of these given names."""
        found = [number for id_ in sorted(ids) for number in self._by_given.get(id_, ())]
        added = [number for key in self.own.sounds_of(ids) for number in self._by_k1.get(key, ())]
        return list(dict.fromkeys(chain(found, added))) if added else found

    def with_key_prefix(self, prefixes: tuple[str, ...]) -> list[int]:
        """Return the numbers of words whose K1 begins so: a half-typed word in the other language."""
        found: list[int] = []
        for prefix in prefixes:
            at = bisect_left(self._sorted_k1s, prefix)
            while prefix and at < len(self._sorted_k1s) and self._sorted_k1s[at].startswith(prefix):
                found += self._by_k1[self._sorted_k1s[at]]
                at += 1
        return found

    def k1s(self, length: int, off: int, *, of_given: bool = False) -> Iterator[str]:
        """Yield the distinct K1 that are at most so many letters longer or shorter; or those of given names alone."""
        by_length = self._k1s_by_length[of_given]
        return chain.from_iterable(by_length.get(one, ()) for one in range(length - off, length + off + 1))

    def frequency(self, numbers: Iterable[int], role: Role | None = None) -> int:
        """Return how often these words are borne, in both languages; with `role`, as that."""
        return sum(map(len, self._postings(numbers, role)))

    def bearers(self, numbers: Iterable[int], role: Role | None = None) -> Iterator[int]:
        """Return the contacts that bear any of these words, family names first, word by word; may repeat."""
        return chain.from_iterable(self._postings(numbers, role))

    def is_borne(self, number: int, role: Role) -> bool:
        """Does a word stand in this role anywhere, or did it?"""
        return number in self._of[role]

    def borne_as(self, role: Role) -> KeysView[int]:
        """Return the words that stand in this role anywhere, or did."""
        return self._of[role].keys()

    def bearers_among(self, there: set[int], number: int) -> tuple[set[int], ...]:
        """Return who of these bears a word, for each role."""
        return tuple(
            [there.intersection(chain.from_iterable(some[number])) if number in some else _NOBODY for some in self._of]
        )

    def _postings(self, numbers: Iterable[int], role: Role | None) -> list[Bearers]:
        by_word = self._of if role is None else (self._of[role],)
        return [held for number in numbers for some in by_word if number in some for held in some[number]]


def _by_length(keys: Iterable[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for key in keys:
        found.setdefault(len(key), []).append(key)
    return found


def _formers(pairs: Sequence[tuple[int, Contact]]) -> list[tuple[int, str]]:
    """Return who bore another surname: nearly nobody."""
    return [(id_, record.former_family) for id_, record in pairs if record.former_family]


def _spellings(record: Contact) -> tuple[set[str], ...]:
    return (
        {record.family_be, record.family_ru},
        {record.given_be, record.given_ru, record.nickname},
        {record.patronymic_be, record.patronymic_ru},
        {record.former_family},
    )


NAMES = NameIndex()
"""The desk's one index."""
