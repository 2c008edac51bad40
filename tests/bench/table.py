"""The table: rows of one shape, printed once and written to build/bench.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEYS = ("what", "measured", "floor", "ratio", "reach", "ok", "unit")
Row = dict[str, Any]


def row(
    what: str,
    measured: float,
    unit: str,
    *,
    floor: float | None = None,
    most: float | None = None,
    most_ratio: float | None = None,
) -> Row:
    """Return one row. `most` and `most_ratio` are what must be reached; without them it is only told."""
    ratio = measured / floor if floor else None
    reaches = [
        (
            f"≤ {most_ratio:g} × floor" if most_ratio else "",
            not most_ratio or (ratio is not None and ratio <= most_ratio),
        ),
        (f"≤ {most:g} {unit}" if most else "", not most or measured <= most),
    ]
    return {
        "what": what,
        "measured": _rounded(measured),
        "floor": _rounded(floor),
        "ratio": _rounded(ratio),
        "reach": ", ".join(words for words, _ok in reaches if words),
        "ok": all(ok for _words, ok in reaches),
        "unit": unit,
    }


def faster_row(what: str, measured: float, unit: str, *, floor: float, least_ratio: float) -> Row:
    """Return one row of a rate, which must be so many times its floor: what others reach."""
    told = row(what, measured, unit, floor=floor)
    return {**told, "reach": f"≥ {least_ratio:g} × floor", "ok": measured >= least_ratio * floor}


def share_row(what: str, measured: float, *, floor: float | None = None, least: float | None = None) -> Row:
    """Return one row of a share, which must be at least so high; its floor is what ready-made libraries reach."""
    told = row(what, measured, "share", floor=floor)
    return {**told, "reach": f"≥ {least:g}" if least else "", "ok": not least or measured >= least}


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else float(f"{figure:.3g}")


def show(rows: Sequence[Row]) -> str:
    """Return the rows as a table in text."""
    lines = [("", *KEYS[:5], "unit")]
    lines += [("" if one["ok"] else "✗", *(_cell(one[key]) for key in KEYS[:5]), one["unit"]) for one in rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _cell(value: float | str | None) -> str:
    return "–" if value is None else f"{value:,g}" if isinstance(value, float) else str(value)


def write(rows: Sequence[Row], path: Path) -> None:
    """Write the rows as JSON."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
