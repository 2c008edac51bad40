"""What can be compared of two readings of one table: filled rows, filled cells, and a digest of the cells' values.

Two programs write one value differently (5 and 5.0, 2020-01-02 and 2020-01-02 00:00:00, TRUE and 1): values are
compared, not their spelling. Blank rows and empty cells do not count: programs differ in where a sheet ends.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)
_TRUE_OR_FALSE = {"true": "1", "false": "0"}
_MIDNIGHT = " 00:00:00"
_UNSEEN = re.compile("[\u200b\ufeff\0]")


def plain(value: Any) -> str:
    """Return what a cell's value is, however it was spelt."""
    text = _spelt(value)
    text = " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())
    if _NUMBER.fullmatch(text):
        return f"{float(text):.10g}"
    return _TRUE_OR_FALSE.get(text.lower(), text.removesuffix(_MIDNIGHT))


def _spelt(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, dt.datetime):
        value = value + dt.timedelta(microseconds=500_000)  # a moment is kept as a part of a day: 59.9999 seconds
        return value.replace(microsecond=0).isoformat(" ")
    return str(value)


def sign(rows: Iterable[Iterable[Any]]) -> str:
    """Return "rows×cells digest" of one table, "" when nothing is filled in."""
    filled = [cells for row in rows if any(cells := [plain(value) for value in row])]
    if not filled:
        return ""
    count = sum(1 for row in filled for cell in row if cell)
    digest = hashlib.sha256("\n".join("\t".join(row).rstrip("\t") for row in filled).encode()).hexdigest()
    return f"{len(filled)}×{count} {digest[:8]}"
