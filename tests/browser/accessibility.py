"""Asks axe-core (Deque's rules for WCAG 2.2 A and AA, and its best practices) about a page.

Our pages run no scripts and their policy refuses any, so the check looks at a copy: the HTML as it was served, with the
stylesheet written into it, in a Chromium that has no address and no server behind it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from browser.chromium import Chromium

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STYLESHEET_LINK = re.compile(r"<link\b[^>]*rel=[\"']?stylesheet[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Violation:
    """One broken rule of a page, and the places that break it."""

    rule: str
    impact: str
    words: str
    places: tuple[str, ...]

    def __str__(self) -> str:
        """Return the sentence that a failing test shows."""
        return f"{self.rule} ({self.impact}): {self.words}: " + "; ".join(self.places)


def check_accessibility(
    chromium: Chromium, html: str, css: str, *, width: int = 1280, dark: bool = False
) -> list[Violation]:
    """Return what axe-core finds wrong with the page at this width, in light or dark; an empty list when nothing is."""
    chromium.window(width, dark=dark)
    chromium.show(with_style(html, css))
    chromium.run(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8") + "\n;0")
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = chromium.run(f"axe.run(document, {json.dumps(options)}).then(result => JSON.stringify(result.violations))")
    return [
        Violation(
            rule=each["id"],
            impact=each["impact"],
            words=each["help"],
            places=tuple(f"{node['html']} {node.get('failureSummary', '')}" for node in each["nodes"]),
        )
        for each in json.loads(found)
    ]


def with_style(html: str, css: str) -> str:
    """Return the page with its links to stylesheets replaced by the style itself."""
    style = f"<style>{css}</style>"
    without = STYLESHEET_LINK.sub("", html)
    if "</head>" in without:
        return without.replace("</head>", f"{style}</head>", 1)
    return style + without
