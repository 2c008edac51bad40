"""One field of the data standard as a form, and the rows of its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from busel.contacts.kept import MOST_LETTERS, MOST_TEXT, MOST_VALUES, Kept, Standard
from busel.contacts.records import Field, Value
from busel.contacts.standard import FORMS, OWN_TYPES, SECTIONS
from busel.desk.web.forms.record import decode, encode, text
from busel.desk.web.standard_words import FORM_WORDS, LANGUAGE_OF_TEXT, SECTION_WORDS, TYPE_WORDS, retention_words

LANGUAGES = tuple(LANGUAGE_OF_TEXT)
MONTHS = (0, 3, 6, 12, 24, 36, 60, 120)
BLANK_ROWS = 3
_LETTERS = re.compile(r"[^a-z0-9]+")
_ROWS = "values"


def _area(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.Textarea({"rows": 2, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=MOST_TEXT, help_text=hint, widget=widget)


class FieldForm(forms.Form):
    """What is decided about one field. Of a built-in field only the reason, and where and how long."""

    all_optional = True
    use_required_attribute = False

    label_be = text(_("What it is called in Belarusian"), letters=MOST_LETTERS, lang="be")
    label_ru = text(_("What it is called in Russian"), letters=MOST_LETTERS, lang="ru")
    label_en = text(_("What it is called in English"), letters=MOST_LETTERS, lang="en")
    purpose_be = _area(
        _("Why we keep it, in Belarusian"), _("Whoever types it in sees this. Without a reason, do not keep it.")
    )
    purpose_ru = _area(_("Why we keep it, in Russian"))
    purpose_en = _area(_("Why we keep it, in English"))
    meaning_be = _area(
        _("What exactly is meant, in Belarusian"), _("One sentence, so that everybody types in the same.")
    )
    meaning_ru = _area(_("What exactly is meant, in Russian"))
    meaning_en = _area(_("What exactly is meant, in English"))
    type = forms.ChoiceField(
        label=_("What it holds"), choices=[(one.value, TYPE_WORDS[one.value]) for one in OWN_TYPES]
    )
    section = forms.ChoiceField(label=_("Section"), choices=[(one, SECTION_WORDS[one]) for one in SECTIONS])
    asked_on = forms.MultipleChoiceField(
        label=_("Where it is asked"),
        required=False,
        choices=[(one, FORM_WORDS[one]) for one in FORMS],
        widget=forms.CheckboxSelectMultiple,
    )
    required = forms.BooleanField(
        label=_("Required"),
        required=False,
        help_text=_("While it is empty, it is counted on the page “What can be mended”."),
    )
    sensitive = forms.BooleanField(
        label=_("Sensitive"), required=False, help_text=_("It would harm somebody if it were found.")
    )
    retention_months = forms.TypedChoiceField(label=_("How long it is kept"), coerce=int)
    enabled = forms.BooleanField(
        label=_("We keep this"),
        required=False,
        help_text=_(
            "Without the tick nobody is asked for it any more. What is stored stays, and comes back with the tick."
        ),
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    _texts: ClassVar = (("labels", "label"), ("purpose", "purpose"), ("meaning", "meaning"))

    def __init__(self, *args: Any, kept: Kept | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = sorted({*MONTHS, kept.field.retention_months if kept else 0})
        self.fields["retention_months"].choices = [(one, retention_words(one)) for one in months]  # type: ignore[attr-defined]  # a ChoiceField
        if kept is not None and kept.built_in is not None:
            for name in (*(f"label_{spoken}" for spoken in LANGUAGES), "type", "section"):
                del self.fields[name]
        if kept is None or not kept.may_be_disabled:
            del self.fields["enabled"]

    @classmethod
    def initial_of(cls, of: Field) -> dict[str, Any]:
        """Return what stands in the form for a field."""
        texts = {
            f"{name}_{spoken}": getattr(of, stored).get(spoken, "")
            for stored, name in cls._texts
            for spoken in LANGUAGES
        }
        return {
            **texts,
            "type": of.type,
            "section": of.section,
            "asked_on": of.forms,
            "required": of.required,
            "sensitive": of.sensitive,
            "retention_months": of.retention_months,
            "enabled": of.enabled,
            "base": encode(of.fields()),
        }

    def clean(self) -> dict[str, Any]:
        """A field of one's own has a name."""
        found = super().clean() or self.cleaned_data
        if "label_be" in self.fields and not any(found.get(f"label_{spoken}") for spoken in LANGUAGES):
            self.add_error("label_be", gettext("Say what it is called, in one language at least."))
        return found

    @property
    def opened_on(self) -> Mapping[str, Any] | None:
        """What the field was when the form was opened; None for a new one."""
        return decode(str(self["base"].value() or ""))

    def texts(self, name: str) -> dict[str, str]:
        """Return what was typed in each language."""
        typed = {spoken: self.cleaned_data.get(f"{name}_{spoken}", "").strip() for spoken in LANGUAGES}
        return {spoken: words for spoken, words in typed.items() if words}


