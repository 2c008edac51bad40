"""What a reader of workbooks has to say of a sheet: what is hidden there, and what stood merged."""

from __future__ import annotations

NOTES = ("hidden", "hidden-rows", "hidden-columns", "merged", "covered", "headings-joined", "zeros-not-seen")
"""All that is hidden is read: who hid it may have meant it, or have forgotten it."""


def notes_of(name: str, found: set[str]) -> list[str]:
    """Return the notes about the sheet `name`, always in one order."""
    return [f"{code}:{name}" for code in NOTES if code in found]
