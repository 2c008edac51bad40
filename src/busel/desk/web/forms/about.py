"""Tags, marks, and what else is known about a person."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.contacts.birth import read_birth
from busel.desk.clock import today_date, today_iso
from busel.desk.keeping.standard import own_fields
from busel.desk.web.choice_words import LANGUAGE_WORDS, SEX_WORDS, SUPPORT_WORDS
from busel.desk.web.forms.own_fields import make_field, shown_value, stored_value
from busel.desk.web.forms.record import LONG_LETTERS, RecordForm, RepeatedForm, read, text
from busel.journal.deed import Fields

OWN = "own_"
"""Begins the names of form fields for the organisation's own fields."""


class TagForm(RepeatedForm):
    """A label, with a value where that is useful."""

    kind: ClassVar = "tag"
    keys: ClassVar = {"label": "tag"}
    columns: ClassVar = ("label", "value", "day")
    label = text(_("Tag"), css="input--medium", list="tag-labels")
    value = text(_("Value"), css="input--medium", hint=_("Only where the tag needs one."))

    def clean(self) -> dict[str, Any]:
        """Refuse a value without a tag."""
        found = super().clean() or self.cleaned_data
        if found.get("value") and not found.get("label"):
            self.add_error("label", _("Name the tag that this value belongs to."))
        return found

    def stored(self) -> Fields:
        """Return the tag; a new one is of today, and keeps its day."""
        typed, base = self.cleaned_data, self.opened_on
        day = today_iso() if base is None else base.get("day", "")
        values = {"label": typed["label"], "value": typed["value"], "day": day}
        return {name: value for name, value in values.items() if value}


class MarksForm(RecordForm):
    """What must be known before anyone knocks, writes or calls; and how close the person is to us."""

    columns: ClassVar = ("risk", "no_letters", "no_calls", "moved", "deceased", "support")
    risk = forms.BooleanField(
        label=_("Do not approach: it would endanger them"),
        help_text=_("Nobody comes, calls or writes."),
        required=False,
    )
    no_letters = forms.BooleanField(label=_("Do not write"), required=False)
    no_calls = forms.BooleanField(label=_("Do not call"), required=False)
    moved = forms.BooleanField(label=_("Moved away"), required=False)
    deceased = forms.BooleanField(label=_("Deceased"), required=False)
    support = forms.TypedChoiceField(
        label=_("Support"),
        required=False,
        coerce=int,
        choices=[("0", _("unknown")), *((str(value), words) for value, words in SUPPORT_WORDS.items())],
        widget=forms.RadioSelect,
    )

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Nothing known is a choice of its own."""
        return {**stored, "support": stored.get("support", 0)}


class MoreForm(RecordForm):
    """The rest of what is kept, the organisation's own fields with it."""

    columns: ClassVar = (
        "birth",
        "sex",
        "language",
        "constituency",
        "polling_station",
        "source",
        "external_ids",
        "notes",
        "custom",
    )
    birth = text(_("Date of birth"), css="input--short", hint=_("As far as it is known: 29.02.1960, 02.1960 or 1960."))
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("unknown")), *SEX_WORDS.items()])
    language = forms.ChoiceField(
        label=_("Language of letters"), required=False, choices=[("", _("unknown")), *LANGUAGE_WORDS.items()]
    )
    constituency = text(_("Constituency"), css="input--medium")
    polling_station = text(_("Polling station"), css="input--medium")
    source = text(_("Source"), hint=_("Where we know them from."))
    external_ids = text(_("Numbers in other lists"), hint=_("With commas between them."))
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=LONG_LETTERS,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own_fields()
        custom = (self.opened_on or {}).get("custom", {})
        for field in self.own:
            self.fields[OWN + field.key] = make_field(field, custom.get(field.key), get_language() or "be")
            self.initial.setdefault(OWN + field.key, shown_value(field, custom.get(field.key)))

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return dates as people write them here, and ids in one line."""
        custom = stored.get("custom", {})
        own = {OWN + field.key: shown_value(field, custom.get(field.key)) for field in own_fields()}
        ids = ", ".join(stored.get("external_ids", ()))
        return {**stored, **own, "birth": ".".join(reversed(stored.get("birth", "").split("-"))), "external_ids": ids}

    def clean(self) -> dict[str, Any]:
        """Read the date and the ids."""
        found = super().clean() or self.cleaned_data
        found["birth_iso"] = read(self, "birth", lambda written: read_birth(written, today=today_date()))
        return found

    def stored(self) -> Fields:
        """Return ISO dates; values of fields that are switched off stay."""
        typed = self.cleaned_data
        custom = dict((self.opened_on or {}).get("custom", {}))
        custom |= {field.key: stored_value(typed.get(OWN + field.key)) for field in self.own}
        values = {
            **typed,
            "birth": typed["birth_iso"],
            "external_ids": [one for one in map(str.strip, typed["external_ids"].split(",")) if one],
            "custom": {key: value for key, value in custom.items() if value not in (None, "", [])},
        }
        return {name: values[name] for name in self.columns if values.get(name)}
