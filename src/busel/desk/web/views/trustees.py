"""The trustees' shares: are enough still there? For administrators, once a year."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from busel.desk import member
from busel.desk.actions.trustees import check_share
from busel.desk.clock import today
from busel.desk.web import notices
from busel.desk.web.components import Stat
from busel.desk.web.policy import policy
from busel.desk.web.porch_forms import PLAIN
from busel.desk.web.porch_views import see_other
from busel.desk.web.share_words import share_words
from busel.desk.yearly_check import Check, Standing, check_on
from busel.registry.roles import Role
from busel.vault.shares import ShareError

SHARE_LETTERS = 1000
EPOCH = dt.date(1970, 1, 1)


class ShareForm(forms.Form):
    """The words of one share."""

    words = forms.CharField(
        label=gettext_lazy("The words of one share"),
        help_text=gettext_lazy(
            "All 33, in their order. Numbers and commas do not matter; the first four letters of each word are enough."
        ),
        max_length=SHARE_LETTERS,
        widget=forms.Textarea({**PLAIN, "rows": 6, "class": "input--code"}),
        error_messages={"required": gettext_lazy("Type the words of one share.")},
    )
    use_required_attribute = False


@policy(Role.ADMINISTRATOR)
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: HttpRequest) -> HttpResponse:
    """Show which shares were shown within a year, and take the next one."""
    session, day = member.current().session, today()
    form = ShareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = check_share(session, form.cleaned_data["words"], day=day)
        except ShareError as error:
            form.add_error("words", share_words(error))
        else:
            notices.say("success", _("Share %(number)s is there. Let the next trustee come.") % {"number": number})
            return see_other(reverse("shares"))
    return render(
        request, "trustees/shares.html", {"place": "shares", "form": form, **_standing(check_on(session, day))}
    )


def _standing(check: Check) -> dict[str, Any]:
    enough = check.proven >= check.needed
    return {
        "stats": [
            Stat(check.proven, _("shown within a year"), kind="success" if enough else "warning"),
            Stat(check.needed, _("needed to bring everything back")),
            Stat(len(check.shares), _("shares in all")),
        ],
        "enough": enough,
        "is_due": check.is_due,
        "due": _date(check.due),
        "shares": [_line(share, check.day) for share in check.shares],
    }


def _line(share: Standing, day: int) -> dict[str, Any]:
    return {
        "number": share.number,
        "made": _date(share.made),
        "shown": None if share.shown is None else _date(share.shown),
        "is_proven": share.is_proven(day),
    }


def _date(day: int) -> dt.date:
    return EPOCH + dt.timedelta(days=day)


urlpatterns: list[URLPattern] = [path("shares/", shares, name="shares")]
