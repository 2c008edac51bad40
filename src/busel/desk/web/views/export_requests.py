"""Requests to take many people out, as the coordinators see them: agree, or refuse."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from busel.desk.actions.exports import answer_request
from busel.desk.clock import moment
from busel.desk.exporting.requests import HOURS, Asked, find_request, requests
from busel.desk.exporting.right import divisions_to_export
from busel.desk.exporting.words import handle_of
from busel.desk.journals.writing import NotAllowedError
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.export_words import ANSWERED_WORDS, STATE_KINDS, described
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.registry.roles import Role

SHOWN = 20
"""Older ones stand in the log."""


@policy(Role.COORDINATOR)
@require_safe
def export_requests(request: HttpRequest) -> HttpResponse:
    """Show what waits for an answer, and what became of the newest others."""
    session = member.current().session
    others = [asked for asked in requests(session) if asked.account != session.account]
    context = {
        "place": "export" if divisions_to_export(session) else "home",
        "waiting": [_told(session, asked) for asked in others if asked.waits_for(session)],
        "others": [_told(session, asked) for asked in others if not asked.waits_for(session)][:SHOWN],
        "hours": HOURS,
    }
    return render(request, "exports/requests.html", context)


def _told(session: Session, asked: Asked) -> dict[str, Any]:
    return {
        "by": handle_of(session, asked.account),
        "count": asked.count,
        "elsewhere": len(set(asked.journals) - asked.held.keys()),
        "when": localtime(moment(asked.one.hour)),
        "state": ANSWERED_WORDS[asked.state],
        "kind": STATE_KINDS.get(asked.state, ""),
        "url": reverse("export_answer", args=[asked.record]),
        "letters": asked.is_letters,
        **described(session, asked.choice, list(asked.held)),
    }


@policy(Role.COORDINATOR)
@require_POST
def answer(request: HttpRequest, record: int) -> HttpResponse:
    """Agree or refuse."""
    agrees, session = request.POST.get("answer") == "agree", member.current().session
    asked = find_request(session, record)
    try:
        answer_request(session, record, agrees=agrees)
    except NotAllowedError:
        notices.say("warning", _("This request does not wait for you any more."))
    else:
        notices.say("success", _answered(asked) if agrees else _("You have refused."))
    return see_other(reverse("export_requests"))


def _answered(asked: Asked | None) -> str:
    if asked is not None and asked.is_letters:
        return _("You have agreed. The letters can be printed once, within a day.")
    return _("You have agreed. The file can be taken once, within a day.")


urlpatterns: list[URLPattern] = [
    path("export/requests", export_requests, name="export_requests"),
    path("export/requests/<int:record>", answer, name="export_answer"),
]
