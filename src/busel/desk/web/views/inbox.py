"""The inbox: what collectors sent, envelope by envelope; doubtful ones are told plainly."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.access.renewed import ALARMS
from busel.desk.account.alarm import TAKEN
from busel.desk.actions.entries import DecidedAlreadyError, reject_entries, reject_entry
from busel.desk.actions.moving import clear_notes, settle
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.envelopes import NEWCOMER, TIDINGS
from busel.desk.inboxes.inbox import Waiting
from busel.desk.inboxes.totals import TOTALS
from busel.desk.people.moving import all_on_the_way
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.inbox_words import (
    DOUBT_WORDS,
    TIDINGS_WORDS,
    WaitingRow,
    doubtful_row,
    rejection_words,
    sender_rows,
    totals_row,
    waiting_row,
)
from busel.desk.web.moving_words import settled_words
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views import envelope
from busel.desk.web.views.around import zone_name
from busel.registry.roles import Role

PAGE = 50
_SORTS = {"from": lambda one: (one.sender, one.order), "day": lambda one: one.order}


@policy(Role.EDITOR)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits, the oldest first."""
    session = member.current().session
    for one in settle(session):
        notices.say("success" if one.state in ("gone", "ended") else "warning", settled_words(session, one))
    look = INBOX.look(session)
    clear_notes(session, look)
    waiting = _ordered(look.envelopes.values(), request.GET.get("sort", ""))
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    zone = zone_name(session.keyring)
    first = next((one for one in page if not one.doubt), None)
    page.object_list = [_row(one, zone) for one in page]  # type: ignore[misc]  # rows in the place of envelopes
    context = {
        "place": "inbox",
        "page": page,
        "first_url": reverse("inbox_envelope", args=[first.name]) if first else "",
        "unopened": look.unopened,
        "on_the_way": len(all_on_the_way(session)),
        "senders": [row for row in sender_rows(waiting) if row.envelopes > 1],
    }
    return render(request, "inbox/list.html", context)


def _row(one: Waiting, zone: str) -> WaitingRow:
    if one.doubt == NEWCOMER and _coordinates(one):
        return doubtful_row(reverse("newcomer", args=[one.name]), one, zone)
    if one.doubt == TAKEN and _coordinates(one) and (name := ALARMS.name_of(member.current().session, one.id)):
        return doubtful_row(reverse("renewed", args=[name]), one, zone)
    if one.doubt == TOTALS:
        return totals_row(reverse("inbox_totals", args=[one.name]), one, zone)
    if one.doubt:
        return doubtful_row(reverse("inbox_doubtful", args=[one.name]), one, zone)
    return waiting_row(reverse("inbox_envelope", args=[one.name]), one, zone)


def _ordered(waiting: Iterable[Waiting], sort: str) -> list[Waiting]:
    key = _SORTS.get(sort.removeprefix("-"), _SORTS["day"])
    return sorted(waiting, key=key, reverse=sort.startswith("-"))


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def sender(request: HttpRequest, name: str) -> HttpResponse:
    """Say what rejecting all of one sender means, and do it once that is confirmed."""
    some = INBOX.of_sender(name)
    if not some:
        notices.say("info", _("This envelope is no longer in the inbox."))
        return see_other(reverse("inbox"))
    # What came or was decided meanwhile is shown before it is carried out.
    shown = f"{len(some)}-{sum(one.people for one in some)}"
    if request.method == "POST" and request.POST.get("rejecting") == shown:
        reject_entries(member.current().session, some)
        notices.say("success", _("It is rejected. Nobody was stored."))
        return see_other(reverse("inbox"))
    question, action, consequences = rejection_words(some)
    context = {
        "place": "inbox",
        "question": question,
        "consequences": consequences,
        "action": action,
        "dangerous": True,
        "hidden": [("rejecting", shown)],
        "back_url": reverse("inbox"),
    }
    return render(request, "confirm.html", context)


def _coordinates(one: Waiting) -> bool:
    return member.current().session.may(Role.COORDINATOR, one.division)


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def doubtful(request: HttpRequest, name: str) -> HttpResponse:
    """Say what is wrong with an envelope, and put it away once that is confirmed."""
    found = INBOX.waiting(name)
    if found is None or not found.doubt:
        notices.say("info", _("This envelope is no longer in the inbox."))
        return see_other(reverse("inbox"))
    mine = found.doubt != NEWCOMER and (found.doubt not in TIDINGS or _coordinates(found))
    if mine and request.method == "POST" and request.POST.get("confirmed") == "yes":
        try:
            reject_entry(member.current().session, found)
        except DecidedAlreadyError:
            notices.say("info", _("This envelope is no longer in the inbox."))
        else:
            notices.say("success", _("The envelope is put away. Nobody was stored."))
        return see_other(reverse("inbox"))
    context = {
        "place": "inbox",
        "question": TIDINGS_WORDS.get(found.doubt) or _("Put this envelope away?"),
        "text": DOUBT_WORDS[found.doubt],
        "consequences": []
        if found.doubt in TIDINGS
        else [
            _("It lies in the inbox of %(division)s.")
            % {"division": division_words(found.division_name, get_language() or "be")},
            _("Putting it away destroys it for everybody. Nobody is stored."),
            _("If you expect something from a collector, ask them first whether they sent it."),
        ],
        "action": _("Put it away"),
        "dangerous": True,
        "nothing": not mine,
        "back_url": reverse("inbox"),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/doubtful/<str:name>", doubtful, name="inbox_doubtful"),
    path("inbox/sender/<str:name>", sender, name="inbox_sender"),
    *envelope.urlpatterns,
]
