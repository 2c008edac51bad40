"""Forms to take along, made from the data standard: paper to write on, and a spreadsheet to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from busel.contacts.kept import Kept, Standard
from busel.contacts.own_values import label_of_value
from busel.desk.keeping.standard import in_language
from busel.desk.web.standard_words import TYPE_WORDS, title_of_field
from busel.outreach.paper_form import Box, PaperForm, version_of
from busel.sheets.out.template import SHEET, Asked, asked_on, heading_of, headings_of
from busel.sheets.out.words import value_word, yes_no_words
from busel.sheets.workbook_writer import Sheet, write_sheets

PAPER = "paper"
PEOPLE = 4
"""On one sheet, both sides of it."""
_MANY = 4
"""So many answers take the whole width."""
_SHORT = ("house", "building", "flat", "postcode", "constituency", "polling_station")
"""What is written with a few letters."""


def paper_form(kept: Standard, language: str) -> PaperForm:
    """Return the paper form in a language."""
    with override(language):
        boxes = tuple(_box(asked, language) for asked in asked_on(kept, PAPER))
        return PaperForm(
            language=language,
            title=_("Form for a supporter"),
            lines=(_("Write in capital letters. Whatever somebody does not wish to tell stays empty."),),
            sheet=_("Sheet no."),
            line=_("No."),
            version=_("Form %(version)s. Keep it out of sight, type it in soon, then destroy it.")
            % {"version": version_of(boxes)},
            boxes=boxes,
            people=PEOPLE,
        )


def _box(asked: Asked, language: str) -> Box:
    field = asked.kept.field
    ticks = tuple(answers(asked.kept, language))
    label = title(asked, language)
    if ticks:
        return Box(label=label, kind="ticks", ticks=ticks, width=4 if len(ticks) >= _MANY else 2)
    if field.type == "date":
        return Box(label=label, kind="day", hint=_("day, month, year; only the year will do"))
    if field.type == "long_text":
        return Box(label=label, kind="area", width=4)
    return Box(label=label, width=1 if field.type == "number" or asked.kept.key in _SHORT else 2)


def title(asked: Asked, language: str) -> str:
    """Return what a box or a column is called."""
    if asked.kept.built_in is None:
        return title_of_field(asked.kept.field, language)
    return heading_of(asked.target, language)


def answers(kept: Kept, language: str) -> Iterator[str]:
    """Yield what can be answered, where it is a choice."""
    field, built_in = kept.field, kept.built_in
    if built_in is not None and built_in.values:
        word = "status" if built_in.key == "address_status" else built_in.key
        yield from (value_word(word, value, language) for value, _label in built_in.values)
    elif field.type in ("choice", "choices"):
        yield from (label_of_value(value, language) for value in field.values if value.enabled)
    elif field.type == "yes_no":
        words = yes_no_words(language)
        yield from (words.yes, words.no)


def template(kept: Standard, language: str) -> bytes:
    """Return the spreadsheet template in a language: one sheet to fill in, one that explains it."""
    with override(language):
        asked = asked_on(kept, SHEET)
        headings = headings_of(asked, kept, language)
        explained = [
            (name, _what_to_write(one.kept, language), in_language(one.kept.field.purpose, language))
            for name, one in zip(headings, asked, strict=True)
        ]
        columns = (_("Column"), _("What to write"), _("Why we keep it"))
        return write_sheets([Sheet(_("People"), headings, ()), Sheet(_("What to write"), columns, explained)])


def _what_to_write(kept: Kept, language: str) -> str:
    field = kept.field
    parts = [in_language(field.meaning, language), _EXAMPLES.get(field.type, "") and _(_EXAMPLES[field.type])]
    offered = "; ".join(answers(kept, language))
    if offered:
        one_or_more = (
            _("One of: %(answers)s") if field.type != "choices" else _("Any of these, with ; between: %(answers)s")
        )
        parts.append(one_or_more % {"answers": offered})
    if kept.key == "tag":
        parts.append(_("Several with ; between."))
    if field.required:
        parts.append(_("Required."))
    told = " ".join(filter(None, parts))
    return told or str(TYPE_WORDS.get(field.type, ""))


_EXAMPLES = {
    "date": gettext_noop("For example 29.02.1960, 02.1960 or 1960."),
    "number": gettext_noop("Digits only."),
    "contact": gettext_noop("The person’s number in Busel, which begins with bsl-."),
    "phone": gettext_noop("As people write it, for example 8 029 123-45-67."),
}
