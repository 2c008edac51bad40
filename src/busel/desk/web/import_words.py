"""Words about lists that are brought in: why a file or a row stays out, what a column becomes, how far the work is.

Every code of `sheets.tables`, `sheets.draft`, `contacts.problems` and `importing.outcomes` has its sentence here or in
`problem_words`; a test proves that none is missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from busel.contacts.kept import Standard
from busel.contacts.problems import Code
from busel.desk.importing.outcomes import (
    CHANGED_MEANWHILE,
    ID_OF_ANOTHER,
    LIKELY_KNOWN,
    ROW_AGAIN,
    TWO_MATCHES,
    WAS_ERASED,
    OnMatch,
    Outcome,
)
from busel.desk.importing.stages import Stage
from busel.desk.keeping.standard import label_of
from busel.desk.web.formats import format_partial
from busel.desk.web.import_card_words import CARD_SENTENCES
from busel.desk.web.problem_words import SENTENCES
from busel.desk.web.seen_words import UNREAD_KINDS
from busel.desk.web.target_words import KIND_WORDS, RELATED_OFFERED, RELATED_WORDS, TARGET_WORDS, related_words
from busel.sheets.draft import (
    ADDRESS_UNSURE,
    ANOTHER_LANGUAGE,
    CELL_ERROR,
    CELLS_BEYOND,
    COUNTRY_UNKNOWN,
    HEADING_AGAIN,
    ID_UNREADABLE,
    KIND_UNKNOWN,
    NO_YEAR,
    SAID_OTHERWISE,
    TIE_AMBIGUOUS,
    TIE_AS_NOTE,
    TIE_LEFT_OUT,
    TIE_UNREADABLE,
    TIE_UNSURE,
    TOO_LONG,
    Problem,
)
from busel.sheets.related import related, related_of
from busel.sheets.tables import SheetError
from busel.sheets.targets import address_of, is_offered, of_own_field
from busel.sheets.ties import UNREADABLE

Words = str | Promise

STOPPED_BY_BRAKE = gettext_lazy(
    "Very many people were opened from this account in a short time, so no list is compared with those stored now. "
    "Nothing is lost: go on when the hour is over, or ask a colleague who edits the same division to let you go on."
)
FILE_SENTENCES: dict[str, Words] = {
    "damaged": gettext_lazy("This file is damaged or cut short. Save it anew where it was made, and bring that."),
    "empty": gettext_lazy("Nothing stands in this file."),
    "no-name-or-phone": gettext_lazy(
        "No column of this file holds a name or a telephone, so nobody can be brought in."
    ),
    "no-people": gettext_lazy("No list of people stands in this JSON. Bring one with an object for each."),
    "no-sandbox": gettext_lazy(
        "This machine cannot lock up the reading of files, so none is read. Tell the administrator."
    ),
    "not-a-sheet": gettext_lazy(
        "This file is no list. Bring an Excel workbook (.xlsx) or text with separators (.csv)."
    ),
    "password": gettext_lazy(
        "This file is under a password. Open it where it was made, save it without one as an Excel workbook (.xlsx), "
        "and bring that."
    ),
    "too-large": gettext_lazy(
        "This file is larger than any list of people. Bring it in parts. If the list is short, something stands far "
        "below or beside it: delete that."
    ),
    "unsupported": gettext_lazy(
        "This is %(kind)s. Busel cannot read it yet. Open it where it was made, save the list as an Excel workbook "
        "(.xlsx) or as text with separators (.csv), and bring that."
    ),
}
"""Every code of `sheets.tables.SHEET_ERRORS`."""

ROW_SENTENCES: dict[str, Words] = {
    **{code.value: words for code, words in SENTENCES.items()},
    Code.BIRTH_TOO_LONG_AGO.value: gettext_lazy("This day is too long ago, or no day at all."),
    Code.POSTCODE_UNREADABLE.value: gettext_lazy("A postcode of Belarus has six digits. It is kept as written."),
    Code.NAME_MISSING.value: gettext_lazy("This row has neither a name nor a telephone."),
    HEADING_AGAIN: gettext_lazy("These are the headings once more."),
    TOO_LONG: gettext_lazy("So much text does not belong in one cell. Is a quotation mark open?"),
    CELL_ERROR: gettext_lazy(
        "An error stands here instead of a value: a formula failed, or the cell is damaged. Write what is meant into "
        "the cell, or leave the column out."
    ),
    CELLS_BEYOND: gettext_lazy(
        "This row has more cells than the list has columns. Is a separator too many in it, or a quotation mark missing?"
    ),
    COUNTRY_UNKNOWN: gettext_lazy("We do not know this country. Write its name, or its two letters."),
    KIND_UNKNOWN: gettext_lazy("We do not understand this. Somebody lives, is registered or works at an address."),
    UNREADABLE: gettext_lazy(
        "We do not understand what stands behind a name. Write it as our own lists do: "
        '"Choir"="joined: 02.01.2024; left: 04.03.2025".'
    ),
    TIE_UNREADABLE: gettext_lazy(
        "We do not know this kind of relationship. Write, for example: friend: name (number)."
    ),
    TIE_AMBIGUOUS: gettext_lazy("Several that are called so are here. Say it by hand, so that nothing is mixed up."),
    TIE_AS_NOTE: gettext_lazy(
        "The other person of a relationship stands neither here nor in the list. It is kept as a note."
    ),
    ADDRESS_UNSURE: gettext_lazy("Not all of this address is understood. The whole of it is kept in the notes, too."),
    SAID_OTHERWISE: gettext_lazy(
        "Another column says another thing. That one is taken, and this is kept in the notes."
    ),
    ANOTHER_LANGUAGE: gettext_lazy("Letters are written in Belarusian or Russian. Another language is left out."),
    NO_YEAR: gettext_lazy("A date of birth needs its year. This is kept in the notes."),
    ID_UNREADABLE: gettext_lazy(
        "This is no number of ours: it is left out, and name and telephone are compared. Ours begin with bsl-."
    ),
    TIE_UNSURE: gettext_lazy(
        "Several people may be meant by the other person of a relationship. What the row says of them is kept as a "
        "note."
    ),
    TIE_LEFT_OUT: gettext_lazy("The other person of a relationship did not come in, so it was left out."),
    TWO_MATCHES: gettext_lazy(
        "Several people who are known may be meant, and nothing is guessed. Write the number of the right one into a "
        "column “Busel ID”, or correct it by hand."
    ),
    ID_OF_ANOTHER: gettext_lazy(
        "Somebody with another name has this number. If the column only counts the rows, leave it out."
    ),
    ROW_AGAIN: gettext_lazy("A row above is about the same person and says something else."),
    CHANGED_MEANWHILE: gettext_lazy("Somebody else changed this person meanwhile. Bring the row again."),
    LIKELY_KNOWN: gettext_lazy(
        "Somebody who is known resembles this person. If it is the same, write their number into a column “Busel ID”; "
        "if not, bring the row again without keeping such rows out."
    ),
    "card-open": gettext_lazy(
        "This card does not end, so its last line may be cut. Look whether it is whole, and bring it again."
    ),
    "card-too-long": gettext_lazy("This card has more lines than anybody’s, so not all of them were read."),
    WAS_ERASED: gettext_lazy("This person was erased. They come in again only if you choose so."),
}
"""Every code that a row can have."""

NOTE_SENTENCES: dict[str, Words] = {
    "cut-short": gettext_lazy(
        "This file seems to be cut short: it ends in the middle of a letter. Its last row is not whole, and rows may "
        "be missing. Better save it anew where it was made."
    ),
    "encoding-guessed": gettext_lazy(
        "Too few letters tell how this text is encoded. Look whether the names are readable; if not, choose another "
        "encoding."
    ),
    "letters-lost": gettext_lazy("Some letters in this file cannot be read. The sign � stands in their place."),
    "quote-left-open": gettext_lazy("A quotation mark is open somewhere, so quotation marks were read as letters."),
    "activities-left-aside": gettext_lazy(
        "What happened with the people (calls, visits, letters) stands in this file, too. It is left aside."
    ),
    "returns-in-cells": gettext_lazy("Some cells had line ends in them. A space stands in their place."),
    "rows-uneven": gettext_lazy(
        "Row %(name)s has more cells than the list has columns. What has too many stays out and is listed."
    ),
    "zeros-left-out": gettext_lazy(
        "Between the letters stood zero bytes, as on a damaged disk. They were left out. Check the last rows."
    ),
    "hidden": gettext_lazy("A sheet is hidden: %(name)s."),
    "hidden-rows": gettext_lazy("Rows are hidden on the sheet “%(name)s”. They are read like all others."),
    "hidden-columns": gettext_lazy("Columns are hidden on the sheet “%(name)s”. They are read like all others."),
    "merged": gettext_lazy(
        "Cells are merged over several rows on the sheet “%(name)s”: what stands there is taken for each of the rows."
    ),
    "covered": gettext_lazy(
        "On the sheet “%(name)s” text lies under merged cells, where the program does not show it. It is read, too."
    ),
    "zeros-not-seen": gettext_lazy(
        "Whether numbers on the sheet “%(name)s” are shown with zeros before them could not be found out. Look at "
        "postcodes and telephones."
    ),
    "headings-joined": gettext_lazy("The headings of the sheet “%(name)s” stand in two rows. They are read as one."),
    "hidden-table": gettext_lazy("A table is hidden: %(name)s."),
    "linked": gettext_lazy(
        "These tables stand in another file, so they are not read: %(name)s. Bring that file, too, if you need them."
    ),
    "queries": gettext_lazy("Queries are not read, only the tables from which they are made: %(name)s."),
    "columns-left-out": gettext_lazy(
        "Columns with pictures, files or several values in a cell are not read: %(name)s."
    ),
    "long-texts-elsewhere": gettext_lazy(
        "Long texts of such a table stand in a file of their own (.dbt, .fpt), so these columns are not read: %(name)s."
    ),
    "tables-damaged": gettext_lazy(
        "These tables are damaged, so they are not read: %(name)s. Open the file in Access, choose "
        '"Compact and Repair Database", and bring it again.'
    ),
    "rows-missing": gettext_lazy(
        "This table says that it has more rows than stand in the file: %(name)s. Open the file in Access, choose "
        '"Compact and Repair Database", and bring it again.'
    ),
    "cards-photo": gettext_lazy("Busel keeps no pictures of people. So many were left aside: %(name)s."),
    "cards-logo": gettext_lazy("Signs of firms were left aside: %(name)s."),
    "cards-sound": gettext_lazy("Sounds were left aside: %(name)s."),
    "cards-key": gettext_lazy("Keys for encryption were left aside: %(name)s."),
    "cards-fax": gettext_lazy("Fax numbers were left aside: %(name)s."),
    "cards-pager": gettext_lazy("Pager numbers were left aside: %(name)s."),
    "cards-groups": gettext_lazy("So many cards are groups of an address book and no people: %(name)s."),
    "cards-outside": gettext_lazy("So many lines stand outside of every card and were not read: %(name)s."),
}
"""Notes of a reader; some carry a sheet's name behind a colon."""

