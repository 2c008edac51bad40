"""Access that one coordinator proposed: another one compares the six words too, then agrees or refuses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.access.asked import Asked, asked, find_asked
from busel.desk.access.proposing import NotThereError
from busel.desk.actions.access import agree, withdraw_asked
from busel.desk.clock import moment
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.access_summary import summary_of_asked
from busel.desk.web.access_words import names_of, until_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.reach_words import divisions_words
from busel.desk.web.role_words import ROLE_WORDS
from busel.registry.roles import Role


@policy(Role.COORDINATOR)
@require_safe
def everything_asked(request: HttpRequest) -> HttpResponse:
    """Show what waits for a second coordinator: others' for this person, and the own ones."""
    session = member.current().session
    rows = [_row(session, one) for one in asked(session)]
    context = {
        "place": "members",
        "mine": [row for row in rows if row["is_own"]],
        "others": [row for row in rows if not row["is_own"]],
    }
    return render(request, "members/asked.html", context)


def _row(session: Session, one: Asked) -> dict[str, Any]:
    names = names_of(session, one.divisions)
    return {
        "handle": one.member.handle,
        "where": names[0] if len(names) == 1 else divisions_words(len(names)),
        "role": ROLE_WORDS[one.terms.role],
        "until": until_words(one.terms.not_after),
        "by": one.by,
        "since": localtime(moment(one.since)).date(),
        "is_own": one.is_own,
        "url": reverse("asked_one", args=[one.name]),
        "withdraw_url": reverse("asked_withdraw", args=[one.name]),
    }


def _gone() -> HttpResponse:
    notices.say(
        "info",
        _("This waits no longer: somebody has decided, access was taken away since, or it is older than two weeks."),
    )
    return see_other(reverse("asked"))


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one_asked(request: HttpRequest, name: str) -> HttpResponse:
    """Show six words and terms once more; who agrees completes it."""
    session = member.current().session
    found = find_asked(session, name)
    if found is None:
        return _gone()
    if request.method == "POST" and request.POST.get("same") == "yes" and not found.is_own:
        try:
            agree(session, found)
        except NotThereError:
            return _gone()
        notices.say("success", _("The access is given. Who is signed in sees it with the next click."))
        return see_other(reverse("member", args=[found.member.account.hex()]))
    context = {
        "place": "members",
        "handle": found.member.handle,
        "by": found.by,
        "is_own": found.is_own,
        "words": found.words(session).split(),
        "told": summary_of_asked(session, found),
        "withdraw_url": reverse("asked_withdraw", args=[name]),
    }
    return render(request, "members/asked_one.html", context)


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, name: str) -> HttpResponse:
    """Ask once more, then take a proposal back, or refuse it."""
    session = member.current().session
    found = find_asked(session, name)
    if found is None:
        return _gone()
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        try:
            withdraw_asked(session, found)
        except NotThereError:
            return _gone()
        notices.say("success", _("It is taken back. Nobody was let in."))
        return see_other(reverse("asked"))
    words = {"handle": found.member.handle, "by": found.by}
    context = {
        "place": "members",
        "question": _("Take it back?") if found.is_own else _("Refuse it?"),
        "text": _("Access for “%(handle)s”, proposed by %(by)s.") % words,
        "consequences": [
            _("Nothing was given yet, so nothing ends and no keys change."),
            _("Tell the other coordinator why: they see only that it is gone."),
            _("If the six words differed, tell the administrator too, not through this system."),
        ],
        "action": _("Take the proposal back") if found.is_own else _("Refuse"),
        "dangerous": True,
        "back_url": reverse("asked_one", args=[name]),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    path("members/second/", everything_asked, name="asked"),
    path("members/second/<str:name>", one_asked, name="asked_one"),
    path("members/second/<str:name>/withdraw", withdraw, name="asked_withdraw"),
]
