"""The inbox: what collectors sent, envelope by envelope; doubtful ones are told plainly."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk import member
from busel.desk.actions.entries import DecidedAlreadyError, reject_entry
from busel.desk.deciding import INBOX
from busel.desk.web import notices
from busel.desk.web.inbox_words import DOUBT_WORDS, WaitingRow, doubtful_row, waiting_row
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views import envelope
from busel.desk.web.views.around import zone_name
from busel.registry.roles import Role

PAGE = 50
_SORTS = {"from": lambda row: (row.sender, row.when), "day": lambda row: (row.when, row.sender)}


@policy(Role.EDITOR)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits, the oldest first."""
    session = member.current().session
    works, doubtful = INBOX.look(session)
    zone = zone_name(session.keyring)
    rows = [doubtful_row(reverse("inbox_doubtful", args=[name]), one, zone) for name, one in doubtful.items()]
    rows += [waiting_row(reverse("inbox_envelope", args=[name]), work, zone) for name, work in works.items()]
    page = Paginator(_ordered(rows, request.GET.get("sort", "")), PAGE).get_page(request.GET.get("page"))
    first = next((row.url for row in page if not row.doubt), "")
    return render(request, "inbox/list.html", {"place": "inbox", "page": page, "first_url": first})


def _ordered(rows: list[WaitingRow], sort: str) -> list[WaitingRow]:
    key = _SORTS.get(sort.removeprefix("-"), _SORTS["day"])
    return sorted(rows, key=key, reverse=sort.startswith("-"))


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def doubtful(request: HttpRequest, name: str) -> HttpResponse:
    """Say what is wrong with an envelope, and put it away once that is confirmed."""
    found = INBOX.doubtful(name)
    if found is None:
        notices.say("info", _("This envelope is no longer in the inbox."))
        return see_other(reverse("inbox"))
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        try:
            reject_entry(member.current().session, found)
        except DecidedAlreadyError:
            notices.say("info", _("This envelope is no longer in the inbox."))
        else:
            notices.say("success", _("The envelope is put away. Nobody was stored."))
        INBOX.put_away(name)
        return see_other(reverse("inbox"))
    context = {
        "place": "inbox",
        "question": _("Put this envelope away?"),
        "text": DOUBT_WORDS[found.doubt],
        "consequences": [
            _("It lies in the inbox of %(division)s.")
            % {"division": division_words(found.division_name, get_language() or "be")},
            _("Putting it away destroys it for everybody. Nobody is stored."),
            _("If you expect something from a collector, ask them first whether they sent it."),
        ],
        "action": _("Put it away"),
        "dangerous": True,
        "back_url": reverse("inbox"),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    path("inbox/", inbox, name="inbox"),
    path("inbox/doubtful/<str:name>", doubtful, name="inbox_doubtful"),
    *envelope.urlpatterns,
]
