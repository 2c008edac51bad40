"""The rows of `make bench` have the documented shape."""

from __future__ import annotations

import json
from pathlib import Path

from bench.table import KEYS, row, show, write


def test_a_row_tells_measured_floor_ratio_and_whether_both_reaches_hold() -> None:
    assert row("opening", 3.0, "s", floor=2.0, most=4, most_ratio=1.5) == {
        "what": "opening",
        "measured": 3.0,
        "floor": 2.0,
        "ratio": 1.5,
        "reach": "≤ 1.5 × floor, ≤ 4 s",
        "ok": True,
        "unit": "s",
    }


def test_a_row_is_not_ok_when_one_of_two_reaches_is_missed() -> None:
    assert [
        row("x", 5.0, "s", floor=4.0, most=4, most_ratio=1.5)["ok"],
        row("x", 3.0, "s", floor=1, most=4, most_ratio=2)["ok"],
    ] == [False, False]


def test_a_row_without_a_reach_is_only_told() -> None:
    told = row("growth", 1.23456, "ms")

    assert (told["measured"], told["floor"], told["ratio"], told["reach"], told["ok"]) == (1.23, None, None, "", True)


def test_the_file_holds_the_rows_with_the_documented_keys(tmp_path: Path) -> None:
    write([row("search", 2.0, "ms", floor=4.0, most_ratio=1)], tmp_path / "build" / "bench.json")
    written = json.loads((tmp_path / "build" / "bench.json").read_text("utf-8"))

    assert [tuple(one) for one in written] == [KEYS]


def test_the_table_marks_what_misses_its_reach() -> None:
    marks = [line[:1] for line in show([row("a", 1.0, "s", most=2), row("b", 3.0, "s", most=2)]).splitlines()]

    assert marks == [" ", " ", "✗"]
