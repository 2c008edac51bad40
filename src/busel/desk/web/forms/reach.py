"""Telephones, e-mail addresses and messengers."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.contacts.answers import read_email
from busel.contacts.problems import Code
from busel.desk.web.choice_words import MESSENGER_WORDS, PHONE_TYPE_WORDS
from busel.desk.web.forms.record import RepeatedForm, read, text
from busel.journal.deed import Fields
from busel.names.phones import Phone, shown

BAD = "bad"


def _bad(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class PhoneForm(RepeatedForm):
    """A number as people write it; what cannot be dialled is kept as written."""

    kind: ClassVar = "phone"
    keys: ClassVar = {"text": "phone"}
    columns: ClassVar = ("number", "written", "type", "status")
    text = text(
        _("Phone"), css="input--medium", hint=_("In any form: 8 029 123-45-67 or +375 29 123 45 67."), inputmode="tel"
    )
    type = forms.ChoiceField(label=_("What kind"), required=False, choices=[("", "—"), *PHONE_TYPE_WORDS.items()])
    bad = _bad(_("It does not lead to this person"))

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return the number as people write it, or what was written."""
        number = shown(stored["number"]) if stored.get("number") else stored.get("written", "")
        return {"text": number, "type": stored.get("type", ""), "bad": stored.get("status") == BAD}

    @property
    def is_empty(self) -> bool:
        """Is there no number, whatever else was chosen?"""
        return not self.cleaned_data.get("text")

    def stored(self) -> Fields:
        """Return E.164, and what was written where the two differ."""
        typed = self.cleaned_data
        base = self.opened_on or {}
        if typed["text"] == self.shown(base)["text"]:
            found = {name: base.get(name, "") for name in ("number", "written")}
        else:
            phone = Phone.read(typed["text"])
            differs = phone.written not in (phone.number, shown(phone.number))
            found = {"number": phone.number, "written": phone.written if differs else ""}
        found |= {"type": typed["type"], "status": BAD if typed["bad"] else ""}
        return {name: value for name, value in found.items() if value}

    def warning(self) -> Code | None:
        """Return what is odd about a number that was typed now; it is kept all the same."""
        typed = self.cleaned_data.get("text", "")
        if not typed or typed == self.shown(self.opened_on or {})["text"] or self.cleaned_data.get("remove"):
            return None
        problem = Phone.read(typed).problem
        return Code(problem) if problem else None


class EmailForm(RepeatedForm):
    """An e-mail address."""

    kind: ClassVar = "email"
    keys: ClassVar = {"address": "email"}
    columns: ClassVar = ("address", "status")
    address = text(_("E-mail"), css="input--medium", inputmode="email")
    bad = _bad(_("It does not lead to this person"))

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return the address, and whether it is bad."""
        return {"address": stored.get("address", ""), "bad": stored.get("status") == BAD}

    @property
    def is_empty(self) -> bool:
        """Is there no address?"""
        return not self.cleaned_data.get("address")

    def clean(self) -> dict[str, Any]:
        """Read the address."""
        found = super().clean() or self.cleaned_data
        found["address"] = read(self, "address", read_email)
        return found

    def stored(self) -> Fields:
        """Return the address and its status."""
        typed = self.cleaned_data
        return {"address": typed["address"], **({"status": BAD} if typed["bad"] else {})}


class MessengerForm(RepeatedForm):
    """A name or a number in a messenger."""

    kind: ClassVar = "messenger"
    columns: ClassVar = ("service", "name")
    service = forms.ChoiceField(label=_("Messenger"), required=False, choices=list(MESSENGER_WORDS.items()))
    name = text(_("Name or number there"), css="input--medium", spellcheck="false")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = (self.opened_on or {}).get("service", "")
        if held and held not in MESSENGER_WORDS:  # what a list or a newer version called it stays
            self.fields["service"].choices = [(held, held), *MESSENGER_WORDS.items()]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def is_empty(self) -> bool:
        """Is there no name?"""
        return not self.cleaned_data.get("name")
