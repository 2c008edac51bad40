"""Certain pairs form chains: A and B, B and C. A long chain, or one whose ends contradict, is certain of nothing."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from busel.matching.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from busel.matching.outcomes import Verdict

LONGEST = 4
"""Records that certain pairs may join without a person looking."""


def loosened(verdicts: Sequence[Verdict], contradict: Callable[[int, int], bool]) -> list[Verdict]:
    """Return the verdicts; certain ones of chains too long, or with two who cannot be one person, are for review.

    `contradict` is asked of the keys of any two in a chain: its ends may share nothing, so that nobody weighed them.
    """
    certain = [verdict for verdict in verdicts if verdict.outcome is Outcome.CERTAIN]
    doubted: set[int] = set()
    for chain in chains((verdict.one, verdict.other) for verdict in certain):
        if len(chain) > LONGEST or any(contradict(*pair) for pair in combinations(sorted(chain), 2)):
            doubted |= chain
    return [_doubted(verdict) if verdict.one in doubted else verdict for verdict in verdicts]


def _doubted(verdict: Verdict) -> Verdict:
    return verdict._replace(outcome=Outcome.REVIEW)


def chains(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Return the sets of keys that these pairs join, directly or through others."""
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    found, seen = [], set[int]()
    for start in beside:
        if start not in seen:
            chain, waiting = {start}, [start]
            while waiting:
                more = beside[waiting.pop()] - chain
                chain |= more
                waiting += more
            seen |= chain
            found.append(chain)
    return found
