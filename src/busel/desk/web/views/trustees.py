"""The trustees' shares: are enough still there? For administrators, once a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from busel.desk.actions.trustees import check_share
from busel.desk.clock import today
from busel.desk.running import member, options
from busel.desk.trustees.yearly_check import EPOCH, Check, Standing, check_on, year_of
from busel.desk.web import notices
from busel.desk.web.components import Stat
from busel.desk.web.policy import policy
from busel.desk.web.porch_forms import PLAIN
from busel.desk.web.porch_views import see_other
from busel.desk.web.share_words import share_words
from busel.registry.roles import Role
from busel.vault.lock import PROFILES
from busel.vault.share_checks import asked_in
from busel.vault.shares import Fault, ShareError

WORD_LETTERS = 40
YEARS_TOLD = 14
"""Then they begin anew."""


class WordsForm(forms.Form):
    """The four words of a share that are asked in a year."""

    use_required_attribute = False

    def __init__(self, asked: Sequence[int], data: Any = None) -> None:
        super().__init__(data)
        self.names = [f"word_{at}" for at in asked]
        for name, at in zip(self.names, asked, strict=True):
            self.fields[name] = forms.CharField(
                label=_("Word %(number)s") % {"number": at},
                max_length=WORD_LETTERS,
                widget=forms.TextInput({**PLAIN, "class": "input--medium input--code"}),
                error_messages={"required": _("Type this word from the card.")},
            )

    @property
    def typed(self) -> list[str]:
        """The four words, in their order."""
        return [self.cleaned_data[name] for name in self.names]

    def refuse(self, error: ShareError) -> None:
        """Say what is wrong, beside the word that it is about."""
        self.add_error(f"word_{error.at}" if error.fault is Fault.WORD else self.names[0], share_words(error))


@policy(Role.ADMINISTRATOR)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: HttpRequest) -> HttpResponse:
    """Show which shares are there, and take this year's words of the next one."""
    session, day = member.current().session, today()
    year = year_of(day)
    form = WordsForm(asked_in(year), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = check_share(session, form.typed, day=day, profile=PROFILES[options.chosen.lock_profile])
        except ShareError as error:
            form.refuse(error)
        else:
            notices.say("success", _("Share %(number)s is there.") % {"number": number})
            return see_other(reverse("shares"))
    context = {
        "place": "shares",
        "form": form,
        "asked": _row(asked_in(year)),
        "years": [(one, _row(asked_in(one))) for one in range(year, year + YEARS_TOLD)],
        **_standing(check_on(session, day)),
    }
    return render(request, "trustees/shares.html", context)


def _row(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _standing(check: Check) -> dict[str, Any]:
    enough = check.proven >= check.needed
    return {
        "stats": [
            Stat(check.proven, _("confirmed within a year"), kind="success" if enough else "warning"),
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
