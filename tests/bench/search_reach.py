"""Whom the search box finds first among 113,220 people, by how their name is typed; beside a ready-made ranking.

Right is a record of anybody with the true family and given name, whatever stands in it; asked for are those of whom
some record holds a family name at all. Beside it stands what a person who reads only the query could ask for: a record
of anybody whose true name is spelt in those letters (Качанава is Кочанова and Качанова). Half of the queries are kept
aside by a hash of the name: the rows with a reach are those, the others are there to tune by.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bench.fresh import in_fresh_process
from bench.haystack import Person, Record, everybody, pairs_at_hand, short_forms
from bench.ready_made import ready_made
from bench.romanised import SHORTEST, english, lacinka, passport, slipped
from bench.table import Row, row, share_row
from busel.cli.people.chance import draws_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from busel.cli.people.chance import Draw

SEED = 6
QUERIES = 2000
"""Of each kind; half of them are kept aside."""
READY_MADE_QUERIES = 60
"""Of those kept aside: the ready-made ranking takes a hundred times as long."""
FIRST = 10
SURE = 0.92
"""From this score on the page says "the same name"."""
REACHES = {
    "Belarusian": 0.99,
    "Russian": 0.99,
    "passport Latin": 0.99,
    "English Latin": 0.0,
    "Łacinka": 0.99,
    "Russian, slip in the surname": 0.95,
    "Belarusian, slip in the surname": 0.95,
    "Russian short form": 0.93,
}
MOST_MS = 8.0

Answer = list[tuple[int, float]]
"""Numbers of records with their scores, best first."""
Name = tuple[str, str]
"""The true family and given name, in Russian: what makes an answer right."""


@dataclass
class Told:
    """What was measured for one kind of queries."""

    first: list[bool] = field(default_factory=list)
    spelt: list[bool] = field(default_factory=list)
    """The same, where anybody is right whose true name is spelt as it was typed, or was before a slip."""
    whole: list[bool] = field(default_factory=list)
    """The same, of queries for whom some record has both names without a slip and no short form."""
    within: list[bool] = field(default_factory=list)
    share: list[float] = field(default_factory=list)
    """Of the first ten, or of all that there are, how many are right."""
    sure_right: int = 0
    sure: int = 0
    sure_there: int = 0

    def take(self, answer: Answer, right: set[int], spelt: set[int], *, whole: bool) -> None:
        """Count one answer."""
        self.spelt.append(any(number in spelt for number, _score in answer[:1]))
        shown = [number in right for number, _score in answer[:FIRST]]
        self.first.append(any(shown[:1]))
        if whole:
            self.whole.append(any(shown[:1]))
        self.within.append(any(shown))
        self.share.append(sum(shown) / min(FIRST, len(right)))
        sure = [number in right for number, score in answer if score >= SURE]
        self.sure_right += sum(sure)
        self.sure += len(sure)
        self.sure_there += len(right)

    def figures(self) -> dict[str, float]:
        """Return the means."""
        return {
            "first": statistics.fmean(self.first),
            "spelt": statistics.fmean(self.spelt),
            "whole": statistics.fmean(self.whole),
            "ceiling": len(self.whole) / len(self.first),
            "within": statistics.fmean(self.within),
            "share": statistics.fmean(self.share),
            "precision": self.sure_right / max(1, self.sure),
            "recall": self.sure_right / max(1, self.sure_there),
        }


def run(contacts: int) -> list[Row]:
    """Return the rows."""
    told = in_fresh_process("search_reach", str(contacts))
    rows = []
    for kind, reach in REACHES.items():
        ours, tuned, theirs = told["aside"][kind], told["given"][kind], told["ready made"][kind]
        what = f"full search among {contacts:,}, {kind}"
        rows += [
            share_row(f"{what}: first hit", ours["first"], floor=theirs["first"], least=reach),
            share_row(f"{what}: first hit, of all whose name is spelt as it was typed", ours["spelt"]),
            share_row(f"{what}: first hit, queries to tune by", tuned["first"]),
            share_row(f"{what}: first hit, queries to tune by, of all who are spelt so", tuned["spelt"]),
            share_row(f"{what}: first hit, where some record has both names without a slip", ours["whole"]),
            share_row(f"{what}: how many those are", ours["ceiling"]),
            share_row(f"{what}: in the first ten", ours["within"], floor=theirs["within"]),
            share_row(f"{what}: right of the first ten", ours["share"], floor=theirs["share"]),
            share_row(f"{what}: precision of those called the same name", ours["precision"]),
            share_row(f"{what}: recall of those called the same name", ours["recall"]),
        ]
    where = "" if pairs_at_hand() else " (without BUSEL_NAMES: surnames of the demo alone)"
    return [
        *rows,
        row(f"full search among {contacts:,}, distinct words of names{where}", told["words"], ""),
        row(f"full search among {contacts:,}: median on one core", told["p50"], "ms", floor=told["theirs p50"]),
        row(f"full search among {contacts:,}: p95 on one core", told["p95"], "ms", most=MOST_MS),
    ]


def queries(people: Sequence[Person], records: Sequence[Record]) -> Iterator[tuple[str, str, Name]]:
    """Yield (kind, what is typed, who is meant). Names that only one language has are not asked for."""
    there = {_name(person) for person, record in zip(people, records, strict=True) if record.family and record.given}
    draw = draws_of(SEED, "queries")
    asked = [one for one in people if one.family.be and len(one.family.ru) >= SHORTEST and _name(one) in there]
    for kind, write in _kinds(draw).items():
        done = 0
        while done < QUERIES:
            person = asked[int(draw() * len(asked))]
            typed = write(person)
            if typed:
                done += 1
                yield kind, typed, _name(person)


def _kinds(draw: Draw) -> dict[str, Callable[[Person], str]]:
    def both(write: Callable[[str], str], language: str) -> Callable[[Person], str]:
        return lambda one: f"{write(getattr(one.given, language))} {write(getattr(one.family, language))}"

    def slip(language: str) -> Callable[[Person], str]:
        return lambda one: f"{getattr(one.given, language)} {slipped(getattr(one.family, language), language, draw)}"

    def short(one: Person) -> str:
        forms = short_forms().get(one.given.ru, ())
        return f"{forms[int(draw() * len(forms))]} {one.family.ru}" if forms else ""

    kinds = [
        both(str, "be"),
        both(str, "ru"),
        both(passport, "be"),
        both(english, "ru"),
        both(lacinka, "be"),
        slip("ru"),
        slip("be"),
        short,
    ]
    return dict(zip(REACHES, kinds, strict=True))


SPELLINGS: dict[str, tuple[Callable[[str], str], str]] = {
    "Belarusian": (str, "be"),
    "Russian": (str, "ru"),
    "passport Latin": (passport, "be"),
    "English Latin": (english, "ru"),
    "Łacinka": (lacinka, "be"),
    "Russian, slip in the surname": (str, "ru"),
    "Belarusian, slip in the surname": (str, "be"),
    "Russian short form": (str, "ru"),
}
"""How a true name is spelt in each kind of queries, before slips and short forms."""


class Spelt:
    """Who is called by a name as it is spelt in a kind of queries."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._by_spelling: dict[tuple[Callable[[str], str], str], dict[Name, set[int]]] = {}

    def like(self, kind: str, numbers: Iterable[int]) -> set[int]:
        """Return everybody who is spelt like any of these people."""
        write, language = SPELLINGS[kind]
        if (write, language) not in self._by_spelling:
            found: dict[Name, set[int]] = {}
            once = cache(write)
            for number, person in enumerate(self._people, 1):
                found.setdefault(_spelt(person, once, language), set()).add(number)
            self._by_spelling[write, language] = found
        held = self._by_spelling[write, language]
        return set().union(*(held[_spelt(self._people[number - 1], write, language)] for number in numbers))