class AnswerForm(forms.Form):
    """One answer of a choice."""

    all_optional = True
    use_required_attribute = False
    key = forms.CharField(required=False, max_length=MOST_LETTERS, widget=forms.HiddenInput)
    be = text(_("in Belarusian"), letters=MOST_LETTERS, lang="be")
    ru = text(_("in Russian"), letters=MOST_LETTERS, lang="ru")
    en = text(_("in English"), letters=MOST_LETTERS, lang="en")
    enabled = forms.BooleanField(label=_("offered"), required=False)

    @property
    def shown(self) -> list[forms.BoundField]:
        """What stands in a row of the page."""
        return [self[name] for name in (*LANGUAGES, "enabled")]

    @property
    def labels(self) -> dict[str, str]:
        """What was typed, by language."""
        return {spoken: words for spoken in LANGUAGES if (words := self.cleaned_data.get(spoken, "").strip())}


@dataclass
class FieldEditor:
    """The form and its rows, opened on a field or filled with what was typed."""

    kept: Kept | None
    form: FieldForm
    rows: list[AnswerForm] = field(default_factory=list)

    @classmethod
    def opened(cls, kept: Kept | None) -> FieldEditor:
        """Return it as it is opened; a new field is asked when a person is added."""
        of = kept.field if kept else Field(key="", section="other", forms=("entry",))
        initial = FieldForm.initial_of(of) | ({} if kept else {"base": ""})
        known: list[dict[str, Any]] = [
            {"key": value.key, "enabled": value.enabled, **value.labels} for value in of.values
        ]
        rows = [*known, *({"enabled": True} for _at in range(BLANK_ROWS))]
        forms_ = [AnswerForm(prefix=f"{_ROWS}-{at}", initial=row) for at, row in enumerate(rows)]
        return cls(kept, FieldForm(kept=kept, initial=initial), forms_)

    @classmethod
    def typed(cls, kept: Kept | None, data: QueryDict, *, more: int = 0) -> FieldEditor:
        """Return it filled with what was typed, with so many more empty rows."""
        count = _count(data)
        rows = [AnswerForm(data, prefix=f"{_ROWS}-{at}") for at in range(count)]
        rows += [AnswerForm(prefix=f"{_ROWS}-{at}", initial={"enabled": True}) for at in range(count, count + more)]
        return cls(kept, FieldForm(data, kept=kept), rows)

    @property
    def has_answers(self) -> bool:
        """Are answers typed in? Of a field of one's own; they count where it is a choice."""
        return self.kept is None or self.kept.built_in is None

    def is_valid(self) -> bool:
        """Can all of it be read?"""
        return (
            bool(self.form.is_valid()) and not [row for row in self.rows if not row.is_valid()] and self._has_enough()
        )

    def _has_enough(self) -> bool:
        if self.form.cleaned_data.get("type") in ("choice", "choices") and not any(row.labels for row in self.rows):
            self.form.add_error("type", gettext("Write the answers that can be chosen."))
            return False
        return True

    def field(self, known: Standard) -> Field:
        """Return the field as it shall be. The editor is valid."""
        typed = self.form.cleaned_data
        was = (
            self.kept.field
            if self.kept
            else Field(key=new_key(self.form.texts("label"), known.by_key, "field"), order=0)
        )
        now: dict[str, Any] = {
            "purpose": self.form.texts("purpose"),
            "meaning": self.form.texts("meaning"),
            "forms": tuple(one for one in FORMS if one in typed["asked_on"]),
            "required": typed["required"],
            "sensitive": typed["sensitive"],
            "retention_months": typed["retention_months"],
            "enabled": typed.get("enabled", was.enabled),
        }
        if self.has_answers:
            now |= {
                "labels": self.form.texts("label"),
                "type": typed["type"],
                "section": typed["section"],
                "values": tuple(self._values(was)),
                "order": was.order if typed["section"] == was.section else 0,
            }
        return msgspec.structs.replace(was, **now)

    def _values(self, was: Field) -> Iterator[Value]:
        """Yield the answers; one that was there stays, whatever was emptied: people may have it."""
        known = {value.key: value for value in was.values}
        taken = dict.fromkeys(known)
        for row in self.rows:
            key, labels = row.cleaned_data["key"], row.labels
            if key in known:
                yield Value(
                    key=key, labels=labels or known[key].labels, enabled=row.cleaned_data["enabled"] and bool(labels)
                )
            elif labels:
                key = new_key(labels, taken, "answer")
                taken[key] = None
                yield Value(key=key, labels=labels, enabled=row.cleaned_data["enabled"])
        shown = {row.cleaned_data["key"] for row in self.rows}
        yield from (value for value in was.values if value.key not in shown)


def new_key(labels: Mapping[str, str], taken: Mapping[str, object], word: str) -> str:
    """Return a key that nothing has yet, after the English name if there is one. It is never shown, nor changed."""
    made = _LETTERS.sub("_", labels.get("en", "").lower()).strip("_")[:40].rstrip("_")
    made = made if made and made.isidentifier() else word
    if made != word and made not in taken:
        return made
    return next(one for number in range(1, len(taken) + 2) if (one := f"{made}_{number}") not in taken)


def _count(data: QueryDict) -> int:
    written = data.get(f"{_ROWS}-count", "0")
    return min(int(written), MOST_VALUES) if written.isdecimal() else 0
