"""What becomes of a pair: one record by a plan that is shown first, or a family."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions.merging import merge_contacts, note_distinct
from busel.desk.duplicates.families import elder_of, proposed_tie
from busel.desk.duplicates.lines import Choice
from busel.desk.duplicates.plans import MergePlan, NotMergedError, OnTheWayError, plan
from busel.desk.duplicates.review import REVIEW, Last
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.people.person import Person
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.families import FamilyForm
from busel.desk.web.merge_words import coming_words, lines_words
from busel.desk.web.person_page import name_of, title_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.duplicates import COMPARED, both_or_next, called_two_words, names_of, next_pair
from busel.matching.outcomes import PairKind, Point
from busel.registry.roles import Role

_ASKED = "choice-"


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Show the plan by what is chosen; a press on the plan that was shown carries it out."""
    session = member.current().session
    pair = both_or_next(one, other)
    if isinstance(pair, HttpResponse):
        return pair
    if not all(found.may_edit(session) for found in pair):
        return forbidden(request)
    try:
        made = plan(session, one, other, _chosen(request))
    except NotMergedError as error:
        notices.say("warning", _why_not(error))
        return see_other(reverse("duplicate", args=[one, other]))
    shown = request.method == "POST" and request.POST.get("mark") == made.mark
    if shown and request.POST.get("do") == "merge" and not switched(request):
        return _carry_out(made, pair)
    note_people(session, COMPARED, [one, other])
    changed = request.method == "POST" and not switched(request)
    return render(request, "duplicates/merge.html", _context(made, pair, changed=changed))


def _chosen(request: HttpRequest) -> dict[str, Choice]:
    known = tuple(Choice)
    return {
        name.removeprefix(_ASKED): Choice(value)
        for name, value in request.POST.items()
        if name.startswith(_ASKED) and isinstance(value, str) and value in known
    }


def _why_not(error: NotMergedError) -> str:
    if isinstance(error, OnTheWayError):
        return _("One of them is on the way to another division. Take that back first, or wait for the answer.")
    return _("They stand in two divisions, so they are not merged here.")


def _context(made: MergePlan, pair: tuple[Person, Person], *, changed: bool) -> dict[str, Any]:
    lines = lines_words(made, get_language() or "be")
    return {
        "place": "find",
        "names": names_of(pair),
        "conflicts": [line for line in lines if line.options],
        "lines": lines,
        "coming": coming_words(made),
        "mark": made.mark,
        "said": called_two_words((pair[0].id, pair[1].id), get_language() or "be"),
        "changed": changed,
        "back_url": reverse("duplicate", args=[pair[0].id, pair[1].id]),
    }


def _carry_out(made: MergePlan, pair: tuple[Person, Person]) -> HttpResponse:
    names = names_of(pair)
    try:
        written = merge_contacts(member.current().session, made)
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        return see_other(reverse("duplicate", args=[pair[0].id, pair[1].id]))
    words = _("One record now: %(names)s") % {"names": names}
    REVIEW.last = Last(made.journal, made.kept.id, written.deed, words, (pair[0].id, pair[1].id))
    return next_pair()


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def family(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Note that two are a family: a household, what they are to each other, and that they are two."""
    session = member.current().session
    pair = both_or_next(one, other)
    if isinstance(pair, HttpResponse):
        return pair
    if pair[0].journal != pair[1].journal or not pair[0].may_edit(session):
        return forbidden(request)
    language = get_language() or "be"
    names = (title_of(pair[0], language).first, title_of(pair[1], language).first)
    note_people(session, COMPARED, [one, other])
    if request.method == "POST" and not switched(request):
        form = FamilyForm(request.POST, pair=(one, other), names=names)
        if form.is_valid():
            return _note_family(pair, form)
    else:
        initial = request.POST.dict() if request.method == "POST" else _proposed(pair)
        form = FamilyForm(initial=initial, pair=(one, other), names=names)
    context = {"place": "find", "one": names[0], "other": names[1], "form": form}
    context["back_url"] = reverse("duplicate", args=[one, other])
    return render(request, "duplicates/family.html", context)


def _proposed(pair: tuple[Person, Person]) -> dict[str, Any]:
    one, other = pair[0].id, pair[1].id
    waiting = REVIEW.waiting(member.current().session)
    found = next((each.pair for each in waiting if each.key == (one, other)), None)
    tie = proposed_tie(found.kind) if found else ""
    if tie == "parent":
        tie = f"parent-{(one, other).index(elder_of(one, other))}"
    together = found is not None and (found.kind is PairKind.FAMILY or Point.HOME_SAME in found.agree)
    title = name_of(pair[0].contact).parts(get_language() or "be").family
    return {"household": together, "title": title, "tie": tie}


def _note_family(pair: tuple[Person, Person], form: FamilyForm) -> HttpResponse:
    key = (pair[0].id, pair[1].id)
    try:
        note_distinct(member.current().session, pair[0].journal, key, family=form.family)
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        return see_other(reverse("duplicate", args=key))
    REVIEW.last = None
    notices.say("success", _("Noted: they are two people of one family. They are not proposed again."))
    return next_pair()


urlpatterns: list[URLPattern] = [
    path("duplicates/<int:one>/<int:other>/merge", merge, name="duplicate_merge"),
    path("duplicates/<int:one>/<int:other>/family", family, name="duplicate_family"),
]
