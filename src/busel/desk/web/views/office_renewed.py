"""New keys of an account, as an administrator sees them: six words are compared before anything is sent to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.access import office_renewed, rotating
from busel.desk.access.renewed import Renewed
from busel.desk.actions.office import put_office_alarm_away, take_in_for_office
from busel.desk.keys.organisation import administrators, organisation_keys_owed, shared_journals
from busel.desk.oversight.auditing import auditors
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.registry.roles import Role


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, name: str) -> HttpResponse:
    """Show the six words of the new keys; who says that they agree lets the office send to them."""
    session = member.current().session
    found = office_renewed.find(session, name)
    if found is None:
        return _gone()
    is_frozen = office_renewed.is_frozen(session, found.member)
    if request.method == "POST" and request.POST.get("same") == "yes" and not is_frozen:
        return _taken_in(session, found)
    context = {
        "place": "accounts",
        "handle": found.member.handle,
        "words": found.words(session).split(),
        "is_frozen": is_frozen,
        "others": office_renewed.rivals(session, found),
        "administrates": found.member.account in administrators(session),
        "audits": found.member.account in auditors(session),
        "refuse_url": reverse("office_renewed_refuse", args=[name]),
    }
    return render(request, "accounts/renewed.html", context)


def _taken_in(session: Session, found: Renewed) -> HttpResponse:
    take_in_for_office(session, found)
    told = {"handle": found.member.handle}
    notices.say("success", _("“%(handle)s” goes on with the new keys. The old ones sign nothing any more.") % told)
    if organisation_keys_owed(session):
        rotating.start(session, shared_journals(session))
    return see_other(reverse("shared_keys"))


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, name: str) -> HttpResponse:
    """Say what different words mean, and put the message away once that is confirmed."""
    session = member.current().session
    found = office_renewed.find(session, name)
    if found is None:
        return _gone()
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        put_office_alarm_away(session, found)
        notices.say("success", _("It is put away. These keys get nothing."))
        return see_other(reverse("accounts"))
    context = {
        "place": "accounts",
        "question": _("Give nothing to these keys?"),
        "text": _(
            "If the words differ, or the person knows nothing of it, somebody else has the account, or its old key."
            " Freeze it now, on the page “Accounts”, and tell its coordinators."
        ),
        "consequences": [
            _("The message of “%(handle)s” is taken out of the inboxes. Nobody gets a key.")
            % {"handle": found.member.handle},
            _("First read the words to each other once more, slowly. One word misread is no attack."),
            _("The person begins a new account: an administrator makes a new invitation."),
        ],
        "action": _("Put the message away"),
        "dangerous": True,
        "back_url": reverse("office_renewed", args=[name]),
    }
    return render(request, "confirm.html", context)


def _gone() -> HttpResponse:
    notices.say("info", _("Somebody has decided about this account already."))
    return see_other(reverse("accounts"))


urlpatterns: list[URLPattern] = [
    path("accounts/renewed/<str:name>", compare, name="office_renewed"),
    path("accounts/renewed/<str:name>/refuse", refuse, name="office_renewed_refuse"),
]
