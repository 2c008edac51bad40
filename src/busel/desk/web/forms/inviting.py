"""The form with which an administrator invites somebody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from busel.desk.access.grants import ON_DIVISIONS
from busel.desk.access.inviting import DAYS
from busel.desk.web.role_words import ROLE_WORDS
from busel.shelf.protocol import MAX_INVITED_DAYS


class InviteForm(forms.Form):
    """For which division and role somebody is wished; the name of the newcomer is asked nowhere."""

    use_required_attribute = False
    division = forms.ChoiceField(
        label=_("Division"),
        help_text=_("Its coordinators let the newcomer in. The newcomer may ask another one."),
        error_messages={
            "required": _("Choose the division."),
            "invalid_choice": _("Choose one of the divisions."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role that you have in mind"),
        help_text=_("A wish only: the coordinator decides."),
        required=False,
    )
    days = forms.IntegerField(
        label=_("For how many days the slip opens"),
        help_text=_("As few as it takes to hand it over and to find a quiet hour."),
        min_value=1,
        max_value=MAX_INVITED_DAYS,
        initial=DAYS,
        widget=forms.NumberInput({"class": "input--short"}),
        error_messages={
            "required": _("Type a number of days, 1 to 90."),
            "invalid": _("Type a number of days, 1 to 90."),
            "min_value": _("Type a number of days, 1 to 90."),
            "max_value": _("Type a number of days, 1 to 90."),
        },
    )

    def __init__(self, *args: Any, divisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: list[tuple[str, str | Promise]] = [(role.value, ROLE_WORDS[role]) for role in ON_DIVISIONS]
        self.fields["division"].choices = [("", "—"), *divisions]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["role"].choices = [("", _("not said")), *roles]  # type: ignore[attr-defined]  # a ChoiceField
