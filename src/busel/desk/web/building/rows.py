"""The kinds of rows that a search is built of, and the questions of each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from busel.contacts.own_values import label_of_value
from busel.contacts.records import Field
from busel.desk.keeping.standard import label_of, own_fields
from busel.desk.search.columns import Column, Type
from busel.desk.search.contact_fields import CONTACT_FIELDS
from busel.desk.search.first_version import FIRST_VERSION
from busel.desk.search.sources import SOURCES
from busel.desk.search.special import OWN
from busel.desk.session import Session
from busel.desk.web.building import words
from busel.desk.web.building.choices import Choice, choices
from busel.desk.web.building.inputs import Input
from busel.desk.web.components import Words

SOME = "some:"
_TEXT = ("contains", "is", "begins", "words", "filled", "empty")
_SPECIAL: dict[str, tuple[Column, tuple[str, ...]]] = {
    "text": (Column(Type.TEXT, ()), ("is",)),
    "words": (Column(Type.TEXT, ()), ("is",)),
    "division": (Column(Type.CHOICE, (), "division"), ()),
    "age": (Column(Type.NUMBER, ()), ()),
    "birthday": (Column(Type.DATE, ()), ()),
    "household_size": (Column(Type.NUMBER, ()), ()),
    "missing": (Column(Type.NUMBER, ()), ()),
    "search": (Column(Type.REFERENCE, (), "search", "0"), ()),
}
_OWN_TYPES = {
    "choice": Type.CHOICE,
    "choices": Type.CHOICE,
    "yes_no": Type.YES_NO,
    "number": Type.NUMBER,
    "date": Type.PARTIAL,
}
Condition = dict[str, Any]


def label_of_row(session: Session, key: str) -> Words:
    """Return what a kind of row is called."""
    del session
    if key.startswith(SOME):
        return words.SOURCES[key.removeprefix(SOME)]
    own = _own(key)
    return label_of(own, get_language() or "be") if own else words.FIELDS.get(key, key.removeprefix(OWN))


def is_known(key: str) -> bool:
    """Is there such a kind of row?"""
    if key.startswith(SOME):
        return key.removeprefix(SOME) in SOURCES
    return key in _SPECIAL or key in CONTACT_FIELDS or _own(key) is not None


def inputs_of(session: Session, key: str) -> list[Input]:
    """Return the questions of a row."""
    if key.startswith(SOME):
        source = key.removeprefix(SOME)
        return [
            _input(session, name, words.COLUMNS[source, name], column)
            for name, column in SOURCES[source].columns.items()
        ]
    own = _own(key)
    if own is not None:
        column = Column(_OWN_TYPES.get(own.type, Type.TEXT), ())
        offered: list[Choice] = [(value.key, label_of_value(value, get_language() or "be")) for value in own.values]
        return [Input("", label_of(own, get_language() or "be"), column, _TEXT, offered, unknown=True)]
    column, operators = _SPECIAL.get(key) or (CONTACT_FIELDS[key], _TEXT)
    unknown = key in CONTACT_FIELDS
    return [Input("", words.FIELDS[key], column, operators, choices(session, column.choices), unknown=unknown)]


def _input(session: Session, name: str, label: Words, column: Column) -> Input:
    return Input(name, label, column, _TEXT, choices(session, column.choices), unknown=not column.within)


def _own(key: str) -> Field | None:
    wanted = key.removeprefix(OWN)
    return next((field for field in own_fields() if field.key == wanted), None) if key.startswith(OWN) else None


def picker(session: Session) -> list[tuple[Words, list[tuple[str, Words]]]]:
    """Return what can be added, in groups, as a select shows it."""
    groups: list[tuple[Words, list[tuple[str, Words]]]] = [
        (label, [(key, label_of_row(session, key)) for key in keys]) for label, keys in words.PICKER
    ]
    own: list[tuple[str, Words]] = [
        (OWN + field.key, label_of(field, get_language() or "be")) for field in own_fields()
    ]
    if own:
        groups.append((_("Own fields"), own))
    if choices(session, "search"):
        groups.append((_("Searches"), [("search", words.FIELDS["search"])]))
    return groups


def in_words_of_now(condition: Condition) -> Condition:
    """Return a single condition as the builder writes it: those of the first version look otherwise."""
    match condition:
        case {"field": "custom", "is": [str(key), value]}:
            return (
                {"field": OWN + key, "any_of": [value]} if isinstance(value, str) else {"field": OWN + key, "is": value}
            )
        case {"field": str(name), **test} if len(test) == 1:
            [(operator, value)] = test.items()
            later = FIRST_VERSION.get((name, operator))
            return later(value) if later else condition
    return condition
