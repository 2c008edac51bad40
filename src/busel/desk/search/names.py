"""The name index of a desk: distinct words of names in RAM, each with its keys and the contacts that bear it.

People are found over the *distinct* words (some 30,000 for 113,220 people), then joined to contacts. Nothing of it is
ever stored, but the keys of words, which are dear to compute, may come out of a snapshot.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from busel.contacts.records import Contact
from busel.journal.snapshot import Words
from busel.names.clean import tokens as split
from busel.names.given import given_ids
from busel.names.keys import RULES_VERSION, Keyed, key_tokens

Numbers = tuple[int, ...]


class NameIndex:
    """Words of names, and who bears them as family name or otherwise (given name, patronymic, nickname)."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything: for tests and the command line; a desk's end is its process's end."""
        self.lock = threading.RLock()
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self.family: list[array[int]] = []
        self.other: list[array[int]] = []
        self.keyed: dict[str, Keyed] = {}
        self._values: dict[str, Numbers] = {}
        self._by_k1: dict[str, list[int]] = {}
        self._by_k2: dict[str, list[int]] = {}
        self._by_given: dict[str, list[int]] = {}
        self._sorted: list[str] = []
        self._sorted_k1s: list[str] = []
        self._ready = 0
        """How many of the words have their keys and are sorted."""

    def add(self, pairs: Sequence[tuple[int, Contact]]) -> None:
        """Take contacts in: (id, record)."""
        with self.lock:
            values, family, other = self._values, self.family, self.other
            for id_, record in pairs:
                for value in {record.family_be, record.family_ru}:
                    if value:
                        for number in values.get(value) or self._learn(value):
                            family[number].append(id_)
                for value in {
                    record.given_be,
                    record.given_ru,
                    record.patronymic_be,
                    record.patronymic_ru,
                    record.nickname,
                }:
                    if value:
                        for number in values.get(value) or self._learn(value):
                            other[number].append(id_)

    def remove(self, id_: int, record: Contact | None) -> None:
        """Take a contact out, as it was."""
        if record is None:
            return
        with self.lock:
            for postings, values in ((self.family, _families(record)), (self.other, _others(record))):
                for value in values:
                    for number in self._values.get(value, ()):
                        if id_ in postings[number]:
                            postings[number].remove(id_)

    def forget(self, ids: set[int]) -> None:
        """Take many contacts out at once, whatever their names are."""
        with self.lock:
            for postings in (self.family, self.other):
                for number, held in enumerate(postings):
                    if not ids.isdisjoint(held):
                        postings[number] = array("q", [id_ for id_ in held if id_ not in ids])

    def _learn(self, value: str) -> Numbers:
        found = []
        for word in dict.fromkeys(split(value)):
            number = self.numbers.get(word)
            if number is None:
                number = self.numbers[word] = len(self.words)
                self.words.append(word)
                self.family.append(array("q"))
                self.other.append(array("q"))
            found.append(number)
        self._values[value] = tuple(found)
        return self._values[value]

    def know(self, words: Words) -> None:
        """Take keys that were computed before, if the rules are still the same."""
        if words.version == RULES_VERSION:
            with self.lock:
                self.keyed.update((token, Keyed(token, k1, k2)) for token, k1, k2 in words.keyed)

    def settle(self) -> None:
        """Key and sort the words that came in since: before searching. Cheap when there are none."""
        with self.lock:
            new = self.words[self._ready :]
            if not new:
                return
            unknown = [word for word in new if word not in self.keyed]
            self.keyed.update((keyed.token, keyed) for keyed in key_tokens(unknown))
            for number, word in enumerate(new, self._ready):
                keyed = self.keyed[word]
                self._by_k1.setdefault(keyed.k1, []).append(number)
                self._by_k2.setdefault(keyed.k2, []).append(number)
                for id_ in given_ids(keyed.k1):
                    self._by_given.setdefault(id_, []).append(number)
            self._sorted = sorted(self.numbers)
            self._sorted_k1s = sorted(self._by_k1)
            self._ready = len(self.words)

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
        return [number for id_ in sorted(ids) for number in self._by_given.get(id_, ())]

    def with_key_prefix(self, prefixes: tuple[str, ...]) -> list[int]:
        """Return the numbers of words whose K1 begins so: a half-typed word in the other language."""
        found: list[int] = []
        for prefix in prefixes:
            at = bisect_left(self._sorted_k1s, prefix)
            while prefix and at < len(self._sorted_k1s) and self._sorted_k1s[at].startswith(prefix):
                found += self._by_k1[self._sorted_k1s[at]]
                at += 1
        return found

    def distinct_k1s(self) -> dict[str, list[int]]:
        """Return K1 -> numbers, for comparing a word with all others."""
        return self._by_k1

    def keyed_words(self) -> Words:
        """Return all words with their keys, to be kept inside a snapshot's seal."""
        self.settle()
        return Words(RULES_VERSION, [(keyed.token, keyed.k1, keyed.k2) for keyed in self.keyed.values()])

    def bearers(self, numbers: Iterable[int], *, family_only: bool = False) -> Iterator[int]:
        """Yield the contacts that bear any of these words, family names first, word by word; may repeat."""
        for number in numbers:
            yield from self.family[number]
            if not family_only:
                yield from self.other[number]


def _families(record: Contact) -> set[str]:
    return {record.family_be, record.family_ru} - {""}


def _others(record: Contact) -> set[str]:
    return {record.given_be, record.given_ru, record.patronymic_be, record.patronymic_ru, record.nickname} - {""}


NAMES = NameIndex()
"""The desk's one index."""
