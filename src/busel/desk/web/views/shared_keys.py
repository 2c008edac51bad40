"""The keys that all accounts share: when they are due, one press that changes them, and what came of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.access import rotating
from busel.desk.actions import accounts
from busel.desk.journals.writing import NotAllowedError
from busel.desk.keys.organisation import ended_accounts, organisation_keys_owed, shared_journals
from busel.desk.keys.posting import handles_of
from busel.desk.running import member
from busel.desk.web import notices
from busel.desk.web.access_words import WHY_WORDS
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.shared_keys_words import at_work
from busel.desk.web.views.access_runs import refreshing
from busel.registry.roles import Role


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def shared_keys(request: HttpRequest) -> HttpResponse:
    """Show whether they are due; one press changes them, and this page tells how far it is."""
    session = member.current().session
    journals = shared_journals(session)
    if request.method == "POST":
        rotating.start(session, journals)
        return see_other(reverse("shared_keys"))
    now = rotating.current()
    if at_work(session):
        told = {"place": "accounts", "doing": _("what all accounts share"), "done": now.step, "total": now.steps}
        return refreshing(request, render(request, "members/keys_work.html", told))
    failed = [WHY_WORDS[why] for journal, why in now.failed.items() if journal in journals]
    context = {
        "place": "accounts",
        "owed": organisation_keys_owed(session),
        "failed": failed[:1],
        "done": not failed and bool(set(now.done) & set(journals)),
    }
    return render(request, "accounts/shared_keys.html", context)


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def end_account(request: HttpRequest, account: str) -> HttpResponse:
    """Ask once more, then end an account for good."""
    session = member.current().session
    office = session.keyring.named("office")
    handles = handles_of(session, office.journal) if office else {}
    id_ = next((one for one in handles if one.hex() == account), None)
    if id_ is None:
        raise Http404
    handle = {"handle": handles[id_]}
    if id_ in ended_accounts(session):
        notices.say("info", _("The account “%(handle)s” has ended already.") % handle)
        return see_other(reverse("accounts"))
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        return _ended(id_, handle)
    context = {
        "place": "accounts",
        "question": _("End the account “%(handle)s” for good?") % handle,
        "text": _("For somebody who has left. Who comes back later gets a new invitation, and a new account."),
        "consequences": [
            _("It is frozen at once, and no administrator agrees to open it again."),
            _("What it holds in divisions, the coordinators end. Tell them."),
            _("Afterwards the keys that all accounts share are to be changed: the next page does it."),
        ],
        "action": _("End the account"),
        "dangerous": True,
        "back_url": reverse("accounts"),
    }
    return render(request, "confirm.html", context)


def _ended(account: bytes, handle: dict[str, str]) -> HttpResponse:
    try:
        accounts.end_account(member.current().session, account)
    except NotAllowedError:
        told = _("“%(handle)s” is an administrator: the trustees end it together, by the command “busel recover”.")
        notices.say("info", told % handle)
        return see_other(reverse("accounts"))
    notices.say("success", _("The account “%(handle)s” has ended.") % handle)
    return see_other(reverse("shared_keys"))


urlpatterns: list[URLPattern] = [
    path("accounts/keys", shared_keys, name="shared_keys"),
    path("accounts/<str:account>/end", end_account, name="end_account"),
]
