"""Why rows stay out, for the file that is corrected: who may be meant is named, with the number to write beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from busel.contacts.busel_ids import show_busel_id
from busel.desk.importing.plan import Plan
from busel.desk.importing.rules import Candidate
from busel.desk.search.people import people_of
from busel.desk.web.import_words import problem_sentence
from busel.desk.web.person_words import called
from busel.sheets.draft import Problem

_TOGETHER = 500


def reasons_of(plan: Plan, *, cards: bool = False) -> Callable[[Problem], str]:
    """Return what says why a row stays out. Whoever hands it out has noted `fates.told_of` for the access log."""
    names = dict(_names(plan.fates.told_of))

    def reason(problem: Problem) -> str:
        sentence = problem_sentence(problem, cards=cards)
        some = plan.fates.candidates.get(problem.row, ())
        if not some or problem.column:
            return sentence
        who = "; ".join(dict.fromkeys(_who(one, names, cards=cards) for one in sorted(some, key=lambda one: one.row)))
        return f"{sentence} " + _("It may be: %(who)s.") % {"who": who}

    return reason


def _who(one: Candidate, names: dict[int, str], *, cards: bool) -> str:
    if one.row:
        return (_("the person on card %(row)s") if cards else _("the person in row %(row)s")) % {"row": one.row}
    return names.get(one.contact) or show_busel_id(one.contact)


def _names(contacts: list[int]) -> Iterator[tuple[int, str]]:
    language = get_language() or "be"
    for at in range(0, len(contacts), _TOGETHER):
        for row in people_of(contacts[at : at + _TOGETHER]):
            yield row.id, f"{called(row.name, language).first} ({show_busel_id(row.id)})"
