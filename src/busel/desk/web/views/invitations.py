"""Invitations: an administrator makes a slip, prints it, and takes back one that went astray."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from busel.desk.access import inviting
from busel.desk.access.inviting import Outstanding, Slip, Wish, outstanding
from busel.desk.access.office_renewed import runs_here
from busel.desk.running import member, options
from busel.desk.sandboxes.printing import print_cards
from busel.desk.web import notices
from busel.desk.web.forms.inviting import InviteForm
from busel.desk.web.newcomer_cards import day_of, invitation_card
from busel.desk.web.own_addresses import addresses_of
from busel.desk.web.pdf import CARDS, pdf
from busel.desk.web.place_words import division_words, in_order
from busel.desk.web.policy import policy
from busel.desk.web.porch_views import see_other
from busel.desk.web.role_words import ROLE_WORDS
from busel.registry.roles import Role
from busel.registry.six_words import list_of
from busel.vault.lock import PROFILES

_slips: list[Slip] = []
"""The slip that was made last, in RAM until it is said that it is on paper: its code is stored nowhere."""


@policy(Role.ADMINISTRATOR)
@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Show the invitations that nobody has used yet."""
    found = outstanding(member.current().session)
    context = {
        "place": "accounts",
        "rows": [_row(one) for one in found],
        "clear_url": reverse("invitations_over") if any(one.is_over for one in found) else "",
    }
    return render(request, "invitations/list.html", context)


@policy(Role.ADMINISTRATOR)
@require_POST
def clear(_request: HttpRequest) -> HttpResponse:
    """Take the invitations that are over off the list."""
    if inviting.clear_over(member.current().session):
        notices.say("success", _("The invitations that were over are off the list."))
    return see_other(reverse("invitations"))


def _row(one: Outstanding) -> dict[str, object]:
    session = member.current().session
    name = session.certificates.name(one.division)
    return {
        "handle": one.handle,
        "division": division_words(name, get_language() or "be") if name else "",
        "role": ROLE_WORDS[one.role] if one.role else "",
        "last_day": day_of(one.last_day),
        "is_over": one.is_over,
        "withdraw_url": reverse("invitation_withdraw", args=[one.id.hex()]),
    }


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask what for, and make a slip."""
    session = member.current().session
    if not runs_here(session):
        notices.say(
            "warning", _("Your new keys do not count in the office yet, so you cannot invite. What to do stands here.")
        )
        return see_other(reverse("home"))
    language = get_language() or "be"
    names = session.certificates.divisions()
    divisions = sorted(
        ((one.hex(), division_words(name, language)) for one, name in names.items()), key=lambda c: in_order(c[1])
    )
    form = InviteForm(request.POST or None, divisions=divisions)
    if request.method == "POST" and form.is_valid():
        wish = Wish(
            division=bytes.fromhex(form.cleaned_data["division"]),
            role=Role(form.cleaned_data["role"]) if form.cleaned_data["role"] else None,
            days=form.cleaned_data["days"],
            language=list_of(options.chosen.language),
        )
        try:
            _slips[:] = [inviting.invite(session, wish, profile=PROFILES[options.chosen.lock_profile])]
        except LookupError:
            form.add_error("division", _("This division cannot be written to at this moment. Choose another one."))
        else:
            return see_other(reverse("invitation_slip"))
    return render(request, "invitations/invite.html", {"place": "accounts", "form": form})


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """Show the slip once, until it is said that it is on paper."""
    if not _slips or request.method == "POST":
        _slips.clear()
        return see_other(reverse("invitations"))
    made = _slips[0]
    context = {
        "place": "accounts",
        "handle": made.handle,
        "code": made.code.split(),
        "last_day": day_of(made.last_day),
    }
    return render(request, "invitations/slip.html", context)


@policy(Role.ADMINISTRATOR)
@require_safe
def slip_file(request: HttpRequest) -> HttpResponse:
    """Give the slip as a card to print."""
    if not _slips:
        return see_other(reverse("invitations"))
    addresses = addresses_of(request, member.current().session)
    card = invitation_card(_slips[0], language=get_language() or "be", addresses=addresses)
    return pdf(print_cards([card]), CARDS)


@policy(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, invitation: str) -> HttpResponse:
    """Ask once more, then take an invitation back."""
    session = member.current().session
    found = next((one for one in outstanding(session) if one.id.hex() == invitation), None)
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        inviting.withdraw(session, found)
        notices.say("success", _("The invitation is taken back. Its slip opens nothing any more."))
        return see_other(reverse("invitations"))
    context = {
        "place": "accounts",
        "question": _("Take back the invitation “%(handle)s”?") % {"handle": found.handle},
        "text": _("When a slip was lost, or seen by somebody else."),
        "consequences": [
            _("Its slip opens nothing from this moment."),
            _("Who has begun an account with it already keeps it: freeze that one on the page of accounts."),
        ],
        "action": _("Take it back"),
        "dangerous": True,
        "back_url": reverse("invitations"),
    }
    return render(request, "confirm.html", context)


urlpatterns: list[URLPattern] = [
    path("accounts/invitations/", invitations, name="invitations"),
    path("accounts/invitations/over", clear, name="invitations_over"),
    path("accounts/invitations/new", invite, name="invite"),
    path("accounts/invitations/slip", slip, name="invitation_slip"),
    path("accounts/invitations/slip/card", slip_file, name="invitation_card"),
    path("accounts/invitations/<str:invitation>/withdraw", withdraw, name="invitation_withdraw"),
]
