"""What the pages of bringing a list in show, out of what the list is and what its plan says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from busel.contacts.person_name import PersonName
from busel.contacts.record import read_record
from busel.contacts.records import Contact
from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.plan import Plan, Shown
from busel.desk.importing.stages import Stage
from busel.desk.importing.wizards import Wizard
from busel.desk.web.components import Fact, Stat, Words
from busel.desk.web.formats import format_number
from busel.desk.web.forms.import_columns import ColumnsForm
from busel.desk.web.import_words import (
    OUTCOME_WORDS,
    changed_word,
    problem_sentence,
    row_sentence,
)
from busel.sheets.draft import Problem
from busel.sheets.drafts import column_name

_ROWS_NAMED = 5
_NAMED = 10
_LISTED = {
    "new": (Outcome.NEW,),
    "changed": (Outcome.UPDATED,),
    "same": (Outcome.SKIPPED, Outcome.UNCHANGED),
    "problems": (Outcome.PROBLEM,),
}
"""The lists behind the numbers: keys of `import_rows.LISTS`."""
_KINDS = {
    Outcome.NEW: "success",
    Outcome.UPDATED: "success",
    Outcome.SKIPPED: "",
    Outcome.UNCHANGED: "",
    Outcome.PROBLEM: "danger",
    Outcome.BLANK: "",
}


def _language() -> str:
    return get_language() or "be"


def _number(value: int) -> str:
    return format_number(value, _language())


def columns(wizard: Wizard, form: ColumnsForm) -> list[dict[str, Any]]:
    """Return the columns with their choices."""
    return [
        {
            "header": column.header,
            "letter": column_name((), column.at),
            "samples": column.examples,
            "field": form[f"column{column.at}"],
            "note": _note(wizard, column.why),
            "unsure": not wizard.mapping and column.why == "cells",
            "is_new": column.header in wizard.new_headings,
        }
        for column in wizard.columns
        if f"column{column.at}" in form.fields
    ]


def _note(wizard: Wizard, why: str) -> str:
    if wizard.mapping:
        return ""
    words = {
        "heading": _("by its heading"),
        "cells": _("by what stands in it"),
        "learned": _("as you did last time"),
    }
    return words.get(why, "")


def stats(wizard: Wizard, plan: Plan) -> list[Stat]:
    """Return the outcomes as numbers; their sum is the number of rows."""
    counts = plan.counts
    url = {
        what: reverse("import_rows", args=[wizard.id, what])
        for what, outcomes in _LISTED.items()
        if any(map(counts.__getitem__, outcomes)) and (what == "problems" or wizard.stage is Stage.EFFECTS)
    }
    out = Stat(
        counts[Outcome.PROBLEM],
        _("stay out"),
        url=url.get("problems", ""),
        kind="danger" if counts[Outcome.PROBLEM] else "",
    )
    if wizard.to_inbox:
        return [
            Stat(
                counts[Outcome.NEW],
                ngettext("person for the inbox", "people for the inbox", counts[Outcome.NEW]),
                url=url.get("new", ""),
                kind="success",
            ),
            out,
            Stat(counts[Outcome.BLANK], ngettext("blank row", "blank rows", counts[Outcome.BLANK])),
        ]
    likely = len(plan.fates.likely)
    resemble = ngettext("%(n)s likely known already", "%(n)s likely known already", likely) % {"n": _number(likely)}
    nothing_new = _("nothing new in %(n)s") % {"n": _number(counts[Outcome.UNCHANGED])}
    return [
        Stat(
            counts[Outcome.NEW],
            ngettext("new person", "new people", counts[Outcome.NEW]),
            resemble if likely and not wizard.likely_out else "",
            url.get("new", ""),
            kind="success",
        ),
        Stat(counts[Outcome.UPDATED], _("known, changed"), url=url.get("changed", "")),
        Stat(
            counts.left_as_they_are,
            _("known, left alone"),
            nothing_new if counts[Outcome.UNCHANGED] else "",
            url.get("same", ""),
        ),
        out,
        Stat(counts[Outcome.BLANK], ngettext("blank row", "blank rows", counts[Outcome.BLANK])),
    ]


def sum_text(plan: Plan, *, cards: bool = False) -> str:
    """Return the sum in words: rows (or cards) in = new + changed + left alone + staying out + blank."""
    plan.counts.check(plan.rows)
    counts = {name: _number(count) for name, count in plan.counts.as_stored().items()}
    of_rows = _(
        "%(rows)s rows = %(new)s new + %(updated)s changed + %(skipped)s left alone"
        " + %(problems)s staying out + %(blank)s blank"
    )
    of_cards = _(
        "%(rows)s cards = %(new)s new + %(updated)s changed + %(skipped)s left alone"
        " + %(problems)s staying out + %(blank)s blank"
    )
    text = of_cards if cards else of_rows
    told = text % {"rows": _number(plan.rows), **counts}
    beside = _("Beside them people whom rows name come in: %(count)s.") % {"count": _number(plan.beside)}
    return f"{told}. {beside}" if plan.beside else told


def first_rows(plan: Plan, *, to_inbox: bool, cards: bool = False) -> list[dict[str, Any]]:
    """Return the first rows of each outcome, in the order of the list. Who sends to an inbox learns of nobody there."""
    wanted = {shown.row for shown in plan.first}
    problems = {problem.row: problem for problem in reversed(plan.problems) if problem.row in wanted}
    words = OUTCOME_WORDS | ({Outcome.NEW: _("to the inbox")} if to_inbox else {})
    as_in = _("as on card %(row)s") if cards else _("as in row %(row)s")
    notes = {row: problem_sentence(problem, cards=cards) for row, problem in problems.items()}
    return [
        _row(shown, notes.get(shown.row, ""), words, as_in) for shown in sorted(plan.first, key=lambda one: one.row)
    ]


def _row(shown: Shown, problem: str, words: Mapping[Outcome, Words], as_in: str) -> dict[str, Any]:
    draft = shown.draft
    language = _language()
    settlement = [draft.address.get(f"settlement_{spelt}", "") for spelt in ("be", "ru")]
    place = next(filter(None, reversed(settlement) if language == "ru" else settlement), "")
    note = problem if shown.outcome is Outcome.PROBLEM else ""
    if shown.outcome is Outcome.SKIPPED and shown.same_as:
        note = as_in % {"row": shown.same_as}
    phones = [phone["number"] or phone["written"] for phone in draft.phones]
    return {
        "row": shown.row,
        "name": PersonName.of(read_record(Contact, draft.contact)).shown(language),
        "phone": next(iter(phones), ""),
        "place": place,
        "effect": words[shown.outcome],
        "kind": _KINDS[shown.outcome],
        "note": note,
    }


def grouped(
    problems: Iterable[Problem], counts: dict[str, int] | None = None, *, cards: bool = False
) -> list[dict[str, Any]]:
    """Return problems by what is wrong, the most frequent first. `counts` where only the first of each are kept."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        key = (problem.code, "" if counts else problem.column)
        groups.setdefault(key, []).append(problem)
    found = [
        {
            "message": f"{column}: {row_sentence(code, cards=cards)}" if column else row_sentence(code, cards=cards),
            "example": next((one.value for one in some if one.value), ""),
            "rows": ", ".join(str(one.row) for one in some[:_ROWS_NAMED]) + (" …" if len(some) > _ROWS_NAMED else ""),
            "count": (counts or {}).get(code, len(some)),
        }
        for (code, column), some in groups.items()
    ]
    return sorted(found, key=lambda one: -int(one["count"]))


def changed(plan: Plan) -> list[dict[str, Any]]:
    """Return in how many known people each field changes, the most frequent first."""
    return [{"field": changed_word(kind, name), "count": count} for (kind, name), count in plan.changed.most_common()]


def made(plan: Plan) -> list[Fact]:
    """Return what comes along that people share: new groups, events and households, by their names."""
    words = {"group": _("New groups"), "event": _("New events"), "household": _("New households")}
    found = []
    for kind, label in words.items():
        titles = [title for one, title in plan.made if one == kind]
        more = f" … ({_number(len(titles))})" if len(titles) > _NAMED else ""
        if titles:
            found.append(Fact(label, ", ".join(titles[:_NAMED]) + more))
    return found
