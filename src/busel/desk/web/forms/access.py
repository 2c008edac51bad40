"""The questions about access, one a page: where, as what, until when, how much."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.access.drafts import DAY_HOURS, NEWCOMER_DAYS, hour_after
from busel.desk.access.grants import ON_DIVISIONS
from busel.desk.clock import moment, today_date
from busel.desk.web.access_words import ROLE_SENTENCES, until_words
from busel.desk.web.place_words import by_name, division_words
from busel.desk.web.reach_words import language
from busel.desk.web.role_words import ROLE_WORDS
from busel.desk.web.widgets import PlainSelect
from busel.registry.keyring import Bundle
from busel.registry.roles import Role

DAYS = (30, NEWCOMER_DAYS, 365)
MOST_DAYS = 3650


class WhereForm(forms.Form):
    """One division, with or without all below it."""

    use_required_attribute = False
    division = forms.ChoiceField(
        label=gettext_lazy("Division"),
        widget=PlainSelect,
        error_messages={
            "required": gettext_lazy("Choose the division."),
            "invalid_choice": gettext_lazy("Choose one of your divisions."),
        },
    )
    below = forms.BooleanField(
        label=gettext_lazy("And all divisions below it"),
        help_text=gettext_lazy(
            "A region with all its districts. Each is given by itself and can be taken away by itself."
        ),
        required=False,
    )

    def __init__(self, *args: Any, divisions: list[Bundle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = by_name((division_words(one.name, language()), one.journal.hex()) for one in divisions)
        self.fields["division"].choices = [("", "—"), *((id_, name) for name, id_ in shown)]  # type: ignore[attr-defined]  # a ChoiceField
        if not any(one.name.startswith(f"{other.name} / ") for one in divisions for other in divisions):
            del self.fields["below"]


class RoleForm(forms.Form):
    """One of the roles on a division."""

    use_required_attribute = False
    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"),
        coerce=Role,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a role.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(one.value, _with_hint(capfirst(str(ROLE_WORDS[one])), ROLE_SENTENCES[one])) for one in ON_DIVISIONS]
        self.fields["role"].choices = labels  # type: ignore[attr-defined]  # a ChoiceField


class UntilForm(forms.Form):
    """After how many days it ends, on which day, or never."""

    use_required_attribute = False
    ENDLESS, DAY = "endless", "day"

    lasts = forms.ChoiceField(
        label=gettext_lazy("How long"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how long.")},
    )
    day = forms.CharField(
        label=gettext_lazy("The last day"),
        help_text=gettext_lazy("Only for “until a day that I choose”. For example 31.12.2026."),
        required=False,
        max_length=20,
        widget=forms.TextInput({"class": "input--short", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, until: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (str(days), _with_hint(_("%(days)s days") % {"days": days}, until_words(hour_after(days)))) for days in DAYS
        ]
        other = (self.DAY, _with_hint(_("Until a day that I choose"), _("Write it below.")))
        endless = (self.ENDLESS, _with_hint(_("Without end"), _("Until somebody ends it. Nobody will be reminded.")))
        self.fields["lasts"].choices = [*choices, other, endless]  # type: ignore[attr-defined]  # a ChoiceField
        self.initial.update(self._shown(until))

    def _shown(self, until: int | None) -> dict[str, str]:
        if until is None:
            return {}
        same = next((str(days) for days in DAYS if hour_after(days) // DAY_HOURS == until // DAY_HOURS), None)
        if not until or same:
            return {"lasts": same or self.ENDLESS}
        return {"lasts": self.DAY, "day": localtime(moment(until)).strftime("%d.%m.%Y")}

    def clean(self) -> dict[str, Any]:
        """Read the day where one was to be chosen."""
        found = super().clean() or self.cleaned_data
        if found.get("lasts") == self.DAY:
            found["hour"] = self._hour_of_day(found.get("day", ""))
        elif found.get("lasts") == self.ENDLESS:
            found["hour"] = 0
        elif "lasts" in found:
            found["hour"] = hour_after(int(found["lasts"]))
        return found

    def _hour_of_day(self, written: str) -> int:
        try:
            days = (_read_day(written) - today_date()).days
        except ValueError:
            self.add_error("day", _("Write the day as day.month.year: 31.12.2026."))
            return 0
        if not 0 < days <= MOST_DAYS:
            self.add_error("day", _("Choose a day after today, within ten years."))
            return 0
        return hour_after(days)


class LimitsForm(forms.Form):
    """Whether they read the history, and whether they may take people out in a file."""

    from_now_on = forms.BooleanField(
        label=gettext_lazy("From now on only"),
        help_text=gettext_lazy(
            "They see everybody as the lists stand now and what is written from now on, but not what was before:"
            " who changed what, and what stood there earlier. Good for somebody new."
        ),
        required=False,
    )
    may_export = forms.BooleanField(
        label=gettext_lazy("May take people out in a file"),
        help_text=gettext_lazy("A file can be copied, lost and seized. Give this only to who cannot work without it."),
        required=False,
    )

    def __init__(self, *args: Any, exports: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not exports:
            del self.fields["may_export"]


def _read_day(written: str) -> dt.date:
    """Return a day that is written 31.12.2026 or 2026-12-31. Raises ValueError."""
    parts = written.strip().replace("-", ".").split(".")
    first, middle, last = (int(part) for part in parts)
    return dt.date(first, middle, last) if len(parts[0]) == len("2026") else dt.date(last, middle, first)


def _with_hint(label: object, hint: object) -> str:
    return format_html('<strong>{}</strong><span class="hint">{}</span>', label, hint)
