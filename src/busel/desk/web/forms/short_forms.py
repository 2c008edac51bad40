"""A short form of a given name, and the name that it stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.contacts.shared import MOST_LETTERS, ShortForm
from busel.desk.keeping.short_forms import MOST, Kept
from busel.desk.web.forms.record import text
from busel.names.clean import clean, fold_homoglyphs
from busel.names.given import names_of
from busel.names.keys import k1
from busel.names.own_forms import whole_names

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")


class ShortFormForm(forms.Form):
    """What is added. Each is one word: of double names each half is found by itself."""

    all_optional = True
    """Both are needed, which the words say: no label says that one is not."""
    use_required_attribute = False
    form = text(gettext_lazy("Short form"), letters=MOST_LETTERS, hint=gettext_lazy("For example: Гедзя"))
    name = text(
        gettext_lazy("The name that it stands for"), letters=MOST_LETTERS, hint=gettext_lazy("For example: Гедымін")
    )

    def __init__(self, *args: Any, kept: Sequence[Kept], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = kept

    def clean_form(self) -> str:
        """It is one word."""
        return _one_word(self.cleaned_data["form"], _("Write the short form."))

    def clean_name(self) -> str:
        """It is one word."""
        return _one_word(self.cleaned_data["name"], _("Write the name that it stands for."))

    def clean(self) -> dict[str, Any]:
        """It is none that is known already."""
        found = super().clean() or self.cleaned_data
        if "form" in found and "name" in found and (trouble := self._trouble(found["form"], found["name"])):
            self.add_error("form", trouble)
        return found

    def _trouble(self, form: str, name: str) -> str:
        if len(self._kept) >= MOST:
            return _("There are %(n)s of them, no more are read. Take out what nobody needs first.") % {"n": MOST}
        if (clean(form), clean(name)) in {(clean(one.form), clean(one.name)) for one in self._kept}:
            return _("It stands in the list already.")
        known = whole_names(name, k1(name))
        if k1(form) == k1(name) or (known and known <= names_of(form)):
            return _("Busel knows this already: who looks for the one finds the other.")
        return ""

    @property
    def typed(self) -> ShortForm:
        """What is to be added. The form is valid."""
        return ShortForm(form=self.cleaned_data["form"], name=self.cleaned_data["name"])


def _one_word(typed: str, missing: str) -> str:
    written = fold_homoglyphs(unicodedata.normalize("NFC", typed.strip()))
    if not written:
        raise forms.ValidationError(missing)
    if not _WORD.fullmatch(written) or not k1(written):
        raise forms.ValidationError(_("Write one word, of letters alone. Of a double name add each half by itself."))
    return written
