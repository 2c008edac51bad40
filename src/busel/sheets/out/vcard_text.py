"""Text in a vCard: what would end a value is escaped."""

from __future__ import annotations

_ESCAPED: dict[int, str | None] = dict.fromkeys(one for one in range(32) if chr(one) != "\t") | {
    ord(sign): escaped for sign, escaped in (("\\", "\\\\"), (",", "\\,"), (";", "\\;"), ("\n", "\\n"))
}


def escaped(value: str) -> str:
    """Return a value with what would end it escaped, without control characters but line breaks and tabs."""
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPED)


def kept(value: str) -> str:
    """Return what a reader gets of a value."""
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(_DROPPED)


_DROPPED = dict.fromkeys(one for one in range(32) if chr(one) not in "\t\n")