def _spelt(person: Person, write: Callable[[str], str], language: str) -> Name:
    family = getattr(person.family, language) or f"only in Russian: {person.family.ru}"
    return write(family), write(getattr(person.given, language))


def _name(person: Person) -> Name:
    return person.family.ru, person.given.ru


def _is_whole(records: Sequence[Record], numbers: set[int]) -> bool:
    return any(records[number - 1].is_whole for number in numbers)


def is_aside(name: Name) -> bool:
    """Is it one of those that nothing is tuned by?"""
    return sha256(" ".join(name).encode()).digest()[0] % 2 == 1


def _main(contacts: str, *more: str) -> None:
    people, records = zip(*everybody(int(contacts), SEED), strict=True)
    right: dict[Name, set[int]] = {}
    for number, person in enumerate(people, 1):
        right.setdefault(_name(person), set()).add(number)
    ours, words = _ours(records)
    spelt = Spelt(people)
    told: dict[str, dict[str, Told]] = {part: {kind: Told() for kind in REACHES} for part in ("aside", "given")}
    took, wrong = [], []
    for kind, typed, name in queries(people, records):
        started = time.process_time()
        answer = ours(typed)
        took.append(1000 * (time.process_time() - started))
        part = "aside" if is_aside(name) else "given"
        told[part][kind].take(answer, right[name], spelt.like(kind, right[name]), whole=_is_whole(records, right[name]))
        if more and part == "given" and not told[part][kind].first[-1]:
            there = [records[number - 1] for number in right[name]][:4]
            wrong.append((kind, typed, there, [(records[number - 1], round(score, 3)) for number, score in answer[:3]]))
    for line in wrong:
        print(*line, file=sys.stderr)
    figures: dict[str, Any] = {
        part: {kind: one.figures() for kind, one in kinds.items()} for part, kinds in told.items()
    }
    figures |= {"words": words, "p50": statistics.median(took), "p95": statistics.quantiles(took, n=20)[-1]}
    figures["slowest"] = max(took)
    print(json.dumps(figures | ({} if more else _theirs(people, records, right))))


