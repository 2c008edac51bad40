"""Fields of the organisation's data standard as form fields: each type of `contacts.standard.Type` has one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from busel.contacts.answers import read_number
from busel.contacts.problems import Code, Problem
from busel.contacts.records import Field
from busel.desk.standard import label_of
from busel.desk.web.forms.record import LONG_LETTERS, TEXT_LETTERS
from busel.desk.web.problem_words import sentence

Choices = list[tuple[str, str]]
Options = dict[str, Any]

DATES = ["%d.%m.%Y", "%Y-%m-%d"]


class NumberField(forms.CharField):
    """A number with a point or a comma."""

    def clean(self, value: Any) -> Any:
        """Return the number; a whole one without a fraction."""
        found = read_number(super().clean(value))
        if isinstance(found, Problem):
            raise forms.ValidationError(str(sentence(Code.NUMBER_UNREADABLE)), code=Code.NUMBER_UNREADABLE)
        return int(found) if found is not None and found.is_integer() else found


def make_field(field: Field, held: Any, language: str) -> forms.Field:
    """Return the form field for one of the organisation's fields. `held` is its value now."""
    label, hint = label_of(field, language), field.purpose
    known = [*field.values, *(one for one in _as_list(held) if one not in field.values)]
    choices = [(one, one) for one in known]
    make = _MAKERS.get(field.type, _make_text)
    return make(choices, {"label": label, "help_text": hint, "required": False})


def shown_value(field: Field, held: Any) -> Any:
    """Return a stored value as the form shows it."""
    if field.type == "date" and isinstance(held, str) and held:
        try:
            return dt.date.fromisoformat(held).strftime(DATES[0])
        except ValueError:
            return held
    return held


def stored_value(typed: Any) -> Any:
    """Return a clean value as it is stored."""
    return typed.isoformat() if isinstance(typed, dt.date) else typed


def _make_text(_choices: Choices, more: Options) -> forms.Field:
    return forms.CharField(max_length=TEXT_LETTERS, widget=_line(""), **more)


def _make_long_text(_choices: Choices, more: Options) -> forms.Field:
    area = forms.Textarea({"rows": 3, "autocomplete": "off"})
    return forms.CharField(max_length=LONG_LETTERS, widget=area, **more)


def _make_choice(choices: Choices, more: Options) -> forms.Field:
    return forms.ChoiceField(choices=[("", "—"), *choices], **more)


def _make_choices(choices: Choices, more: Options) -> forms.Field:
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **more)


def _make_yes_no(_choices: Choices, more: Options) -> forms.Field:
    return forms.BooleanField(**more)


def _make_number(_choices: Choices, more: Options) -> forms.Field:
    return NumberField(widget=_line("input--short"), **more)


def _make_date(_choices: Choices, more: Options) -> forms.Field:
    invalid = {"invalid": _("This is not a date. Write 29.02.1960.")}
    return forms.DateField(input_formats=DATES, error_messages=invalid, widget=_line("input--short"), **more)


_MAKERS: dict[str, Callable[[Choices, Options], forms.Field]] = {
    "choice": _make_choice,
    "choices": _make_choices,
    "yes_no": _make_yes_no,
    "number": _make_number,
    "date": _make_date,
    "long_text": _make_long_text,
}


def _line(css: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", **({"class": css} if css else {})})


def _as_list(held: Any) -> list[str]:
    return (
        [str(one) for one in held] if isinstance(held, list) else [str(held)] if held not in (None, "", False) else []
    )
