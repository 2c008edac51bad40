"""After an account was laid, or its papers renewed: what to keep on paper, and whom to ask for access."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.account.beginning import greet_division
from busel.desk.account.own_papers import PAPERS
from busel.desk.freezes.freezing import written
from busel.desk.running import member, options
from busel.desk.sandboxes.printing import print_cards
from busel.desk.session import Session
from busel.desk.web import notices
from busel.desk.web.card_words import freeze_slip
from busel.desk.web.components import FIRST_STEPS
from busel.desk.web.forms.papers import HelloForm
from busel.desk.web.newcomer_cards import recovery_card
from busel.desk.web.own_addresses import addresses_of
from busel.desk.web.pdf import CARDS, pdf
from busel.desk.web.place_words import division_words, in_order
from busel.desk.web.policy import signed_in
from busel.desk.web.porch_views import see_other


def awaits_access(session: Session) -> bool:
    """Has the account begun with a slip, and holds nothing yet?"""
    keyring = session.keyring
    return keyring.beginning is not None and not keyring.divisions() and keyring.named("office") is None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """Show recovery code and freeze code, until it is said that they are on paper."""
    told, session = PAPERS.laid, member.current().session
    if told is None:
        return see_other(reverse("account"))
    if request.method == "POST":
        PAPERS.laid = None
        return see_other(reverse("hello") if awaits_access(session) else "/")
    context = {
        "handle": told.handle,
        "code": told.code.split(),
        "freeze_code": written(told.freeze_code),
        "step_labels": FIRST_STEPS if awaits_access(session) else [],
    }
    return render(request, "first/papers.html", context)


@signed_in
@require_safe
def papers_file(request: HttpRequest) -> HttpResponse:
    """Give the same as cards to print and cut."""
    told = PAPERS.laid
    if told is None:
        return see_other(reverse("account"))
    language = get_language() or "be"
    addresses = addresses_of(request, member.current().session)
    cards = [
        recovery_card(told.handle, told.code, language=language, addresses=addresses),
        freeze_slip(told.handle, told.freeze_code, language=language, addresses=addresses),
    ]
    return pdf(print_cards(cards), CARDS)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hello(request: HttpRequest) -> HttpResponse:
    """Ask a division's coordinators for access."""
    session = member.current().session
    beginning = session.keyring.beginning
    if beginning is None:
        return see_other("/")
    language = get_language() or "be"
    names = session.certificates.divisions()
    choices = sorted(
        ((one.hex(), division_words(name, language)) for one, name in names.items()), key=lambda c: in_order(c[1])
    )
    wished = beginning.division.hex() if beginning.division in names else ""
    form = HelloForm(request.POST or None, choices=choices, initial={"division": wished})
    if request.method == "POST" and form.is_valid():
        division = bytes.fromhex(form.cleaned_data["division"])
        try:
            greet_division(session, division, role=beginning.role if division == beginning.division else None)
        except LookupError:
            form.add_error("division", _("This division cannot be written to at this moment. Choose another one."))
        else:
            notices.say("success", _("Your request is in the inbox of its coordinators."))
            return see_other("/")
    context = {
        "form": form,
        "nothing_yet": not choices,
        "step_labels": FIRST_STEPS,
        "language_of_words": options.chosen.language,
    }
    return render(request, "first/hello.html", context)


urlpatterns: list[URLPattern] = [
    path("papers/", papers, name="papers"),
    path("papers/cards", papers_file, name="papers_file"),
    path("hello", hello, name="hello"),
]
