"""The pages in a real window: nothing runs out of it, and an automated check finds no barrier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from browser.accessibility import check_accessibility

if TYPE_CHECKING:
    from browser.chromium import Chromium

# With all that can be unfolded unfolded; a panel may run out on the left too, where no scroll bar tells it.
WIDER = """
document.querySelectorAll("details").forEach(part => { part.open = true });
const root = document.documentElement;
const lefts = [...document.querySelectorAll(".menu__panel")].map(panel => -panel.getBoundingClientRect().left);
Math.max(root.scrollWidth - root.clientWidth, ...lefts.filter(left => left > 0))
"""


def standing_alone(page: str, styles: str) -> str:
    """Return the page with its styles inside: no server stands behind it."""
    return page.replace("</head>", f"<style>{styles}</style></head>")


@pytest.mark.parametrize("width", [360, 1000, 1280])
@pytest.mark.parametrize("language", ["be", "en"])
def test_no_page_is_wider_than_its_window(chromium: Chromium, drawn: dict[str, Any], width: int, language: str) -> None:
    chromium.window(width)
    wide = {}
    for name, page in drawn["pages"][language].items():
        chromium.show(standing_alone(page, drawn["styles"]))
        wide[name] = chromium.run(WIDER)
    assert {name: pixels for name, pixels in wide.items() if pixels > 0} == {}


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1280, False)], ids=["360-dark", "1280-light"])
def test_an_automated_check_finds_no_barrier(
    chromium: Chromium, drawn: dict[str, Any], width: int, *, dark: bool
) -> None:
    found = {
        name: [str(barrier) for barrier in check_accessibility(chromium, page, drawn["styles"], width=width, dark=dark)]
        for name, page in drawn["pages"]["be"].items()
    }
    assert {name: barriers for name, barriers in found.items() if barriers} == {}


@pytest.mark.parametrize("width", [360, 1000])
def test_whatever_can_be_pressed_is_large_enough(chromium: Chromium, drawn: dict[str, Any], width: int) -> None:
    small = (
        "[...document.querySelectorAll('.button:not(.button--link), summary, .choice')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 32).map(e => e.textContent.trim())"
    )
    chromium.window(width)
    found = {}
    for name, page in drawn["pages"]["be"].items():
        chromium.show(standing_alone(page, drawn["styles"]))
        found[name] = chromium.run(small)
    assert {name: texts for name, texts in found.items() if texts} == {}
