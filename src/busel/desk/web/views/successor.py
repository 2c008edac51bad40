"""The successor address: which one is known, and whether what somebody says about it is true."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from busel.desk.running import member
from busel.desk.trustees.successors import Verdict, judge, known_successor
from busel.desk.web.policy import signed_in
from busel.desk.web.porch_forms import PLAIN
from busel.registry.successor import as_text

PASTED_LETTERS = 8000


class PastedForm(forms.Form):
    """What an address shows that is said to have been given up."""

    pasted = forms.CharField(
        label=gettext_lazy("The text that the other page shows"),
        help_text=gettext_lazy("It begins with “busel-successor”. Copy it as it is, line breaks do not matter."),
        max_length=PASTED_LETTERS,
        widget=forms.Textarea({**PLAIN, "rows": 5, "class": "input--code"}),
        error_messages={"required": gettext_lazy("Paste the text that the other page shows.")},
    )
    use_required_attribute = False


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def successor(request: HttpRequest) -> HttpResponse:
    """Tell the known one; hold a pasted text against the root key that this account has pinned."""
    session = member.current().session
    form, verdict = PastedForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        verdict = _told(judge(session, form.cleaned_data["pasted"]))
    known = known_successor(session)
    context = {"known": known, "known_text": as_text(known) if known else "", "form": form, "verdict": verdict}
    return render(request, "trustees/successor.html", {"place": "", **context})


def _told(verdict: Verdict) -> dict[str, Any]:
    if verdict.successor is None:
        text = _("There is no statement in this text. Copy all of what begins with “busel-successor”.")
        return {"kind": "warning", "text": text, "address": ""}
    if not verdict.is_true:
        text = _(
            "This is false: the trustees of your organisation did not sign it. Do not go to the address that it names, "
            "and tell your coordinator."
        )
        return {"kind": "error", "text": text, "address": ""}
    if verdict.replaced_by is not None:
        text = _("It was true once, but the trustees have named another address since. Go on here:")
        return {"kind": "warning", "text": text, "address": verdict.replaced_by.address}
    text = _("This is true: the trustees of your organisation signed it. If this address is given up, go on here:")
    return {"kind": "success", "text": text, "address": verdict.successor.address}


urlpatterns: list[URLPattern] = [path("successor/", successor, name="successor")]