OUTCOME_WORDS: dict[Outcome, Words] = {
    Outcome.NEW: gettext_lazy("new person"),
    Outcome.UPDATED: gettext_lazy("changed"),
    Outcome.UNCHANGED: gettext_lazy("nothing new"),
    Outcome.SKIPPED: gettext_lazy("known already"),
    Outcome.PROBLEM: gettext_lazy("stays out"),
    Outcome.BLANK: gettext_lazy("blank"),
}

ON_MATCH_WORDS: dict[OnMatch, Words] = {
    OnMatch.SKIP: gettext_lazy("leave the person as they are"),
    OnMatch.UPDATE: gettext_lazy("take what the file says; empty cells change nothing"),
    OnMatch.FILL: gettext_lazy("fill in only what is not known yet"),
}

STAGE_WORDS: dict[Stage, Words] = {
    Stage.READING: gettext_lazy("Reading the file"),
    Stage.PLANNING: gettext_lazy("Comparing the rows with the people who are known"),
    Stage.WRITING: gettext_lazy("Sealing and storing people"),
    Stage.SENDING: gettext_lazy("Sealing people for the inbox"),
}
"""The stages in which a thread is at work."""


def file_sentence(error: SheetError) -> str:
    """Return why a file cannot be brought in."""
    return str(FILE_SENTENCES[error.code]) % {"kind": UNREAD_KINDS.get(error.kind, error.kind)}


