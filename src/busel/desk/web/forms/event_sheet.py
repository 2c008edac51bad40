"""The sign-in sheet as it is asked for, and what is typed back from it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_LINES = 500
MOST_EMPTY = 200
_LINE_LETTERS = 40


class SheetForm(forms.Form):
    """How people are called on it, and how many empty lines follow."""

    use_required_attribute = False
    names = forms.ChoiceField(
        label=_("How people are called on it"),
        choices=[
            ("short", _("Given name and the first letter of the family name")),
            ("full", _("Given name and family name")),
        ],
        widget=forms.RadioSelect,
        initial="short",
        help_text=_("Everybody in the room reads the sheet, and so does whoever finds it."),
        error_messages={"required": _("Choose how people are called."), "invalid_choice": _("Choose one of the two.")},
    )
    empty = forms.IntegerField(
        label=_("Empty lines"),
        min_value=0,
        max_value=MOST_EMPTY,
        initial=12,
        help_text=_("For those who come unasked."),
        widget=forms.NumberInput({"class": "input--short", "autocomplete": "off"}),
    )


class CodesForm(forms.Form):
    """Codes of those who signed, one in each line."""

    use_required_attribute = False
    codes = forms.CharField(
        label=_("Codes of those who signed"),
        help_text=_("One in each line, with or without the dash: 12-34 or 1234."),
        error_messages={"required": _("Type at least one code.")},
        max_length=MOST_LINES * _LINE_LETTERS,
        widget=forms.Textarea({"rows": 8, "autocomplete": "off", "class": "input--medium", "inputmode": "numeric"}),
    )

    def clean_codes(self) -> str:
        """Return no more than one page can answer."""
        codes: str = self.cleaned_data["codes"]
        if len(self.lines(codes)) > MOST_LINES:
            raise forms.ValidationError(_("At most %(n)s lines at once. Save these first."), params={"n": MOST_LINES})
        return codes

    @staticmethod
    def lines(codes: str) -> list[str]:
        """Return what stands in the lines; commas and semicolons end one, too."""
        for sign in ",;":
            codes = codes.replace(sign, "\n")
        return [line for line in map(str.strip, codes.splitlines()) if line]
