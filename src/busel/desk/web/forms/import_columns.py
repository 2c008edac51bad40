"""Forms of the page "Which column is what?": what each column is, how cells are read, what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.desk.importing.mappings import KeptMapping
from busel.desk.importing.wizards import Wizard
from busel.desk.keeping.standard import standard
from busel.desk.web.import_words import target_choices
from busel.desk.web.target_words import in_sections
from busel.names.phones import read_area_code
from busel.sheets.targets import REPEATABLE

MOST_COLUMNS = 200
"""Columns that are offered; those to the right of them stay out."""
TITLE_LETTERS = 100


class ReadAsForm(forms.Form):
    """By which kept mapping the columns are read."""

    use_required_attribute = False
    all_optional = True

    mapping = forms.ChoiceField(label=gettext_lazy("Read the columns"), required=False)

    def __init__(self, *args: Any, mappings: Sequence[KeptMapping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(one.title, _("as kept: %(title)s") % {"title": one.title}) for one in mappings]
        self.fields["mapping"].choices = [("", _("as we guess them")), *kept]  # type: ignore[attr-defined]  # a ChoiceField


class CellsForm(forms.Form):
    """How cells of the whole list are read, where they do not say it themselves."""

    use_required_attribute = False
    all_optional = True

    area_code = forms.CharField(
        label=gettext_lazy("Area code of short telephone numbers"),
        help_text=gettext_lazy("For numbers like 23-45-67: 232 is Homieĺ. Leave it empty if you do not know."),
        max_length=12,
        required=False,
        widget=forms.TextInput({"class": "input--short", "inputmode": "tel", "autocomplete": "off"}),
    )
    names_in = forms.ChoiceField(
        label=gettext_lazy("Names that look the same in both languages are"),
        choices=[
            ("", gettext_lazy("as most of the list")),
            ("be", gettext_lazy("Belarusian")),
            ("ru", gettext_lazy("Russian")),
        ],
        required=False,
    )

    suggest = forms.BooleanField(
        label=gettext_lazy("Suggest the other language’s spelling of names"),
        help_text=gettext_lazy(
            "For new people, where it is likely right. It is marked as suggested until somebody confirms it."
        ),
        required=False,
    )

    def clean_area_code(self) -> str:
        """Take a code in any form."""
        written = self.cleaned_data["area_code"]
        code = read_area_code(written)
        if written.strip() and not code:
            raise forms.ValidationError(_("This is no area code of Belarus. Write its digits: 17, 232, 2334."))
        return code


class ColumnsForm(forms.Form):
    """What each column becomes."""

    use_required_attribute = False

    def __init__(self, *args: Any, wizard: Wizard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before = wizard.targets
        choices = in_sections(target_choices(wizard.targets, standard(), get_language() or "be"))
        for column, target in list(zip(wizard.columns, wizard.targets, strict=True))[:MOST_COLUMNS]:
            self.fields[f"column{column.at}"] = forms.ChoiceField(choices=choices, initial=target, label=column.header)
        self._rest = len(wizard.columns) - len(self.fields)

    def clean(self) -> dict[str, Any]:
        """Say beside the second column of a target that a person has only once that there are two."""
        cleaned = super().clean() or {}
        taken: set[str] = set()
        for name, target in list(cleaned.items()):
            if target in taken and target not in REPEATABLE:
                self.add_error(name, _("This is chosen for another column already."))
            taken.add(target)
        return cleaned

    @property
    def targets(self) -> list[str]:
        """The chosen targets by column. Valid forms only."""
        return [*self.cleaned_data.values(), *["ignore"] * self._rest]

    @property
    def chosen_so_far(self) -> list[str]:
        """The targets as far as they can be used: what is wrong stays as it was before."""
        names = list(self.fields)
        chosen = [self.cleaned_data.get(name, before) for name, before in zip(names, self._before, strict=False)]
        return [*chosen, *self._before[len(names) :]]


class KeepForm(forms.Form):
    """Under which name to keep how the columns are read."""

    all_optional = True

    keep_as = forms.CharField(
        label=gettext_lazy("Keep this reading of the columns as"),
        help_text=gettext_lazy("Then the next list with the same headings is read the same way."),
        max_length=TITLE_LETTERS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
