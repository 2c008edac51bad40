"""Until when, and why, something is kept longer."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.clock import today_date

MOST_YEARS = 10


class KeepLongerForm(forms.Form):
    """A day and a reason: both are asked, for somebody reads them later."""

    use_required_attribute = False
    until = forms.DateField(
        label=gettext_lazy("Keep until"),
        widget=forms.DateInput({"type": "date", "class": "input--medium"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={
            "required": gettext_lazy("Give a day."),
            "invalid": gettext_lazy("This is not a day that we can read."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=200, error_messages={"required": gettext_lazy("Say why.")}
    )

    def clean_until(self) -> date:
        """Take a day that has not come yet, and not one that nobody here will see."""
        until: date = self.cleaned_data["until"]
        today = today_date()
        if until <= today or until.year > today.year + MOST_YEARS:
            raise forms.ValidationError(_("Give a day to come, within ten years."))
        return until
