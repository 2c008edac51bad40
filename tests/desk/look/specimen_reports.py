"""How a made-up Belarus stands: growth, the map of tiles, what can be mended."""

from __future__ import annotations

from types import SimpleNamespace as Thing
from typing import Any

from busel.desk.web.quality_words import CHECK_WORDS
from busel.names.places import tiles

ORDER = [("Прозвішча па-беларуску", 71), ("Тэлефон", 88), ("Дата нараджэння", 40), ("Як даведаліся пра нас", 3)]


def report_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    months = [
        {"month": f"2026-{at:02}", "came": at * 31 % 97, "in_all": 2_000 + 140 * at, "most": 3_540}
        for at in range(1, 12)
    ]
    squares = [
        {
            "name": tile.division.be,
            "short": tile.division.be[:3],
            "people": people,
            "shade": -(-5 * people // 960) if people else 0,
            "column": tile.column,
            "row": tile.row,
            "url": "/there/" if people else "",
        }
        for at, tile in enumerate(tiles())
        for people in [at * 331 % 960 if at % 5 else 0]
    ]
    mend = [
        {"count": 12 + 301 * at, "title": title, "text": text, "url": "/there/"}
        for at, (title, text) in enumerate(CHECK_WORDS.values())
    ]
    filled = [
        {
            "label": label,
            "share": share,
            "lacks": 40 * (100 - share),
            "purpose": share > 5,
            "required": share > 80,
            "url": "/there/",
        }
        for label, share in ORDER
    ]
    divisions = [Thing(number=1, name="Жлобінскі раён"), Thing(number=2, name="Мазырскі раён")]
    board = {"place": "reports", "divisions": divisions, "number": 0, "called": ""}
    return {
        "reports": ("reports/all.html", {"place": "reports", "people": 3_540, "months": months, "map": squares}),
        "reports-none": ("reports/all.html", {"place": "reports", "people": 0, "months": [], "map": []}),
        "quality": ("reports/quality.html", {**board, "mend": mend, "filled": filled}),
        "quality-good": ("reports/quality.html", {**board, "divisions": [], "mend": [], "filled": filled[:1]}),
    }
