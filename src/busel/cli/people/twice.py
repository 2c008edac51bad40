"""Who stands twice in the demo, as several lists of one organisation leave it; and families, who only look alike.

Every `EVERY`-th person of a list is written anew as somebody who stands there already, or as one of that one's family.
So as many records stand in each district as without it, and the same seed gives the same pairs. `people` itself draws
nobody twice: benches count on that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle

from busel.cli.people.person import SyntheticPerson
from busel.cli.people.retold import (
    again,
    faint,
    family_of,
    married,
    mistyped,
    other_language,
    romanised,
    short_form,
)

EVERY = 50
_OWN = ("source", "added", "external_ids", "support")
NEAR = 60
"""So far back somebody is looked for: a district of the smallest demos has some ten people."""

Retell = Callable[[SyntheticPerson], SyntheticPerson | None]


def twice(everybody: Iterable[SyntheticPerson]) -> Iterator[SyntheticPerson]:
    """Yield as many people; some are written anew as somebody before them, or as one of that one's family."""
    kinds = cycle(_KINDS)
    kind, before = next(kinds), deque[SyntheticPerson](maxlen=NEAR)
    for at, person in enumerate(everybody, 1):
        retold = _retold(person, before, kind) if at % EVERY == 0 else None
        if at % EVERY == 0:
            kind = next(kinds)
        if retold is None:
            before.append(person)
        yield retold or person


def _retold(
    person: SyntheticPerson, before: deque[SyntheticPerson], kind: tuple[Retell, bool]
) -> SyntheticPerson | None:
    """Return what stands in the place of somebody; None where nobody before fits. Nobody is told of more than once."""
    retell, elsewhere = kind
    for one in list(before):
        near = one.district.region == person.district.region
        if near and (one.district != person.district) == elsewhere and (found := retell(one)):
            before.remove(one)
            return _in_place_of(person, found)
    return None


def _in_place_of(person: SyntheticPerson, found: SyntheticPerson) -> SyntheticPerson:
    """Return the new record: it came with the list, on the day and under the number of who would stand there."""
    own = {name: person.contact[name] for name in _OWN if name in person.contact}
    lacks = (
        ("tag", "activity") if any(kind == "phone" for kind, _fields in found.about) else ("phone", "tag", "activity")
    )
    told = [(kind, fields) for kind, fields in person.about if kind in lacks]
    return SyntheticPerson(person.district, found.contact | own, found.about + told)


_KINDS: tuple[tuple[Retell, bool], ...] = (
    (other_language, False),
    (mistyped, False),
    (family_of("spouse"), False),
    (short_form, False),
    (married, False),
    (romanised, False),
    (family_of("son"), False),
    (faint, False),
    (again, False),
    (other_language, True),
    (family_of("twin"), False),
    (faint, False),
)
"""What is made of somebody; with True of somebody in the division before, who has moved here."""
