"""What is filled into a form from the other language, and how sure that is: a person looks at it before it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LIKELY = _("Filled in from the other language: likely right.")
CHECK = _("Filled in from the other language: check this one.")


class Suggested(NamedTuple):
    """A value for a field that is empty."""

    text: str
    is_likely: bool = True

    @property
    def words(self) -> Promise:
        """How sure it is, for the hint of the field."""
        return LIKELY if self.is_likely else CHECK


@dataclass(frozen=True)
class Filled:
    """What was typed together with what is suggested; `suggested` by the names of the fields on the page."""

    data: QueryDict
    suggested: Mapping[str, Suggested]

    @property
    def count(self) -> int:
        """How many fields were filled in."""
        return len(self.suggested)

    def tell(self, shown: Iterable[forms.Form]) -> None:
        """Say beside each field that was filled in how sure it is."""
        for form in shown:
            for name, field in form.fields.items():
                if one := self.suggested.get(form.add_prefix(name)):
                    field.help_text = str(one.words)
