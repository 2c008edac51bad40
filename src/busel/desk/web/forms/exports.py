"""Forms of taking people out: what, and the passphrase once more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.exporting.choice import ALL_PARTS, FORMATS, Choice
from busel.desk.search.saved_searches import Saved
from busel.desk.web.export_words import FORMAT_WORDS, PART_WORDS
from busel.desk.web.forms.letters import EVERYBODY, SEARCH, page_language, with_count
from busel.desk.web.place_words import SEPARATOR, division_words
from busel.desk.web.porch_forms import SignInForm
from busel.registry.keyring import Bundle


class ExportForm(forms.Form):
    """Whom, out of which divisions, as what, and which fields."""

    use_required_attribute = False
    all_optional = True

    where = forms.ChoiceField(label=gettext_lazy("Whom"))
    division = forms.ChoiceField(
        label=gettext_lazy("Out of"), help_text=gettext_lazy("A region with all its districts."), required=False
    )
    format = forms.ChoiceField(
        label=gettext_lazy("As what"),
        choices=[(name, FORMAT_WORDS[name]) for name in FORMAT_WORDS],
        widget=forms.RadioSelect,
        initial="xlsx",
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What of each person"),
        help_text=gettext_lazy(
            "Take only what is needed. “Do not approach” and the other marks always go with it: nobody may be"
            " endangered because they were left out."
        ),
        choices=list(PART_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=list(ALL_PARTS),
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(
        self, *args: Any, saved: list[tuple[Saved, int | str | None]], divisions: list[Bundle], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._searches = {f"{SEARCH}:{one.record}": one for one, _count in saved}
        self._divisions = divisions
        language = page_language()
        whom = [(f"{SEARCH}:{one.record}", with_count(one.title, count)) for one, count in saved if count is not None]
        self.fields["where"].choices = [(EVERYBODY, _("Everybody")), *whom]  # type: ignore[attr-defined]  # a ChoiceField
        if len(divisions) > 1:
            named = [(one.name, division_words(one.name, language)) for one in divisions]
            self.fields["division"].choices = [("", _("All divisions where you have the right")), *named]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["division"]

    @property
    def choice(self) -> Choice:
        """What was chosen. Valid forms only."""
        name = self.cleaned_data.get("division", "")
        search = self._searches.get(self.cleaned_data["where"])
        below = f"{name}{SEPARATOR}" if name else ""
        within = (one for one in self._divisions if one.name == name or one.name.startswith(below))
        parts = self.cleaned_data["parts"]
        return Choice(
            journals=tuple(one.journal for one in within),
            where=search.search.where if search else None,
            what=search.title if search else "",
            format=self.cleaned_data["format"] if self.cleaned_data["format"] in FORMATS else "xlsx",
            parts=tuple(part for part in ALL_PARTS if part in parts),
        )


class ProofForm(SignInForm):
    """The passphrase once more, and the key file of who has one. The name is known."""

    handle = None  # type: ignore[assignment]  # so Django leaves a field of the parent out
