"""Values of the organisation's own fields in the cells of a list: read, and written so that they are read again."""

from __future__ import annotations

from typing import Any

from busel.contacts.own_values import NOTHING, UNFIT, Words, label_of_value, read_several, read_value, shown, understood
from busel.contacts.problems import Problem
from busel.contacts.records import Field
from busel.sheets.quoting import read_items, write_items

_AS_THEY_STAND = ("text", "long_text")


def read_own(field: Field, cell: str) -> Any:
    """Return the stored value of a filled cell, or a Problem. Answers by key, or by label in any language."""
    if field.type == "choices":
        whole = read_value(field, cell)
        return read_several(field, [item.text for item in read_items(cell)]) if isinstance(whole, Problem) else whole
    return cell if field.type in _AS_THEY_STAND else read_value(field, cell)


def kept_as_written(field: Field, cell: str) -> Any:
    """Return what is stored for a cell of ours whose value fits its field no longer."""
    return [item.text for item in read_items(cell)] if field.type == "choices" else cell


def write_own(field: Field, value: Any, words: Words) -> str:
    """Return the cell from which `read_own` gives a value back; "" for nothing.

    What does not fit its field is written as it is; a table of ours is read so that it stays so.
    """
    if value in NOTHING:
        return ""
    found = understood(field, value)
    if field.type == "choices" and found is not UNFIT:
        return write_items((_answer(field, key, words.language), None) for key in found)
    if field.type == "choice" and found is not UNFIT:
        return _answer(field, found, words.language)
    if isinstance(value, list):
        return write_items((str(one), None) for one in value)
    return shown(field, value, words)


def _answer(field: Field, key: str, language: str) -> str:
    """Return an answer's label where it means this answer alone, else its key."""
    label = " ".join(label_of_value(next(one for one in field.values if one.key == key), language).split())
    return label if read_value(field, label) in (key, [key]) else key
