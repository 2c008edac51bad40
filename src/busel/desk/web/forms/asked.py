"""A form whose fields are fixed follows the data standard: what is asked, and the organisation's own fields beside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language

from busel.contacts.own_values import NOTHING
from busel.contacts.records import Field
from busel.desk.keeping.standard import standard
from busel.desk.web.forms.own_fields import make_field, stored_value

OWN = "own_"
"""Begins the names of form fields for the organisation's own fields."""


def own_of_collectors() -> list[Field]:
    """Return the organisation's own fields that collectors are asked, but those that name a person."""
    kept = standard().in_form("collector")
    return [one.field for one in kept if one.built_in is None and one.field.type != "contact"]


class AskedForm(forms.Form):
    """A form that follows what collectors are asked: what is not asked is left out, own fields are added.

    `asked` tells which of the standard's fields a form field stands for; it goes when none of them is asked.
    """

    asked: ClassVar[Mapping[str, Collection[str]]] = {}
    own: list[Field]

    def follow(self) -> None:
        """Do so. Another person is never asked for: the answer would tell who is stored."""
        kept = standard().in_form("collector")
        keys = {one.key for one in kept}
        for name, meant in self.asked.items():
            if not keys & set(meant):
                self.fields.pop(name, None)
        self.own = own_of_collectors()
        self.add_own()

    def add_own(self) -> None:
        """Add the organisation's own fields."""
        for field in self.own:
            self.fields[OWN + field.key] = make_field(field, None, get_language() or "be")

    @property
    def custom(self) -> dict[str, Any]:
        """What was answered to the organisation's own fields. The form is valid."""
        typed = {field.key: stored_value(self.cleaned_data.get(OWN + field.key)) for field in self.own}
        return {key: value for key, value in typed.items() if value not in NOTHING}
