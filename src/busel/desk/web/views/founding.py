"""A founding by pages: code, choices, cards, what is typed back; only then something is laid."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.running import log
from busel.desk.sandboxes.printing import print_cards
from busel.desk.trustees import founders
from busel.desk.trustees.founders import TRIES, Made
from busel.desk.web.forms.founding import ChoiceForm, CodeForm, ConfirmForm
from busel.desk.web.pdf import pdf
from busel.desk.web.policy import public
from busel.desk.web.porch_views import see_other
from busel.shelf.protocol import ShelfError

COOKIE = "founding"
STEPS = (gettext_lazy("Choose"), gettext_lazy("Cards"), gettext_lazy("Type back"))
View = Callable[[HttpRequest], HttpResponse]
GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def known_only(view: View) -> View:
    """Send everybody away who did not type the code."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not founders.current().is_known(request.COOKIES.get(COOKIE, "")):
            return see_other(reverse("founding"))
        return view(request)

    return guarded


@public
@sensitive_post_parameters()
@GET_AND_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Take the one-time code: whoever reads the terminal founds, and nobody else."""
    here = founders.current()
    if here.is_known(request.COOKIES.get(COOKIE, "")):
        return see_other(reverse("founding_choose"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cookie = here.enter(form.cleaned_data["code"])
        if cookie is not None:
            response = see_other(reverse("founding_choose"))
            response.set_cookie(COOKIE, cookie, httponly=True, samesite="Strict")
            return response
        form.add_error("code", _("This is not the code, or it was used already."))
    context = {"form": form, "is_over": here.wrong >= TRIES or bool(here.cookie)}
    return render(request, "founding/enter.html", context)


@public
@known_only
@GET_AND_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Take the choices and make the keys. Going back here and choosing again makes others; the old ones are void."""
    form = ChoiceForm(request.POST or None, initial={"language": request.COOKIES.get("language", "be")})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        founders.current().make(
            chosen["language"], chosen["divisions"], shares=chosen["shares"], needed=chosen["needed"]
        )
        return see_other(reverse("founding_cards"))
    return render(request, "founding/choose.html", {"form": form, "step_labels": STEPS})


@public
@known_only
@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """Show which cards there are, and where each goes."""
    made = founders.current().made
    if made is None:
        return see_other(reverse("founding_choose"))
    context = {"cards": made.cards(), "divisions": len(made.plans), "step_labels": STEPS}
    return render(request, "founding/cards.html", context)


@public
@known_only
@require_safe
def cards_file(_request: HttpRequest) -> HttpResponse:
    """Send the cards as one PDF, from RAM."""
    made = founders.current().made
    if made is None:
        return see_other(reverse("founding_choose"))
    return pdf(print_cards(made.cards()))


@public
@known_only
@sensitive_post_parameters()
@GET_AND_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask back what stands on the cards; then lay everything at once, and forget it."""
    here = founders.current()
    if here.made is None:
        return see_other(reverse("founding_choose"))
    form = ConfirmForm(here.made, request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _finished(request, here, here.made)
        except (OSError, ShelfError) as error:
            log.note_failure(error)
            refused = _("Something could not be written. Nothing was founded; the cards still hold: try again.")
    return render(request, "founding/confirm.html", {"form": form, "refused": refused, "step_labels": STEPS})


def _finished(request: HttpRequest, here: founders.Founders, made: Made) -> HttpResponse:
    handles = [account.credentials.handle for account in made.prepared.founded.accounts]
    here.finish()
    response = render(request, "founding/done.html", {"handles": handles})
    response.delete_cookie(COOKIE)
    return response
