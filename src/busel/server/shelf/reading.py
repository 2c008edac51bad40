"""Calls that read journals. Sizes are asked first, so that one answer's bytes and no more come out of the database."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from busel.server.shelf import spans
from busel.server.shelf.database import reading
from busel.server.shelf.heads import Standing, standings
from busel.server.shelf.journals import opened
from busel.server.shelf.sessions import SessionCalls
from busel.shelf import portions, rules
from busel.shelf.protocol import FETCH_BYTES, Commit, Fetched, Part, Want

JOURNALS_AT_ONCE = 32
"""So many journals are read with one query: enough to save round trips, few enough to read little too much."""
MOST_AT_ONCE = 32_768
"""Commits looked at for one answer of `history`."""
LAST = rules.NUMBER_LIMIT - 1


@dataclass
class _Asked:
    """One want, where its journal stands, and how much of it this answer tells."""

    want: Want
    standing: Standing
    blocks: int = 0
    commits: int = 0

    @property
    def has_news(self) -> bool:
        return portions.has_news(self.want, self.standing.head, self.standing.snapshot)

    @property
    def from_snapshot(self) -> bool:
        return portions.starts_at_snapshot(self.want, self.standing.snapshot)

    @property
    def first(self) -> int:
        return portions.first_commit(self.want, self.standing.snapshot)

    def rest(self) -> Want | None:
        head, snapshot = self.standing.head, self.standing.snapshot
        return portions.rest(self.want, head, snapshot, blocks=self.blocks, commits=self.commits)

    def part(self, blocks: list[bytes], commits: list[Commit]) -> Part:
        head, snapshot, adopted = self.standing
        return Part(self.want.journal, head, snapshot, self.want.from_block, blocks, commits, adopted)


class ReadingCalls(SessionCalls):
    """See protocol.Shelf for each call."""

    def fetch(self, session: bytes, wants: list[Want]) -> Fetched:
        """See protocol.Shelf."""
        for want in wants:
            rules.check_want(want)
        self._own(session)
        asked = [_Asked(want, standing) for want, standing in zip(wants, standings(wants), strict=True)]
        if not any(one.has_news for one in asked):
            return Fetched([one.part([], []) for one in asked], [])
        with reading():
            return _tell([_Asked(want, standing) for want, standing in zip(wants, standings(wants), strict=True)])

    def history(self, session: bytes, journal: bytes, read: bytes, below: int) -> list[Commit]:
        """See protocol.Shelf."""
        self._own(session)
        opened(journal, "read_digest", read)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sequence, length(body) FROM shelf_commit WHERE journal = %s AND sequence < %s"
                f" ORDER BY sequence DESC LIMIT {MOST_AT_ONCE}",
                [journal, max(min(below, LAST), 0)],
            )
            sizes = cursor.fetchall()
        budget = portions.Budget()
        told = [sequence for sequence, size in sizes if budget.takes(size)]
        if not told:
            return []
        return [commit for _place, commit in spans.commits([spans.Span(0, journal, told[-1], told[0])])][::-1]

    def ancestry(self, session: bytes, journal: bytes, read: bytes, after: int, below: int) -> list[Commit]:
        """See protocol.Shelf."""
        self._own(session)
        opened(journal, "read_digest", read)
        first, last = max(min(after, LAST), -1) + 1, max(min(below, LAST), 0) - 1
        most = FETCH_BYTES // portions.Budget.OVERHEAD
        return spans.headers(journal, first, min(last, first + most - 1))


def _tell(asked: list[_Asked]) -> Fetched:
    budget = portions.Budget()
    told = Fetched([], [])
    for start in range(0, len(asked), JOURNALS_AT_ONCE):
        group = asked[start : start + JOURNALS_AT_ONCE]
        if not budget.is_spent:
            _grant(group, budget)
        _read(group, told)
    return told


def _grant(group: list[_Asked], budget: portions.Budget) -> None:
    """Count for each want how many blocks, and after all of them how many commits, the answer carries."""
    news = [(place, one) for place, one in enumerate(group) if one.has_news]
    blocks = spans.block_sizes(
        [
            spans.StageSpan(place, one.want.journal, one.standing.adopted, one.want.from_block, LAST)
            for place, one in news
            if one.from_snapshot
        ]
    )
    commits = spans.commit_sizes(
        [spans.Span(place, one.want.journal, one.first, one.standing.head.sequence) for place, one in news]
    )
    in_order = sorted(
        [(place, 0, at, size) for place, at, size in blocks] + [(p, 1, at, size) for p, at, size in commits]
    )
    for place, is_commit, _number, size in in_order:
        if not budget.takes(size):
            break
        if is_commit:
            group[place].commits += 1
        else:
            group[place].blocks += 1


def _read(group: list[_Asked], told: Fetched) -> None:
    """Read what was granted and put it, and what is left to ask, to the answer."""
    blocks: list[list[bytes]] = [[] for _ in group]
    commits: list[list[Commit]] = [[] for _ in group]
    for place, block in spans.blocks([_block_span(place, one) for place, one in enumerate(group) if one.blocks]):
        blocks[place].append(block)
    for place, commit in spans.commits([_commit_span(place, one) for place, one in enumerate(group) if one.commits]):
        commits[place].append(commit)
    for one, its_blocks, its_commits in zip(group, blocks, commits, strict=True):
        rest = one.rest()
        if rest is None or its_blocks or its_commits:
            told.parts.append(one.part(its_blocks, its_commits))
        if rest is not None:
            told.unfinished.append(rest)


def _block_span(place: int, one: _Asked) -> spans.StageSpan:
    low = one.want.from_block
    return spans.StageSpan(place, one.want.journal, one.standing.adopted, low, low + one.blocks - 1)


def _commit_span(place: int, one: _Asked) -> spans.Span:
    return spans.Span(place, one.want.journal, one.first, one.first + one.commits - 1)
