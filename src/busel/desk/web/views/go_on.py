"""Letting a colleague go on whom the brake stopped."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions.go_on import let_go_on
from busel.desk.oversight.colleagues import Colleague, colleagues
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.registry.roles import Role


@policy(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: HttpRequest) -> HttpResponse:
    """Show the colleagues; let the one go on whose button was pressed."""
    session = member.current().session
    found = colleagues(session)
    if request.method == "POST":
        chosen = next((one for one in found if one.account.hex() == request.POST.get("account")), None)
        if chosen is None:
            raise Http404
        let_go_on(session, chosen.division, chosen.account)
        notices.say("success", _("%(who)s can go on today.") % {"who": chosen.handle})
        return see_other(reverse("go_on"))
    return render(request, "access_log/go_on.html", {"place": "home", "colleagues": [_row(one) for one in found]})


def _row(one: Colleague) -> dict[str, object]:
    division = division_words(one.division_name, get_language() or "be")
    return {"account": one.account.hex(), "handle": one.handle, "division": division, "goes_on": one.goes_on}


urlpatterns: list[URLPattern] = [path("let-go-on", go_on, name="go_on")]
