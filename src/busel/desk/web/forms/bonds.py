"""What a person agreed to, and what happened with them: a short form each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.contacts.days import read_day, shown_day
from busel.desk.clock import today_iso
from busel.desk.running import member
from busel.desk.web.choice_words import ACTIVITY_WORDS, CONSENT_WAY_WORDS, OUTCOME_WORDS
from busel.desk.web.forms.record import LONG_LETTERS, RepeatedForm, read, text
from busel.journal.deed import Fields

DAY_HINT = _("For example 28.02.2026.")


class ConsentForm(RepeatedForm):
    """For what, how, when, and until when. Who is signed in took it down."""

    kind: ClassVar = "consent"
    columns: ClassVar = ("purpose", "how", "day", "until", "withdrawn", "by")
    purpose = text(
        _("What for"),
        hint=_("In the person's words: “letters and calls”, “my name in the open letter”."),
        list="consent-purposes",
    )
    how = forms.ChoiceField(
        label=_("How they said it"), required=False, choices=[("", "—"), *CONSENT_WAY_WORDS.items()]
    )
    day = text(_("When"), css="input--short", hint=DAY_HINT)
    until = text(_("Until when"), css="input--short", hint=_("Empty: until they take it back."))
    withdrawn = text(_("Taken back on"), css="input--short", hint=_("Empty while it counts."))

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return days as they are typed; a new one begins today."""
        days = {name: shown_day(stored.get(name, "")) for name in ("day", "until", "withdrawn")}
        return {**stored, **days} if stored else {"day": shown_day(today_iso())}

    @property
    def is_empty(self) -> bool:
        """Is there no purpose?"""
        return not self.cleaned_data.get("purpose")

    def clean(self) -> dict[str, Any]:
        """Read the days."""
        found = super().clean() or self.cleaned_data
        for name in ("day", "until", "withdrawn"):
            found[f"{name}_iso"] = read(self, name, read_day)
        if not found.get("purpose") and any(found.get(name) for name in ("how", "until", "withdrawn")):
            self.add_error("purpose", _("Write what the person agreed to."))
        return found

    def stored(self) -> Fields:
        """Return ISO days; who took it down first stays."""
        typed, base = self.cleaned_data, self.opened_on or {}
        values = {name: typed[f"{name}_iso"] for name in ("day", "until", "withdrawn")}
        values |= {"purpose": typed["purpose"], "how": typed["how"]}
        values["by"] = base.get("by", "") if base else member.current().session.account.hex()
        return {name: value for name, value in values.items() if value}


TYPED = ("note", "call", "visit", "meeting")
"""What people write down; the rest is made by work on many people."""


class NoteForm(RepeatedForm):
    """What happened, and whether somebody comes back to it."""

    kind: ClassVar = "activity"
    columns: ClassVar[tuple[str, ...]] = ("type", "day", "subject", "outcome", "details", "due", "assignee")
    type = forms.ChoiceField(label=_("What happened"))
    day = text(_("Day"), css="input--short", hint=DAY_HINT)
    subject = text(_("About what"))
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", "—"), *OUTCOME_WORDS.items()])
    details = forms.CharField(
        label=_("Details"),
        required=False,
        max_length=LONG_LETTERS,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )
    due = text(
        _("Come back to this person by"),
        css="input--short",
        hint=_("Empty: nothing is left to do."),
    )
    assignee = forms.ChoiceField(label=_("Whose work"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [(key, ACTIVITY_WORDS[key]) for key in TYPED]  # type: ignore[attr-defined]  # a ChoiceField

    def offer(self, accounts: Mapping[str, str]) -> None:
        """Let it be the work of one of these: account in hexadecimal -> handle; the first one is who is signed in."""
        field: Any = self.fields["assignee"]
        if len(accounts) > 1:
            field.widget = forms.Select()
        field.choices = list(accounts.items())
        self.initial.setdefault("assignee", next(iter(accounts)))

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return days as they are typed; a new one happened today."""
        days = {name: shown_day(stored.get(name, "")) for name in ("day", "due")}
        return {**stored, **days} if stored else {"day": shown_day(today_iso()), "type": "note"}

    @property
    def is_empty(self) -> bool:
        """An activity always has its type and its day."""
        return False

    def clean(self) -> dict[str, Any]:
        """Read the days; something has to be said."""
        found = super().clean() or self.cleaned_data
        for name in ("day", "due"):
            found[f"{name}_iso"] = read(self, name, read_day)
        if not found.get("day"):
            self.add_error("day", _("Write the day."))
        if not any(found.get(name) for name in ("subject", "outcome", "details", "due")):
            self.add_error("subject", _("Write a few words, or choose an outcome."))
        return found

    def stored(self) -> Fields:
        """Return ISO days; a follow-up is of who was chosen, or of who writes it down."""
        typed = self.cleaned_data
        values = {name: typed[name] for name in ("type", "subject", "outcome", "details")}
        values |= {name: typed[f"{name}_iso"] for name in ("day", "due")}
        values["assignee"] = (typed["assignee"] or member.current().session.account.hex()) if values["due"] else ""
        return {name: value for name, value in values.items() if value}


class CorrectedNoteForm(NoteForm):
    """What happened, corrected: it keeps its type and whose work it was; what is done can be opened again."""

    columns: ClassVar = (*NoteForm.columns, "done")
    done = text(_("Done on"), css="input--short", hint=_("Empty while it is open."))

    def keep(self, held: Fields) -> None:
        """Offer what is stored beside what can be chosen."""
        self._held = held
        type_: Any = self.fields["type"]
        if (kind := held.get("type", "")) not in TYPED:
            type_.choices = [(kind, ACTIVITY_WORDS.get(kind) or kind), *type_.choices]
        outcome: Any = self.fields["outcome"]
        if (came := held.get("outcome", "")) and came not in OUTCOME_WORDS:
            outcome.choices = [*outcome.choices, (came, came)]
        if not (held.get("due") or held.get("done")):
            self.fields["done"].widget = forms.HiddenInput()

    def offer(self, accounts: Mapping[str, str]) -> None:
        """Let it stay the work of whose it is, though that account may do nothing here any more."""
        held = self._held.get("assignee", "")
        known = dict(accounts)
        super().offer({held: known.pop(held, held[:8]), **known} if held else known)

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return days as they are typed."""
        return {**super().shown(stored), "done": shown_day(stored.get("done", ""))}

    def clean(self) -> dict[str, Any]:
        """Read the day on which it was done."""
        found = super().clean()
        found["done_iso"] = read(self, "done", read_day)
        return found

    def stored(self) -> Fields:
        """Return ISO days; what is left to do no longer cannot be done."""
        typed, values = self.cleaned_data, super().stored()
        return {**values, "done": typed["done_iso"]} if typed["done_iso"] and values.get("due") else values
