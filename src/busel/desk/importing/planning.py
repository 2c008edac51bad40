"""How a plan is made: each row is compared with the people of the division, and with the rows above it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.former import FORMER
from busel.desk.clock import today_date
from busel.desk.importing.beside import Found, bring_beside
from busel.desk.importing.bringing import Wish, changes_of_known, held_about, new_person
from busel.desk.importing.known import Known
from busel.desk.importing.likeness import Person
from busel.desk.importing.noting import add_notes
from busel.desk.importing.numbering import anew, contact_id
from busel.desk.importing.outcomes import LIKELY_KNOWN, ROW_AGAIN, WAS_ERASED, OnMatch, Outcome
from busel.desk.importing.packing import Packer
from busel.desk.importing.plan import EXAMPLES, FEW, SHOWN, TOGETHER, About, Plan, Reading, Shown, Told
from busel.desk.importing.resembling import Asking, Resemblance
from busel.desk.importing.rules import Candidate, Likely, Match, Rule
from busel.desk.importing.suggesting import add_suggestions
from busel.desk.importing.telling import called, changed_fields, names_in, told_by
from busel.desk.importing.told import RowsOf
from busel.desk.importing.tying import Tying
from busel.desk.keeping.standard import standard
from busel.journal.deed import Op
from busel.sheets.draft import Draft, Problem

NOBODY = Match()


@dataclass
class Planning:
    """The rows of one list on their way to a plan."""

    raw: sqlite3.Connection
    known: Known
    reading: Reading
    plan: Plan
    tying: Tying
    found: Resemblance | None
    """Whom rows resemble; None before it was asked."""
    asks: Asking | None
    rows_of: RowsOf = field(default_factory=RowsOf)
    ids: dict[int, int] = field(default_factory=dict)
    """Row -> the id of its contact, of the rows at hand."""
    numbered: set[int] = field(default_factory=set)
    """Whom rows with a Busel ID brought: two such rows are two people, however alike."""
    shown: Counter[Outcome] = field(default_factory=Counter)
    packer: Packer = field(init=False)
    keeps_former: bool = field(init=False)

    def __post_init__(self) -> None:
        self.packer = Packer(self.plan)
        self.keeps_former = FORMER not in standard().disabled

    def run(self, told: Told) -> Plan:
        """Go through the rows, and return what they come to."""
        drafts = self.reading.drafts(today_date())
        done = 0
        for some in _some(drafts, 2 * TOGETHER):
            self.known.sounds.learn(names_in(some))
            self.ids = {draft.row: self._id_of(draft.row) for draft in some if draft.can_come_in}
            for draft in some:
                self._take(draft)
            done += len(some)
            told(done)
        self.packer.pack()
        self._tie()
        self.plan.counts.check(self.plan.rows)
        return self.plan

    def _take(self, draft: Draft) -> None:
        plan = self.plan
        self._warn(draft.warnings)
        if draft.is_blank:
            self._note(draft, Outcome.BLANK)
        elif draft.problems:
            plan.problems += draft.problems
            self._note(draft, Outcome.PROBLEM)
        elif self.ids[draft.row] in self.known.people:  # an interrupted beginning of this very import brought it in
            self.rows_of.lay(self.ids[draft.row], draft.row, told_by(draft))
            self.tying.relate(draft, self.ids[draft.row])
            self._note(draft, Outcome.SKIPPED, Match(self.ids[draft.row], Rule.BEGUN))
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
        if self.reading.erased_too or self.known.ours(draft.busel_id):
            return ""
        return self.known.erased.get(draft.busel_id) or self.known.erased.get(self.ids[draft.row], "")

    def _match(self, draft: Draft) -> None:
        person = self.known.sounds.person(draft.contact)
        phones = [phone["number"] for phone in draft.phones if phone["number"]]
        ids = draft.contact.get("external_ids", ())
        if draft.busel_id:  # of somebody who moved here, the number of before is an id of another list
            ids = (*ids, show_busel_id(draft.busel_id))
        match = self._meant(draft, person, phones, ids)
        if match.code:
            self._problem(draft, match.code, match)
        elif above := self.rows_of.row(match.contact):
            self._again(draft, match, above)
        elif match.contact:
            self._known_person(draft, match)
        else:
            self._new(draft, person, phones)

    def _likely(self, draft: Draft, person: Person, phones: list[str]) -> Likely | None:
        """Return whom somebody new resembles: of those who are stored as it was weighed, else by one thing alone."""
        found, but = self.found, self.numbered if draft.busel_id else frozenset[int]()
        if found is not None and (weighed := found.of(draft.row)):
            return weighed
        namesakes = self.rows_of.row if found is not None and not found.name_tells else int
        likely = self.known.likely(person, phones=phones, but=but, namesakes=namesakes)
        return likely and likely._replace(row=self._row_of_new(likely.contact))

    def _meant(self, draft: Draft, person: Person, phones: list[str], ids: Sequence[str]) -> Match:
        if ours := self.known.ours(draft.busel_id):
            return Match(ours, Rule.OURS)
        but = self.numbered if draft.busel_id else frozenset()
        match = self.known.match(person, phones=phones, ids=ids, but=but)
        if match == NOBODY and self.reading.same_too and self.found and (sure := self.found.certain(draft.row)):
            self.known.also(sure, phones=phones, ids=ids)
            return Match(sure, Rule.WEIGHED)
        return match

    def _problem(self, draft: Draft, code: str, match: Match = NOBODY) -> None:
        self.plan.problems.append(Problem(draft.row, "", called(draft), code))
        if match.candidates:
            found = (Candidate(one, self._row_of_new(one)) for one in match.candidates)
            self.plan.fates.candidates[draft.row] = tuple(found)
        self._note(draft, Outcome.PROBLEM, match)

    def _row_of_new(self, contact: int) -> int:
        """Return the row above that brings somebody in; 0 for who is stored."""
        row = self.rows_of.row(contact)
        return row if row and self.plan.fates.outcome(row) is Outcome.NEW else 0

    def _warn(self, warnings: Iterable[Problem]) -> None:
        for warning in warnings:
            self.plan.warned[warning.code] += 1
            if self.plan.warned[warning.code] <= EXAMPLES:
                self.plan.warnings.append(warning)

    def _again(self, draft: Draft, match: Match, row: int) -> None:
        """Leave a row that says again what one above said; one that says more comes back. A person counts once."""
        self.plan.fates.same_as[draft.row] = row
        if told_by(draft) <= self.rows_of.by(match.contact):
            self._note(draft, Outcome.SKIPPED, match, same_as=row)
        else:
            self.plan.problems.append(Problem(draft.row, "", str(row), ROW_AGAIN))
            self._note(draft, Outcome.PROBLEM, match, same_as=row)

    def _new(self, draft: Draft, person: Person, phones: list[str]) -> None:
        contact = self.ids[draft.row]
        if self.asks is not None:
            self.asks.ask(draft)
        if likely := self._likely(draft, person, phones):
            self.plan.fates.likely[draft.row] = likely
            if self.reading.likely_out:
                self._problem(draft, LIKELY_KNOWN, Match(candidates=(likely.contact, *likely.others)))
                return
        self._warn(self.tying.keep_notes(draft))
        ties = self.tying.of(draft, None)
        if isinstance(ties, str):
            self._problem(draft, ties)
            return
        self.tying.relate(draft, contact)
        self.known.add(contact, person, phones=phones, ids=draft.contact.get("external_ids", ()))
        self.rows_of.lay(contact, draft.row, told_by(draft))
        if draft.busel_id:
            self.numbered.add(contact)
        if self.reading.whole.suggest:
            add_suggestions(draft.contact)
        self.packer.keep(draft.row, contact, new_person(contact, draft, self.reading.tags, ties))
        self._note(draft, Outcome.NEW)

    def _known_person(self, draft: Draft, match: Match) -> None:
        contact = match.contact
        self.rows_of.lay(contact, draft.row, told_by(draft))
        if draft.busel_id:
            self.tying.who[draft.busel_id] = contact
        if self.reading.on_match is OnMatch.SKIP:
            self._note(draft, Outcome.SKIPPED, match)
            return
        held = held_about(self.raw, contact)
        self._warn(self.tying.keep_notes(draft))
        ties = self.tying.of(draft, held)
        if isinstance(ties, str):
            self._problem(draft, ties)
            return
        self.tying.relate(draft, contact)
        wish = Wish(self.reading.on_match, self.reading.tags, ties, self.keeps_former)
        ops = changes_of_known(contact, held, draft, wish=wish)
        if not ops:
            self._note(draft, Outcome.UNCHANGED, match)
            return
        self.plan.changed.update(changed_fields(ops))
        self.packer.keep(draft.row, contact, ops)
        self._note(draft, Outcome.UPDATED, match)

    def _tie(self) -> None:
        """Lay what people share before them, and what is said of two of them after."""
        made = self.tying.shared.made
        self.plan.made = [(kind, fields.get("title", "")) for (kind, _id), fields in made.items()]
        shared = [(0, id_, [Op(kind, id_, fields)]) for (kind, id_), fields in made.items()]
        self.packer.lay(shared, first=True)
        self._bring_beside()
        bonds: list[About] = []
        for said, ops in self.tying.relationships(self.reading.on_match):
            if isinstance(ops, Problem):
                self._warn([ops])
            elif ops:
                self._changes_after_all(said.row, ops)
                bonds.append((said.row, said.contact, ops))
        self.packer.lay(bonds)

    def _bring_beside(self) -> None:
        """Lay whom rows name beside their own person: they are no rows, and have a number of their own."""
        beside: list[About] = []
        doubts: list[Problem] = []
        new: set[int] = set()
        for one in bring_beside(self.known, self.tying, self.reading.tags):
            if isinstance(one, Problem):
                doubts.append(one)
            elif isinstance(one, Found):  # of who has a row of their own, that row tells it
                told = [each for each in one.contacts if each not in new and not self.rows_of.row(each)]
                self.plan.fates.beside += [tuple(told)] if told else []
            else:
                new.add(one[1])
                self.plan.contacts.append(one[1])
                beside.append(one)
        self.plan.beside = len(beside)
        self._warn(doubts)
        for row, contact, ops in add_notes(self.raw, self.plan, doubts):
            self._changes_after_all(row, ops)
            self.packer.keep(row, contact, ops)
        self.packer.pack()
        self.packer.lay(beside)

    def _note(self, draft: Draft, outcome: Outcome, match: Match = NOBODY, *, same_as: int = 0) -> None:
        known = 0 if same_as else match.contact
        self.plan.note(outcome, match.rule, known)
        if outcome is not Outcome.BLANK and self.shown[outcome] < (FEW if outcome is Outcome.PROBLEM else SHOWN):
            self.shown[outcome] += 1
            self.plan.first.append(Shown(draft.row, outcome, draft, known, same_as))

    def _changes_after_all(self, row: int, ops: list[Op]) -> None:
        """Count a known person of whom nothing else changes."""
        if self.plan.fates.outcome(row) is Outcome.UNCHANGED:
            self.plan.counts.move(Outcome.UNCHANGED, Outcome.UPDATED)
            self.plan.fates.move(row, Outcome.UPDATED)
        if self.plan.fates.outcome(row) is not Outcome.NEW:
            self.plan.changed.update(changed_fields(ops))


def _some(drafts: Iterator[Draft], count: int) -> Iterator[list[Draft]]:
    while some := list(islice(drafts, count)):
        yield some
