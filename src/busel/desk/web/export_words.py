"""Words about what is taken out: the kinds of files, which fields, how a request stands."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.desk.exporting.choice import Choice
from busel.desk.exporting.requests import LETTERS, State
from busel.desk.session import Session
from busel.desk.web.place_words import division_words

FORMAT_WORDS: dict[str, str | Promise] = {
    "xlsx": _("Excel workbook (.xlsx)"),
    "csv": _("Text with separators (.csv)"),
    "vcf": _("Address book, vCard 4.0 (.vcf)"),
    "vcf3": _("Address book for older telephones, vCard 3.0 (.vcf)"),
    "osdi": _("For other organising programs, OSDI (.json)"),
}
ON_PAPER = _("Letters on paper")
FORMAT_HINTS: dict[str, str | Promise] = {
    "xlsx": _("For Excel and LibreOffice. Brought in again, it changes nothing."),
    "csv": _(
        "For any program. An apostrophe keeps what looks like a formula text. Brought in again, it changes nothing."
    ),
    "vcf": _("For address books of telephones and mail programs; a name in both languages."),
    "vcf3": _("Where the newer one is not understood; the second language stands aside."),
    "osdi": _("Everything that is known, with both spellings."),
}
SUFFIXES = {"xlsx": "xlsx", "csv": "csv", "vcf": "vcf", "vcf3": "vcf", "osdi": "json"}

PART_WORDS: dict[str, str | Promise] = {
    "names": _("Names in both languages, nickname"),
    "phones": _("Telephones"),
    "emails": _("E-mail addresses"),
    "messengers": _("Messengers"),
    "addresses": _("Addresses, with kind and country"),
    "birth": _("Date of birth, sex, language"),
    "support": _("Support"),
    "tags": _("Tags"),
    "consents": _("Consents"),
    "ties": _("Household, relationships, groups, events"),
    "notes": _("Notes, source"),
    "own": _("The organisation’s own fields"),
    "ids": _("Numbers in other lists"),
    "activities": _("What happened: a sheet of its own in a workbook, not in .csv and .vcf"),
}

STATE_WORDS: dict[State, str | Promise] = {
    State.WAITING: _("waits for a coordinator"),
    State.AGREED: _("agreed: take the file"),
    State.REFUSED: _("refused"),
    State.OVER: _("over: a day has passed"),
    State.TAKEN: _("taken out"),
}
ANSWERED_WORDS = STATE_WORDS | {State.AGREED: _("agreed, not taken yet")}
"""The same, as those see it who answer."""
STATE_KINDS = {State.AGREED: "success", State.REFUSED: "danger", State.WAITING: "warning"}

FEW_NAMED = 6


def described(session: Session, choice: Choice, journals: list[bytes]) -> dict[str, Any]:
    """Return what a choice is, in words."""
    names = {bundle.journal: division_words(bundle.name, get_language() or "be") for bundle in session.divisions()}
    shown = [names[journal] for journal in journals if journal in names]
    return {
        "what": choice.what,
        "divisions": shown[:FEW_NAMED],
        "more_divisions": max(len(journals) - FEW_NAMED, 0),
        "format": ON_PAPER if choice.format == LETTERS else FORMAT_WORDS.get(choice.format, choice.format),
        "format_hint": FORMAT_HINTS.get(choice.format, ""),
        "parts": [PART_WORDS[part] for part in choice.parts if part in PART_WORDS],
        "all_parts": len(choice.parts) == len(PART_WORDS),
    }
