"""Duplicates: looking for them, the list, a pair side by side, and what was decided."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.actions.merging import note_distinct, note_distinct_apart
from busel.desk.duplicates.distinct import judged
from busel.desk.duplicates.finding_runs import LOOKING
from busel.desk.duplicates.plans import NotMergedError, plan
from busel.desk.duplicates.review import REVIEW, Key, Last, Show, Waiting
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.people.person import Person, person
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.components import Words
from busel.desk.web.error_views import forbidden
from busel.desk.web.formats import format_partial
from busel.desk.web.merge_words import AfterWords, after_words
from busel.desk.web.pair_page import field_rows, pair_rows, side_words
from busel.desk.web.pair_words import KIND_WORDS, POINT_WORDS
from busel.desk.web.person_page import title_of
from busel.desk.web.place_words import by_name, division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.access_runs import refreshing
from busel.desk.web.views.parting import tell_parted
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.merges import whom_today
from busel.matching.outcomes import PairKind, Verdict
from busel.registry.roles import Role

PAGE = 50
ALREADY = _lazy("It is settled already: by you, or by somebody else.")
COMPARED = "compare_contacts"
"""The deed under which the access log holds whom the pages of the review show."""


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait; once it is pressed, look for them."""
    session = member.current().session
    if request.method == "POST":
        if "look" in request.POST:
            LOOKING.read(session, anew=True)
        asked = {name: value for name in ("show", "division") if (value := request.POST.get(name))}
        return see_other(f"{reverse('duplicates')}?{urlencode(asked)}" if asked else reverse("duplicates"))
    if LOOKING.at_work():
        context = {"place": "find", "heading_text": _("Duplicates"), "doing": _("Comparing people"), "total": 0}
        return refreshing(request, render(request, "imports/progress.html", context))
    failed = LOOKING.has_failed()
    context = {
        "place": "find",
        "looked": REVIEW.looked,
        "looked_at": REVIEW.looked_at,
        "failed": failed,
        "last": REVIEW.last,
        "settled": True,
    }
    if REVIEW.looked:
        context |= _list(request, session)
    return render(request, "duplicates/list.html", context | {"back_url": reverse("home")})


def _list(request: HttpRequest, session: Session) -> dict[str, Any]:
    language = get_language() or "be"
    waiting = REVIEW.waiting(session)
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in tuple(Show) else Show.ALL
    number = request.GET.get("division", "")
    division = int(number) if number.isdecimal() else 0
    found = [one for one in waiting if one.fits(show, division)]
    page: Page[Any] = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown: list[Waiting] = list(page.object_list)
    note_people(session, "find_contacts", [id_ for one in shown for id_ in one.key])
    page.object_list = pair_rows(session, shown, language)
    return {
        "page": page,
        "total": len(REVIEW.found),
        "done": max(0, len(REVIEW.found) - len(waiting)),
        "shows": _shows(waiting, show, division),
        "show": show.value,
        "division": division,
        "divisions": _divisions(session, waiting, division, language),
        "certain": sum(one.is_certain for one in waiting),
        "first_url": reverse("duplicate", args=found[0].key) if found else "",
    }


def _shows(waiting: list[Waiting], show: Show, division: int) -> list[tuple[str, str, int, bool]]:
    words = {
        Show.ALL: _("All"),
        Show.CERTAIN: _("Certain"),
        Show.REVIEW: _("To be looked at"),
        Show.APART: _("In two divisions"),
    }
    counts = {key: sum(one.fits(key, division) for one in waiting) for key in words}
    return [(key.value, words[key], counts[key], key is show) for key in words if counts[key] or key is show]


