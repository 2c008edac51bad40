"""Who is asked to an event: the people of a search, one person; what they answer, and who came."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from busel.desk.actions.events import Noted, invite, note_attendance, take_off
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.people.agreed import agreed_among
from busel.desk.people.events import EventHeld, attendances, events
from busel.desk.people.shared_items import may_change
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.bonds_page import consents_of
from busel.desk.web.clash_words import AT_ONCE
from busel.desk.web.error_views import forbidden
from busel.desk.web.event_rows import SHOWN, typed_rows
from busel.desk.web.found_people import back_of, chosen_of, people_asked
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.contacts import person_or_404, place_of
from busel.desk.web.views.events import event_or_404
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Contact
from busel.registry.roles import Role

MOST_AT_ONCE = 5_000
_ASKED = 900
_PURPOSES = 10


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add_found(request: HttpRequest) -> HttpResponse:
    """Choose the event to which the people of a search are invited; say how many before it happens."""
    session, chosen = member.current().session, chosen_of(request)
    found = people_asked(session, chosen)
    if not found:
        notices.say("info", _("This result is no longer kept. Search once more."))
        return see_other(reverse("find"))
    may_be_asked = without_the_endangered(found)
    open_ones = _open(session)
    if request.method == "POST" and len(may_be_asked) <= MOST_AT_ONCE:
        held = _named(request, open_ones)
        if held is not None:
            return _invite(session, held, may_be_asked)
    context = {
        "place": "find",
        "count": len(may_be_asked),
        "left_out": len(found) - len(may_be_asked),
        "agreed": _agreed(may_be_asked),
        "too_many": MOST_AT_ONCE if len(may_be_asked) > MOST_AT_ONCE else 0,
        "events": open_ones,
        "new_url": f"{reverse('event_new')}?{request.GET.urlencode()}",
        "wrong": request.method == "POST",
        "back_url": back_of(chosen),
    }
    return render(request, "events/invite.html", context)


def _agreed(ids: list[int]) -> dict[str, Any]:
    """Return what they agreed to, as the page shows it."""
    found = agreed_among(ids)
    return {"purposes": found.purposes.most_common(_PURPOSES), "took_back": found.took_back, "nothing": found.nothing}


def without_the_endangered(ids: list[int]) -> list[int]:
    """Return these people without whom an invitation would endanger, and without the dead."""
    out: set[int] = set()
    for at in range(0, len(ids), _ASKED):
        some = Contact.objects.filter(pk__in=ids[at : at + _ASKED])
        out.update((some.filter(risk=True) | some.filter(deceased=True)).values_list("pk", flat=True))
    return [one for one in ids if one not in out]


def _invite(session: Session, held: EventHeld, found: list[int]) -> HttpResponse:
    added = invite(session, held, found)
    notices.say("success", ngettext("%(n)s person is invited.", "%(n)s people are invited.", added) % {"n": added})
    if added < len(found):
        notices.say(
            "info", _("Who was on the list already stays as is, and who is of a division that you do not edit.")
        )
    return see_other(reverse("event", args=[held.record]))


@policy(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_one(request: HttpRequest, id_: int) -> HttpResponse:
    """Choose an event for a person: invited, or there unasked."""
    found, session = person_or_404(id_), member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    note_people(session, "open_contact", [id_])
    listed = {one.get("event") for one in found.all("attendance")}
    open_ones = [one for one in _open(session) if one.record not in listed]
    if request.method == "POST":
        held = _named(request, open_ones)
        if held is not None:
            invite(session, held, [id_], was_there=request.POST.get("was_there") == "yes")
            notices.say("success", _("Saved."))
            return see_other(place_of(id_, "attendance"))
    context = {
        "place": "find",
        "events": open_ones,
        "endangers": bool(found.contact.get("risk")),
        "consents": consents_of(session, found),
        "new_url": reverse("event_new"),
        "wrong": request.method == "POST",
        "back_url": place_of(id_, "attendance"),
    }
    return render(request, "events/invite.html", context)


@policy(Role.VIEWER)
@require_POST
def drop(request: HttpRequest, id_: int, record: int) -> HttpResponse:
    """Take a person off an event's list."""
    found, session = person_or_404(id_), member.current().session
    if not found.may_edit(session):
        return forbidden(request)
    held = found.records["attendance"].get(record)
    if held is None:
        raise Http404
    try:
        take_off(session, found.journal, id_, record=record)
    except ConflictError:
        notices.say("warning", AT_ONCE)
    else:
        notices.say("success", _("Taken off the list. The history can undo it."))
    return see_other(place_of(id_, "attendance"))


@policy(Role.EDITOR)
@require_POST
def note_answers(request: HttpRequest, record: int) -> HttpResponse:
    """Note what a page of the list says: who answers what, who came."""
    session, held = member.current().session, event_or_404(record)
    if not may_change(session, held) or held.event.closed:
        return forbidden(request)
    listed = {one.record for one in attendances(raw_connection(), record)}
    noted = note_attendance(session, [one for one in typed_rows(request.POST) if one.record in listed])
    tell(noted)
    shown, page = request.POST.get("show", ""), request.POST.get("page", "")
    query = f"show={shown if shown in SHOWN else 'all'}&page={page if page.isdecimal() else '1'}"
    return see_other(f"{reverse('event', args=[record])}?{query}")


def tell(noted: Noted) -> None:
    """Say what was noted."""
    if noted.changed:
        words = ngettext("Noted for %(n)s person.", "Noted for %(n)s people.", noted.changed)
        notices.say("success", words % {"n": noted.changed})
    if noted.clashed:
        words = ngettext(
            "%(n)s line was changed by somebody else at the same moment. It is left as they wrote it: look.",
            "%(n)s lines were changed by somebody else at the same moment. They are left as they wrote them: look.",
            noted.clashed,
        )
        notices.say("warning", words % {"n": noted.clashed})
    if not noted.changed and not noted.clashed:
        notices.say("info", _("Nothing was different, so nothing was changed."))


def _open(session: Session) -> list[EventHeld]:
    return [one for one in reversed(events(session)) if not one.event.closed and may_change(session, one)]


def _named(request: HttpRequest, open_ones: list[EventHeld]) -> EventHeld | None:
    return next((one for one in open_ones if str(one.record) == request.POST.get("event")), None)


urlpatterns: list[URLPattern] = [
    path("events/add", add_found, name="event_add_found"),
    path("events/<int:record>/answers", note_answers, name="event_answers"),
    path("contacts/<int:id_>/events/invite", invite_one, name="event_invite"),
    path("contacts/<int:id_>/events/<int:record>/drop", drop, name="event_drop"),
]
