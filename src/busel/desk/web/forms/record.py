"""A form for one stored record: it remembers what stood there when it was opened, so that nobody's work is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import msgspec
from django import forms
from django.utils.translation import gettext as _

from busel.contacts.kept import Standard
from busel.contacts.problems import Code, Problem
from busel.desk.keeping.standard import standard
from busel.desk.people.editing import Edit
from busel.desk.web.problem_words import sentence
from busel.journal.deed import Fields

TEXT_LETTERS = 200
LONG_LETTERS = 10_000
MOST_ID = 2**63


def text(
    label: Any, *, css: str = "", hint: Any = "", letters: int = TEXT_LETTERS, **attributes: str
) -> forms.CharField:
    """Return a line of text. The browser keeps nothing of it."""
    attrs = {"autocomplete": "off", **({"class": css} if css else {}), **attributes}
    widget = forms.TextInput(attrs)
    return forms.CharField(label=label, required=False, max_length=letters, help_text=hint, widget=widget)


class RecordForm(forms.Form):
    """`columns` are the stored fields that the form shows; `shown` and `stored` translate where they differ."""

    kind: ClassVar[str] = "contact"
    columns: ClassVar[tuple[str, ...]] = ()
    keys: ClassVar[dict[str, str]] = {}
    """What the data standard calls a form field, where that is not the form field's own name."""
    all_optional = True
    use_required_attribute = False

    record = forms.CharField(required=False, widget=forms.HiddenInput)
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._follow(standard())

    def _follow(self, kept: Standard) -> None:
        """Hide what the organisation switched off (a value stays as it is), and mark what it asks of everybody."""
        for name, field in self.fields.items():
            one = kept.by_key.get(self.keys.get(name, name))
            if one is None or one.built_in is None:
                continue
            if not one.field.enabled:
                field.widget = field.hidden_widget()
            elif one.field.required:
                field.label = _("%(label)s – asked of everybody") % {"label": field.label}

    @classmethod
    def opened(cls, id_: int, fields: Fields | None, prefix: str, **more: Any) -> Any:
        """Return the form as it is opened on a record (0 and None for a new one)."""
        base = cls.part(fields)
        shown = cls.shown(base or {})
        return cls(prefix=prefix, initial={**shown, "record": id_ or "", "base": encode(base)}, **more)

    @classmethod
    def part(cls, fields: Fields | None) -> Fields | None:
        """Return those of a record's fields that the form is about."""
        return None if fields is None else {name: fields[name] for name in cls.columns if name in fields}

    @classmethod
    def shown(cls, stored: Fields) -> dict[str, Any]:
        """Return what stands in the form for stored fields."""
        return dict(stored)

    def stored(self) -> Fields:
        """Return the stored fields for what was typed, without empty ones. The form is valid."""
        return {name: self.cleaned_data[name] for name in self.columns if self.cleaned_data.get(name)}

    @property
    def record_id(self) -> int:
        """The record's id; 0 for a new one."""
        written = str(self["record"].value() or "")
        return int(written) if written.isdecimal() and int(written) < MOST_ID else 0

    @property
    def opened_on(self) -> Fields | None:
        """What the record held when the form was opened."""
        return decode(str(self["base"].value() or ""))

    @property
    def is_untouched(self) -> bool:
        """Does every field stand as it was opened?"""
        before = self.shown(self.opened_on or {})
        return all(_same(before.get(name), self.cleaned_data.get(name)) for name in self._fields_shown())

    @property
    def is_empty(self) -> bool:
        """Was nothing typed at all?"""
        return not any(self.cleaned_data.get(name) for name in self._fields_shown())

    def _fields_shown(self) -> list[str]:
        return [name for name, field in self.fields.items() if not field.widget.is_hidden and name != "remove"]

    def edit(self) -> Edit | None:
        """Return what to do with the record, None for nothing. The form is valid."""
        base = self.opened_on
        if self.cleaned_data.get("remove") or (self.kind != "contact" and self.is_empty):
            return Edit(self.kind, self.record_id, base, None) if self.record_id else None
        if self.is_untouched and base is not None:
            return None
        return Edit(self.kind, self.record_id, base, self.stored())


class RepeatedForm(RecordForm):
    """A record of which a person may have several."""

    remove = forms.BooleanField(required=False)


def read(form: forms.Form, name: str, reader: Callable[[str], Any]) -> Any:
    """Return a typed value as `reader` of `busel.contacts` understands it; a problem stands beside the field."""
    written = form.cleaned_data.get(name) or ""
    value = reader(written)
    if isinstance(value, Problem):
        form.add_error(name, str(sentence(Code(value.code))))
        return written
    return value


def encode(fields: Fields | None) -> str:
    """Return stored fields as the hidden text of a form."""
    return msgspec.json.encode(fields).decode()


def decode(written: str) -> Fields | None:
    """Return them again, None for a new record; with what is no such text everything counts as changed meanwhile."""
    if not written:
        return None
    try:
        return msgspec.json.decode(written, type=Fields | None)
    except (msgspec.MsgspecError, RecursionError):
        return {}


def _same(before: Any, now: Any) -> bool:
    return (before or "") == (now or "") or str(before or "") == str(now or "")
