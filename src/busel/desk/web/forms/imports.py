"""Forms of bringing a list in: the file, what we saw of it, what each column is, what is done with known people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.desk.importing.mappings import KeptMapping
from busel.desk.importing.outcomes import WAS_ERASED, OnMatch
from busel.desk.importing.wizards import Wizard
from busel.desk.keeping.standard import standard
from busel.desk.session import Session
from busel.desk.web.import_words import ON_MATCH_WORDS, target_choices
from busel.desk.web.place_words import by_name, division_words
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.sheets.headings import LOOK_AT
from busel.sheets.targets import REPEATABLE

MOST_COLUMNS = 200
"""Columns that are offered; those to the right of them stay out."""
TITLE_LETTERS = 100
TAG_LETTERS = 200


class UploadForm(forms.Form):
    """The file, and the division that it is for."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("The file"),
        allow_empty_file=True,
        error_messages={"required": gettext_lazy("Choose a file."), "invalid": gettext_lazy("Choose a file.")},
    )
    division = forms.ChoiceField(
        label=gettext_lazy("Division"),
        help_text=gettext_lazy("Where these people live. Only who works there sees them."),
        error_messages={
            "required": gettext_lazy("Choose the division."),
            "invalid_choice": gettext_lazy("Choose one of your divisions."),
        },
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bundles = [one for one in session.keyring.divisions() if session.may(Role.COLLECTOR, one.journal)]
        self._bundles = {bundle.journal.hex(): bundle for bundle in bundles}
        shown = by_name((self._words(session, bundle), journal) for journal, bundle in self._bundles.items())
        first = [] if len(shown) == 1 else [("", "—")]
        self.fields["division"].choices = [*first, *((journal, words) for words, journal in shown)]  # type: ignore[attr-defined]  # a ChoiceField
        if len(shown) == 1:
            self.fields["division"].widget = forms.HiddenInput()
            self.fields["division"].required = False

    def clean(self) -> dict[str, Any]:
        """Say what happens to the file when something else is refused: the browser lets go of it."""
        if self.errors and self.cleaned_data.get("file"):
            self.add_error(
                "file", _("Choose the file once more: the browser does not keep it when something is refused.")
            )
        return self.cleaned_data

    def clean_division(self) -> str:
        """Take the only division there is where nothing was asked."""
        return self.cleaned_data["division"] or next(iter(self._bundles))

    @staticmethod
    def _words(session: Session, bundle: Bundle) -> str:
        words = division_words(bundle.name, get_language() or "be")
        return (
            words
            if session.may(Role.EDITOR, bundle.journal)
            else _("%(division)s (to the inbox)") % {"division": words}
        )

    @property
    def bundle(self) -> Bundle:
        """The chosen division. Valid forms only."""
        return self._bundles[self.cleaned_data["division"]]


class SeenForm(forms.Form):
    """Corrections of what we saw: which sheet, which row holds the headings, which kept mapping."""

    use_required_attribute = False
    all_optional = True

    sheet = forms.TypedChoiceField(label=gettext_lazy("Sheet"), coerce=int, required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row with the headings"),
        help_text=gettext_lazy("0 when there are none."),
        min_value=0,
        max_value=LOOK_AT,
        required=False,
        widget=forms.NumberInput({"class": "input--short"}),
    )
    mapping = forms.ChoiceField(label=gettext_lazy("Read the columns"), required=False)

    def __init__(self, *args: Any, wizard: Wizard, mappings: Sequence[KeptMapping], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = wizard.book.tables if wizard.book else []
        if len(tables) > 1:
            named = [(at, table.name) for at, table in enumerate(tables)]
            self.fields["sheet"].choices = named  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["sheet"]
        if mappings:
            kept = [(one.title, _("as kept: %(title)s") % {"title": one.title}) for one in mappings]
            self.fields["mapping"].choices = [("", _("as we guess them")), *kept]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["mapping"]


class ColumnsForm(forms.Form):
    """What each column becomes."""

    use_required_attribute = False

    def __init__(self, *args: Any, wizard: Wizard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = target_choices(wizard.targets, standard(), get_language() or "be")
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


class EffectsForm(forms.Form):
    """What is done with people who are known, and tags for everybody in the list."""

    use_required_attribute = False

    on_match = forms.TypedChoiceField(
        label=gettext_lazy("When a person is known already"),
        choices=[(one.value, ON_MATCH_WORDS[one]) for one in OnMatch],
        coerce=OnMatch,
        widget=forms.RadioSelect,
    )
    tags = forms.CharField(
        label=gettext_lazy("Tag for everybody in this list"),
        help_text=gettext_lazy("By it you find these people again. Several are parted by commas."),
        max_length=TAG_LETTERS,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    erased_too = forms.BooleanField(
        label=gettext_lazy("Bring in the people who were erased, too"),
        help_text=gettext_lazy("Only if they asked for it themselves. They come in as new people, without a history."),
        required=False,
    )

    likely_out = forms.BooleanField(
        label=gettext_lazy("Keep out who is likely known already"),
        help_text=gettext_lazy("They come back with the rows that stay out, so that you can say who is meant."),
        required=False,
    )

    def __init__(self, *args: Any, wizard: Wizard, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(on_match=wizard.on_match.value, tags=", ".join(wizard.tags))
        self.initial.update(erased_too=wizard.erased_too, likely_out=wizard.likely_out)
        if not (wizard.plan and wizard.plan.fates.likely):
            del self.fields["likely_out"]
        if wizard.to_inbox:  # who may not read learns nothing about who is known, so there is nothing to choose
            del self.fields["on_match"]
        if not _has_erased(wizard):
            del self.fields["erased_too"]

    def chosen(self, wizard: Wizard) -> tuple[OnMatch, tuple[str, ...], bool, bool]:
        """Return on_match, tags, erased_too and likely_out as chosen. Valid forms only."""
        tags = tuple(dict.fromkeys(filter(None, (tag.strip() for tag in self.cleaned_data["tags"].split(",")))))
        on_match = self.cleaned_data.get("on_match", wizard.on_match)
        erased_too, likely_out = (bool(self.cleaned_data.get(name)) for name in ("erased_too", "likely_out"))
        return on_match, tags, erased_too, likely_out


def _has_erased(wizard: Wizard) -> bool:
    """Is it a question whether erased people come in? It is not asked where nobody in the list was erased."""
    problems = wizard.plan.problems if wizard.plan else []
    return wizard.erased_too or any(problem.code == WAS_ERASED for problem in problems)
