"""Events: the list, one event with who is asked, answers and came; changing and closing it."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.contacts.shared import Event
from busel.desk.actions.events import change_event, save_event
from busel.desk.clock import today_iso
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note_people
from busel.desk.people.events import EventHeld, attendances, event_named, events
from busel.desk.people.shared_items import may_change
from busel.desk.running import member
from busel.desk.search.ordering import by_name
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.choice_words import EVENT_TYPE_WORDS
from busel.desk.web.clash_words import AT_ONCE
from busel.desk.web.components import Stat
from busel.desk.web.error_views import forbidden
from busel.desk.web.event_rows import SHOWN, rows, shown_of
from busel.desk.web.forms.division import DivisionForm
from busel.desk.web.forms.events import EventForm
from busel.desk.web.forms.record import decode
from busel.desk.web.found_people import back_of, chosen_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.preferences import switched
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Fields
from busel.registry.roles import Role

PAGE = 50
_WHOSE = gettext_lazy("Whose the event is: only who works there sees it.")


@policy(Role.VIEWER)
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """List the events: what comes, then what is over, the newest first."""
    session, today = member.current().session, today_iso()
    found = events(session)
    over = [one for one in reversed(found) if one.is_past(today)]
    page = Paginator(over, PAGE).get_page(request.GET.get("page"))
    page.object_list = [_line(one) for one in page.object_list]  # type: ignore[misc]  # lines in the place of events
    context = {
        "place": "find",
        "coming": [_line(one) for one in found if not one.is_past(today)],
        "page": page,
        "may_edit": bool(session.divisions(least=Role.EDITOR)),
        "back_url": reverse("find"),
    }
    return render(request, "events/all.html", context)


def _line(one: EventHeld) -> dict[str, Any]:
    return {"one": one, "type": EVENT_TYPE_WORDS.get(one.event.type, one.event.type)}


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make an event; then the people of a search are invited, if that is where it began."""
    session, chosen = member.current().session, chosen_of(request)
    if request.method != "POST" or switched(request):
        typed = request.POST.dict() if request.method == "POST" else None
        first, form = DivisionForm(initial=typed, session=session, hint=_WHOSE), EventForm(initial=typed)
    else:
        first, form = DivisionForm(request.POST, session=session, hint=_WHOSE), EventForm(request.POST)
        if first.is_valid() and form.is_valid():
            record = save_event(session, first.journal, form.event())
            if chosen:
                notices.say("success", _("The event is there. Choose it, and they are invited."))
                return see_other(f"{reverse('event_add_found')}?{request.GET.urlencode()}")
            notices.say("success", _("The event is there. Now invite people."))
            return see_other(reverse("event", args=[record]))
    context = {"place": "find", "first": first, "form": form, "is_new": True}
    return render(request, "events/edit.html", context | {"back_url": back_of(chosen) or reverse("events")})


@policy(Role.VIEWER)
@require_safe
def one(request: HttpRequest, record: int) -> HttpResponse:
    """Show an event: what it is, who is asked, who answers what, who came."""
    session, held = member.current().session, event_or_404(record)
    language, shown = get_language() or "be", shown_of(request)
    listed = attendances(raw_connection(), record)
    by_contact = {one.contact: one for one in listed if SHOWN[shown].fits(one)}
    page = Paginator(by_name(list(by_contact), language), PAGE).get_page(request.GET.get("page"))
    some = [by_contact[id_] for id_ in page.object_list]
    note_people(session, "find_contacts", [one.contact for one in some])
    page.object_list = rows(session, record, some, language=language)  # type: ignore[assignment]  # rows in the place of ids
    may_edit = may_change(session, held)
    context = {
        "place": "find",
        "event": held.event,
        "type": EVENT_TYPE_WORDS.get(held.event.type, held.event.type),
        "record": record,
        "stats": _stats(held),
        "shown": shown,
        "filters": [(name, one.words, name == shown) for name, one in SHOWN.items()],
        "page": page,
        "is_empty": not listed,
        "may_edit": may_edit,
        "may_note": may_edit and not held.event.closed,
        "back_url": reverse("events"),
    }
    return render(request, "events/event.html", context)


def _stats(held: EventHeld) -> list[Stat]:
    return [
        Stat(held.invited, _("invited")),
        Stat(held.confirmed, _("said that they come")),
        Stat(held.attended, _("came")),
    ]


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, record: int) -> HttpResponse:
    """Change what an event is called, when and where it is."""
    session, held = member.current().session, event_or_404(record)
    if not may_change(session, held):
        return forbidden(request)
    if request.method == "POST" and not switched(request):
        form = EventForm(request.POST)
        if form.is_valid():
            was = decode(form.cleaned_data["base"]) or {}
            now = form.event(closed=held.event.closed)
            return _change(session, held, now, was | {"closed": held.event.closed or None})
    elif request.method == "POST":
        form = EventForm(initial=request.POST.dict())
    else:
        form = EventForm(initial=EventForm.opened_on(held.event.fields()))
    context = {"place": "find", "form": form, "back_url": reverse("event", args=[record])}
    return render(request, "events/edit.html", context)


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, record: int) -> HttpResponse:
    """Ask, then close an event: its list stays as it is."""
    session, held = member.current().session, event_or_404(record)
    if not may_change(session, held) or held.event.closed:
        return forbidden(request)
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        return _change(session, held, _with(held.event, closed=True), held.event.fields())
    context = {
        "place": "find",
        "question": _("Close the event “%(title)s”?") % {"title": held.event.title},
        "consequences": [
            _("Nobody is invited any more, and nobody types in who came."),
            _("Who was asked and who came stays, and can be searched for."),
            _("You can open it again."),
        ],
        "action": _("Close this event"),
        "back_url": reverse("event", args=[record]),
    }
    return render(request, "confirm.html", context)


@policy(Role.EDITOR)
@require_POST
def reopen(request: HttpRequest, record: int) -> HttpResponse:
    """Open an event again that was closed."""
    session, held = member.current().session, event_or_404(record)
    if not may_change(session, held):
        return forbidden(request)
    return _change(session, held, _with(held.event, closed=False), held.event.fields())


def _with(event: Event, *, closed: bool) -> Event:
    return msgspec.structs.replace(event, closed=closed)


def _change(session: Session, held: EventHeld, now: Event, was: Fields) -> HttpResponse:
    try:
        change_event(session, held, now, was=was)
    except ConflictError:
        notices.say("warning", AT_ONCE)
    else:
        notices.say("success", _("Saved."))
    return see_other(reverse("event", args=[held.record]))


def event_or_404(record: int) -> EventHeld:
    """Return an event of the zone."""
    held = event_named(member.current().session, record)
    if held is None:
        raise Http404
    return held


urlpatterns: list[URLPattern] = [
    path("events/", every, name="events"),
    path("events/new", new, name="event_new"),
    path("events/<int:record>", one, name="event"),
    path("events/<int:record>/change", edit, name="event_edit"),
    path("events/<int:record>/close", close, name="event_close"),
    path("events/<int:record>/open", reopen, name="event_reopen"),
]
