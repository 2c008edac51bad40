"""The home page: what waits, and what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from busel.desk import member
from busel.desk.clock import moment
from busel.desk.web.components import Stat
from busel.desk.web.policy import signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.workspace.models import Contact


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person and how the zone stands."""
    here = member.current()
    stats = [Stat(Contact.objects.count(), "People")]
    return render(
        request,
        "home.html",
        {"place": "home", "stats": stats, "last_seen": moment(here.last_seen) if here.last_seen else None},
    )


@signed_in
def to_home(_request: HttpRequest) -> HttpResponse:
    """Who is signed in already and asks for the sign-in page is led home."""
    return see_other("/")
