"""What deciding about an envelope would do, in words: the question, the verbs on the button, what happens."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from busel.desk.inboxes.deciding import Work
from busel.desk.web.entry_words import people_words
from busel.desk.web.inbox_words import told_words
from busel.desk.web.person_page import name_of
from busel.desk.web.person_words import called
from busel.desk.web.place_words import division_words
from busel.desk.web.sum_words import sum_lines


def decision_words(work: Work) -> tuple[str, str, list[str]]:
    """Return the question before deciding, the verb on the button, and what happens."""
    accepted, rejected = len(work.chosen), work.rejected
    if work.filled:
        return _("Decide about this envelope?"), _all_words(work), _consequences(work, accepted, rejected)
    told = {"accepted": people_words(accepted), "rejected": people_words(rejected)}
    if not accepted:
        question, action = _("Reject %(rejected)s?"), _("Reject %(rejected)s")
    elif not rejected:
        question, action = _("Accept %(accepted)s?"), _("Accept %(accepted)s")
    else:
        question = _("Accept %(accepted)s and reject %(rejected)s?")
        action = _("Accept %(accepted)s, reject %(rejected)s")
    return question % told, action % told, _consequences(work, accepted, rejected)


def _all_words(work: Work) -> str:
    """Return the verbs on the button where somebody known is filled in."""
    told = [
        _("Accept %(accepted)s") % {"accepted": people_words(len(work.chosen))} if work.chosen else "",
        _("Fill in %(filled)s") % {"filled": people_words(len(work.filled))},
        _("Reject %(rejected)s") % {"rejected": people_words(work.rejected)} if work.rejected else "",
    ]
    first, *others = filter(None, told)
    return ", ".join([first, *(one[0].lower() + one[1:] for one in others)])


def settled_words(work: Work) -> str:
    """Return what became of the one person of an envelope."""
    who = called(name_of(work.people[0].contact), get_language() or "be").first
    settled = _("Accepted: %(accepted)s.") if work.chosen else _("Rejected: %(rejected)s.")
    if work.filled:
        settled = _("Filled in: %(filled)s.")
    return settled % {"accepted": who, "rejected": who, "filled": who}


def _consequences(work: Work, accepted: int, rejected: int) -> list[str]:
    lines = []
    if accepted:
        division = division_words(work.waiting.division_name, get_language() or "be")
        lines.append(
            _("Those accepted are stored in %(division)s; your account’s name stands in their history.")
            % {"division": division}
        )
        lines += sum_lines(person for _at, person in work.chosen)
    if work.filled:
        filled = people_words(len(work.filled))
        lines.append(_("Known already and filled in: %(filled)s. What stands there stays.") % {"filled": filled})
    if work.corrected:
        lines.append(_("They are stored as you corrected them."))
    if rejected:
        lines.append(_("Those rejected are not stored, and the envelope is destroyed."))
        lines.append(told_words(work.waiting))
    return lines
