"""After how many days without use an account is put to rest."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.shelf.protocol import LEAST_IDLE_DAYS, MOST_IDLE_DAYS

BOUNDS = _("Type a number of days from 3 to 90.")


class IdleForm(forms.Form):
    """One number, the same for all accounts."""

    days = forms.IntegerField(
        label=_("Days without a sign-in"),
        help_text=_("From 3 to 90. After that an account is at rest: nobody signs in until two people agree."),
        min_value=LEAST_IDLE_DAYS,
        max_value=MOST_IDLE_DAYS,
        widget=forms.TextInput({"class": "input--short", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": BOUNDS, "invalid": BOUNDS, "min_value": BOUNDS, "max_value": BOUNDS},
    )
    use_required_attribute = False
