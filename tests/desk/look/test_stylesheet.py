"""The one stylesheet: contrast, five sizes, nothing fetched, nothing unused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

WEB = Path(__file__).parents[3] / "src/busel/desk/web"
SOURCE = (WEB / "static/busel.css").read_text(encoding="utf-8")
COLOURS = {
    name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", SOURCE)
}
# Text on ground: WCAG AA asks 4.5. Edges of controls: 3.
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "surface", "sunk")),
    *((ink, ground) for ink in ("accent", "danger") for ground in ("paper", "surface")),
    ("accent-deep", "accent-wash"),
    ("accent", "sunk"),
    ("ink", "accent-wash"),
    ("ink", "danger-wash"),
    ("ink", "success-wash"),
    ("ink", "warning-wash"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("on-accent", "danger"),
    ("on-accent", "danger-deep"),
    ("paper", "ink"),
    ("paper", "ink-soft"),
    *((kind, f"{kind}-wash") for kind in ("danger", "success", "warning")),
    *((kind, "surface") for kind in ("success", "warning")),
]
EDGES = [("line-strong", "surface"), ("line-strong", "paper"), ("accent", "accent-wash"), ("accent", "sunk")]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_says() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme: int) -> None:
    poor = {f"{a} on {b}": contrast(COLOURS[a][theme], COLOURS[b][theme]) for a, b in TEXT}
    assert {pair: round(value, 2) for pair, value in poor.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_edge_can_be_seen(theme: int) -> None:
    poor = {f"{a} on {b}": contrast(COLOURS[a][theme], COLOURS[b][theme]) for a, b in EDGES}
    assert {pair: round(value, 2) for pair, value in poor.items() if value < 3} == {}


def test_there_are_five_sizes_of_text() -> None:
    sizes = set(re.findall(r"font-size: ([^;]+);", SOURCE)) | set(re.findall(r"font: (?:\d+ )?([^/;}]+)/", SOURCE))
    assert sizes - {"0.95em", "10.5pt"} == {
        f"var(--{name})" for name in ("small", "body", "lead", "heading", "display")
    }


def test_nothing_is_fetched_and_nothing_runs() -> None:
    assert re.findall(r"url\(|@import|@font-face|expression|behavior|http", SOURCE) == []


def test_the_stylesheet_goes_out_small(drawn: dict[str, Any]) -> None:
    assert "/*" not in drawn["styles"]
    assert drawn["styles_packed"] < 9_000


def test_every_class_of_a_template_is_styled_and_every_style_is_used() -> None:
    styled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", SOURCE, flags=re.DOTALL)))
    texts = [file.read_text(encoding="utf-8") for file in [*WEB.rglob("*.html"), *WEB.rglob("*.py")]]
    used = {
        name
        for text in texts
        for value in re.findall(r'class="([^"]*(?:\{%[^%]*%\}[^"]*)*)"', text)
        for name in re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", value).split()
    }
    built = {"notice--info", "notice--success", "notice--warning", "notice--error"}
    partial = {name for name in used if name.endswith("--")} | {"map__c", "map__r", "map__s"}  # a number follows
    assert used - styled - partial - {"notice--"} == set()
    everything = "\n".join(texts)
    unused = {name for name in styled if name not in everything and name not in built}
    assert {name for name in unused if not any(name.startswith(part) for part in partial)} == set()
