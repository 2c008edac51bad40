"""The facts that this package ships: tab-separated tables whose first lines, marked by "#", name their source."""

from __future__ import annotations

from importlib import resources


def read_table(file: str) -> list[dict[str, str]]:
    """Return the rows of a table in `busel.names.data`, each by the names of its columns."""
    text = resources.files("busel.names.data").joinpath(file).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def forms(cell: str) -> list[str]:
    """Return the values of a cell: "Ганна|Анна"."""
    return cell.split("|") if cell else []
