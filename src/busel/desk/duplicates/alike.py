"""Pairs by plain rules: the same telephone and a name that does not contradict, or the same whole name.

No weighing: nothing is called certain unless name, birth and a telephone or home are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from busel.desk.duplicates.pairs import Outcome, Pair, PairKind, Point
from busel.desk.importing.likeness import Person, Sounds
from busel.desk.workspace.load import raw_connection

_NAMES = ("family_be", "given_be", "patronymic_be", "family_ru", "given_ru", "patronymic_ru")
_PEOPLE = f"SELECT id, birth, {', '.join(_NAMES)} FROM workspace_contact WHERE division_id = ?"
_PHONES = "SELECT p.number, p.contact_id FROM workspace_phone p JOIN workspace_contact c ON c.id = p.contact_id"
_MOST = 8
"""A telephone or a name with more bearers tells nobody apart."""


def pairs_in(divisions: Iterable[int]) -> list[Pair]:
    """Return the pairs within each of these divisions, certain ones first."""
    found = [pair for division in divisions for pair in _within(division)]
    return sorted(found, key=lambda pair: (pair.outcome is not Outcome.CERTAIN, -pair.probability, pair.one))


def _within(division: int) -> Iterator[Pair]:
    raw, sounds, people = raw_connection(), Sounds(), dict[int, Person]()
    rows = raw.execute(_PEOPLE, (division,)).fetchall()
    sounds.learn(name for _id, _birth, *names in rows for name in names)
    by_key: dict[str, set[int]] = defaultdict(set)
    for id_, birth, *names in rows:
        person = people[id_] = sounds.person({**dict(zip(_NAMES, names, strict=True)), "birth": birth})
        for name in person.whole_names():
            by_key[name].add(id_)
    phones: dict[int, set[str]] = defaultdict(set)
    for number, id_ in raw.execute(f"{_PHONES} WHERE p.number != '' AND c.division_id = ?", (division,)):
        phones[id_].add(number)
        by_key[number].add(id_)
    pairs = {pair for some in by_key.values() if len(some) <= _MOST for pair in combinations(sorted(some), 2)}
    for one, other in sorted(pairs):
        yield _weighed(one, other, (people[one], people[other]), is_called=bool(phones[one] & phones[other]))


def _weighed(one: int, other: int, both: tuple[Person, Person], *, is_called: bool) -> Pair:
    first, second = both
    is_named = not set(first.whole_names()).isdisjoint(second.whole_names())
    is_born, differs = first.birth == second.birth != "", first.birth != second.birth and first.birth and second.birth
    contradicts = first.is_contradicted_by(second)
    agree = [Point.FAMILY_SAME, Point.GIVEN_SAME] if is_named else []
    agree += [Point.PHONE_SAME] if is_called else []
    agree += [Point.BIRTH_SAME] if is_born else []
    told = [Point.BIRTH_DIFFERS] if differs else []
    told += [Point.GIVEN_DIFFERS] if contradicts else []
    is_certain = is_named and is_called and not told
    kind = PairKind.FAMILY if contradicts or differs else PairKind.SAME
    outcome = Outcome.CERTAIN if is_certain else Outcome.REVIEW
    return Pair(one, other, outcome, (0.5 if told else 0.7) + 0.29 * is_certain, tuple(agree), tuple(told), kind)
