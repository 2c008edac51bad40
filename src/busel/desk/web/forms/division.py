"""Which division a new person belongs to: asked only where there is a choice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.desk.session import Session
from busel.desk.web.components import Words
from busel.desk.web.place_words import by_name, division_words
from busel.registry.roles import Role


class DivisionForm(forms.Form):
    """One of the divisions that the person edits. `hint` is for what is not a person."""

    use_required_attribute = False
    division = forms.ChoiceField(
        label=_("Division"),
        help_text=_("Where the person lives. Only who works there sees them."),
        error_messages={"required": _("Choose the division."), "invalid_choice": _("Choose one of your divisions.")},
    )

    def __init__(self, *args: Any, session: Session, hint: Words = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hint:
            self.fields["division"].help_text = str(hint)
        self.edited = session.divisions(least=Role.EDITOR)
        language = get_language() or "be"
        shown = by_name((division_words(bundle.name, language), bundle.journal.hex()) for bundle in self.edited)
        first = [] if len(shown) == 1 else [("", "—")]
        self.fields["division"].choices = [*first, *((journal, words) for words, journal in shown)]  # type: ignore[attr-defined]  # a ChoiceField
        if len(shown) == 1:
            self.fields["division"].widget = forms.HiddenInput()
            self.initial["division"] = shown[0][1]

    @property
    def journal(self) -> bytes:
        """The chosen division's journal. The form is valid."""
        return bytes.fromhex(self.cleaned_data["division"])
