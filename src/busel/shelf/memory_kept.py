"""What the memory twin keeps of a journal for some days after an ordinary fold replaced it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from busel.shelf import rules
from busel.shelf.protocol import Commit, Segment, ShelfError


@dataclass
class MemoryKept:
    """Commits as they were before they became history, and the snapshots before the newest one, with their days."""

    today: Callable[[], int]
    _bodies: dict[int, tuple[int, Commit]] = field(default_factory=dict)
    _snapshots: list[tuple[int, bytes, int]] = field(default_factory=list)
    """(day, stage, the sequence of the commit that adopted it)."""

    def keep_snapshot(self, stage: bytes, sequence: int) -> None:
        """Keep the snapshot that a fold replaces, if there is room."""
        if len(self._snapshots) < rules.KEPT_SNAPSHOTS:
            self._snapshots.append((self.today(), stage, sequence))

    def keep_body(self, commit: Commit) -> None:
        """Keep a commit as it lay in the state segment."""
        self._bodies[commit.sequence] = (self.today(), commit)

    def forget(self) -> None:
        """Let all go: the keys were changed."""
        self._bodies.clear()
        self._snapshots.clear()

    def stages(self) -> set[bytes]:
        """Return the stages that are kept."""
        return {stage for _day, stage, _sequence in self._snapshots if stage}

    def take(self, commits: Sequence[Commit]) -> tuple[bytes, int, dict[int, Commit]]:
        """Return the oldest snapshot (stage, sequence) and the commits that go back, and forget them.

        Raises ShelfError where none is kept, or not all that stands after it.
        """
        if not self._snapshots:
            raise ShelfError
        _day, stage, sequence = self._snapshots[0]
        bodies = {at: commit for at, (_day, commit) in self._bodies.items()}
        if any(one.segment is not Segment.STATE and one.sequence not in bodies for one in commits[sequence + 1 :]):
            raise ShelfError
        self.forget()
        return stage, sequence, bodies

    def let_expired_go(self) -> set[bytes]:
        """Forget what was kept long enough; return the stages among it."""
        first, before = self.today() - rules.KEPT_DAYS, self.stages()
        self._bodies = {at: one for at, one in self._bodies.items() if one[0] >= first}
        self._snapshots = [one for one in self._snapshots if one[0] >= first]
        return before - self.stages()
