"""How much one answer carries, and where the next one goes on. Shared by the real shelf and its memory twin."""

from __future__ import annotations

from msgspec.structs import replace

from busel.shelf.protocol import FETCH_BYTES, Head, Want


def starts_at_snapshot(want: Want, snapshot: int) -> bool:
    """Say whether the answer begins with the newest snapshot's blocks."""
    return want.after < 0 <= snapshot


def first_commit(want: Want, snapshot: int) -> int:
    """Return the sequence of the first commit that the want asks for."""
    return snapshot if starts_at_snapshot(want, snapshot) else want.after + 1


def has_news(want: Want, head: Head, snapshot: int) -> bool:
    """Say whether there is anything to tell."""
    return first_commit(want, snapshot) <= head.sequence


def rest(want: Want, head: Head, snapshot: int, *, blocks: int, commits: int) -> Want | None:
    """Return what is still to be asked after so many blocks and then commits were told; None when all was."""
    below = first_commit(want, snapshot) + commits
    if below > head.sequence:
        return None
    if starts_at_snapshot(want, snapshot) and not commits:
        return replace(want, from_block=want.from_block + blocks)
    return replace(want, after=below - 1, from_block=0)


class Budget:
    """How much one answer may still carry: about FETCH_BYTES, and always at least one thing."""

    OVERHEAD = 128
    """Bytes of numbers, digests and names that go with each body."""

    def __init__(self) -> None:
        self.left = FETCH_BYTES
        self.begun = False

    @property
    def is_spent(self) -> bool:
        """Nothing more fits."""
        return self.left <= 0

    def takes(self, size: int) -> bool:
        """Say whether a body of this size still goes in, and count it. After the first refusal nothing does."""
        self.left -= size + self.OVERHEAD
        fits = self.left >= 0 or not self.begun
        self.begun = True
        return fits
