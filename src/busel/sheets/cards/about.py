"""What else a card says about somebody: birth day, sex, tags, work, notes, and the names of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from busel.names.clean import clean
from busel.sheets.out.words import LANGUAGES, heading, value_word
from busel.sheets.quoting import write_items
from busel.sheets.targets import MARKS, OUR_ID

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.cards.cells import Cells
    from busel.sheets.cards.text import Property

_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"(\d{4})(?:-{1,2})?")
_NO_YEAR = re.compile(r"--(\d\d)-?(\d\d)(?:T.*)?")
_APPLES_NO_YEAR = "1604"
_SEX = {"m": "m", "f": "f", "male": "m", "female": "f", "1": "f", "2": "m"}
_OF_PROGRAMS = ("mycontacts", "my contacts", "* mycontacts", "starred", "* starred")
"""What programs put everybody into."""
_MARK_WORDS = {clean(heading(mark, language)): mark for mark in MARKS for language in LANGUAGES}
_CUSTOM = "vnd.android.cursor.item/"
_KINDS_OF_RELATED = {
    "spouse": "spouse", "wife": "spouse", "husband": "spouse", "assistant": "assistant", "manager": "manager",
}  # fmt: skip


def _birth(cells: Cells, some: list[Property]) -> None:
    """Take the birth day as far as it is known; a day without a year stands in a note."""
    for one in some[:1]:
        text = one.text.strip()
        if OUR_ID in cells.found and not _DAY.fullmatch(text):
            cells.add("birth", text)
        elif _NO_YEAR.fullmatch(text) or text.startswith(_APPLES_NO_YEAR):
            found = _NO_YEAR.fullmatch(
                text.removeprefix(_APPLES_NO_YEAR) if text[:2] == "--" else "--" + text[4:].lstrip("-")
            )
            cells.says("birthday", f"{found[2]}.{found[1]}" if found else text)
        elif found := _DAY.fullmatch(text):
            cells.add("birth", "-".join(found.groups()) if found[1] >= "1900" else "")
            cells.says("birthday", "" if found[1] >= "1900" else text)
        elif found := _MONTH.fullmatch(text) or _YEAR.fullmatch(text):
            cells.add("birth", "-".join(found.groups()))
        else:
            cells.says("birthday", text)


def _sex(cells: Cells, some: list[Property]) -> None:
    for one in some[:1]:
        sex = _SEX.get(one.parts[0].strip().lower(), "")
        if sex:
            cells.add("sex", value_word("sex", sex, cells.language))


def _language(cells: Cells, some: list[Property]) -> None:
    for one in some:
        language = one.text.strip().lower().partition("-")[0]
        if language in ("be", "ru") and "language" not in cells.found:
            cells.add("language", value_word("language", language, cells.language))
        else:
            cells.says("language", one.text)


def _tags(cells: Cells, some: list[Property]) -> None:
    """Take categories for tags; the words for our marks are the marks, however a card came here."""
    labels = []
    for label in (item.strip() for one in some for item in one.items):
        mark = _MARK_WORDS.get(clean(label))
        if mark:
            cells.add(mark, value_word("yes_no", "yes", cells.language))
        elif label and label.lower() not in _OF_PROGRAMS:
            labels.append((label, None))
    if labels:
        cells.add("tags", write_items(dict.fromkeys(labels)))


def _organisation(cells: Cells, some: list[Property]) -> None:
    cells.says("org", *(", ".join(filter(None, map(str.strip, one.parts))) for one in some))


def _note(cells: Cells, some: list[Property]) -> None:
    for one in some:
        if one.text.strip():
            cells.add("notes", one.text if OUR_ID in cells.found else one.text.strip())


def _told(key: str) -> Callable[[Cells, list[Property]], None]:
    def take(cells: Cells, some: list[Property]) -> None:
        cells.says(key, *(one.text for one in some))

    return take


def _related(cells: Cells, some: list[Property]) -> None:
    """Keep the names of others as notes: by a name alone nobody is found."""
    for one in some:
        kind = cells.label(one.group) or next((kind for kind in one.types if kind != "pref"), "")
        _relate(cells, kind, one.text)


def _relate(cells: Cells, kind: str, name: str) -> None:
    key = _KINDS_OF_RELATED.get(kind.lower(), "related")
    known = key != "related" or not kind
    cells.says(key, name if known else f"{kind}: {name}")


def _dates(cells: Cells, some: list[Property]) -> None:
    for one in some:
        label = cells.label(one.group)
        key = "anniversary" if label.lower() == "anniversary" else "date"
        cells.says(key, f"{label}: {one.text}" if label and key == "date" else one.text)


def _android(cells: Cells, some: list[Property]) -> None:
    """Take what Android's address book has of its own: nickname, days, people; of other programs nothing."""
    for one in some:
        what, *values = one.parts
        value = next(filter(None, values), "")
        if what == f"{_CUSTOM}nickname":
            cells.found.setdefault("nickname", []).append(value)
        elif what == f"{_CUSTOM}contact_event":
            cells.says("date", value)
        elif what == f"{_CUSTOM}relation":
            cells.says("related", value)


def _company(cells: Cells, some: list[Property]) -> None:
    if any("COMPANY" in one.text.upper() or one.text.lower() == "org" for one in some):
        cells.spare["company"] = "yes"


def _agent(cells: Cells, some: list[Property]) -> None:
    cells.says("agent", *(one.text for one in some if not one.text.lower().startswith("begin:vcard")))


TAKERS = {
    "BDAY": _birth,
    "GENDER": _sex,
    "X-GENDER": _sex,
    "X-WAB-GENDER": _sex,
    "LANG": _language,
    "CATEGORIES": _tags,
    "X-CATEGORIES": _tags,
    "ORG": _organisation,
    "TITLE": _told("title"),
    "ROLE": _told("role"),
    "URL": _told("url"),
    "NOTE": _note,
    "RELATED": _related,
    "X-ABRELATEDNAMES": _related,
    "X-RELATED": _related,
    "X-ABDATE": _dates,
    "X-ANDROID-CUSTOM": _android,
    "X-ABSHOWAS": _company,
    "X-ABSHOWAS-ABSHOWAS": _company,
    "KIND": _company,
    "AGENT": _agent,
    **{
        f"{prefix}{name}": _told(name.lower().replace("'s", ""))
        for name in ("SPOUSE", "MANAGER", "ASSISTANT", "ANNIVERSARY")
        for prefix in ("X-", "X-MS-", "X-EVOLUTION-", "X-KADDRESSBOOK-X-")
    },
    "X-KADDRESSBOOK-X-SPOUSESNAME": _told("spouse"),
    "X-KADDRESSBOOK-X-MANAGERSNAME": _told("manager"),
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": _told("assistant"),
    "ANNIVERSARY": _told("anniversary"),
}
