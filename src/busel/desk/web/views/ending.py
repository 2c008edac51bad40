"""Ending access: shown with what it means, confirmed, then the keys change."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.access import jobs
from busel.desk.access.granting import work_for
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.access_summary import summary_of_end
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.members import found_or_404
from busel.registry.roles import Role


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, account: str, division: str = "") -> HttpResponse:
    """Ask once more, with what it means; then end what somebody holds on one division, or on all."""
    session = member.current().session
    who = found_or_404(session, account)
    back = reverse("member", args=[account])
    divisions = [one.division for one in who.holdings if division in ("", one.division.hex())]
    if who.account == session.account:
        notices.say("info", _("Nobody takes from their own access: another coordinator does it."))
        return see_other(back)
    if not divisions:
        notices.say("info", _("They hold nothing there any more."))
        return see_other(back)
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        job = jobs.start(session, work_for(who.member, divisions, None))
        return see_other(reverse("access_work", args=[job.id]))
    told = summary_of_end(session, who, divisions)
    context = {"place": "members", "handle": who.handle, "told": told, "back_url": back, "all": not division}
    return render(request, "members/end.html", context)


urlpatterns: list[URLPattern] = [
    path("members/accounts/<str:account>/end", end, name="member_end"),
    path("members/accounts/<str:account>/end/<str:division>", end, name="member_end_one"),
]
