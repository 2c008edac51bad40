"""The lists behind the numbers of an import's effects: each row with what happens to it, and why; page by page."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.contacts.person_name import PersonName
from busel.contacts.record import read_record
from busel.contacts.records import Contact
from busel.desk.clock import today_date
from busel.desk.importing.bringing import belongings
from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.plan import Plan, Reading
from busel.desk.importing.rules import Candidate, Likeness
from busel.desk.importing.wizards import Wizard
from busel.desk.inboxes.entry import EntryPerson
from busel.desk.oversight.access_log import note_people
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web.components import Change, Fact, Stat, Words
from busel.desk.web.import_words import problem_sentence
from busel.desk.web.inbox_words import facts_of
from busel.desk.web.match_words import RULE_WORDS, why_likely
from busel.desk.web.op_words import op_lines
from busel.desk.web.person_words import Called, Listed, called, listed
from busel.desk.web.side_by_side import Side, known_person, side_by_side
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Op
from busel.sheets.draft import Draft, Problem

PAGE = 25
FIRST = 5
"""So many of who is likely known stand on the page of effects itself."""
_RowsOf = Callable[[Plan], Sequence[int]]


@dataclass(frozen=True)
class List:
    """One list: which rows stand in it, and what it is called."""

    title: Words
    lead: Words
    rows: _RowsOf


def likely_rows(plan: Plan) -> list[int]:
    """Return the rows about somebody who is likely known, the surest first."""
    return sorted(plan.fates.likely, key=lambda row: (plan.fates.likely[row].why is not Likeness.CERTAIN, row))


LISTS: dict[str, List] = {
    "new": List(
        gettext_lazy("New people"),
        gettext_lazy(
            "These rows bring new people, unless you choose otherwise. Who only resembles somebody known stands under "
            "“Likely known already”, too."
        ),
        lambda plan: plan.fates.rows(Outcome.NEW),
    ),
    "likely": List(
        gettext_lazy("Likely known already"),
        gettext_lazy(
            "These rows resemble somebody, the surest first. Compare both: nobody becomes one person with another "
            "without you."
        ),
        lambda plan: array("L", likely_rows(plan)),
    ),
    "changed": List(
        gettext_lazy("Known people who change"),
        gettext_lazy("What stands there now, and what would stand there then. Empty cells change nothing."),
        lambda plan: plan.fates.rows(Outcome.UPDATED),
    ),
    "same": List(
        gettext_lazy("Known people who stay as they are"),
        gettext_lazy("Known people are left alone, or the row says nothing new of them."),
        lambda plan: plan.fates.rows(Outcome.SKIPPED, Outcome.UNCHANGED),
    ),
    "problems": List(
        gettext_lazy("Rows that stay out"),
        gettext_lazy("Each comes back to you in a file of the same shape, with the reason."),
        lambda plan: plan.fates.rows(Outcome.PROBLEM),
    ),
}


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a row."""

    value: str
    sentence: str


@dataclass(frozen=True)
class RowWords:
    """One row of imports/rows.html."""

    row: int
    called: Called
    facts: Sequence[Fact] = ()
    rule: Words = ""
    is_likely: bool = False
    is_sure: bool = False
    same_as: int = 0
    known: Sequence[Listed] = ()
    """Who is meant, or may be."""
    rows: Sequence[int] = ()
    """Rows above that bring somebody who may be meant."""
    changes: Sequence[Change] = ()
    sides: Sequence[Side] = ()
    wrong: Sequence[Wrong] = ()


def list_tabs(wizard: Wizard, plan: Plan) -> list[Stat]:
    """Return the lists in which something stands, with their addresses."""
    return [
        Stat(len(rows), one.title, url=reverse("import_rows", args=[wizard.id, what]))
        for what, one in LISTS.items()
        if (rows := one.rows(plan))
    ]


def rules(plan: Plan) -> list[dict[str, Any]]:
    """Return by which rule how many rows found their person, the surest first."""
    return [{"rule": RULE_WORDS[rule], "count": count} for rule, count in sorted(plan.fates.by_rule.items())]


