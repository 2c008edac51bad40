"""Facts are data files, and each says where they come from."""

from __future__ import annotations

import re

from project import files, named

SOURCE_LINE = re.compile(r"^#.*\bSource: \S", re.MULTILINE)


def test_every_data_file_names_its_source_at_its_head() -> None:
    without = [
        named(path) for path in files("src/*.tsv") if not SOURCE_LINE.search(head(path.read_text(encoding="utf-8")))
    ]
    assert without == []


def test_every_line_of_a_data_file_has_the_columns_of_its_head() -> None:
    ragged = {}
    for path in files("src/*.tsv"):
        rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        wrong = [number for number, row in enumerate(rows, 1) if row.count("\t") != rows[0].count("\t")]
        if wrong:
            ragged[named(path)] = wrong[:5]
    assert ragged == {}


def head(text: str) -> str:
    """Return the comment lines that a data file begins with."""
    lines = text.splitlines()
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "\n".join(lines[:count])
