"""One journal of the memory twin: its chain, its stages, its inbox. Every method assumes the ticket was shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from msgspec.structs import replace

from busel.shelf import portions, rules
from busel.shelf.memory_kept import MemoryKept
from busel.shelf.protocol import (
    Commit,
    Envelope,
    ExistsError,
    Head,
    LogEntry,
    NewJournal,
    Part,
    Resealed,
    ShelfError,
    Staged,
    Tickets,
    Want,
)
from busel.shelf.stage_rules import is_left_behind


class MemoryJournal:
    """What the shelf holds of one journal."""

    def __init__(self, new: NewJournal, organisation: bytes, today: Callable[[], int]) -> None:
        self.organisation = organisation
        self.id = new.id
        self.digests = new.digests
        self.is_sponsor = new.is_sponsor
        self.audit_digest = new.audit_digest
        self.head = rules.head_after(organisation, new.id, new.first)
        self.commits = [new.first]
        self.snapshot = rules.NO_SNAPSHOT
        self.adopted = b""
        self.retired = b""
        self.stages: dict[bytes, list[bytes]] = {}
        self.stage_days: dict[bytes, int] = {}
        """Stage that nobody adopted -> the day on which it was added to."""
        self.kept = MemoryKept(today)
        self.inbox: dict[bytes, bytes] = {}
        self.log: list[LogEntry] = []
        self.log_months: dict[int, int] = {}
        """Month since 1970 -> the first place that was laid in it."""
        self.log_told = -1

    def part(self, want: Want, budget: portions.Budget) -> tuple[Part | None, Want | None]:
        """Return what the budget lets through, and what is still to be asked."""
        from_snapshot = portions.starts_at_snapshot(want, self.snapshot)
        held = self.stages[self.adopted][want.from_block :] if from_snapshot else []
        blocks = _fitting(held, budget)
        told = len(blocks) == len(held)
        commits = _fitting_commits(self.commits[portions.first_commit(want, self.snapshot) :], budget) if told else []
        unfinished = portions.rest(want, self.head, self.snapshot, blocks=len(blocks), commits=len(commits))
        if unfinished and not blocks and not commits:
            return None, unfinished
        part = Part(self.id, self.head, self.snapshot, want.from_block, blocks, commits, self.adopted)
        return part, unfinished

    def history(self, below: int) -> list[Commit]:
        """Return commits below a sequence, newest first."""
        return _fitting_commits(self.commits[: max(below, 0)][::-1], portions.Budget())

    def ancestry(self, after: int, below: int) -> list[Commit]:
        """Return commits between two sequences without their bodies, oldest first."""
        between = self.commits[max(after + 1, 0) : max(below, 0)]
        return _fitting_commits([replace(commit, body=b"") for commit in between], portions.Budget())

    def add(self, commit: Commit, stage: Staged | None) -> Head:
        """Append; adopt the stage if one is named."""
        if commit.epoch != self.head.epoch:
            raise ShelfError
        rules.check_next(commit, self.head)
        if stage:
            self._check_staged(stage)
            self.kept.keep_snapshot(self.adopted, self.snapshot)
            self._adopt(stage, commit.sequence)
        return self._link(commit)

    def begin_epoch(self, commit: Commit, stage: Staged, digests: Tickets) -> Head:
        """Append the first commit of the next epoch, adopt its stage, change the locks."""
        rules.check_next(commit, self.head)
        if commit.epoch != self.head.epoch + 1:
            raise ShelfError
        self._check_staged(stage)
        self._adopt(stage, commit.sequence)
        self.kept.forget()
        kept = {self.adopted, self.retired}
        self.stages = {name: blocks for name, blocks in self.stages.items() if name in kept}
        self.stage_days.clear()
        self.digests = digests
        return self._link(commit)

    def _link(self, commit: Commit) -> Head:
        self.commits.append(commit)
        self.head = rules.head_after(self.organisation, self.id, commit)
        return self.head

    def _check_staged(self, stage: Staged) -> None:
        rules.check_staged(stage, 0 if stage.id in self._named() else len(self.stages.get(stage.id, [])))

    def _named(self) -> set[bytes]:
        """Return the stages that are, were lately, or are kept as a snapshot: nobody lays or drops them."""
        for expired in self.kept.let_expired_go() - {self.adopted, self.retired}:
            self.stages.pop(expired, None)
        return {self.adopted, self.retired, *self.kept.stages()}

    def _adopt(self, stage: Staged, sequence: int) -> None:
        self._drop_retired()
        self.stage_days.pop(stage.id, None)
        self.retired, self.adopted, self.snapshot = self.adopted, stage.id, sequence

    def put_aside(self, stage: bytes, blocks: list[bytes]) -> int:
        """Add blocks to a stage; return how many it holds."""
        if stage in self._named():
            raise ExistsError
        self._let_left_behind_go()
        held = self.stages.get(stage, [])
        rules.check_stage(sum(map(len, held)), blocks)
        if blocks:
            self.stages[stage] = held + blocks
            self.stage_days[stage] = self.kept.today()
        return len(held + blocks)

    def _let_left_behind_go(self) -> None:
        for name in [one for one, day in self.stage_days.items() if is_left_behind(day, self.kept.today())]:
            del self.stage_days[name]
            self.stages.pop(name, None)

    def drop_stage(self, stage: bytes) -> None:
        """Throw a stage away."""
        if stage == self.retired:
            self._drop_retired()
        elif stage in self._named():
            raise ExistsError
        else:
            self.stages.pop(stage, None)
            self.stage_days.pop(stage, None)

    def _drop_retired(self) -> None:
        """Forget the snapshot before; its blocks stay while they are kept."""
        kept = {self.adopted, *self.kept.stages()}
        self.stages = {name: blocks for name, blocks in self.stages.items() if name in kept or name != self.retired}
        self.retired = b""

    def reseal(self, bodies: list[Resealed]) -> None:
        """Replace old bodies."""
        rules.check_resealed(bodies, self.snapshot, self.head.epoch)
        for new in bodies:
            old = self.commits[new.sequence]
            if not rules.may_replace(new, old.segment, old.key_epoch):
                continue
            if old.key_epoch == self.head.epoch:
                self.kept.keep_body(old)
            moved = replace(old, segment=new.segment, key_epoch=new.key_epoch, body=new.body)
            self.commits[new.sequence] = moved

    def let_go(self, adopted: bytes) -> None:
        """Let the blocks of the snapshot before go, if this stage is the newest one."""
        if adopted == self.adopted:
            self._drop_retired()

    def put_back(self) -> None:
        """Put back what an ordinary fold replaced: the oldest snapshot that is kept. Raises ShelfError."""
        self._named()
        stage, self.snapshot, bodies = self.kept.take(self.commits)
        self.commits = [bodies.get(commit.sequence, commit) for commit in self.commits]
        self.adopted, self.retired = stage, b""
        self.stages = {name: blocks for name, blocks in self.stages.items() if name == stage}
        self.stage_days.clear()

    def put(self, envelope: Envelope) -> None:
        """Put one envelope in, if there is room; the same id twice is one."""
        rules.check_room(len(self.inbox), sum(map(len, self.inbox.values())))
        self.inbox.setdefault(envelope.id, envelope.body)

    def list_inbox(self, after: bytes) -> list[Envelope]:
        """Return waiting envelopes in the order of their ids."""
        budget = portions.Budget()
        ids = sorted(self.inbox)
        waiting = [Envelope(one, self.inbox[one]) for one in ids[bisect_right(ids, after) :]]
        return [one for one in waiting if budget.takes(len(one.body))]

    def read_inbox(self, envelopes: list[bytes]) -> list[Envelope]:
        """Return those of these that wait, in the order of their ids."""
        budget = portions.Budget()
        waiting = [Envelope(one, self.inbox[one]) for one in sorted(self.inbox.keys() & set(envelopes))]
        return [one for one in waiting if budget.takes(len(one.body))]


def _fitting(bodies: list[bytes], budget: portions.Budget) -> list[bytes]:
    return [body for body in bodies if budget.takes(len(body))]


def _fitting_commits(commits: list[Commit], budget: portions.Budget) -> list[Commit]:
    return [commit for commit in commits if budget.takes(len(commit.body))]
