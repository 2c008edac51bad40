"""Choosing the other person of a relationship: type, press, pick, without a script."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from busel.contacts.bonds import Relationship
from busel.contacts.days import read_partial_day, shown_day
from busel.contacts.relationships import KINDS
from busel.desk.web.forms.record import LONG_LETTERS, RepeatedForm, read, text
from busel.journal.deed import Fields

BACKWARDS = "<"
"""Ends the choice in which the other person is the record's first."""
PARTIAL_HINT = _("As far as it is known: 28.02.1990, 02.1990 or 1990.")


def bond_choices() -> list[tuple[str, str]]:
    """Return what the other person may be to this one: (choice, words)."""
    found = []
    for kind in KINDS:
        found.append((kind.key, _now(kind.other_is)))
        if not kind.is_mutual:
            found.append((f"{kind.key}{BACKWARDS}", _now(kind.contact_is)))
    return found


class BondTimesForm(RepeatedForm):
    """Since when, until when: who it is and what they are to each other stays."""

    kind: ClassVar = "relationship"
    columns: ClassVar = ("since", "until", "note")
    since = text(_("Since"), css="input--short", hint=PARTIAL_HINT)
    until = text(_("Until"), css="input--short", hint=_("Empty while it lasts."))
    note = text(_("Note"), letters=LONG_LETTERS)

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return days as they are typed."""
        return {**stored, **{name: shown_day(stored.get(name, "")) for name in ("since", "until")}}

    @property
    def is_empty(self) -> bool:
        """A relationship without days is one all the same."""
        return False

    def clean(self) -> dict[str, Any]:
        """Read the days."""
        found = super().clean() or self.cleaned_data
        for name in ("since", "until"):
            found[f"{name}_iso"] = read(self, name, read_partial_day)
        return found

    def stored(self) -> Fields:
        """Return ISO days."""
        typed = self.cleaned_data
        values = {"since": typed["since_iso"], "until": typed["until_iso"], "note": typed["note"]}
        return {name: value for name, value in values.items() if value}


class BondForm(forms.Form):
    """Who, what they are to this person, and since when. `people` are the radio buttons of the search."""

    all_optional = True
    use_required_attribute = False

    q = text(_("Who is it?"), hint=_("Type a name or a telephone and press “Look for them”."), css="input--medium")
    other = forms.ChoiceField(label=_("Choose the person"), required=False, widget=forms.RadioSelect)
    bond = forms.ChoiceField(label=_("What are they to this person?"), required=False)
    since = text(_("Since"), css="input--short", hint=PARTIAL_HINT)
    until = text(_("Until"), css="input--short", hint=_("Empty while it lasts."))
    note = text(_("Note"), letters=LONG_LETTERS)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bond"].choices = [("", "—"), *bond_choices()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["other"].choices = people  # type: ignore[attr-defined]  # the same
        if not people:
            del self.fields["other"]

    def clean(self) -> dict[str, Any]:
        """Read the days; both the person and the kind are needed."""
        found = super().clean() or self.cleaned_data
        for name in ("since", "until"):
            found[name] = read(self, name, read_partial_day)
        if not found.get("other"):
            self.add_error("other" if "other" in self.fields else "q", _("Look for the person, then choose them."))
        if not found.get("bond"):
            self.add_error("bond", _("Choose what they are to each other."))
        return found

    def relationship(self, contact: int) -> Relationship:
        """Return the record. The form is valid."""
        typed, other = self.cleaned_data, int(self.cleaned_data["other"])
        key = typed["bond"].removesuffix(BACKWARDS)
        first, second = (other, contact) if typed["bond"].endswith(BACKWARDS) else (contact, other)
        more = {name: typed[name] for name in ("since", "until", "note")}
        return Relationship(contact=first, other=second, type=key, **more)
