"""What people share: households, groups, and what is known about tags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.contacts.shared import Group, TagType
from busel.desk.web.forms.record import LONG_LETTERS, encode, text
from busel.journal.deed import Fields

_LINES = {"rows": 3, "autocomplete": "off"}


class _SharedForm(forms.Form):
    """`base` remembers what stood there when the form was opened: nobody's work is lost."""

    all_optional = True
    use_required_attribute = False
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def opened_on(cls, fields: Fields) -> dict[str, Any]:
        """Return what the form opens with."""
        return {**fields, "base": encode(fields)}


class HouseholdForm(_SharedForm):
    """What it is called, and who joins it: those who seem to live there, or whom a search found."""

    title = text(_("What it is called"), hint=_("As on the door: the family name, or the names of both."))
    note = text(_("Note"), hint=_("For whoever comes: the entrance is in the yard."), letters=LONG_LETTERS)
    who = forms.MultipleChoiceField(
        label=_("Who lives there, too?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    q = text(_("Somebody else?"), hint=_("Type a name or a telephone and press “Look for them”."), css="input--medium")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = people  # type: ignore[attr-defined]  # a ChoiceField
        if not people:
            del self.fields["who"]

    def clean_title(self) -> str:
        """A household has a name."""
        title: str = self.cleaned_data["title"]
        if not title:
            raise forms.ValidationError(_("Give it a name: the family name is enough."))
        return title


class GroupForm(_SharedForm):
    """A group: what it is called and what it is for."""

    title = text(_("What it is called"))
    purpose = forms.CharField(
        label=_("What it is for"), required=False, max_length=LONG_LETTERS, widget=forms.Textarea(_LINES)
    )

    def clean_title(self) -> str:
        """A group has a name."""
        title: str = self.cleaned_data["title"]
        if not title:
            raise forms.ValidationError(_("Give the group a name."))
        return title

    def group(self, before: Group) -> Group:
        """Return the group as typed. The form is valid."""
        typed = self.cleaned_data
        return Group(title=typed["title"], purpose=typed["purpose"], ended=before.ended)


class TagTypeForm(_SharedForm):
    """What is known about a tag."""

    label = text(_("Tag"), css="input--medium", hint=_("As it stands on people."), list="tag-labels")
    group = text(_("Shown under"), css="input--medium", hint=_("For example: Skills, Languages."), list="tag-groups")
    label_be = text(_("In Belarusian"), css="input--medium", lang="be")
    label_ru = text(_("In Russian"), css="input--medium", lang="ru")
    label_en = text(_("In English"), css="input--medium", lang="en")
    valued = forms.BooleanField(
        label=_("It has a value"), help_text=_("For example: language – Polish."), required=False
    )
    values = forms.CharField(
        label=_("Which values"),
        help_text=_("One in each line; empty: any."),
        required=False,
        max_length=LONG_LETTERS,
        widget=forms.Textarea(_LINES),
    )
    hint = text(_("Hint"), hint=_("Shown where the tag is put: when does it fit?"))

    def clean_label(self) -> str:
        """A type is about a tag."""
        label: str = self.cleaned_data["label"]
        if not label:
            raise forms.ValidationError(_("Name the tag."))
        return label

    @classmethod
    def opened_on(cls, fields: Fields) -> dict[str, Any]:
        """Return what the form opens with: each language apart, each value in a line."""
        labels = {f"label_{spelt}": words for spelt, words in fields.get("labels", {}).items()}
        return {**super().opened_on(fields), **labels, "values": "\n".join(fields.get("values", ()))}

    def tag_type(self) -> TagType:
        """Return the type as typed. The form is valid."""
        typed = self.cleaned_data
        labels = {spelt: typed[f"label_{spelt}"] for spelt in ("be", "ru", "en") if typed[f"label_{spelt}"]}
        values = tuple(dict.fromkeys(filter(None, map(str.strip, typed["values"].splitlines()))))
        more = {name: typed[name] for name in ("label", "group", "hint")}
        return TagType(**more, labels=labels, values=values, valued=typed["valued"] or bool(values))
