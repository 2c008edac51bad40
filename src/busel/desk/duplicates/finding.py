"""Who stands twice among the people that the account reads: weighed in a child, told with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from busel.desk.duplicates.distinct import distinct_pairs
from busel.desk.duplicates.people import places_of, records_of
from busel.desk.keeping.short_forms import short_forms
from busel.desk.sandboxes.matching import matched
from busel.matching.outcomes import Outcome, Verdict
from busel.matching.records import Record

FEWEST = 2


def pairs_in(divisions: Iterable[int]) -> list[Verdict]:
    """Return the pairs among the people of these divisions (their numbers here), certain ones first.

    Pairs of two divisions are among them and never certain: nobody can make one person of them where they stand. Pairs
    that were called two people are left out. Raises `sandboxes.matching.MatchingError`.
    """
    return weighed_in(divisions)[0]


def weighed_in(divisions: Iterable[int]) -> tuple[list[Verdict], dict[int, Record]]:
    """Return these pairs, and the people of certain ones as they were weighed. Raises `MatchingError`, too."""
    numbers = list(divisions)
    people = records_of(numbers)
    if len(people) < FEWEST:
        return [], {}
    known, places = distinct_pairs(numbers), places_of(numbers)
    told = _told(matched(people, families=True, forms=told_forms()).pairs, known)
    found = [_pair(one, places) for one in told if one.one in places and one.other in places]
    sure = {contact for pair in found if pair.outcome is Outcome.CERTAIN for contact in (pair.one, pair.other)}
    order = sorted(
        found, key=lambda pair: (pair.outcome is not Outcome.CERTAIN, -pair.probability, pair.one, pair.other)
    )
    return order, {record.key: record for record in people if record.key in sure}


def told_forms() -> list[tuple[str, str]]:
    """Return the short forms that the organisation added, as the child takes them."""
    return [(one.form, one.name) for one in short_forms()]


def _told(pairs: Iterable[Verdict], known: set[tuple[int, int]]) -> Iterator[Verdict]:
    return (one for one in pairs if (one.one, one.other) not in known)


def _pair(found: Verdict, places: dict[int, int]) -> Verdict:
    """Return it as something to look at, where the two stand in two divisions."""
    together = places.get(found.one) == places.get(found.other)
    return found if together else found._replace(outcome=Outcome.REVIEW)
