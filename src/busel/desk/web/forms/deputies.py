"""Two deputies of a division: chosen among the members that a coordinator knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.desk.access.holders import Holder
from busel.registry.statements import Member


class DeputiesForm(forms.Form):
    """One, and another."""

    use_required_attribute = False
    one = forms.ChoiceField(label=_("One deputy"))
    other = forms.ChoiceField(label=_("The other deputy"))

    def __init__(self, *args: Any, people: Sequence[Holder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {one.account.hex(): one.member for one in people}
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.choices = [("", "—"), *((one.account.hex(), one.handle) for one in people)]
            field.error_messages = {
                "required": _("Choose somebody."),
                "invalid_choice": _("Choose somebody from the list."),
            }

    def clean(self) -> dict[str, Any]:
        """Refuse one account twice: it would hold both halves."""
        chosen = self.cleaned_data
        if chosen.get("one") and chosen.get("one") == chosen.get("other"):
            self.add_error("other", _("Choose two different people: one alone must not be able to open anything."))
        return chosen

    @property
    def members(self) -> tuple[Member, Member]:
        """The two that were chosen. The form is valid."""
        return self._members[self.cleaned_data["one"]], self._members[self.cleaned_data["other"]]
