"""What became of each row, in ten bytes a row: so every list of a plan can be gone through, not only its beginning."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field

from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.rules import Candidate, Likely, Likeness, Rule

_OUTCOMES = tuple(Outcome)
_NUMBER = {outcome: at for at, outcome in enumerate(_OUTCOMES)}


@dataclass
class Fates:
    """The rows of one table, in its order; `first` is the number of the first one."""

    first: int = 1
    by_rule: Counter[Rule] = field(default_factory=Counter)
    """Rule -> how many rows it found one person for."""
    candidates: dict[int, tuple[Candidate, ...]] = field(default_factory=dict, repr=False)
    """Row -> those of whom one may be meant."""
    same_as: dict[int, int] = field(default_factory=dict, repr=False)
    """Row -> the row above that is about the same person."""
    likely: dict[int, Likely] = field(default_factory=dict, repr=False)
    """Row of somebody new -> who may be the same all the same."""
    beside: list[tuple[int, ...]] = field(default_factory=list, repr=False)
    """Of each whom a row names beside its own person, and who is stored or may be: the contacts that are meant."""
    _outcomes: bytearray = field(default_factory=bytearray, repr=False)
    _rules: bytearray = field(default_factory=bytearray, repr=False)
    _known: array[int] = field(default_factory=lambda: array("q"), repr=False)

    def add(self, outcome: Outcome, rule: Rule, known: int) -> None:
        """Note what became of the next row."""
        self._outcomes.append(_NUMBER[outcome])
        self._rules.append(rule)
        self._known.append(known)

    @property
    def sure(self) -> int:
        """How many rows of new people are surely about somebody who is known."""
        return sum(one.why is Likeness.CERTAIN for one in self.likely.values())

    @property
    def resembling(self) -> int:
        """How often it is told, by no row that is about them for sure, that somebody is stored.

        By rows of who is likely known, or one of several; and by whom rows name beside their own person.
        """
        told = {row for row, one in self.likely.items() if not one.row}
        rows = told | {row for row, some in self.candidates.items() if not all(one.row for one in some)}
        return len(rows) + len(self.beside)

    @property
    def counted(self) -> set[int]:
        """Who is stored, and of whom the counts tell it; but for those whom this very list brought."""
        begun = Rule.BEGUN
        told = {known for known, rule in zip(self._known, self._rules, strict=True) if known and rule != begun}
        told.update(one.contact for one in self.likely.values() if not one.row)
        told.update(self.told_of)
        return told.union(*self.beside)

    @property
    def told_of(self) -> list[int]:
        """Who is stored and may be meant by rows that stay out: their reasons tell it, each once."""
        return list(dict.fromkeys(one.contact for some in self.candidates.values() for one in some if not one.row))

    def move(self, row: int, outcome: Outcome) -> None:
        """Note that a row comes to something else."""
        self._outcomes[row - self.first] = _NUMBER[outcome]

    def outcome(self, row: int) -> Outcome:
        """Return what became of a row."""
        return _OUTCOMES[self._outcomes[row - self.first]]

    def rule(self, row: int) -> Rule:
        """Return the rule that decided about a row."""
        return Rule(self._rules[row - self.first])

    def known(self, row: int) -> int:
        """Return the contact whom a row is about; 0 for somebody new."""
        return self._known[row - self.first]

    def rows(self, *outcomes: Outcome) -> array[int]:
        """Return the rows that came to one of these outcomes, in the order of the list."""
        numbers = {_NUMBER[outcome] for outcome in outcomes}
        return array("L", (row for row, number in enumerate(self._outcomes, self.first) if number in numbers))
