"""Forms of a founding: the code, the choices, and what is typed back from the cards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.trustees.division_plans import Fault, PlanError, read_plans, standard_plans
from busel.desk.trustees.founders import Made
from busel.desk.trustees.founding import Plan
from busel.desk.web.porch_forms import CODE_LETTERS, PASSPHRASE_LETTERS, PLAIN
from busel.desk.web.preferences import LANGUAGES
from busel.registry.certificates import DEEPEST
from busel.vault.shares import IN_ALL, LEAST, MOST, NEEDED, may_split

DIVISION_LETTERS = 200_000


class CodeForm(forms.Form):
    """The one-time code from the terminal."""

    code = forms.CharField(
        label=gettext_lazy("Code from the terminal"),
        help_text=gettext_lazy("Four groups of four; capital or small letters, with or without dashes."),
        max_length=CODE_LETTERS,
        widget=forms.TextInput({**PLAIN, "class": "input--medium input--code"}),
        error_messages={"required": gettext_lazy("Type the code that stands in the terminal.")},
    )
    use_required_attribute = False


class ChoiceForm(forms.Form):
    """Language, trustees, divisions. Nothing asks who you are."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the pages and the cards"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    shares = forms.IntegerField(
        label=gettext_lazy("How many trustees keep a share?"),
        help_text=gettext_lazy(
            "The root key opens what nobody else can open any more. Each trustee gets one card of it."
        ),
        initial=IN_ALL,
        min_value=LEAST,
        max_value=MOST,
        widget=forms.NumberInput({"class": "input--short"}),
    )
    needed = forms.IntegerField(
        label=gettext_lazy("How many of them together are enough?"),
        help_text=gettext_lazy(
            "More is safer against betrayal, fewer against loss. Three of five is a good beginning."
        ),
        initial=NEEDED,
        min_value=LEAST,
        max_value=MOST,
        widget=forms.NumberInput({"class": "input--short"}),
    )
    divisions = forms.CharField(
        label=gettext_lazy("Divisions of your own"),
        help_text=gettext_lazy(
            "One a line; a part of another is written behind it: “North / Town”. Empty: the six regions and Minsk."
        ),
        max_length=DIVISION_LETTERS,
        required=False,
        strip=False,
        widget=forms.Textarea({**PLAIN, "rows": 5}),
    )
    use_required_attribute = False

    def clean_divisions(self) -> list[Plan]:
        """Return the plans, or say what is wrong with which line."""
        text = self.cleaned_data["divisions"]
        if not text.strip():
            return standard_plans()
        try:
            return read_plans(text)
        except PlanError as error:
            raise forms.ValidationError(plan_words(error)) from error

    def clean(self) -> dict[str, Any]:
        """Refuse a split that would lose everything."""
        cleaned = super().clean() or self.cleaned_data
        shares, needed = cleaned.get("shares"), cleaned.get("needed")
        if shares and needed and not may_split(shares, needed):
            self.add_error("needed", _("There are only %(shares)s shares: no more than that can be needed.") % cleaned)
        return cleaned


def plan_words(error: PlanError) -> str:
    """Return what is wrong with a line."""
    named = {"line": error.line, "name": error.name, "deepest": DEEPEST}
    return {
        Fault.CELLS: _("Line %(line)s has more than a name and what it is a part of."),
        Fault.PARENT: _("Line %(line)s: “%(name)s” does not stand above it."),
        Fault.NAME: _("Line %(line)s: “%(name)s” cannot be a division's name."),
        Fault.TWICE: _("Line %(line)s: “%(name)s” stands there twice."),
        Fault.DEEP: _("Line %(line)s: divisions go %(deepest)s levels deep at most."),
        Fault.NONE: _("There is no division in this list."),
    }[error.fault] % named


class ConfirmForm(forms.Form):
    """Each passphrase, and a word of each share, typed back from paper."""

    use_required_attribute = False

    def __init__(self, made: Made, data: Any = None) -> None:
        super().__init__(data)
        self._made = made
        founded = made.prepared.founded
        self.passphrases = [f"passphrase_{at}" for at in range(len(founded.accounts))]
        self.words = [f"word_{at}" for at in range(len(founded.shares))]
        for name, account in zip(self.passphrases, founded.accounts, strict=True):
            label = _("Passphrase of %(handle)s") % {"handle": account.credentials.handle}
            self.fields[name] = _typed(label, PASSPHRASE_LETTERS, "", _("Type the passphrase from the card."))
        for name, share, number in zip(self.words, founded.shares, made.asked, strict=True):
            label = _("Share %(share)s: word %(number)s") % {"share": share.number, "number": number}
            self.fields[name] = _typed(label, CODE_LETTERS, "input--medium", _("Type this word from the card."))

    def clean(self) -> dict[str, Any]:
        """Say which card does not say so."""
        cleaned = super().clean() or self.cleaned_data
        if all(name in cleaned for name in self.passphrases):
            for at in self._made.wrong_passphrases([cleaned[name] for name in self.passphrases]):
                self.add_error(self.passphrases[at], _("The card says something else. Compare it word by word."))
        if all(name in cleaned for name in self.words):
            for at in self._made.wrong_words([cleaned[name] for name in self.words]):
                self.add_error(self.words[at], _("This share's card has another word under this number."))
        return cleaned


def _typed(label: str, most: int, css: str, empty: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.TextInput({**PLAIN, "class": css}),
        error_messages={"required": empty},
    )
