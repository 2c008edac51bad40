"""Pairs of whom somebody said that they are two people, and taking one of these words back."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions.merging import forget_distinct
from busel.desk.duplicates.distinct import Judged, judged
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.running import member
from busel.desk.search.people import people_of
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.pair_page import SettledRow
from busel.desk.web.person_words import called
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.duplicates import ALREADY
from busel.registry.roles import Role

PAGE = 50


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def settled(request: HttpRequest) -> HttpResponse:
    """Show who was called two people, and take one of these words back."""
    session = member.current().session
    every = judged(session)
    if request.method == "POST":
        wanted = (request.POST.get("record", ""), request.POST.get("division", ""))
        found = next((one for one in every if (str(one.record), str(one.said[0].division)) == wanted), None)
        return _take_back(request, session, found)
    page: Page[Any] = Paginator(every, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    ids = list(dict.fromkeys(id_ for one in shown for id_ in one.pair))
    note_people(session, "find_contacts", ids)
    language = get_language() or "be"
    names = {row.id: called(row.name, language).first for row in people_of(ids)}
    page.object_list = [_row(session, one, names, language) for one in shown]
    context = {"place": "find", "page": page, "back_url": reverse("duplicates")}
    return render(request, "duplicates/settled.html", context)


def _row(session: Session, one: Judged, names: dict[int, str], language: str) -> SettledRow:
    gone, journals = _("somebody who is gone"), one.journals(session)
    divisions = [bundle.name for bundle in session.divisions() if bundle.journal in journals]
    return SettledRow(
        record=one.record,
        number=one.said[0].division,
        one=names.get(one.pair[0], gone),
        other=names.get(one.pair[1], gone),
        one_url=reverse("contact", args=[one.pair[0]]),
        other_url=reverse("contact", args=[one.pair[1]]),
        day=one.day,
        division=" + ".join(division_words(name, language) for name in divisions),
        may_change=_may_change(session, one),
    )


def _may_change(session: Session, one: Judged) -> bool:
    return all(session.may(Role.EDITOR, journal) for journal in one.journals(session))


def _take_back(request: HttpRequest, session: Session, found: Judged | None) -> HttpResponse:
    if found is not None and not _may_change(session, found):
        return forbidden(request)
    try:
        if found is not None:
            forget_distinct(session, found)
    except ConflictError:
        found = None
    if found is None:
        notices.say("info", ALREADY)
    else:
        notices.say("success", _("Taken back. The pair is proposed again with the next look."))
    return see_other(reverse("duplicates_settled"))


urlpatterns: list[URLPattern] = [path("duplicates/settled", settled, name="duplicates_settled")]
