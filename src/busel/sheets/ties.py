"""What ties a person to others and to events, in cells: `Telegram: @name`, `"Choir"="joined: 02.01.2024"`.

A cell holds several, parted by ";" (`quoting`). What says more about one stands behind it as details, each with its
word in the file's language. A number in brackets (`bsl-…`) says which person or household is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from busel.contacts.busel_ids import read_busel_id, show_busel_id
from busel.contacts.days import read_partial_day, shown_day
from busel.contacts.problems import Problem
from busel.names.clean import clean
from busel.sheets.headings import rows_of
from busel.sheets.quoting import read_items, write_items

LANGUAGES = ("be", "ru", "en")
DETAILS = {
    "consents": ("how", "day", "until", "withdrawn"),
    "groups": ("joined", "left"),
    "events": ("day", "invited", "answer", "attended"),
    "relationships": ("since", "until", "note"),
}
"""Target -> what may be said about each of its items. A note is the last: it holds whatever stands behind its word."""
_CHOICES = ("how", "answer", "attended")
_NUMBERED = re.compile(r"(.*?)\s*\((bsl-[0-7][0-9a-f]{15})\)\s*", re.DOTALL)
_SIDE = re.compile(r"[^.:]+\.(?:contact|other)")
UNREADABLE = "details-unreadable"

Details = dict[str, str]


class Tie(NamedTuple):
    """One item of a cell: its words, the number in it (0 for none), and its details as they are stored."""

    text: str
    details: Details
    number: int = 0


def word(field: str, value: str, language: str) -> str:
    """Return the word for a detail or for a choice's value; what has no word, as it is."""
    return _words().get((field, value, language), value)


def value_of(field: str, written: str) -> str:
    """Return the value that a word means, in any of the languages; "" for what means none."""
    return _values().get((field, clean(written)), "")


def write_ties(target: str, ties: Iterable[Tie], language: str) -> str:
    """Return the cell from which `read_ties` gives these back."""
    return write_items((_numbered(tie), _details(target, tie.details, language)) for tie in ties)


def read_ties(target: str, cell: str, *, is_ours: bool = False) -> list[Tie] | Problem | str:
    """Return the items of a cell, or the code of what is wrong. In a list of ours nothing is wrong: it is as stored."""
    found = []
    for item in read_items(cell):
        details = _read_details(target, item.more or "", is_ours=is_ours)
        if not isinstance(details, dict):
            return details
        numbered = _NUMBERED.fullmatch(item.text) if target in ("relationships", "household") else None
        text, number = (numbered[1], read_busel_id(numbered[2])) if numbered else (item.text, 0)
        found.append(Tie(text, details, number))
    return found


def side_of(tie: Tie) -> str:
    """Return what the other person of a relationship is, "parent.contact" for the parent; "" for no kind."""
    said = tie.text.partition(":")[0].strip()
    return value_of("relationship", said) or (said if _SIDE.fullmatch(said) else "")


def write_messengers(messengers: Iterable[tuple[str, str]], language: str) -> str:
    """Return the cell from which `read_messengers` gives services and names back."""
    return write_items(_messenger(service, name, language) for service, name in messengers)


def read_messengers(cell: str) -> list[tuple[str, str]]:
    """Return services and names: `Telegram: @name`, `"Session"="05ab…"`; without a service it is another one."""
    found = []
    for item in read_items(cell):
        service, colon, name = ("", "", item.text) if item.more is not None else item.text.partition(":")
        if item.more is not None:
            found.append((value_of("service", item.text) or item.text, item.more))
        elif colon and (known := value_of("service", service)):
            found.append((known, name.strip()))
        else:
            found.append(("other", item.text))
    return [(service, name) for service, name in found if name]


def _messenger(service: str, name: str, language: str) -> tuple[str, str | None]:
    written = word("service", service, language)
    plain = f"{written}: {name}"
    if written != service and read_messengers(write_items([(plain, None)])) == [(service, name)]:
        return plain, None
    return (written if value_of("service", written) == service else service), name


def _numbered(tie: Tie) -> str:
    return f"{tie.text} ({show_busel_id(tie.number)})" if tie.number else tie.text


def _details(target: str, details: Mapping[str, str], language: str) -> str | None:
    parts = [
        f"{word('detail', key, language)}: {_shown(key, details[key], language)}"
        for key in DETAILS.get(target, ())
        if details.get(key)
    ]
    return "; ".join(parts) or None


def _shown(key: str, value: str, language: str) -> str:
    if key in _CHOICES:
        return word(key, value, language)
    if key == "note":
        return value
    shown = shown_day(value)
    return shown if read_partial_day(shown) == value else value


def _read_details(target: str, written: str, *, is_ours: bool) -> Details | Problem | str:
    if not written.strip():
        return {}
    starts = _starts(target)
    found: Details = {}
    at = 0
    while at < len(written):
        start = starts.match(written, at)
        if start is None:
            return UNREADABLE
        key = value_of("detail", start[1])
        end = None if key == "note" else starts.search(written, start.end())
        value = written[start.end() : end.start() if end else len(written)].strip(" ;" if key != "note" else " ")
        read = _read_detail(key, value, is_ours=is_ours)
        if isinstance(read, Problem):
            return read
        if read is None:
            return UNREADABLE
        found[key] = read
        at = end.start() if end else len(written)
    return found


def _read_detail(key: str, value: str, *, is_ours: bool) -> str | Problem | None:
    if key == "note":
        return value
    read = value_of(key, value) or None if key in _CHOICES else read_partial_day(value)
    return value if is_ours and not isinstance(read, str) else read


@cache
def _starts(target: str) -> re.Pattern[str]:
    words = sorted((word("detail", key, one) for key in DETAILS[target] for one in LANGUAGES), key=len, reverse=True)
    return re.compile(rf"(?:\A|;)\s*({'|'.join(map(re.escape, words))})\s*:\s*", re.IGNORECASE)


@cache
def _words() -> dict[tuple[str, str, str], str]:
    _names, *rows = rows_of("tie_words.tsv")
    return {
        (field, value, language): one
        for field, value, *words in rows
        for language, one in zip(LANGUAGES, words, strict=True)
    }


@cache
def _values() -> dict[tuple[str, str], str]:
    found = {(field, clean(one)): value for (field, value, _language), one in _words().items()}
    return found | {(field, clean(value)): value for field, value, _language in _words()}
