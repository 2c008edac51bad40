"""The plan of an import: what each row comes to, computed before anything is written, then carried out as it stands."""

from __future__ import annotations

import sqlite3
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.records import Field
from busel.desk.clock import today_date
from busel.desk.importing.bringing import changes_of_known, held_about, new_person
from busel.desk.importing.known import Known
from busel.desk.importing.likeness import Person
from busel.desk.importing.numbering import anew, contact_id, deed_id
from busel.desk.importing.outcomes import ROW_AGAIN, WAS_ERASED, Counts, OnMatch, Outcome
from busel.desk.importing.telling import called, changed_fields, names_in, told_by
from busel.journal.deed import Op
from busel.sheets.draft import Draft, Problem
from busel.sheets.drafts import make_drafts
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
    """What an import comes to. `pieces` are packed: a list of 113,220 people takes some 20 MB."""

    seed: bytes
    rows: int
    first_deed: int = 0
    """The number of the first piece's deed. What goes on after an interruption has pieces of its own."""
    counts: Counts = field(default_factory=Counts)
    pieces: list[bytes] = field(default_factory=list, repr=False)
    first: list[Shown] = field(default_factory=list, repr=False)
    problems: list[Problem] = field(default_factory=list, repr=False)
    warned: Counter[str] = field(default_factory=Counter)
    """Code -> how many values are kept with that warning."""
    warnings: list[Problem] = field(default_factory=list, repr=False)
    """The first of each code."""
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(kind, field) -> how many known people it changes in; the field is "" for a record that is added."""
    contacts: array[int] = field(default_factory=lambda: array("q"), repr=False)
    """Who comes in or is changed."""

    def piece(self, at: int) -> list[About]:
        """Return the operations of one commit."""
        return _decode(zlib.decompress(self.pieces[at]))

    def deed(self, at: int) -> bytes:
        """Return the id of the deed that writes a piece."""
        return deed_id(self.seed, self.first_deed + at)

    def drop(self, problem: Problem, foreseen: Outcome) -> None:
        """Count a row as a problem that became one while the plan was carried out."""
        self.counts.move(foreseen, Outcome.PROBLEM)
        self.problems.append(problem)


def plan_import(
    raw: sqlite3.Connection,
    division: int,
    reading: Reading,
    *,
    seed: bytes,
    first_deed: int = 0,
    told: Told = lambda _rows: None,
) -> Plan:
    """Return what bringing a list into a division would do. Writes nothing.

    `division` is the workspace's number of it; `seed` and `first_deed` make all ids. Raises ValueError for targets that
    do not fit together.
    """
    known = Known()
    known.load(raw, division)
    return _Planning(raw, known, reading, Plan(seed, reading.table.data_count, first_deed)).run(told)


@dataclass
class _Planning:
    raw: sqlite3.Connection
    known: Known
    reading: Reading
    plan: Plan
    waiting: list[About] = field(default_factory=list)
    rows_of: dict[int, int] = field(default_factory=dict)
    """Contact -> the row of this list that is about it."""
    told: dict[int, array[int]] = field(default_factory=dict)
    """Contact -> the hashes of what that row tells."""
    ids: dict[int, int] = field(default_factory=dict)
    """Row -> the id of its contact, of the rows at hand."""
    numbered: set[int] = field(default_factory=set)
    """Whom rows with a Busel ID brought: two such rows are two people, however alike."""
    shown: Counter[Outcome] = field(default_factory=Counter)

    def run(self, told: Told) -> Plan:
        drafts = make_drafts(self.reading.table, self.reading.targets, today=today_date(), own=self.reading.own)
        done = 0
        for some in _some(drafts, 2 * TOGETHER):
            self.known.sounds.learn(names_in(some))
            self.ids = {draft.row: self._id_of(draft.row) for draft in some if draft.can_come_in}
            for draft in some:
                self._take(draft)
            done += len(some)
            told(done)
        self._pack()
        self.plan.counts.check(self.plan.rows)
        return self.plan

    def _take(self, draft: Draft) -> None:
        plan = self.plan
        self._warn(draft)
        if draft.is_blank:
            self._note(draft, Outcome.BLANK)
        elif draft.problems:
            plan.problems += draft.problems
            self._note(draft, Outcome.PROBLEM)
        elif self.ids[draft.row] in self.known.people:  # an interrupted beginning of this very import brought it in
            self._is_about(draft, self.ids[draft.row])
            self._note(draft, Outcome.SKIPPED, known=self.ids[draft.row])
        elif day := self._erased_on(draft):
            self.plan.problems.append(Problem(draft.row, "", day, WAS_ERASED))
            self._note(draft, Outcome.PROBLEM)
        else:
            self._match(draft)

    def _id_of(self, row: int) -> int:
        """Return the id of the contact that a row makes; of whom an interrupted beginning brought, that one."""
        id_ = contact_id(self.plan.seed, row)
        while self.reading.erased_too and id_ in self.known.erased and id_ not in self.known.people:
            row = anew(row)
            id_ = contact_id(self.plan.seed, row)
        return id_

    def _erased_on(self, draft: Draft) -> str:
        """Return the day on which this person was erased: whom an old export names, or this very import brought in."""
        if self.reading.erased_too or draft.busel_id in self.known.people:
            return ""
        erased = self.known.erased
        return erased.get(draft.busel_id) or erased.get(self.ids[draft.row], "")

    def _match(self, draft: Draft) -> None:
        person = self.known.sounds.person(draft.contact)
        phones = [phone["number"] for phone in draft.phones if phone["number"]]
        ids = draft.contact.get("external_ids", ())
        if draft.busel_id:  # of somebody who moved here, the number of before is an id of another list
            ids = (*ids, show_busel_id(draft.busel_id))
        if draft.busel_id in self.known.people:
            found: int | str = draft.busel_id
        else:
            but = self.numbered if draft.busel_id else frozenset()
            found = self.known.match(person, phones=phones, ids=ids, but=but)
        if isinstance(found, str):
            self._problem(draft, found)
        elif found in self.rows_of:
            self._again(draft, found)
        elif found:
            self._known_person(draft, found)
        else:
            self._new(draft, person, phones)

    def _problem(self, draft: Draft, code: str) -> None:
        self.plan.problems.append(Problem(draft.row, "", called(draft), code))
        self._note(draft, Outcome.PROBLEM)

    def _warn(self, draft: Draft) -> None:
        for warning in draft.warnings:
            self.plan.warned[warning.code] += 1
            if self.plan.warned[warning.code] <= EXAMPLES:
                self.plan.warnings.append(warning)

    def _again(self, draft: Draft, contact: int) -> None:
        """Leave a row that says again what one above said; one that says more comes back. A person counts once."""
        row = self.rows_of[contact]
        if told_by(draft) <= set(self.told[contact]):
            self._note(draft, Outcome.SKIPPED, same_as=row)
        else:
            self.plan.problems.append(Problem(draft.row, "", str(row), ROW_AGAIN))
            self._note(draft, Outcome.PROBLEM, same_as=row)

    def _is_about(self, draft: Draft, contact: int) -> None:
        self.rows_of[contact] = draft.row
        self.told[contact] = array("q", told_by(draft))

    def _new(self, draft: Draft, person: Person, phones: list[str]) -> None:
        contact = self.ids[draft.row]
        self.known.add(contact, person, phones=phones, ids=draft.contact.get("external_ids", ()))
        self._is_about(draft, contact)
        if draft.busel_id:
            self.numbered.add(contact)
        self._keep(draft.row, contact, new_person(contact, draft, self.reading.tags))
        self._note(draft, Outcome.NEW)

    def _known_person(self, draft: Draft, contact: int) -> None:
        self._is_about(draft, contact)
        if self.reading.on_match is OnMatch.SKIP:
            self._note(draft, Outcome.SKIPPED, known=contact)
            return
        held = held_about(self.raw, contact)
        ops = changes_of_known(contact, held, draft, tags=self.reading.tags, on_match=self.reading.on_match)
        if not ops:
            self._note(draft, Outcome.UNCHANGED, known=contact)
            return
        self.plan.changed.update(changed_fields(ops))
        self._keep(draft.row, contact, ops)
        self._note(draft, Outcome.UPDATED, known=contact)

    def _keep(self, row: int, contact: int, ops: list[Op]) -> None:
        self.plan.contacts.append(contact)
        self.waiting.append((row, contact, ops))
        if len(self.waiting) == TOGETHER:
            self._pack()

    def _pack(self) -> None:
        if self.waiting:
            self.plan.pieces.append(zlib.compress(_encode(self.waiting), 1))
            self.waiting = []

    def _note(self, draft: Draft, outcome: Outcome, *, known: int = 0, same_as: int = 0) -> None:
        self.plan.counts.add(outcome)
        if outcome is not Outcome.BLANK and self.shown[outcome] < (FEW if outcome is Outcome.PROBLEM else SHOWN):
            self.shown[outcome] += 1
            self.plan.first.append(Shown(draft.row, outcome, draft, known, same_as))


def _some(drafts: Iterator[Draft], count: int) -> Iterator[list[Draft]]:
    while some := list(islice(drafts, count)):
        yield some
