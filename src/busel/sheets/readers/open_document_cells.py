"""A cell of an OpenDocument spreadsheet as text. Source: OpenDocument 1.3, part 3, 19.383 to 19.389 and 6.1."""

from __future__ import annotations

import datetime as dt
import re

from busel.sheets.cells import cell_text
from busel.sheets.readers import Refused

_LONGEST = 1 << 20
"""Letters. No program holds more than 32,767 in a cell."""
_SPACES = re.compile(r"[ \t\r\n]+")
_COUNT = re.compile(r"[0-9]{1,11}")
_NO_DIGIT = re.compile(r"\D")
_LENGTH = re.compile(r"(-?)P(?:(\d{1,6})D)?T?(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d*)?S)?")
_MIDNIGHT = "T00:00:00"
_MOST = 1 << 31


def times(attributes: dict[str, str], name: str) -> int:
    """Return how often something stands there, or how many rows or columns it takes; 1 where that is not said."""
    said = attributes.get(name)
    return max(1, min(int(said), _MOST)) if said and _COUNT.fullmatch(said) else 1


class Cell:
    """A cell while it is read: its value stands in attributes, what is shown in paragraphs."""

    def __init__(self, attributes: dict[str, str]) -> None:
        """Begin with the attributes, named without namespaces: of two value types the later is the program's own."""
        self._attributes = attributes
        self._is_error = attributes.get("value-type") == "error"
        self._paragraphs: list[list[str]] = []
        self._in_paragraph, self._letters = False, 0
        self.times = times(self._attributes, "number-columns-repeated")
        self.down = times(self._attributes, "number-rows-spanned")
        self.across = times(self._attributes, "number-columns-spanned")

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """Take what stands within the cell."""
        if element in {"p", "h"}:
            self._in_paragraph = True
            self._paragraphs.append([])
        elif self._in_paragraph and element == "s":
            count = times(attributes, "c")
            self._add("\0" * min(count, _LONGEST))
        elif self._in_paragraph and element in {"tab", "line-break"}:
            self._add("\0" if element == "tab" else "\1")

    def end(self, element: str) -> None:
        """Leave what stood within the cell."""
        if element in {"p", "h"}:
            self._in_paragraph = False

    def text(self, text: str) -> None:
        """Take a part of the text; what stands between paragraphs is white space of the file."""
        if self._in_paragraph:
            self._add(text)

    def _add(self, text: str) -> None:
        self._letters += len(text)
        if self._letters > _LONGEST:
            raise Refused("too-large")
        self._paragraphs[-1].append(text)

    def shown(self) -> str:
        """Return the cell as text: numbers without what only adorns them, dates and times as ISO 8601."""
        text = "\n".join(
            _SPACES.sub(" ", "".join(parts)).replace("\0", " ").replace("\1", "\n") for parts in self._paragraphs
        ).strip()
        if self._is_error:
            return text or "#N/A"
        kind = self._attributes.get("value-type", "string")
        if kind in {"float", "currency", "percentage"}:
            return self._number(kind, text)
        if kind == "boolean":
            return cell_text(self._attributes.get("boolean-value") == "true")
        if kind == "date":
            return self._attributes.get("date-value", text).removesuffix(_MIDNIGHT).replace("T", " ").partition(".")[0]
        if kind == "time":
            return _length(self._attributes.get("time-value", "")) or text
        return text or self._attributes.get("string-value", "").strip()

    def _number(self, kind: str, text: str) -> str:
        try:
            value = float(self._attributes.get("value", ""))
        except ValueError:
            return text
        if kind == "percentage":
            return cell_text(value * 100) + "%"
        written = cell_text(value)
        digits = _NO_DIGIT.sub("", text)
        # A plus, or zeros before the digits, are a part of a telephone or a postcode; what else adorns it is left away.
        is_meant = digits.lstrip("0") == written and (text.startswith("+") or digits != written)
        return text if is_meant else written


def _length(said: str) -> str:
    """Return an ISO duration in hours, minutes and seconds; "" for what is none."""
    found = _LENGTH.fullmatch(said)
    if not found:
        return ""
    sign, *parts = found.groups()
    days, hours, minutes, seconds = (int(part or 0) for part in parts)
    length = dt.timedelta(days, hours=hours, minutes=minutes, seconds=seconds)
    return cell_text(-length if sign else length)
