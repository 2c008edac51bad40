"""One follow-up for many people: by when, about what, whose work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.contacts.days import read_day
from busel.desk.clock import today_iso
from busel.desk.web.choice_words import ACTIVITY_WORDS
from busel.desk.web.forms.bonds import DAY_HINT
from busel.desk.web.forms.record import read, text
from busel.journal.deed import Fields


class PlanForm(forms.Form):
    """`accounts`: account in hexadecimal -> handle; the first one is who is signed in."""

    all_optional = True
    use_required_attribute = False
    due = text(_("Come back to them by"), css="input--short", hint=DAY_HINT)
    subject = text(_("About what"))
    type = forms.ChoiceField(label=_("How"), required=False)
    assignee = forms.ChoiceField(label=_("Whose work"), required=False)

    def __init__(self, *args: Any, accounts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = next(iter(accounts))
        how: Any = self.fields["type"]
        how.choices = [(key, ACTIVITY_WORDS[key]) for key in ("call", "visit", "note")]
        whose: Any = self.fields["assignee"]
        whose.choices = list(accounts.items())
        if len(accounts) == 1:
            whose.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Read the day; it is asked for, and so is what it is about."""
        found = super().clean() or self.cleaned_data
        found["due_iso"] = read(self, "due", read_day)
        if not found.get("due"):
            self.add_error("due", _("Write the day."))
        if not found.get("subject"):
            self.add_error("subject", _("Write a few words."))
        return found

    def activity(self) -> Fields:
        """Return what is stored for each person. The form is valid."""
        typed = self.cleaned_data
        return {
            "type": typed["type"] or "call",
            "day": today_iso(),
            "subject": typed["subject"],
            "due": typed["due_iso"],
            "assignee": typed["assignee"] or self.own,
        }
