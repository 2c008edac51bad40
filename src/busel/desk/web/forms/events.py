"""An event as it is typed: what, when, where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.contacts.days import read_day, shown_day
from busel.contacts.shared import Event
from busel.desk.web.choice_words import EVENT_TYPE_WORDS
from busel.desk.web.forms.bonds import DAY_HINT
from busel.desk.web.forms.record import LONG_LETTERS, encode, read, text
from busel.journal.deed import Fields


class EventForm(forms.Form):
    """`base` remembers what stood there when the form was opened: nobody's work is lost."""

    all_optional = True
    use_required_attribute = False
    title = text(_("What it is called"), hint=_("It stands on the sign-in sheet."))
    type = forms.ChoiceField(label=_("What it is"), required=False)
    day = text(_("Day"), css="input--short", hint=DAY_HINT)
    until = text(_("Last day"), css="input--short", hint=_("Only where it takes several days."))
    place = text(_("Place"), hint=_("As people are told: “at Maria’s”. It does not stand on the sheet."))
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=LONG_LETTERS,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = list(EVENT_TYPE_WORDS.items())  # type: ignore[attr-defined]  # a ChoiceField

    @classmethod
    def opened_on(cls, fields: Fields) -> dict[str, Any]:
        """Return what the form opens with: days as they are typed."""
        days = {name: shown_day(fields.get(name, "")) for name in ("day", "until")}
        return {**fields, **days, "base": encode(fields)}

    def clean_title(self) -> str:
        """An event has a name."""
        title: str = self.cleaned_data["title"]
        if not title:
            raise forms.ValidationError(_("Give the event a name."))
        return title

    def clean(self) -> dict[str, Any]:
        """Read the days; the last one is not before the first."""
        found = super().clean() or self.cleaned_data
        for name in ("day", "until"):
            found[f"{name}_iso"] = read(self, name, read_day)
        first, last = found["day_iso"], found["until_iso"]
        if not self.errors and last and (not first or last < first):
            self.add_error("until", _("The last day comes after the first one."))
        return found

    def event(self, *, closed: bool = False) -> Event:
        """Return the event as typed. The form is valid."""
        typed = self.cleaned_data
        until = "" if typed["until_iso"] == typed["day_iso"] else typed["until_iso"]
        words = {name: typed[name] for name in ("title", "place", "notes")}
        return Event(type=typed["type"] or "other", day=typed["day_iso"], until=until, closed=closed, **words)
