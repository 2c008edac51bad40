"""Whom rows resemble among those who are stored: weighed as duplicates are, while the rows are gone through.

Only rows that no rule found a stored person for are weighed. A telephone tells beside it, for a row may hold nothing
else; so does a name in a division of few people, where none is known to be rare. Where the child gives no answer both
tell alone, and the plan says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace

from busel.desk.duplicates.comparing import Comparison
from busel.desk.duplicates.listed import record_of_row
from busel.desk.importing.rules import Likely, Likeness
from busel.desk.sandboxes.matching import MatchingError
from busel.matching.outcomes import Outcome, Verdict
from busel.matching.records import Record
from busel.sheets.draft import Draft

MANY = 2_000
"""From so many stored people on the weighing decides alone, and its child is started before anybody is asked about."""
_TOGETHER = 1_000


@dataclass(frozen=True)
class Resemblance:
    """What was found for the rows of one list, read in one way."""

    pairs: dict[int, tuple[Verdict, ...]] = field(default_factory=dict, repr=False)
    """Row -> pairs with stored people, the most probable first."""
    was_weighed: bool = True
    """False: the child gave no answer."""
    name_tells: bool = False
    """Who has the same name is likely known, too, whatever else both say. A telephone tells it always."""

    def of(self, row: int) -> Likely | None:
        """Return whom a row resembles most, None for nobody."""
        pairs = self.pairs.get(row)
        if not pairs:
            return None
        best = pairs[0]
        why = Likeness.CERTAIN if best.outcome is Outcome.CERTAIN else Likeness.REVIEW
        return Likely(best.other, why, 0, best, tuple(pair.other for pair in pairs[1:]))

    def with_rows_again(self, same_as: Mapping[int, int]) -> Resemblance:
        """Return it with rows about somebody of a row above: where that one stays out they are not new all at once.

        They are not weighed themselves: of two who could as well be meant nobody is certain.
        """
        again = {row: self.pairs[above] for row, above in same_as.items() if above in self.pairs}
        return replace(self, pairs=self.pairs | again)

    def certain(self, row: int) -> int:
        """Return who a row is surely about; 0 for nobody."""
        found = self.of(row)
        return found.contact if found and found.why is Likeness.CERTAIN else 0


class Asking:
    """Rows on their way to the weighing. Of a small division the child starts when the first row is asked about."""

    def __init__(self, stack: ExitStack, division: int, *, few: bool) -> None:
        """Take the division's number here, what ends the child, and whether few people are stored there."""
        self._stack, self._division, self._few = stack, division, few
        self._comparison: Comparison | None = None
        self._rows: list[Record] = []
        self._failed = False

    def begin(self) -> None:
        """Start the child, which keys who is stored while the rows are gone through."""
        try:
            self._comparison = self._stack.enter_context(Comparison())
        except OSError:  # the machine has no room for a child
            self._failed = True
            return
        self._comparison.know(self._division)

    def ask(self, draft: Draft) -> None:
        """Have a row weighed."""
        self._rows.append(record_of_row(draft, -draft.row))
        if len(self._rows) >= _TOGETHER:
            self._send()

    def found(self) -> Resemblance:
        """Wait for the answer."""
        self._send()
        try:
            pairs = self._comparison.found() if self._comparison is not None else {}
        except MatchingError:
            self._failed = True
        if self._failed:
            return Resemblance(was_weighed=False, name_tells=True)
        return Resemblance({-key: some for key, some in pairs.items()}, name_tells=self._few)

    def _send(self) -> None:
        if self._rows and self._comparison is None and not self._failed:
            self.begin()
        if self._comparison is not None:
            self._comparison.add(self._rows)
        self._rows.clear()


@contextmanager
def asking(division: int, *, people: int) -> Iterator[Asking]:
    """Weigh rows beside the people of a division, who are so many; what was started ends with the block."""
    with ExitStack() as stack:
        asks = Asking(stack, division, few=people < MANY)
        if people >= MANY:
            asks.begin()
        yield asks
