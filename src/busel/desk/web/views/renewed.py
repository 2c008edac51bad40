"""An account that may have been taken has new keys: six words are compared, then one press gives the keys anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.access import rotating
from busel.desk.access.holders import coordinated
from busel.desk.access.renewed import ALARMS, Renewed, concerned
from busel.desk.actions.access import put_alarm_away, take_in_anew
from busel.desk.freezes.freeze_notes import frozen_anywhere
from busel.desk.inboxes.inbox import count_waiting
from busel.desk.keys.owing import rotations_owed
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.access_words import names_of
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.registry.roles import Role


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, name: str) -> HttpResponse:
    """Show the six words of the new keys; who says that they agree gives the keys of all divisions anew."""
    session = member.current().session
    count_waiting(session)
    found = ALARMS.find(session, name)
    if found is None:
        return _gone()
    divisions = concerned(session, found.member)
    is_frozen = found.member.account in frozen_anywhere(session, divisions)
    if request.method == "POST" and request.POST.get("same") == "yes" and not is_frozen:
        return _taken_in(session, found)
    others = [one for one in ALARMS.look(session) if one.member.account == found.member.account and one != found]
    context = {
        "place": "members",
        "handle": found.member.handle,
        "words": found.words(session).split(),
        "divisions": names_of(session, divisions),
        "is_frozen": is_frozen,
        "others": len(others),
        "refuse_url": reverse("renewed_refuse", args=[name]),
    }
    return render(request, "members/renewed.html", context)


def _taken_in(session: Session, found: Renewed) -> HttpResponse:
    waits = take_in_anew(session, found)
    told = {"handle": found.member.handle}
    notices.say("success", _("“%(handle)s” goes on with the new keys. The old ones sign nothing any more.") % told)
    if waits:
        names = ", ".join(names_of(session, waits))
        text = _("A second coordinator has to agree in %(divisions)s; until then the access rests there.")
        notices.say("info", text % {"divisions": names})
    owed = rotations_owed(session, [one.journal for one in coordinated(session)])
    if owed:
        rotating.start(session, owed)
    return see_other(reverse("rotate_all"))


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, name: str) -> HttpResponse:
    """Say what different words mean, and put the alarm away once that is confirmed."""
    session = member.current().session
    found = ALARMS.find(session, name)
    if found is None:
        return _gone()
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        put_alarm_away(session, found)
        notices.say("success", _("It is put away. These keys get nothing."))
        return see_other(reverse("members"))
    context = {
        "place": "members",
        "question": _("Give nothing to these keys?"),
        "text": _(
            "If the words differ, or the person knows nothing of it, somebody else has the account and was quicker."
            " Freeze it now, on its page under Members, and change the keys."
        ),
        "consequences": [
            _("The message of “%(handle)s” is taken out of the inboxes. Nobody gets a key.")
            % {"handle": found.member.handle},
            _("First read the words to each other once more, slowly. One word misread is no attack."),
            _("The person begins a new account: an administrator makes a new invitation."),
        ],
        "action": _("Put the message away"),
        "dangerous": True,
        "back_url": reverse("renewed", args=[name]),
    }
    return render(request, "confirm.html", context)


def _gone() -> HttpResponse:
    notices.say("info", _("Somebody has decided about this account already."))
    return see_other(reverse("members"))


urlpatterns: list[URLPattern] = [
    path("members/renewed/<str:name>", compare, name="renewed"),
    path("members/renewed/<str:name>/refuse", refuse, name="renewed_refuse"),
]
