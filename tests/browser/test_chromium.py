"""The harness itself: Chromium's pictures and the accessibility check, on a good page and a bad one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from browser.accessibility import check_accessibility
from browser.two_pages import serving

if TYPE_CHECKING:
    from browser.chromium import Chromium

GOOD = """<!doctype html><html lang="be"><head><title>Пошук</title>
<link rel="stylesheet" href="/static/busel.css"></head>
<body><main><h1>Пошук</h1><form><label for="q">Каго шукаем?</label> <input id="q"> <button>Знайсці</button>
</form></main></body></html>"""
BAD = """<!doctype html><html><head><title>Bad</title><link rel="stylesheet" href="/static/busel.css"></head>
<body><main><h1>Bad</h1><img src="x.png"><input id="q"><p class="pale">Pale</p></main></body></html>"""
STYLE = ".pale { color: #bbb; background: #fff }"
DARK_IS_PALE = "@media (prefers-color-scheme: dark) { h1 { color: #333; background: #222 } }"
PICTURE = Path(__file__).parent.parent.parent / "tools" / "picture.py"


def test_a_good_page_has_no_violation(chromium: Chromium) -> None:
    assert check_accessibility(chromium, GOOD, STYLE) == []


def test_a_bad_page_is_told_all_that_is_wrong_with_it(chromium: Chromium) -> None:
    found = {violation.rule for violation in check_accessibility(chromium, BAD, STYLE)}
    assert found == {"color-contrast", "html-has-lang", "image-alt", "label"}


def test_the_style_counts_and_so_does_the_preference_for_dark(chromium: Chromium) -> None:
    assert check_accessibility(chromium, GOOD, DARK_IS_PALE) == []
    [violation] = check_accessibility(chromium, GOOD, DARK_IS_PALE, dark=True)
    assert violation.rule == "color-contrast"


def test_a_violation_says_where_it_is(chromium: Chromium) -> None:
    violations = check_accessibility(chromium, BAD, STYLE, width=360)
    [place] = next(violation for violation in violations if violation.rule == "image-alt").places
    assert place.startswith('<img src="x.png">')


def test_the_picture_tool_saves_the_whole_page_at_the_asked_width(tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    with serving() as address:
        command = [sys.executable, PICTURE, address, out, "--width", "800", "--cookie", "a=b"]
        subprocess.run(command, check=True, timeout=60)
    assert int.from_bytes(out.read_bytes()[16:20], "big") == 800
