"""What was cut off before it was written everywhere: told, and finished or taken back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from busel.desk.actions.half_done import finish_deed, take_back_deed
from busel.desk.journals.half_done import HalfDone, find_half_done, half_done
from busel.desk.journals.writing import ConflictError
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.half_done_words import told
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.registry.roles import Role


@policy(Role.EDITOR)
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show each such deed with its two ways out."""
    session, language = member.current().session, get_language() or "be"
    things = [told(session, half, language) for half in half_done(session)]
    return render(request, "half_done.html", {"place": "home", "things": things})


@policy(Role.EDITOR)
@require_POST
def finish(_request: HttpRequest, deed: str) -> HttpResponse:
    """Write it where it is missing."""

    def do(session: Session, half: HalfDone) -> None:
        if not half.can_be_finished:  # its page has no such button
            raise Http404
        finish_deed(session, half)
        notices.say("success", _("It is finished: it stands in every division now."))

    return _settle(deed, do)


@policy(Role.EDITOR)
@require_POST
def take_back(_request: HttpRequest, deed: str) -> HttpResponse:
    """Take it out where it stands."""

    def do(session: Session, half: HalfDone) -> None:
        if take_back_deed(session, half):
            notices.say("success", _("It is taken back in every division."))
        else:
            notices.say("info", _("It is taken back. What somebody changed since stays as it is."))

    return _settle(deed, do)


def _settle(deed: str, do: Callable[[Session, HalfDone], None]) -> HttpResponse:
    session = member.current().session
    half = find_half_done(session, bytes.fromhex(deed)) if _is_id(deed) else None
    if half is None:
        notices.say("info", _("It is settled already: by you, or by somebody else."))
    else:
        try:
            do(session, half)
        except ConflictError:
            notices.say("warning", _("Somebody changed it since. Nothing was overwritten: open it and save it anew."))
    return see_other(reverse("half_done" if half_done(session) else "home"))


def _is_id(deed: str) -> bool:
    return len(deed) % 2 == 0 and all(sign in "0123456789abcdef" for sign in deed)


urlpatterns: list[URLPattern] = [
    path("half-done", show, name="half_done"),
    path("half-done/<str:deed>/finish", finish, name="half_done_finish"),
    path("half-done/<str:deed>/take-back", take_back, name="half_done_take_back"),
]
