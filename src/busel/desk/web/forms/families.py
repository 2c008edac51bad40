"""Two who look alike and are a family: together in a household, and what they are to each other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.duplicates.families import Family


class FamilyForm(forms.Form):
    """A household, called by a name, and a relationship; either may be left out."""

    use_required_attribute = False
    all_optional = True
    household = forms.BooleanField(label=gettext_lazy("They live together: one household"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Name of the household"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Of a new one; a household that either of them has keeps its name."),
    )
    tie = forms.ChoiceField(
        label=gettext_lazy("What they are to each other"), required=False, widget=forms.RadioSelect, choices=[]
    )

    def __init__(self, *args: Any, pair: tuple[int, int], names: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pair = pair
        told = {"one": names[0], "other": names[1]}
        self.fields["tie"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("Not noted")),
            ("parent-0", _("%(one)s is father or mother of %(other)s") % told),
            ("parent-1", _("%(other)s is father or mother of %(one)s") % told),
            ("sibling", _("brothers or sisters")),
            ("spouse", _("husband and wife")),
            ("relative", _("other relatives")),
        ]

    def clean(self) -> dict[str, Any]:
        """A household needs a name."""
        found = super().clean() or self.cleaned_data
        if found.get("household") and not found.get("title", "").strip():
            self.add_error("title", _("Give the household a name."))
        return found

    @property
    def family(self) -> Family:
        """What was said."""
        typed = self.cleaned_data
        tie, _dash, elder = typed["tie"].partition("-")
        title = typed["title"].strip() if typed["household"] else ""
        return Family(title, tie, self._pair[int(elder)] if elder else 0)