def _divisions(session: Session, waiting: list[Waiting], chosen: int, language: str) -> list[tuple[int, str, bool]]:
    there = {one.division for one in waiting}
    named = {bundle.name: session.numbers[bundle.journal] for bundle in session.divisions()}
    pairs = by_name((division_words(name, language), str(number)) for name, number in named.items() if number in there)
    return [(0, _("All divisions"), not chosen), *((int(at), words, int(at) == chosen) for words, at in pairs)]


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Show two side by side, and take the answer: two people, or later."""
    session = member.current().session
    pair = both_or_next(one, other)
    if isinstance(pair, HttpResponse):
        return pair
    if not any(found.may_edit(session) for found in pair):
        return forbidden(request)
    apart = pair[0].journal != pair[1].journal
    if request.method == "POST" and request.POST.get("do") == "skip":
        REVIEW.skip((one, other))
        return next_pair()
    may_settle = all(found.may_edit(session) for found in pair)
    if request.method == "POST" and request.POST.get("do") == "distinct" and may_settle:
        return _settle(session, pair, apart=apart)
    note_people(session, COMPARED, [one, other])
    return render(request, "duplicates/pair.html", _pair_context(session, pair, apart=apart))


def _pair_context(session: Session, pair: tuple[Person, Person], *, apart: bool) -> dict[str, Any]:
    language, key = get_language() or "be", (pair[0].id, pair[1].id)
    waiting = REVIEW.waiting(session)
    found = next((one.pair for one in waiting if one.key == key), None)
    return {
        "place": "find",
        "one": side_words(session, pair[0], language, apart=apart),
        "other": side_words(session, pair[1], language, apart=apart),
        "sides": field_rows(*key, language),
        "probably": _probably(found, apart=apart),
        "agree": [POINT_WORDS[point] for point in found.agree] if found else [],
        "differ": [POINT_WORDS[point] for point in found.differ] if found else [],
        "family_first": found is not None and found.kind is not PairKind.SAME,
        "apart": apart,
        "may_settle": all(one.may_edit(session) for one in pair),
        "said": called_two_words(key, language),
        "total": len(REVIEW.found) if found else 0,
        "done": max(0, len(REVIEW.found) - len(waiting)),
        "merge_url": reverse("duplicate_merge", args=key),
        "family_url": reverse("duplicate_family", args=key),
        "after": None if apart else _after(session, key, language),
        "last": REVIEW.last,
        "back_url": reverse("duplicates"),
    }


def _after(session: Session, key: Key, language: str) -> AfterWords | None:
    try:
        return after_words(plan(session, *key), language)
    except NotMergedError:  # the page of the plan says why
        return None


def _probably(found: Verdict | None, *, apart: bool) -> Words:
    if apart:
        return _("Probably one person, written twice.") if found else _("Compare both.")
    return KIND_WORDS[found.kind] if found else _("Compare both, and say what they are.")


def _settle(session: Session, pair: tuple[Person, Person], *, apart: bool) -> HttpResponse:
    key = (pair[0].id, pair[1].id)
    if called_two_words(key, get_language() or "be"):
        notices.say("info", ALREADY)
        return next_pair()
    try:
        if apart:
            note_distinct_apart(session, key)
        else:
            note_distinct(session, pair[0].journal, key)
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        return see_other(reverse("duplicate", args=key))
    REVIEW.last = None
    notices.say("success", _("Noted: they are two people. They are not proposed again."))
    return next_pair()


def both_or_next(one: int, other: int) -> tuple[Person, Person] | HttpResponse:
    """Return both people, the smaller number first; where somebody else settled the pair meanwhile, what says so."""
    if one >= other:
        raise Http404
    session = member.current().session
    found = person(session, one), person(session, other)
    if found[0] is not None and found[1] is not None:
        return found[0], found[1]
    means = whom_today(raw_connection(), (one, other))
    if means[0] == means[1]:
        notices.say("info", _("Somebody has made one record of these two meanwhile."))
    elif means != [one, other] or any((one, other) == (pair.one, pair.other) for pair in REVIEW.found):
        notices.say("info", _("One of these two does not stand here any more: they moved, were erased or merged."))
    else:
        raise Http404
    return next_pair()


def called_two_words(key: Key, language: str) -> str:
    """Return that somebody has said that these are two people, and when; "" where nobody has."""
    said = next((one for one in judged(member.current().session) if one.pair == key), None)
    if said is None:
        return ""
    return _("Somebody said on %(day)s that these are two people.") % {"day": format_partial(said.day, language)}


def next_pair() -> HttpResponse:
    """Lead to the next pair that can be settled here, those of two divisions last; else to the list."""
    waiting = REVIEW.waiting(member.current().session)
    left = [one for one in waiting if one.may_settle and one.key not in REVIEW.skipped]
    found = min(left, key=lambda one: one.is_apart, default=None)
    return see_other(reverse("duplicate", args=found.key) if found else reverse("duplicates"))


def names_of(pair: tuple[Person, Person]) -> str:
    """Return what both are called."""
    language = get_language() or "be"
    return " + ".join(title_of(one, language).first for one in pair)


@policy(Role.EDITOR)
@require_POST
def undo(_request: HttpRequest) -> HttpResponse:
    """Take back what this desk merged last."""
    last, REVIEW.last = REVIEW.last, None
    if last is None:
        notices.say("info", _("There is nothing left to take back"))
        return see_other(reverse("duplicates"))
    key = _parted(last)
    return see_other(reverse("duplicate", args=key) if key else reverse("duplicates"))


def _parted(last: Last) -> Key | None:
    return last.pair if tell_parted(last.journal, last.contact, last.deed) is not None else None


urlpatterns: list[URLPattern] = [
    path("duplicates/", duplicates, name="duplicates"),
    path("duplicates/undo", undo, name="duplicates_undo"),
    path("duplicates/<int:one>/<int:other>", duplicate, name="duplicate"),
]
