"""Sending a person to another division, and who is on the way."""

from __future__ import annotations

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.desk.actions.moving import (
    OnTheWayAlreadyError,
    accept_at_once,
    let_stand,
    send_person,
    settle,
    take_back,
    take_out,
)
from busel.desk.journals.writing import ConflictError
from busel.desk.oversight.access_log import note, note_people
from busel.desk.people.moving import OnTheWay, all_on_the_way, destinations, way_of
from busel.desk.people.person import Person
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.error_views import forbidden
from busel.desk.web.forms.moving import MoveForm
from busel.desk.web.moving_words import settled_words, staying_words, way_rows
from busel.desk.web.person_page import title_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views import departed
from busel.desk.web.views.contacts import person_or_404
from busel.journal.errors import TooLongError
from busel.registry.roles import Role


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, id_: int) -> HttpResponse:
    """Ask where to, and say what goes along; once confirmed, send."""
    session = member.current().session
    found = person_or_404(id_)
    if not found.may_edit(session):
        return forbidden(request)
    note(session, "open_contact", found.journal, [id_])
    if way_of(session, found) is not None:
        return see_other(reverse("moves"))
    divisions = destinations(session, found.journal)
    form = MoveForm(request.POST or None, divisions=divisions)
    if request.method == "POST" and "confirmed" in request.POST and form.is_valid():
        return _send(session, found, form)
    context = {
        "place": "find",
        "question": _("Send %(name)s to another division?") % {"name": title_of(found, get_language() or "be").first},
        "text": _("All that is stored about this person travels, sealed, to the inbox of that division.")
        if divisions
        else _("There is no other division to which anybody could go."),
        "consequences": [
            _("Until an editor there accepts, the person stays here. Then they stand there, and here no more."),
            _("Where you may change people yourself, they are accepted at once."),
            *staying_words(found),
        ],
        "action": _("Send the person"),
        "form": form if divisions else None,
        "nothing": not divisions,
        "back_url": reverse("contact", args=[id_]),
    }
    return render(request, "confirm.html", context)


def _send(session: Session, found: Person, form: MoveForm) -> HttpResponse:
    try:
        way = send_person(session, found, form.to, with_history=form.cleaned_data["with_history"])
    except (OnTheWayAlreadyError, ConflictError):
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
        return see_other(reverse("contact", args=[found.id]))
    except TooLongError:
        notices.say("error", _("That is too much for one envelope. Send the person without the list of changes."))
        return see_other(reverse("move", args=[found.id]))
    except msgspec.ValidationError:
        notices.say("error", _("Something about this person is in a form that no inbox takes. Nothing was sent."))
        return see_other(reverse("contact", args=[found.id]))
    if not session.may(Role.EDITOR, form.to):
        notices.say("success", _("The person is on the way. As soon as an editor there has decided, it is told here."))
        return see_other(reverse("moves"))
    accept_at_once(session, way)
    _tell(session)
    return see_other(reverse("moves") if all_on_the_way(session) else reverse("find"))


def _tell(session: Session) -> None:
    for one in settle(session):
        notices.say("success" if one.state in ("gone", "ended") else "warning", settled_words(session, one))


@policy(Role.EDITOR)
@require_safe
def moves(request: HttpRequest) -> HttpResponse:
    """Show who is on the way, and what somebody has to look at."""
    session = member.current().session
    _tell(session)
    ways = all_on_the_way(session)
    note_people(session, "find_contacts", [one.record.contact for one in ways])
    rows = list(way_rows(session, ways, get_language() or "be"))
    coordinates = bool(session.divisions(least=Role.COORDINATOR))
    context = {
        "place": "inbox",
        "rows": rows,
        "back_url": reverse("inbox"),
        "departed_url": reverse("departed") if coordinates else "",
    }
    return render(request, "moves.html", context)


@policy(Role.EDITOR)
@require_POST
def decide(request: HttpRequest, record: int) -> HttpResponse:
    """Take back, let stand, or take out, once that is confirmed."""
    session = member.current().session
    way = next((one for one in all_on_the_way(session) if one.id == record), None)
    if way is None:
        notices.say("info", _("This is over already."))
        return see_other(reverse("moves"))
    do = request.POST.get("do")
    try:
        if do == "back":
            take_back(session, way)
            notices.say("success", _("Taken back: the person stays here. The other division is told."))
        elif do == "stand" and not way.is_open:
            let_stand(session, way)
            notices.say("success", _("The person stays here."))
        elif do == "out" and way.record.state in ("changed", "both"):
            return _take_out(request, session, way)
        else:
            raise Http404
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))
    return see_other(reverse("moves"))


def _take_out(request: HttpRequest, session: Session, way: OnTheWay) -> HttpResponse:
    if request.POST.get("confirmed") == "yes":
        take_out(session, way)
        notices.say("success", _("The person stands in the other division now, and here no more."))
        return see_other(reverse("moves"))
    context = {
        "place": "inbox",
        "question": _("Take the person out here?"),
        "consequences": [
            _("They stay in the other division, as they were when you sent them."),
            _("What was changed here since then goes. Write it down for the other division before."),
        ],
        "action": _("Take them out here"),
        "dangerous": True,
        "hidden": [("do", "out")],
        "back_url": reverse("moves"),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    *departed.urlpatterns,
    path("contacts/<int:id_>/move", move, name="move"),
    path("moves/", moves, name="moves"),
    path("moves/<int:record>", decide, name="move_decide"),
]