def _ours(records: Sequence[Record]) -> tuple[Callable[[str], Answer], int]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")
    import django  # noqa: PLC0415 - only in the process that is measured

    django.setup()
    from busel.contacts.records import Contact  # noqa: PLC0415 - after Django
    from busel.desk.search.names import NAMES  # noqa: PLC0415 - after Django
    from busel.desk.search.text import meant_by  # noqa: PLC0415 - after Django
    from busel.desk.workspace.schema import make_tables  # noqa: PLC0415 - after Django

    make_tables()  # the search asks commons which short forms were added: none
    NAMES.add([(number, _contact(Contact, one)) for number, one in enumerate(records, 1)])
    NAMES.settle()
    return lambda typed: [(hit.contact, hit.score) for hit in meant_by(typed)], len(NAMES.words)


def _contact(make: Any, record: Record) -> Any:
    language = record.language
    names = {"family": record.family, "given": record.given, "patronymic": record.patronymic}
    return make(**{f"{part}_{language}": name for part, name in names.items()})


def _theirs(people: Sequence[Person], records: Sequence[Record], right: dict[Name, set[int]]) -> dict[str, Any]:
    """Measure the ready-made ranking of whole names: a given name, then a family name, as they are asked for."""
    by_text: dict[str, list[int]] = {}
    for number, record in enumerate(records, 1):
        by_text.setdefault(f"{record.given} {record.family}", []).append(number)
    texts = list(by_text)
    find = ready_made(texts)[0].find
    told, took, done = {kind: Told() for kind in REACHES}, [], dict.fromkeys(REACHES, 0)
    for kind, typed, name in queries(people, records):
        if not is_aside(name) or done[kind] == READY_MADE_QUERIES:
            continue
        done[kind] += 1
        started = time.process_time()
        found = find(typed, FIRST)
        took.append(1000 * (time.process_time() - started))
        numbers = [(number, 0.0) for index in found for number in by_text[texts[index]]]
        told[kind].take(numbers, right[name], set(), whole=_is_whole(records, right[name]))
    return {"ready made": {kind: one.figures() for kind, one in told.items()}, "theirs p50": statistics.median(took)}


if __name__ == "__main__":
    _main(*sys.argv[1:])
