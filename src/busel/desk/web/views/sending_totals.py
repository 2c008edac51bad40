"""Sending totals to the division above: just what goes is shown first; or each week by itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.actions.totals import NotSignedError, TooEarlyError, send_totals, send_totals_weekly
from busel.desk.inboxes.depositing import NoInboxError
from busel.desk.journals.writing import ConflictError, NotAllowedError
from busel.desk.reports.totals import Plan, plans, totals_of
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.totals_words import day_of, parts_of
from busel.registry.roles import Role


@policy(Role.EDITOR)
@require_safe
def sending(request: HttpRequest) -> HttpResponse:
    """Show which divisions tell whom, and when they did last."""
    session = member.current().session
    rows = [_row(session, plan) for plan in plans(session)]
    return render(request, "reports/sending.html", {"place": "reports", "rows": rows})


def _row(session: Session, plan: Plan) -> dict[str, Any]:
    return {
        "name": _said(plan.name),
        "above": _said(plan.above_name),
        "last": day_of(plan.last_day) if plan.last_day else None,
        "next": None if plan.may_send else day_of(plan.next_day),
        "weekly": plan.sent.weekly,
        "stuck": plan.is_stuck,
        "due": plan.is_due,
        "url": reverse("send_totals", args=[session.numbers[plan.journal]]),
    }


def _said(name: str) -> str:
    return division_words(name, get_language() or "be")


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Show just what goes; send it, or switch sending by itself, as the button says."""
    session = member.current().session
    plan = next((one for one in plans(session) if session.numbers[one.journal] == number), None)
    if plan is None:
        raise Http404
    if request.method == "POST":
        _do(session, plan, request.POST.get("do", ""))
        return see_other(reverse("send_totals", args=[number]))
    stuck = plan.sent.statement if plan.is_stuck and plan.is_same_week else None
    context = {
        "place": "reports",
        **_row(session, plan),
        "parts": parts_of(stuck or totals_of(session, plan)),
        "coordinates": session.may(Role.COORDINATOR, plan.journal),
    }
    return render(request, "reports/send.html", context)


def _do(session: Session, plan: Plan, what: str) -> None:
    above = {"above": _said(plan.above_name)}
    try:
        if what == "send":
            send_totals(session, plan.journal)
            notices.say("success", _("The totals are sent. An editor of %(above)s accepts them.") % above)
        elif what in ("weekly", "by-hand"):
            send_totals_weekly(session, plan.journal, on=what == "weekly")
            notices.say("success", _("Changed."))
    except TooEarlyError:
        notices.say("info", _("Totals go out once a week. These are not sent yet."))
    except NotSignedError:
        notices.say("warning", _("Your keys of this division are not the newest. Sign in again, then send."))
    except NoInboxError:
        notices.say("warning", _("%(above)s has no inbox that could be written to. Nothing was sent.") % above)
    except NotAllowedError:
        notices.say("warning", _("Only who coordinates this division sends its totals."))
    except ConflictError:
        notices.say("warning", _("Somebody else changed this at the same moment. Look, and try again."))


urlpatterns: list[URLPattern] = [
    path("reports/send/", sending, name="sending_totals"),
    path("reports/send/<int:number>", send, name="send_totals"),
]
