"""The plan of an import: what each row comes to, computed before anything is written, then carried out as it stands."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from busel.contacts.records import Field
from busel.desk.importing.fates import Fates
from busel.desk.importing.numbering import deed_id
from busel.desk.importing.outcomes import Counts, OnMatch, Outcome
from busel.desk.importing.resembling import Resemblance
from busel.desk.importing.rules import Likeness, Rule
from busel.desk.importing.whole import NOTHING_SAID, Whole
from busel.desk.keeping.short_forms import own_forms
from busel.journal.deed import Op
from busel.sheets.draft import Draft, Problem
from busel.sheets.drafts import Said, make_drafts
from busel.sheets.tables import Table

TOGETHER = 500
"""People in one commit: pages wait milliseconds for it."""
SHOWN = 8
"""Rows of each outcome that a page shows."""
FEW = 3
"""Rows with problems among them: those have a table of their own."""
EXAMPLES = 20
"""Warnings of each code that are kept with their row."""

About = tuple[int, int, list[Op]]
"""Row, contact, operations."""
Told = Callable[[int], None]
"""Told how many rows are done."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[About]).decode


@dataclass(frozen=True)
class Reading:
    """How a list is read: which table, what each column is, what is done with known people, tags for everybody."""

    table: Table = field(repr=False)
    targets: Sequence[str]
    on_match: OnMatch = OnMatch.SKIP
    tags: tuple[str, ...] = ()
    own: tuple[Field, ...] = field(default=(), repr=False)
    """The organisation's own fields."""
    erased_too: bool = False
    """Bring in, as somebody new, who was erased."""
    likely_out: bool = False
    """Keep out who is likely known already: they come back with the problems."""
    same_too: bool = False
    """Take rows that are surely about somebody who is known, as it was weighed, for that person."""
    area_code: str = ""
    """The code of telephones that have none, as `names.phones.read_area_code` returns it."""

    whole: Whole = NOTHING_SAID
    """What else is said of everybody."""
    found: Resemblance | None = field(default=None, repr=False)
    """Whom rows resemble, where the same list was weighed before and nobody wrote since."""

    @property
    def weighed_by(self) -> tuple[object, ...]:
        """What a row's resemblance to somebody hangs on: the same of two readings, and it need not be weighed anew."""
        names_in, table = self.whole.names_in, self.table
        return id(table.rows), table.header_row, tuple(self.targets), self.area_code, names_in, self.erased_too

    def drafts(self, today: date, only: Sequence[int] | None = None) -> Iterator[Draft]:
        """Yield a draft for each row below the headings, or for these rows. `today`: nobody is born after it."""
        drafts = make_drafts(
            self.table,
            self.targets,
            today=today,
            own=self.own,
            said=Said(self.area_code, self.whole.names_in, own_forms()),
            only=only,
        )
        return drafts if self.whole == NOTHING_SAID else self.whole.said_of(drafts)


@dataclass(frozen=True)
class Shown:
    """One of the first rows, as the page of effects shows it. `known` is the contact who is meant, 0 for a new one."""

    row: int
    outcome: Outcome
    draft: Draft = field(repr=False)
    known: int = 0
    same_as: int = 0
    """The row above that is about the same person."""


@dataclass
class Plan:
    """What an import comes to. `pieces` are JSON, 50 MB of 113,220 people: deflating costs 5 % of the import."""

    seed: bytes
    rows: int
    first_deed: int = 0
    """The number of the first piece's deed. What goes on after an interruption has pieces of its own."""
    fates: Fates = field(default_factory=Fates, repr=False)
    """What became of each row, and why."""
    counts: Counts = field(default_factory=Counts)
    pieces: list[bytes] = field(default_factory=list, repr=False)
    people: list[int] = field(default_factory=list, repr=False)
    """How many people come in, or are changed, with each piece."""
    spans: list[tuple[int, int]] = field(default_factory=list, repr=False)
    """The first and the last row of each piece."""
    beside: int = 0
    """How many people come in whom rows name beside their own person."""
    made: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """What comes along that people share: (kind, title)."""
    first: list[Shown] = field(default_factory=list, repr=False)
    problems: list[Problem] = field(default_factory=list, repr=False)
    warned: Counter[str] = field(default_factory=Counter)
    """Code -> how many values are kept with that warning."""
    warnings: list[Problem] = field(default_factory=list, repr=False)
    """The first of each code."""
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(kind, field) -> how many known people it changes in; the field is "" for a record that is added."""
    dropped: Counter[Outcome] = field(default_factory=Counter)
    """What was foreseen of rows that became problems while the plan was carried out, until the history tells it."""
    contacts: array[int] = field(default_factory=lambda: array("q"), repr=False)
    """Who comes in or is changed."""

    found: Resemblance = field(default_factory=Resemblance, repr=False)
    """Whom rows resemble, for who plans the same list once more."""
    weighed_by: tuple[object, ...] = ()
    """How it was read: `Reading.weighed_by`."""

    def resembling(self, found: Resemblance) -> Plan:
        """Let the plan say whom rows of new people resemble among those who are stored; returns itself."""
        self.found, fates = found, self.fates
        if not found.name_tells:
            by_name = [row for row, one in fates.likely.items() if one.why is Likeness.NAME and not one.row]
            for row in by_name:
                del fates.likely[row]
        for row in found.pairs:
            if fates.outcome(row) is Outcome.NEW and (one := found.of(row)):
                fates.likely[row] = one
        return self

    def piece(self, at: int) -> list[About]:
        """Return the operations of one commit."""
        return _decode(self.pieces[at])

    def put(self, at: int, about: list[About]) -> None:
        """Let one commit do this."""
        self.pieces[at] = _encode(about)

    def deed(self, at: int) -> bytes:
        """Return the id of the deed that writes a piece."""
        return deed_id(self.seed, self.first_deed + at)

    def changes_of(self, rows: Collection[int]) -> dict[int, list[Op]]:
        """Return what would be written for each of these rows, as long as the plan is not carried out."""
        found: dict[int, list[Op]] = {}
        for at, (first, last) in enumerate(self.spans[: len(self.pieces)]):
            if any(first <= row <= last for row in rows):
                for row, _contact, ops in self.piece(at):
                    if row in rows:
                        found.setdefault(row, []).extend(ops)
        return found

    def note(self, outcome: Outcome, rule: Rule = Rule.NONE, known: int = 0) -> None:
        """Count the next row."""
        self.counts.add(outcome)
        self.fates.add(outcome, rule, known)
        if rule and outcome is not Outcome.PROBLEM:
            self.fates.by_rule[rule] += 1

    def drop(self, problem: Problem, foreseen: Outcome) -> None:
        """Count a row as a problem that became one while the plan was carried out."""
        self.counts.move(foreseen, Outcome.PROBLEM)
        self.dropped[foreseen] += 1
        self.fates.move(problem.row, Outcome.PROBLEM)
        self.problems.append(problem)
