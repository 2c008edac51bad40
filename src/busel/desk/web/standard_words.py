"""The data standard in words: what sections, types and forms are called, and what is decided about a field."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from busel.contacts.kept import Kept
from busel.contacts.own_values import label_of_value
from busel.contacts.records import Field
from busel.contacts.standard import BY_KEY
from busel.desk.keeping.standard import in_language, label_of, purpose_of
from busel.desk.web.components import Change, Words

SECTION_WORDS: dict[str, Words] = {
    "name": gettext_lazy("Name"),
    "about": gettext_lazy("About the person"),
    "reach": gettext_lazy("How to reach"),
    "place": gettext_lazy("Place"),
    "politics": gettext_lazy("Support and help"),
    "other": pgettext_lazy("a section of the data standard", "Other"),
}
TYPE_WORDS: dict[str, Words] = {
    "text": gettext_lazy("A line of text"),
    "long_text": gettext_lazy("A longer text"),
    "choice": gettext_lazy("One of several answers"),
    "choices": gettext_lazy("Several answers"),
    "yes_no": gettext_lazy("Yes or no"),
    "number": gettext_lazy("A number"),
    "date": gettext_lazy("A date, as far as it is known"),
    "contact": gettext_lazy("Another person"),
    "name": gettext_lazy("A name"),
    "phone": gettext_lazy("A telephone number"),
    "email": gettext_lazy("An e-mail address"),
    "ids": gettext_lazy("Numbers in other lists"),
}
FORM_WORDS: dict[str, Words] = {
    "entry": gettext_lazy("when a person is added"),
    "paper": gettext_lazy("on the paper form"),
    "sheet": gettext_lazy("in the spreadsheet template"),
    "collector": gettext_lazy("when a collector enters people"),
}
LANGUAGE_OF_TEXT: dict[str, Words] = {
    "be": gettext_lazy("in Belarusian"),
    "ru": gettext_lazy("in Russian"),
    "en": gettext_lazy("in English"),
}


@dataclass(frozen=True)
class FieldRow:
    """A line of the page of the data standard."""

    key: str
    title: str
    url: str
    type: Words
    purpose: str
    chips: tuple[tuple[str, str], ...]
    """Kind of chip, words."""
    where: str
    answers: str
    is_first: bool = False
    is_last: bool = False


def title_of_field(field: Field, language: str) -> str:
    """Return what a field is called on a page in this language."""
    built_in = BY_KEY.get(field.key)
    return _(built_in.label) if built_in else label_of(field, language)


def field_row(kept: Kept, language: str, *, is_first: bool = False, is_last: bool = False) -> FieldRow:
    """Return a field as the list shows it."""
    field = kept.field
    return FieldRow(
        key=kept.key,
        title=title_of_field(field, language),
        url=reverse("standard_field", args=[kept.key]),
        type=TYPE_WORDS.get(field.type, field.type),
        purpose=purpose_of(field, language),
        chips=tuple(_chips(field)),
        where=forms_words(field),
        answers=answers_words(field, language),
        is_first=is_first,
        is_last=is_last,
    )


def _chips(field: Field) -> list[tuple[str, str]]:
    found = []
    if field.required:
        found.append(("accent", _("required")))
    if field.sensitive:
        found.append(("danger", _("sensitive")))
    if field.retention_months:
        found.append(("", _("kept %(how_long)s") % {"how_long": retention_words(field.retention_months)}))
    return found


def forms_words(field: Field) -> str:
    """Return where a field is asked."""
    return ", ".join(str(words) for form, words in FORM_WORDS.items() if form in field.forms)


def answers_words(field: Field, language: str) -> str:
    """Return the answers that are offered."""
    if field.type not in ("choice", "choices"):
        return ""
    return ", ".join(label_of_value(value, language) for value in field.values if value.enabled)


def retention_words(months: int) -> str:
    """Return how long something is kept."""
    if not months:
        return _("as long as the person")
    if months % 12:
        return ngettext("for %(n)s month", "for %(n)s months", months) % {"n": months}
    return ngettext("for %(n)s year", "for %(n)s years", months // 12) % {"n": months // 12}


def change_lines(before: Field | None, after: Field, language: str) -> list[Change]:
    """Return what a change of a field changes, line by line."""
    old, new = dict(_told(before, language)) if before else {}, dict(_told(after, language))
    return [
        Change(label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*new, *old])
        if old.get(label, "") != new.get(label, "")
    ]


def _told(field: Field, language: str) -> list[tuple[str, str]]:
    """Return everything that is decided about a field, as pairs of label and words."""
    texts = [(_("Name"), field.labels), (_("Meaning"), field.meaning), (_("Why we keep it"), field.purpose)]
    told = [
        (f"{label} {LANGUAGE_OF_TEXT[spoken]}", text.get(spoken, ""))
        for label, text in texts
        for spoken in LANGUAGE_OF_TEXT
    ]
    return [
        *told,
        (_("What it holds"), str(TYPE_WORDS.get(field.type, field.type))),
        (_("Answers"), answers_words(field, language)),
        (_("Section"), str(SECTION_WORDS.get(field.section, ""))),
        (_("Where it is asked"), forms_words(field)),
        (_("Required"), _yes_no(is_so=field.required)),
        (_("Sensitive"), _yes_no(is_so=field.sensitive)),
        (_("How long it is kept"), retention_words(field.retention_months)),
        (_("We keep this"), _yes_no(is_so=field.enabled)),
    ]


def _yes_no(*, is_so: bool) -> str:
    return _("yes") if is_so else _("no")


def told_in(field: Field, language: str) -> dict[str, str]:
    """Return meaning and purpose for the page of a field."""
    return {"meaning": in_language(field.meaning, language), "purpose": in_language(field.purpose, language)}
