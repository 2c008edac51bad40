"""A newcomer: six words are compared by voice or on paper, then access is given, or the hello is put away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.access import drafts
from busel.desk.access.grants import ON_DIVISIONS
from busel.desk.access.newcomers import ENTRANCE
from busel.desk.actions.access import refuse_newcomer
from busel.desk.inboxes.inbox import count_waiting
from busel.desk.keys.custodies import freezes
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.place_words import division_words
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.reach_words import language
from busel.desk.web.role_words import ROLE_WORDS
from busel.registry.roles import Role


def _gone() -> HttpResponse:
    notices.say("info", _("This newcomer waits no longer: somebody has decided already."))
    return see_other(reverse("members"))


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, name: str) -> HttpResponse:
    """Show the six words; who says that they agree goes on to give access, who says no to refuse."""
    session = member.current().session
    count_waiting(session)
    arrived = ENTRANCE.find(session, name)
    if arrived is None:
        return _gone()
    bundle = session.ledgers[arrived.division].bundle
    can_be_frozen = freezes(session, bundle, arrived.newcomer.hello)
    if request.method == "POST" and request.POST.get("same") == "yes" and can_be_frozen:
        draft = drafts.for_newcomer(arrived, ON_DIVISIONS)
        return see_other(reverse("access_where", args=[draft.id]))
    hello = arrived.newcomer.hello
    context = {
        "place": "members",
        "handle": hello.handle,
        "division": division_words(arrived.division_name, language()),
        "role": ROLE_WORDS[hello.role] if hello.role in ON_DIVISIONS else "",
        "words": arrived.words(session).split(),
        "can_be_frozen": can_be_frozen,
        "refuse_url": reverse("newcomer_refuse", args=[name]),
    }
    return render(request, "members/newcomer.html", context)


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, name: str) -> HttpResponse:
    """Say what different words mean, and put the hello away once that is confirmed."""
    session = member.current().session
    arrived = ENTRANCE.find(session, name)
    if arrived is None:
        return _gone()
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        refuse_newcomer(session, arrived)
        notices.say("success", _("It is put away. Nobody was let in."))
        return see_other(reverse("members"))
    context = {
        "place": "members",
        "question": _("Let nobody in?"),
        "text": _(
            "If the words differ, what reached you is not what the newcomer’s screen made. Somebody stands between you,"
            " or the two of you look at different pages. Never give access then."
        ),
        "consequences": [
            _("The request of “%(handle)s” is taken out of the inbox. Nobody gets a key.")
            % {"handle": arrived.newcomer.hello.handle},
            _("First read the words to each other once more, slowly. One word misread is no attack."),
            _("If they differ again, tell the administrator, not through this system. A new invitation is needed."),
        ],
        "action": _("Put the request away"),
        "dangerous": True,
        "back_url": reverse("newcomer", args=[name]),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    path("members/newcomers/<str:name>", compare, name="newcomer"),
    path("members/newcomers/<str:name>/refuse", refuse, name="newcomer_refuse"),
]
