"""Fields of the organisation's data standard as form fields: each type of `contacts.standard.OWN_TYPES` has one.

What is stored and does not fit its field stands in the form as it was written, and stays so unless somebody changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from busel.contacts.own_values import NOTHING, UNFIT, label_of_value, read_value, shown, understood
from busel.contacts.problems import Problem
from busel.contacts.records import Field
from busel.desk.keeping.standard import label_of, purpose_of
from busel.desk.web.forms.contact_choice import read_contact
from busel.desk.web.forms.record import LONG_LETTERS, TEXT_LETTERS
from busel.desk.web.own_words import own_value, words
from busel.desk.web.problem_words import sentence

Choices = list[tuple[str, Any]]
YES, NO = "yes", "no"


class TypedField(forms.CharField):
    """A line, or several, that the field's reader understands."""

    def __init__(self, *, field: Field, held: Any, **more: Any) -> None:
        super().__init__(required=False, **more)
        self.own, self.held = field, held

    def clean(self, value: Any) -> Any:
        """Return what is stored for it. What stands as it was opened stays as it is stored."""
        text = str(super().clean(value))
        if self.held not in NOTHING and text == str(shown_value(self.own, self.held)).strip():
            return self.held
        found = read_contact(text) if self.own.type == "contact" else read_value(self.own, text)
        if isinstance(found, Problem):
            raise forms.ValidationError(str(sentence(found.code)), code=found.code)
        return found


class OneOf(forms.ChoiceField):
    """One answer of several; for yes and no, the answer itself."""

    def __init__(self, *, field: Field, held: Any, **more: Any) -> None:
        super().__init__(required=False, choices=list(_one_of(field, held)), **more)
        self.own, self.held = field, held

    def clean(self, value: Any) -> Any:
        """Return what is stored for it; none of ours is what was stored before."""
        chosen = super().clean(value)
        if self.own.type == "yes_no" and chosen in (YES, NO):
            return chosen == YES
        return self.held if chosen == _AS_WRITTEN else chosen or None


class SeveralOf(forms.MultipleChoiceField):
    """Several answers, as boxes to tick."""

    def __init__(self, *, field: Field, held: Any, **more: Any) -> None:
        chosen = _chosen(field, held)
        super().__init__(required=False, choices=_answers(field, chosen), widget=forms.CheckboxSelectMultiple, **more)
        self.held, self.chosen = held, chosen

    def clean(self, value: Any) -> Any:
        """Return the keys; what stands as it was opened stays as it is stored."""
        found = super().clean(value)
        return self.held if found == self.chosen and self.held not in NOTHING else found


_AS_WRITTEN = "\x00as-written"


def make_field(field: Field, held: Any, language: str) -> forms.Field:
    """Return the form field for one of the organisation's fields. `held` is its value now."""
    hint = purpose_of(field, language)
    label = label_of(field, language)
    make = _MAKERS.get(field.type, _make_line)
    return make({"field": field, "held": held, "label": label, "help_text": hint})


def shown_value(field: Field, held: Any) -> Any:
    """Return a stored value as the form shows it."""
    if held in NOTHING:
        return ""
    found = understood(field, held)
    if field.type == "choices":
        return _chosen(field, held)
    if field.type == "yes_no":
        return _AS_WRITTEN if found is UNFIT else (YES if found else NO)
    if field.type == "choice":
        return _AS_WRITTEN if found is UNFIT else found
    if field.type == "date" and found is not UNFIT:
        return ".".join(reversed(found.split("-")))
    return shown(field, held, words(_language()))


def stored_value(typed: Any) -> Any:
    """Return a clean value as it is stored."""
    return typed


def _one_of(field: Field, held: Any) -> Iterator[tuple[str, Any]]:
    yield "", "—"
    if field.type == "yes_no":
        yield from ((YES, _("yes")), (NO, _("no")))
    else:
        found = understood(field, held)
        yield from _answers(field, [] if found is UNFIT or held in NOTHING else [found])
    if held not in NOTHING and understood(field, held) is UNFIT:
        yield _AS_WRITTEN, _("as written: %(value)s") % {"value": own_value(field, held, _language())}


def _answers(field: Field, chosen: list[str]) -> Choices:
    """Return the answers that are offered, and those that somebody has already."""
    language = _language()
    known = [(one.key, label_of_value(one, language)) for one in field.values if one.enabled or one.key in chosen]
    return [*known, *((one, one) for one in chosen if one not in dict(known))]


def _chosen(field: Field, held: Any) -> list[str]:
    found = understood(field, held)
    if found is not UNFIT:
        return list(found)
    return [] if held in NOTHING else [str(one) for one in (held if isinstance(held, list) else [held])]


def _make_line(more: dict[str, Any]) -> forms.Field:
    return TypedField(max_length=TEXT_LETTERS, widget=_line(""), **more)


def _make_short(more: dict[str, Any]) -> forms.Field:
    return TypedField(max_length=TEXT_LETTERS, widget=_line("input--short"), **more)


def _make_long_text(more: dict[str, Any]) -> forms.Field:
    area = forms.Textarea({"rows": 3, "autocomplete": "off"})
    return TypedField(max_length=LONG_LETTERS, widget=area, **more)


_MAKERS: dict[str, Callable[[dict[str, Any]], forms.Field]] = {
    "choice": lambda more: OneOf(**more),
    "yes_no": lambda more: OneOf(**more),
    "choices": lambda more: SeveralOf(**more),
    "number": _make_short,
    "date": _make_short,
    "long_text": _make_long_text,
}


def _language() -> str:
    return get_language() or "be"


def _line(css: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", **({"class": css} if css else {})})
