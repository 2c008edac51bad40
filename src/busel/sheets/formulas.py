"""Cells that a spreadsheet program would take for a formula: an apostrophe keeps them text and is taken off again.

Source: OWASP, "CSV Injection". Belarusian telephones begin with "+", so the way out and back must be exact.
"""

from __future__ import annotations

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def with_guard(cell: str) -> str:
    """Return the cell as it is safe in a csv file: "+375…" -> "'+375…", "'=x" -> "''=x", "Ганна" -> "Ганна"."""
    return f"'{cell}" if cell.lstrip("'").startswith(_STARTS) else cell


def has_guards(text: str) -> bool:
    """Ask whether any cell of a whole file may have a guard, so that the usual file is not asked cell by cell."""
    return '="' in text or any(f"'{start}" in text for start in _STARTS)


def without_guard(cell: str) -> str:
    """Return what `with_guard` was given. Also takes off the `="…"` with which some programs keep digits text."""
    if cell[:1] == "'" and cell.lstrip("'").startswith(_STARTS):
        return cell[1:]
    if cell.startswith('="') and cell.endswith('"') and len(cell) > len('=""'):
        return cell[2:-1]
    return cell
