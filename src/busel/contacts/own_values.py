"""Values of the organisation's own fields: read from what somebody wrote, asked whether they fit, and shown in words.

Each type has one line in `TYPES`. What does not fit its field (any more) stays stored as it is and is shown as written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from busel.contacts.answers import read_number, read_yes_no
from busel.contacts.birth import read_date
from busel.contacts.busel_ids import read_busel_id, show_busel_id
from busel.contacts.problems import Code, Problem
from busel.contacts.records import Field, Value

UNFIT = object()
"""What `understood` answers for a value that is none of its field's type."""
NOTHING: tuple[Any, ...] = (None, "", [])
_WHOLE = re.compile(r"-?[0-9]{1,300}")
_MOST_ID = 2**63
_BETWEEN = re.compile(r"[;\n]|,(?![0-9])")


@dataclass(frozen=True)
class Words:
    """In which language values are shown, and its words for yes and no."""

    language: str
    yes: str
    no: str


def label_of_value(value: Value, language: str) -> str:
    """Return what an answer is called in a language, else in any, else its key."""
    return value.labels.get(language) or next(filter(None, value.labels.values()), value.key)


def read_value(field: Field, written: str) -> Any:
    """Return what is stored for a text that somebody wrote; one of NOTHING for nothing, or a Problem."""
    text = written.strip()
    return TYPES[_type(field)].read(field, text) if text else None


def read_several(field: Field, texts: Sequence[str]) -> list[str] | Problem:
    """Return the keys of several answers, each written by itself, or a Problem."""
    found = []
    for text in texts:
        value = find_value(field, text)
        if value is None:
            return Problem(Code.CHOICE_UNKNOWN, text)
        found.append(value.key)
    return list(dict.fromkeys(found))


def understood(field: Field, stored: Any) -> Any:
    """Return a stored value as its field's type has it, or UNFIT. Text that reads as the type fits, too."""
    return TYPES[_type(field)].take(field, stored)


def fits(field: Field, stored: Any) -> bool:
    """Does a stored value fit its field as it is now, and is still offered where it is a choice?"""
    return is_offered(field, understood(field, stored))


def is_offered(field: Field, found: Any) -> bool:
    """Ask it of what `understood` answered."""
    if found is UNFIT or _type(field) not in ("choice", "choices"):
        return found is not UNFIT
    offered = {value.key for value in field.values if value.enabled}
    return set(found if isinstance(found, list) else [found]) <= offered


def shown(field: Field, stored: Any, words: Words) -> str:
    """Return a stored value in words; what does not fit, as it is written; "" for nothing."""
    if stored in NOTHING:
        return ""
    found = understood(field, stored)
    return _written(field, stored, words) if found is UNFIT else TYPES[_type(field)].show(field, found, words)


def find_value(field: Field, text: str) -> Value | None:
    """Return the answer that a text means: by its key, or by a label in any language."""
    wanted = " ".join(text.split()).casefold()
    for value in field.values:
        if text == value.key or any(" ".join(label.split()).casefold() == wanted for label in value.labels.values()):
            return value
    return None


def _type(field: Field) -> str:
    return field.type if field.type in TYPES else "text"


def _read_choice(field: Field, text: str) -> str | Problem:
    value = find_value(field, text)
    return value.key if value else Problem(Code.CHOICE_UNKNOWN, text)


def _read_choices(field: Field, text: str) -> list[str] | Problem:
    if whole := find_value(field, text):
        return [whole.key]
    return read_several(field, [part.strip() for part in _BETWEEN.split(text) if part.strip()])


def _read_number(_field: Field, text: str) -> Any:
    if _WHOLE.fullmatch(text):
        return int(text)
    found = read_number(text)
    return Problem(Code.NUMBER_UNREADABLE, text) if isinstance(found, float) and not math.isfinite(found) else found


def _read_contact(_field: Field, text: str) -> int | Problem:
    return read_busel_id(text) or Problem(Code.CONTACT_UNREADABLE, text)


def _take_text(_field: Field, stored: Any) -> Any:
    return str(stored) if isinstance(stored, str | int | float) and not isinstance(stored, bool) else UNFIT


def _by_reading(read: Callable[[Field, str], Any]) -> Callable[[Field, Any], Any]:
    def take(field: Field, stored: Any) -> Any:
        found = read(field, stored.strip()) if isinstance(stored, str) and stored.strip() else UNFIT
        return UNFIT if isinstance(found, Problem) else found

    return take


def _take_choices(field: Field, stored: Any) -> Any:
    if isinstance(stored, list):
        found = read_several(field, [str(one) for one in stored])
        return UNFIT if isinstance(found, Problem) else found
    return _by_reading(_read_choices)(field, stored)


def _take_choice(field: Field, stored: Any) -> Any:
    one = stored[0] if isinstance(stored, list) and len(stored) == 1 else stored
    return _by_reading(_read_choice)(field, one)


def _take_yes_no(field: Field, stored: Any) -> Any:
    return stored if isinstance(stored, bool) else _by_reading(lambda _field, text: read_yes_no(text))(field, stored)


def _take_number(field: Field, stored: Any) -> Any:
    if isinstance(stored, bool):
        return UNFIT
    if isinstance(stored, int | float):
        return stored if math.isfinite(stored) else UNFIT
    return _by_reading(_read_number)(field, stored)


def _take_contact(field: Field, stored: Any) -> Any:
    if isinstance(stored, int) and not isinstance(stored, bool):
        return stored if 0 < stored < _MOST_ID else UNFIT
    return _by_reading(_read_contact)(field, stored)


def _written(field: Field, stored: Any, words: Words) -> str:
    """Return any value as text: labels of the answers that the field knows, or knew, words for yes and no."""
    if isinstance(stored, bool):
        return words.yes if stored else words.no
    if isinstance(stored, list):
        return ", ".join(_written(field, one, words) for one in stored)
    value = find_value(field, stored) if isinstance(stored, str) else None
    return label_of_value(value, words.language) if value else str(stored)


def _show_number(_field: Field, found: Any, _words: Words) -> str:
    return repr(found) if isinstance(found, float) else str(found)


@dataclass(frozen=True)
class OwnType:
    """What a type does with a text, with a stored value, and with one that it took."""

    read: Callable[[Field, str], Any]
    take: Callable[[Field, Any], Any]
    show: Callable[[Field, Any, Words], str] = _written


_TEXT = OwnType(lambda _field, text: text, _take_text)
TYPES: dict[str, OwnType] = {
    "text": _TEXT,
    "long_text": _TEXT,
    "choice": OwnType(_read_choice, _take_choice),
    "choices": OwnType(_read_choices, _take_choices),
    "yes_no": OwnType(lambda _field, text: read_yes_no(text), _take_yes_no),
    "number": OwnType(_read_number, _take_number, _show_number),
    "date": OwnType(lambda _field, text: read_date(text), _by_reading(lambda _field, text: read_date(text))),
    "contact": OwnType(_read_contact, _take_contact, lambda _field, found, _words: show_busel_id(found)),
}
