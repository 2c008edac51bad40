"""Where a person moves to, and whether the list of changes goes along."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.desk.web.place_words import by_name, division_words
from busel.desk.web.widgets import PlainSelect


class MoveForm(forms.Form):
    """One of the organisation's other divisions."""

    use_required_attribute = False
    division = forms.ChoiceField(
        label=_("To which division"),
        widget=PlainSelect,
        error_messages={"required": _("Choose the division."), "invalid_choice": _("Choose one of the divisions.")},
    )
    with_history = forms.BooleanField(
        label=_("Send the list of changes, too"),
        help_text=_(
            "Who changed what, and on which day, without the values. "
            "A coordinator can then take it out of the change log here."
        ),
        required=False,
    )

    def __init__(self, *args: Any, divisions: Mapping[bytes, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "be"
        shown = by_name((division_words(name, language), id_.hex()) for id_, name in divisions.items())
        self.fields["division"].choices = [("", "—"), *((id_, words) for words, id_ in shown)]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def to(self) -> bytes:
        """The chosen division. The form is valid."""
        return bytes.fromhex(self.cleaned_data["division"])