@dataclass
class _Page:
    """The rows of one page, with whom they are about."""

    session: Session
    plan: Plan
    reading: Reading
    rows: Sequence[int]
    language: str = field(default_factory=lambda: get_language() or "be")

    def words(self, what: str) -> list[RowWords]:
        named = {row: self._named(row, what) for row in self.rows}
        everybody = [one.contact for some in named.values() for one in some if not one.row]
        note_people(self.session, "preview_import", everybody)
        known = {one.id: shown for one, shown in self._listed(everybody)}
        drafts = {draft.row: draft for draft in _drafts(self.reading, self.rows)}
        changes = self.plan.changes_of(set(self.rows)) if what == "changed" else {}
        is_card = bool(self.reading.table.unit)
        problems = _by_row(self.plan.problems, self.rows, cards=is_card) if what == "problems" else {}
        return [
            RowWords(
                row=row,
                called=called(PersonName.of(read_record(Contact, drafts[row].contact)), self.language),
                facts=list(facts_of(_as_entry(drafts[row]), self.language)) if what in ("new", "same") else (),
                rule=self._rule(row, what),
                is_likely=what == "likely",
                is_sure=what == "likely" and self.plan.fates.likely[row].why is Likeness.CERTAIN,
                same_as=self.plan.fates.same_as.get(row, 0),
                known=[known[one.contact] for one in named[row] if one.contact in known],
                rows=[one.row for one in named[row] if one.row],
                changes=_changes(changes.get(row, ())),
                sides=self._sides(drafts[row], named[row][0]) if what == "likely" else (),
                wrong=problems.get(row, ()),
            )
            for row in self.rows
        ]

    def _named(self, row: int, what: str) -> tuple[Candidate, ...]:
        fates = self.plan.fates
        if what == "likely":
            one = fates.likely[row]
            return (Candidate(one.contact, one.row), *map(Candidate, one.others))
        known = fates.known(row)
        return fates.candidates.get(row, ()) or ((Candidate(known),) if known else ())

    def _listed(self, contacts: Sequence[int]) -> Iterable[tuple[Any, Listed]]:
        rows = people_of(contacts)
        return zip(rows, listed(self.session, rows, {}, self.language), strict=True)

    def _rule(self, row: int, what: str) -> Words:
        if what == "likely":
            return why_likely(self.plan.fates.likely[row])
        return RULE_WORDS.get(self.plan.fates.rule(row), "")

    def _sides(self, draft: Draft, likely: Candidate) -> list[Side]:
        """Compare with who is stored, or with the row above that brings them."""
        if likely.row:
            known = _as_entry(next(iter(_drafts(self.reading, [likely.row]))))
        else:
            known = known_person(raw_connection(), likely.contact)
        return side_by_side(_as_entry(draft), known, self.language)


def row_words(session: Session, wizard: Wizard, what: str, rows: Sequence[int]) -> list[RowWords]:
    """Return the rows of one page of a list. Who is named is noted for the access log."""
    if wizard.plan is None:
        raise LookupError
    return _Page(session, wizard.plan, wizard.reading, rows).words(what)


def _drafts(reading: Reading, rows: Sequence[int]) -> Iterable[Draft]:
    return reading.drafts(today_date(), only=rows)


def _as_entry(draft: Draft) -> EntryPerson:
    return EntryPerson(draft.contact, belongings(draft, ()))


def _changes(ops: Iterable[Op]) -> list[Change]:
    return list(op_lines(ops))


def _by_row(problems: Iterable[Problem], rows: Sequence[int], *, cards: bool) -> dict[int, list[Wrong]]:
    wanted = set(rows)
    found: dict[int, list[Wrong]] = {}
    for problem in problems:
        if problem.row in wanted:
            found.setdefault(problem.row, []).append(Wrong(problem.value, problem_sentence(problem, cards=cards)))
    return found


def first_likely(session: Session, wizard: Wizard, plan: Plan) -> list[RowWords]:
    """Return the first of who is likely known, for the page of effects. Who is named is noted for the access log."""
    return row_words(session, wizard, "likely", likely_rows(plan)[:FIRST]) if plan.fates.likely else []


def what_happens(wizard: Wizard, what: str) -> str:
    """Return what becomes of the rows of a list, where it hangs on a choice."""
    if what != "likely":
        return ""
    if wizard.likely_out:
        return _("They stay out and come back in a file. Who is meant can be said there by our number.")
    return _("They come in as new people, unless you choose otherwise on the page of effects.")
