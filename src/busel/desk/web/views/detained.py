"""When somebody is detained: what to do, in the order in which it counts; the same on a card that prints."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from busel.desk.sandboxes.printing import print_cards
from busel.desk.web.pdf import pdf
from busel.desk.web.policy import signed_in
from busel.outreach.card import Card


def steps() -> list[tuple[str, list[str]]]:
    """Return what to do: when, and each thing in a sentence."""
    return [
        (
            _("In the first minute: freeze the account"),
            [
                _("Do not wait until you are sure. Nothing is deleted, and two people open it again."),
                _("You coordinate or administer: “Members” (or “Accounts”), the account, “Freeze the account”."),
                _("You have the freeze slip: the sign-in page, “Freeze an account with a freeze slip”, the code."),
            ],
        ),
        (
            _("In the first hour: change the keys"),
            [_("On the home page, “Change the keys”. If it stops half-way, sign in again: it goes on.")],
        ),
        (
            _("On the same day: warn people"),
            [
                _("“Members”, the account, “Exposure report”: save the people to warn."),
                _("First those whom the account opened or printed; by voice, not by an ordinary message."),
            ],
        ),
        (
            _("If it was a coordinator"),
            [
                _("Another coordinator changes the keys. For a division at the top the trustees meet (busel recover)."),
                _("If nobody is left: two deputies together, or the trustees."),
            ],
        ),
        (
            _("When they are free again"),
            [_("An administrator and a coordinator press “Agree to open it”. New papers, six words, then access.")],
        ),
    ]


@signed_in
@require_safe
def detained(request: HttpRequest) -> HttpResponse:
    """Show it."""
    return render(request, "guide/detained.html", {"place": "", "steps": steps()})


@signed_in
@require_safe
def detained_card(_request: HttpRequest) -> HttpResponse:
    """Give it as a card to print."""
    lines = tuple(" ".join([f"{when}.", *things]) for when, things in steps())
    card = Card(language=get_language() or "be", title=_("When somebody is detained"), lines=lines)
    return pdf(print_cards([card]))


urlpatterns: list[URLPattern] = [
    path("detained/", detained, name="detained"),
    path("detained/card", detained_card, name="detained_card"),
]