def row_sentence(code: str, *, cards: bool = False) -> str:
    """Return what a code about a row, or a card, means."""
    words = CARD_SENTENCES.get(code) if cards else None
    return str(words or ROW_SENTENCES[code])


def problem_sentence(problem: Problem, *, cards: bool = False) -> str:
    """Return what is wrong with a row, with the column that is meant: the reason in the problem file."""
    sentence = row_sentence(problem.code, cards=cards)
    if problem.code == ROW_AGAIN:
        words = _("%(sentence)s It is card %(row)s.") if cards else _("%(sentence)s It is row %(row)s.")
        sentence = words % {"sentence": sentence, "row": problem.value}
    if problem.code == WAS_ERASED:
        day = format_partial(problem.value, get_language() or "be")
        sentence = _("%(sentence)s It was on %(day)s.") % {"sentence": sentence, "day": day}
    return f"{problem.column}: {sentence}" if problem.column else sentence


def note_sentence(note: str) -> str:
    """Return what a reader noted."""
    code, _colon, name = note.partition(":")
    return str(NOTE_SENTENCES[code]) % {"name": name} if name else str(NOTE_SENTENCES[code])


def changed_word(kind: str, name: str) -> str:
    """Return what a known person's change is called: a field of the contact, or a record beside it."""
    target = name if kind == "contact" else "address" if kind == "address" else kind
    name = {"status": "address_status", "type": "address_type"}.get(name, name)
    if kind == "address" and name in TARGET_WORDS:
        return str(TARGET_WORDS[name])
    return str(TARGET_WORDS[target] if kind == "contact" and target in TARGET_WORDS else KIND_WORDS.get(kind, target))


def target_choices(targets: Iterable[str], kept: Standard, language: str) -> list[tuple[str, Words]]:
    """Return what columns can be: the fields of everybody, the organisation's own, and the further addresses met.

    What the organisation keeps no more is not offered.
    """
    further = []
    for target in targets:
        name, number = address_of(target)
        if number > 1:
            words = _("%(field)s, address %(number)s") % {"field": TARGET_WORDS[name], "number": number}
            further.append((target, words))
    offered = [related(role, part) for role in RELATED_WORDS for part in RELATED_OFFERED]
    others = dict.fromkeys([*offered, *filter(related_of, targets)])
    return [
        *((target, words) for target, words in TARGET_WORDS.items() if is_offered(target, kept.disabled)),
        *((of_own_field(field.key), label_of(field, language)) for field in kept.own),
        *further,
        *((target, related_words(target)) for target in others),
    ]
