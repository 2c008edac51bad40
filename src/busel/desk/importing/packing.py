"""What a plan does, as the pieces that are carried out: each is one commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from busel.desk.importing.plan import TOGETHER, About, Plan
from busel.journal.deed import Op

SORTED = 20 * TOGETHER
"""So many people are laid in the order of their ids before they are parted.

Ids are random, and a desk's tables have eleven indexes by them. A piece of any 500 people writes on a page of an index
for each of them: somebody of a million then costs twice as much as one of a hundred thousand. A piece of 500 who stand
near each other writes on a twentieth of the pages.
"""

_encode = msgspec.json.Encoder().encode


@dataclass
class Packer:
    """Takes what is done about one person after the other."""

    plan: Plan
    waiting: list[tuple[int, int, bytes]] = field(default_factory=list)
    """Contact, row, and what the piece shall hold of them: as objects they would take ten times the memory."""

    def keep(self, row: int, contact: int, ops: Sequence[Op]) -> None:
        """Let this be done about somebody."""
        self.plan.contacts.append(contact)
        self.waiting.append((contact, row, _encode((row, contact, ops))))
        if len(self.waiting) == SORTED:
            self.pack()

    def pack(self) -> None:
        """Make pieces of all who were kept until now."""
        if len(self.waiting) > TOGETHER:
            self.waiting.sort()
        for at in range(0, len(self.waiting), TOGETHER):
            some = self.waiting[at : at + TOGETHER]
            self._lay([row for _contact, row, _about in some], [about for *_who, about in some], people=len(some))
        self.waiting.clear()

    def lay(self, about: Sequence[About], *, first: bool = False) -> None:
        """Make pieces in which nobody of the list comes in or is changed; `first`: before all others."""
        starts = range(0, len(about), TOGETHER)
        for at in reversed(starts) if first else starts:
            some = about[at : at + TOGETHER]
            self._lay([row for row, *_rest in some], [_encode(one) for one in some], place=0 if first else None)

    def _lay(self, rows: list[int], about: list[bytes], *, people: int = 0, place: int | None = None) -> None:
        at = len(self.plan.pieces) if place is None else place
        self.plan.pieces.insert(at, b"[%b]" % b",".join(about))
        self.plan.people.insert(at, people)
        self.plan.spans.insert(at, (min(rows), max(rows)))
