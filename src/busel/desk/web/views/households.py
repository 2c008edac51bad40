"""Households: made from a person, with those who seem to live there; people are added and taken out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from busel.contacts.shared import Household
from busel.desk.actions.bonds import join_household, leave_household, make_household, name_household
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note
from busel.desk.people.households import members_in, seem_to_live_with
from busel.desk.people.person import Person
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.choosing_words import found_in, people_choices
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.record import decode
from busel.desk.web.forms.shared import HouseholdForm
from busel.desk.web.person_page import name_of, title_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.web.views.contacts import person_or_404, place_of
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.load import raw_connection
from busel.registry.roles import Role

KIND = "household"


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def household(request: HttpRequest, id_: int) -> HttpResponse:
    """Make a person's household or change it: its name, and who is in it."""
    found = person_or_404(id_)
    session = member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    note(session, "open_contact", found.journal, [id_])
    people = _offered(session, found, request.POST.get("q", ""))
    if request.method != "POST":
        return _draw(request, found, HouseholdForm(initial=_held(found), people=people))
    if switched(request) or "find" in request.POST:
        typed = {**request.POST.dict(), "who": request.POST.getlist("who")}
        nobody = bool(request.POST.get("q", "").strip()) and not people
        return _draw(request, found, HouseholdForm(initial=typed, people=people), nobody=nobody)
    form = HouseholdForm(request.POST, people=people)
    if not form.is_valid():
        return _draw(request, found, form)
    is_of_one = not found.contact.get("household") and not form.cleaned_data.get("who")
    if is_of_one and "sure" not in request.POST:
        return _draw(request, found, form, is_of_one=True)
    return _save(session, found, form)


def _save(session: Session, found: Person, form: HouseholdForm) -> HttpResponse:
    home, chosen = found.contact.get("household", 0), [int(one) for one in form.cleaned_data.get("who", ())]
    now = Household(title=form.cleaned_data["title"], note=form.cleaned_data["note"])
    try:
        if home and current_fields(raw_connection(), "household", home) is not None:
            name_household(session, found.journal, home, was=decode(form.cleaned_data["base"]) or {}, now=now.fields())
            join_household(session, found.journal, home, contacts=chosen)
        else:
            make_household(session, found.journal, [found.id, *chosen], household=now)
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        return see_other(place_of(found.id, KIND))
    except LookupError as error:
        raise Http404 from error
    notices.say("success", _("Saved."))
    return see_other(place_of(found.id, KIND))


@policy(Role.VIEWER)
@require_POST
def leave(request: HttpRequest, id_: int) -> HttpResponse:
    """Take a person out of the household. Nothing else about anybody changes."""
    found = person_or_404(id_)
    session = member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    try:
        leave_household(session, found.journal, id_)
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
    else:
        notices.say("success", _("This person is no longer in the household."))
    back = request.POST.get("back", "")
    return see_other(place_of(int(back) if back.isdecimal() else id_, KIND))


def _held(found: Person) -> dict[str, Any]:
    """Return what the form opens on: the household's name, or the family name for a new one."""
    home = found.contact.get("household", 0)
    fields = current_fields(raw_connection(), "household", home) if home else None
    if fields is not None:
        return HouseholdForm.opened_on(fields)
    language = get_language() or "be"
    return {"title": name_of(found.contact).parts(language).family}


def _offered(session: Session, found: Person, words: str) -> list[tuple[str, str]]:
    raw, number = raw_connection(), session.numbers[found.journal]
    there = [found.id, *members_in(raw, found.contact.get("household", 0))]
    if words.strip():
        return people_choices(session, found_in(session, found.journal, words, but=there))
    return people_choices(session, [one for one in seem_to_live_with(raw, found, number) if one not in there])


def _draw(request: HttpRequest, found: Person, form: HouseholdForm, **more: Any) -> HttpResponse:
    session, home = member.current().session, found.contact.get("household", 0)
    members = [one for one in members_in(raw_connection(), home) if one != found.id]
    context = {
        "place": "find",
        "called": title_of(found, get_language() or "be"),
        "form": form,
        "is_new": not home,
        "members": people_choices(session, members),
        "back_url": place_of(found.id, KIND),
    }
    return render(request, "contacts/household.html", context | more)


urlpatterns: list[URLPattern] = [
    path("contacts/<int:id_>/household", household, name="household"),
    path("contacts/<int:id_>/household/leave", leave, name="household_leave"),
]
