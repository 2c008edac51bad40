"""Several values in one cell: parted by commas, semicolons or lines; in quotation marks where they hold such signs.

`"a, b"` is one value; `"volunteer"="on Sundays"` is a value that says more about one. A mark within is doubled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_QUOTED = r'"((?:[^"]|"")*)"'
_PAIR = re.compile(rf'{_QUOTED}(?:="((?:[^"]|"")*)")?')
_ITEM = re.compile(rf"\s*(?:{_PAIR.pattern}|([^,;\n]*))\s*(?:[,;\n]|\Z)")


class Item(NamedTuple):
    """One value of a cell; `more` is what follows a "=", None without."""

    text: str
    more: str | None = None
    is_quoted: bool = False


def read_items(cell: str) -> list[Item]:
    """Return the values of a cell; empty ones are none."""
    return list(_read(cell))


def _read(cell: str) -> Iterator[Item]:
    at = 0
    while at < len(cell) and (found := _ITEM.match(cell, at)):
        at = found.end()
        text, more, plain = found.groups()
        if text is not None:
            yield _item(text, more)
        elif plain.strip():
            yield Item(plain.strip())


def read_quoted(cell: str) -> Item | None:
    """Return the one value of a cell that is all in quotation marks, None for any other cell."""
    found = _PAIR.fullmatch(cell)
    return _item(*found.groups()) if found else None


def _item(text: str, more: str | None) -> Item:
    return Item(text.replace('""', '"'), None if more is None else more.replace('""', '"'), is_quoted=True)


def write_items(items: Iterable[tuple[str, str | None]]) -> str:
    """Return the cell from which `read_items` gives these values back."""
    return "; ".join(text if more is None and _is_plain(text) else in_quotes(text, more) for text, more in items)


def in_quotes(text: str, more: str | None = None) -> str:
    """Return a value in quotation marks, with what says more about it."""
    quoted = ['"' + one.replace('"', '""') + '"' for one in (text, more) if one is not None]
    return "=".join(quoted)


def _is_plain(text: str) -> bool:
    return '"' not in text and read_items(text) == [Item(text)]
