"""Telephones and e-mail addresses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from busel.contacts.answers import read_email
from busel.contacts.problems import Code
from busel.desk.web.forms.record import RepeatedForm, read, text
from busel.journal.deed import Fields
from busel.names.phones import Phone, shown


class PhoneForm(RepeatedForm):
    """A number as people write it; what cannot be dialled is kept as written."""

    kind: ClassVar = "phone"
    columns: ClassVar = ("number", "written")
    text = text(
        _("Phone"), css="input--medium", hint=_("In any form: 8 029 123-45-67 or +375 29 123 45 67."), inputmode="tel"
    )

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return the number as people write it, or what was written."""
        return {"text": shown(stored["number"]) if stored.get("number") else stored.get("written", "")}

    def stored(self) -> Fields:
        """Return E.164, and what was written where the two differ."""
        phone = Phone.read(self.cleaned_data["text"])
        differs = phone.written not in (phone.number, shown(phone.number))
        found = {"number": phone.number, "written": phone.written if differs else ""}
        return {name: value for name, value in found.items() if value}

    def warning(self) -> Code | None:
        """Return what is odd about a number that was typed now; it is kept all the same."""
        typed = self.cleaned_data.get("text", "")
        if not typed or self.is_untouched or self.cleaned_data.get("remove"):
            return None
        problem = Phone.read(typed).problem
        return Code(problem) if problem else None


class EmailForm(RepeatedForm):
    """An e-mail address."""

    kind: ClassVar = "email"
    columns: ClassVar = ("address",)
    address = text(_("E-mail"), css="input--medium", inputmode="email")

    def clean(self) -> dict[str, Any]:
        """Read the address."""
        found = super().clean() or self.cleaned_data
        found["address"] = read(self, "address", read_email)
        return found
