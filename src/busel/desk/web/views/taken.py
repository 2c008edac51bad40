"""My account may have been taken: what to do, and the new keys."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from busel.desk.account.own_papers import uses_key_file, uses_quiet
from busel.desk.keys.organisation import others_run_office, runs_office
from busel.desk.running import member
from busel.desk.web.forms.papers import ChoiceForm, ProofForm
from busel.desk.web.policy import signed_in
from busel.desk.web.porch_views import see_other
from busel.desk.web.views.account import draw_words, is_proven


@signed_in
@require_safe
def taken(request: HttpRequest) -> HttpResponse:
    """Say what to do, and in which order."""
    session = member.current().session
    runs, divisions = runs_office(session), session.keyring.divisions()
    context = {
        "may_freeze": bool(session.keyring.freeze_code),
        "compares": bool(divisions) or not runs,
        "runs_office": runs,
        "others": others_run_office(session),
    }
    return render(request, "account/taken.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_keys(request: HttpRequest) -> HttpResponse:
    """Ask for the passphrase of today and for what the account is to use; then draw new words for new keys."""
    session = member.current().session
    choice = ChoiceForm(
        request.POST or None, initial={"key_file": uses_key_file(session), "quiet": uses_quiet(session)}, prefix="new"
    )
    proof = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and choice.is_valid() and is_proven(proof):
        draw_words(session, choice, new_keys=True)
        return see_other(reverse("renew_paper"))
    return render(request, "account/new_keys.html", {"choice": choice, "proof": proof})


urlpatterns: list[URLPattern] = [
    path("account/taken", taken, name="account_taken"),
    path("account/taken/keys", new_keys, name="new_keys"),
]
