"""The pairs that wait for somebody to look at them: what was found, without what is settled by now.

What was found stands in this desk's memory until the next look. Nothing is taken off the list: whether a pair still
waits is asked of the division as it is, by whomever it was settled.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from busel.desk.clock import this_minute
from busel.desk.duplicates.distinct import distinct_pairs
from busel.desk.duplicates.people import record_of
from busel.desk.session import Session
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.desk.workspace.merges import means_in_zone
from busel.matching.outcomes import Outcome, Point, Verdict
from busel.matching.records import Record
from busel.registry.roles import Role

LONGEST = 4
"""So many records may be one person without somebody looking at each pair: more are looked at, however alike."""
Key = tuple[int, int]


class Show(StrEnum):
    """Which of the pairs that wait."""

    ALL = "all"
    CERTAIN = "certain"
    REVIEW = "review"
    APART = "apart"
    """They stand in two divisions."""


@dataclass(frozen=True)
class Waiting:
    """A pair that nobody has settled, as it stands today."""

    pair: Verdict
    division: int
    """The number of their division on this desk; of the first one's, where they stand in two."""
    is_certain: bool
    is_apart: bool
    may_settle: bool = True
    """May this account write wherever they stand?"""

    @property
    def key(self) -> Key:
        """Both contacts, the smaller id first."""
        return self.pair.one, self.pair.other

    def fits(self, show: Show, division: int) -> bool:
        """Is it among those that are asked for? `division` 0: of all."""
        kinds = {Show.ALL: True, Show.APART: self.is_apart, Show.CERTAIN: self.is_certain}
        review = not self.is_certain and not self.is_apart
        return kinds.get(show, review) and division in (0, self.division)


@dataclass(frozen=True)
class Last:
    """What this desk did last, to be taken back at once. `words` are the two names."""

    journal: bytes
    contact: int
    deed: bytes
    words: str
    pair: Key


@dataclass
class Review:
    """What this desk found, and how far somebody is with it."""

    found: list[Verdict] = field(default_factory=list)
    looked: bool = False
    looked_at: datetime | None = None
    """When, in the organisation's zone, to the minute."""
    skipped: dict[Key, None] = field(default_factory=dict)
    last: Last | None = None
    weighed: Mapping[int, Record | None] = field(default_factory=dict, repr=False)
    """The people of certain pairs as they were weighed."""

    def lay(self, pairs: Iterable[Verdict], weighed: Mapping[int, Record | None] | None = None) -> None:
        """Take what was found just now. `weighed`: the people of certain pairs; without it as they stand now."""
        self.found, self.looked, self.looked_at = list(pairs), True, this_minute()
        sure = {id_ for pair in self.found if pair.outcome is Outcome.CERTAIN for id_ in (pair.one, pair.other)}
        self.weighed = {id_: record_of(id_) for id_ in sure} if weighed is None else weighed
        self.skipped.clear()

    def is_as_weighed(self, key: Key, *, but: Container[int] = ()) -> bool:
        """Do both still say what they said when they were weighed? Of those in `but` it is not asked.

        Whoever was corrected since, or made one with somebody, may be somebody else: a person looks at them.
        """
        return all(id_ in but or self.weighed.get(id_, 0) == record_of(id_) for id_ in key)

    def waiting(self, session: Session) -> list[Waiting]:
        """Return what waits: the certain ones first, those that were skipped last."""
        pairs = list(_standing(session, self.found))
        numbers = session.numbers.values()
        apart = distinct_pairs(numbers)
        chains = _doubtful((pair for pair, _one, _other in pairs if pair.outcome is Outcome.CERTAIN), apart)
        edits = {session.numbers[bundle.journal] for bundle in session.divisions(least=Role.EDITOR)}
        found = [
            Waiting(
                pair,
                one,
                is_certain=_is_certain(pair) and one == other and pair.one not in chains,
                is_apart=one != other,
                may_settle=one in edits and other in edits,
            )
            for pair, one, other in pairs
            if one in edits or (one != other and other in edits)
        ]
        order = {key: at for at, key in enumerate(self.skipped, 1)}
        return sorted(found, key=lambda one: (order.get(one.key, 0), not one.is_certain))

    def skip(self, key: Key) -> None:
        """Let a pair come last."""
        self.skipped.pop(key, None)
        self.skipped[key] = None

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self.__init__()  # type: ignore[misc]  # as it began


REVIEW = Review()
"""The desk's one review."""


def _standing(session: Session, pairs: Iterable[Verdict]) -> Iterator[tuple[Verdict, int, int]]:
    """Yield each pair of two who stand, under their numbers of today, with their divisions; each pair once."""
    raw = raw_connection()
    means, settled = means_in_zone(raw), distinct_pairs(session.numbers.values())
    today = [_today(pair, means) for pair in pairs]
    homes = divisions_of(raw, {id_ for pair in today for id_ in (pair.one, pair.other)})
    for pair in today:
        key = (pair.one, pair.other)
        if pair.one != pair.other and key not in settled and pair.one in homes and pair.other in homes:
            settled.add(key)
            yield pair, homes[pair.one], homes[pair.other]


def _today(pair: Verdict, means: Mapping[int, int]) -> Verdict:
    one, other = (means.get(id_, id_) for id_ in (pair.one, pair.other))
    return pair._replace(one=min(one, other), other=max(one, other)) if means else pair


def _is_certain(pair: Verdict) -> bool:
    """Is it one person without a look? Of a woman who has married somebody says which surname is the one of today."""
    return pair.outcome is Outcome.CERTAIN and Point.FAMILY_DIFFERS not in pair.differ


def _doubtful(pairs: Iterable[Verdict], apart: Collection[Key]) -> set[int]:
    """Return the contacts of chains that are longer than `LONGEST`, or hold two who were called two people."""
    chain: dict[int, set[int]] = {}
    for pair in pairs:
        joined = chain.get(pair.one, {pair.one}) | chain.get(pair.other, {pair.other})
        chain.update(dict.fromkeys(joined, joined))
    split = {one for one, other in apart if other in chain.get(one, ())}
    return {contact for contact, members in chain.items() if len(members) > LONGEST or not members.isdisjoint(split)}
