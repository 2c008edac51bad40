"""Relationships of a person: one form to look for the other one, choose, and say what they are to each other."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions.bonds import change_bond, relate
from busel.desk.oversight.access_log import note
from busel.desk.people.editing import ChangedMeanwhileError
from busel.desk.people.households import members_in
from busel.desk.people.person import Person
from busel.desk.people.relations import related_to
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.choosing_words import found_in, people_choices
from busel.desk.web.clash_words import clash_lines
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.bonding import BondForm, BondTimesForm
from busel.desk.web.forms.section import Drawn, Part, Section, with_newer_base
from busel.desk.web.person_page import title_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import person_or_404, place_of
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.registry.roles import Role

KIND = "relationship"
TIMES = Part(BondTimesForm, "fields--two", gettext_lazy("Relationship"))


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
def change(request: HttpRequest, id_: int, record: int) -> HttpResponse:
    """Correct since when and until when, or take it away from both pages."""
    found = person_or_404(id_)
    session = member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    note(session, "open_contact", found.journal, [id_])
    if all(one.record != record for one in related_to(raw_connection(), id_)):
        raise Http404
    if request.method != "POST":
        form = BondTimesForm.opened(record, current_fields(raw_connection(), KIND, record), f"{KIND}-0")
        return _draw_times(request, found, Section([Drawn(TIMES, [form])]))
    section = Section.typed((TIMES,), request.POST)
    if switched(request) or not section.is_valid():
        return _draw_times(request, found, section)
    [form] = section.forms
    if form.record_id != record:
        raise Http404
    return _change(request, found, section)


def _change(request: HttpRequest, found: Person, section: Section) -> HttpResponse:
    try:
        for edit in section.edits():
            change_bond(member.current().session, found.journal, edit)
    except ChangedMeanwhileError as error:
        newer = Section.typed((TIMES,), with_newer_base(request.POST, section, error.clashes))
        return _draw_times(request, found, newer, conflict=clash_lines(error.clashes))
    notices.say("success", _("Saved. It stands on the page of both."))
    return see_other(place_of(found.id, KIND))


def _draw_times(request: HttpRequest, found: Person, section: Section, **more: Any) -> HttpResponse:
    context = {
        "place": "find",
        "called": title_of(found, get_language() or "be"),
        "section": _("Relationship"),
        "drawn": section.drawn,
        "forms": list(section.forms),
        "one": True,
        "back_url": place_of(found.id, KIND),
    }
    return render(request, "contacts/edit.html", context | more)


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
    path("contacts/<int:id_>/relationships/<int:record>", change, name="relationship_change"),
]
