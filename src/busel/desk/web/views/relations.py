"""Relationships of a person: one form to look for the other one, choose, and say what they are to each other."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk import member
from busel.desk.access_log import note
from busel.desk.actions.bonds import relate, unrelate
from busel.desk.households import members_in
from busel.desk.person import Person
from busel.desk.relations import related_to
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.choosing_words import found_in, people_choices
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.bonding import BondForm
from busel.desk.web.person_page import title_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import person_or_404, place_of
from busel.desk.workspace.load import raw_connection
from busel.desk.writing import ConflictError
from busel.registry.roles import Role

KIND = "relationship"


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, id_: int) -> HttpResponse:
    """Look for the other person, choose, save. What was typed stays at each press."""
    found = person_or_404(id_)
    session = member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    note(session, "open_contact", found.journal, [id_])
    people = _offered(session, found, request.POST.get("q", ""))
    if request.method != "POST":
        return _draw(request, found, BondForm(people=people))
    if switched(request) or "find" in request.POST:
        form = BondForm(initial=request.POST.dict(), people=people)
        return _draw(request, found, form, nobody=bool(request.POST.get("q", "").strip()) and not people)
    form = BondForm(request.POST, people=people)
    if not form.is_valid():
        return _draw(request, found, form)
    try:
        relate(session, found.journal, form.relationship(id_))
    except LookupError as error:
        raise Http404 from error
    notices.say("success", _("Saved. It stands on the page of both."))
    return see_other(place_of(id_, KIND))


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, id_: int, record: int) -> HttpResponse:
    """Ask, then take a relationship away from both pages."""
    found = person_or_404(id_)
    session = member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    note(session, "open_contact", found.journal, [id_])
    if all(one.record != record for one in related_to(raw_connection(), id_)):
        raise Http404
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        try:
            unrelate(session, found.journal, record)
        except ConflictError:
            notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        else:
            notices.say("success", _("The relationship is taken away."))
        return see_other(place_of(id_, KIND))
    context = {
        "place": "find",
        "question": _("Take this relationship away?"),
        "consequences": [
            _("It leaves the page of both people. Their histories keep that it was there."),
            _("If it only ended, write down until when it lasted instead: add it anew with the day."),
        ],
        "action": _("Take it away"),
        "dangerous": True,
        "back_url": place_of(id_, KIND),
    }
    return render(request, "confirm.html", context)


def _offered(session: Session, found: Person, words: str) -> list[tuple[str, str]]:
    """Return whom to choose among: whom the words mean, else who lives with the person."""
    home = found.contact.get("household", 0)
    beside = [] if words.strip() else [one for one in members_in(raw_connection(), home) if one != found.id]
    return people_choices(session, beside or found_in(session, found.journal, words, but=[found.id]))


def _draw(request: HttpRequest, found: Person, form: BondForm, **more: Any) -> HttpResponse:
    context = {
        "place": "find",
        "called": title_of(found, get_language() or "be"),
        "form": form,
        "add_url": f"?division={found.journal.hex()}",
        "back_url": place_of(found.id, KIND),
    }
    return render(request, "contacts/bond.html", context | more)


urlpatterns: list[URLPattern] = [
    path("contacts/<int:id_>/relationships/add", add, name="relationship_add"),
    path("contacts/<int:id_>/relationships/<int:record>/take-away", drop, name="relationship_drop"),
]
