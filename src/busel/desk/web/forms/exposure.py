"""The form of an exposure report: over which days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.clock import hours_of
from busel.desk.exposure.report import ALL_TIME, Period

DATES = ["%d.%m.%Y", "%Y-%m-%d"]


def _day(label: Any, hint: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        input_formats=DATES,
        error_messages={"invalid": gettext_lazy("This is not a date. Write 27.11.2026.")},
        widget=forms.TextInput({"class": "input--short", "autocomplete": "off"}),
    )


class PeriodForm(forms.Form):
    """From a day to a day; either may be open."""

    use_required_attribute = False
    since = _day(gettext_lazy("First day"), gettext_lazy("Empty: from the beginning."))
    until = _day(gettext_lazy("Last day"), gettext_lazy("Empty: until now."))

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        found = super().clean() or self.cleaned_data
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return found

    @property
    def period(self) -> Period:
        """The time in hours. The form is valid."""
        return period_of(self.cleaned_data["since"], self.cleaned_data["until"])


def period_of(since: dt.date | None, until: dt.date | None) -> Period:
    """Return the time from one day to another, both whole; None leaves that end open."""
    first = hours_of(since)[0] if since else ALL_TIME.since
    last = hours_of(until)[1] if until else ALL_TIME.until
    return Period(first, last)
