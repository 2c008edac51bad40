"""The pairs that wait for somebody to look at them: what was found, without what is settled by now.

What was found stands in this desk's memory until the next look. Nothing is taken off the list: whether a pair still
waits is asked of the division as it is, by whomever it was settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from busel.desk.duplicates.distinct import distinct_pairs
from busel.desk.duplicates.pairs import Outcome, Pair
from busel.desk.session import Session
from busel.desk.workspace.load import divisions_of, raw_connection
from busel.desk.workspace.merges import who_is_who
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

    pair: Pair
    division: int
    """The number of their division on this desk; of the first one's, where they stand in two."""
    is_certain: bool
    is_apart: bool

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

    found: list[Pair] = field(default_factory=list)
    looked: bool = False
    skipped: dict[Key, None] = field(default_factory=dict)
    last: Last | None = None

    def lay(self, pairs: Iterable[Pair]) -> None:
        """Take what was found just now."""
        self.found, self.looked = list(pairs), True
        self.skipped.clear()

    def waiting(self, session: Session) -> list[Waiting]:
        """Return what waits: the certain ones first, those that were skipped last."""
        pairs = list(_standing(session, self.found))
        chains = _long_chains(pair for pair, _one, _other in pairs if pair.outcome is Outcome.CERTAIN)
        edits = {session.numbers[bundle.journal] for bundle in session.divisions(least=Role.EDITOR)}
        found = [
            Waiting(
                pair,
                one,
                is_certain=pair.outcome is Outcome.CERTAIN and one == other and pair.one not in chains,
                is_apart=one != other,
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


def _standing(session: Session, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, int, int]]:
    """Yield each pair of two who stand, under their numbers of today, with their divisions; each pair once."""
    raw, means, settled = raw_connection(), dict[int, int](), set[Key]()
    for number in session.numbers.values():
        means |= who_is_who(raw, number)
        settled |= distinct_pairs(number)
    today = [_today(pair, means) for pair in pairs]
    homes = divisions_of(raw, {id_ for pair in today for id_ in (pair.one, pair.other)})
    for pair in today:
        key = (pair.one, pair.other)
        if pair.one != pair.other and key not in settled and pair.one in homes and pair.other in homes:
            settled.add(key)
            yield pair, homes[pair.one], homes[pair.other]


def _today(pair: Pair, means: Mapping[int, int]) -> Pair:
    one, other = (means.get(id_, id_) for id_ in (pair.one, pair.other))
    return replace(pair, one=min(one, other), other=max(one, other)) if means else pair


def _long_chains(pairs: Iterable[Pair]) -> set[int]:
    """Return the contacts of chains that are longer than `LONGEST`."""
    chain: dict[int, set[int]] = {}
    for pair in pairs:
        joined = chain.get(pair.one, {pair.one}) | chain.get(pair.other, {pair.other})
        chain.update(dict.fromkeys(joined, joined))
    return {contact for contact, members in chain.items() if len(members) > LONGEST}
