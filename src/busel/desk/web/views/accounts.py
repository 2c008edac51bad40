"""Accounts: how each stands, shutting one, agreeing to open one; for administrators, and for coordinators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from busel.desk.actions import accounts
from busel.desk.freezes.frozen import NothingKeptError, Standing, standings
from busel.desk.freezes.thaw_halves import SameHandError
from busel.desk.keys.custodies import OFFICE, holders
from busel.desk.keys.organisation import administrators, ended_accounts, organisation_keys_owed
from busel.desk.keys.posting import handles_of
from busel.desk.running import member
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.forms.idle import IdleForm
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.standing_words import agreed_words, ended_row, same_hand_words, standing_row
from busel.registry.roles import Role
from busel.shelf.protocol import IDLE_DAYS, THAW_DAYS


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def all_accounts(request: HttpRequest) -> HttpResponse:
    """Show every account and how it stands; take the limit of days without use."""
    session = member.current().session
    office = session.keyring.named(OFFICE)
    known = standings(session, [one for one in holders(session) if one.name == OFFICE])
    days = next((one.idle_days for one in known.values()), IDLE_DAYS)
    form = IdleForm(request.POST or None, initial={"days": days})
    if request.method == "POST" and form.is_valid():
        accounts.set_idle_days(session, form.cleaned_data["days"])
        notices.say("success", _("Saved. It counts from now on, for every account."))
        return see_other(reverse("accounts"))
    handles = handles_of(session, office.journal if office else b"")
    over, chiefs = ended_accounts(session), administrators(session)
    rows = [_row(session, handle, account, known.get(account)) for account, handle in handles.items()]
    rows = [row | ended_row(row["account"] in over, is_administrator=row["account"] in chiefs) for row in rows]
    rows.sort(key=lambda row: (row["has_ended"], not row["is_shut"], row["handle"]))
    context = {
        "place": "accounts",
        "rows": rows,
        "shut": sum(row["is_shut"] for row in rows),
        "keys_owed": organisation_keys_owed(session),
        "form": form,
    }
    return render(request, "accounts/all.html", context)


def _row(session: Session, handle: str, account: bytes, standing: Standing | None) -> dict[str, Any]:
    same_hand = same_hand_words(session, account, standing, from_office=True)
    return {
        "account": account,
        "handle": handle,
        "is_self": account == session.account,
        **standing_row(account, standing, from_office=True, same_hand=same_hand),
    }


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def freeze_from_office(request: HttpRequest, account: str) -> HttpResponse:
    """Ask once more, then freeze an account."""
    return _freeze(request, account, accounts.freeze_from_office, back=reverse("accounts"))


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def freeze_account(request: HttpRequest, account: str) -> HttpResponse:
    """Ask once more, then freeze somebody's account."""
    return _freeze(request, account, accounts.freeze_account, back=reverse("member", args=[account]))


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def agree_from_office(request: HttpRequest, account: str) -> HttpResponse:
    """Ask once more, then agree that an account opens again."""
    return _agree(request, account, accounts.agree_from_office, back=reverse("accounts"))


@policy(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def agree_to_thaw(request: HttpRequest, account: str) -> HttpResponse:
    """Ask once more, then agree that somebody's account opens again."""
    return _agree(request, account, accounts.agree_to_thaw, back=reverse("member", args=[account]))


def _freeze(request: HttpRequest, account: str, freeze: Callable[[Session, bytes], None], *, back: str) -> HttpResponse:
    session, (id_, handle) = member.current().session, _known(account)
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        try:
            freeze(session, id_)
        except NothingKeptError:
            notices.say("error", _nothing_kept(handle))
            return see_other(back)
        notices.say("success", _("“%(handle)s” is frozen. Its open pages are closed.") % {"handle": handle})
        return see_other(back)
    consequences = [
        _("Its open pages close at once, and nobody signs in with it."),
        _("It opens again only when an administrator and a coordinator agree."),
        _("Nothing is deleted. Afterwards the keys of its divisions are to be changed; the home page says so."),
    ]
    if id_ == session.account:
        consequences.insert(0, _("This is your own account: you are signed out in the same moment."))
    context = {
        "place": "accounts" if back == reverse("accounts") else "members",
        "question": _("Freeze “%(handle)s”?") % {"handle": handle},
        "text": _("For somebody who was detained, searched, or lost a laptop. Better once too often: two can undo it."),
        "consequences": consequences,
        "action": _("Freeze the account"),
        "dangerous": True,
        "back_url": back,
    }
    return render(request, "confirm.html", context)


def _agree(request: HttpRequest, account: str, agree: Callable[[Session, bytes], int], *, back: str) -> HttpResponse:
    session, (id_, handle) = member.current().session, _known(account)
    from_office = back == reverse("accounts")
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        try:
            shown = agree(session, id_)
        except NothingKeptError:
            notices.say("error", _nothing_kept(handle))
            return see_other(back)
        except SameHandError:
            notices.say("error", _("You gave one agreement already: the other one is somebody else’s."))
            return see_other(back)
        notices.say("success", agreed_words(shown, from_office=from_office, days=THAW_DAYS))
        return see_other(back)
    other = _("a coordinator") if from_office else _("an administrator")
    context = {
        "place": "accounts" if from_office else "members",
        "question": _("Agree to open “%(handle)s” again?") % {"handle": handle},
        "text": _("Agree only if you have spoken with the person yourself, and nobody else holds the passphrase."),
        "consequences": [
            _("The account opens once %(other)s agrees, too.") % {"other": other},
            _("It must be another person: of the two agreements you give one, whatever roles you have."),
            _("Your agreement counts for %(n)s days. A new freeze takes it back.") % {"n": THAW_DAYS},
        ],
        "action": _("Agree to open it"),
        "back_url": back,
    }
    return render(request, "confirm.html", context)


def _known(account: str) -> tuple[bytes, str]:
    """Return an account's id and what it is called by. Raises Http404 for who is not known here."""
    session = member.current().session
    try:
        id_ = bytes.fromhex(account)
    except ValueError:
        raise Http404 from None
    for place in holders(session):
        if handle := handles_of(session, place.journal).get(id_):
            return id_, handle
    raise Http404


def _nothing_kept(handle: str) -> str:
    return _(
        "No code of “%(handle)s” that still counts is kept here. Ask somebody else: an administrator, a coordinator of"
        " its divisions, or who keeps its freeze slip."
    ) % {"handle": handle}


urlpatterns: list[URLPattern] = [
    path("accounts/", all_accounts, name="accounts"),
    path("accounts/<str:account>/freeze", freeze_from_office, name="office_freeze_account"),
    path("accounts/<str:account>/thaw", agree_from_office, name="office_agree_to_thaw"),
    path("members/accounts/<str:account>/freeze", freeze_account, name="freeze_account"),
    path("members/accounts/<str:account>/thaw", agree_to_thaw, name="agree_to_thaw"),
]
