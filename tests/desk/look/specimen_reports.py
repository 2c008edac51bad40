"""How a made-up Belarus stands: growth, the map of tiles, what can be mended."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from busel.desk.web.components import Task
from busel.desk.web.quality_words import CHECK_WORDS
from busel.desk.web.tile_map import squares
from busel.desk.web.totals_words import FIGURES, parts_of, people_by_place, summed, support_words
from busel.names.places import tiles
from busel.registry.totals import Totals

ORDER = [("Прозвішча па-беларуску", 71), ("Тэлефон", 88), ("Дата нараджэння", 40), ("Як даведаліся пра нас", 3)]


def report_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    months = [
        {"month": f"2026-{at:02}", "came": at * 31 % 97, "in_all": 2_000 + 140 * at, "most": 3_540}
        for at in range(1, 12)
    ]
    counts = {tile.division.en: at * 331 % 960 if at % 5 else 0 for at, tile in enumerate(tiles())}
    closed = {tile.division.en for at, tile in enumerate(tiles()) if at % 10 == 0}
    shown = squares(counts, closed=closed, url=lambda _tile: "/there/")
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
    waits = [
        Task(14, "Ва ўваходных", "Самы стары канверт чакае 6 дзён.", "/there/"),
        Task(3, "Магчымыя дублікаты", "Ва ўваходных: падобна, што яны ўжо захаваныя.", "/there/"),
        Task("?", "Захоўваецца задоўга", "Пасля ўваходу яшчэ не шукалі. Гэта зойме некалькі секунд.", "/there/"),
    ]
    up = {"some_closed": True, "has_below": True, "tells": True, "coordinates": True}
    heads = ["Дададзеныя людзі", "Выпраўленыя людзі", "Званок", "Візіт"]
    who = [("bursztyn-wydra", (312, 40, 88, 12)), ("cichi-busiel", (0, 7, 140, 61))]
    done = {
        "place": "reports",
        "day": dt.date(2026, 11, 20),
        "months": ["2026-11", "2026-10"],
        "heads": heads,
        "rows": [(name, [(head, one, "") for head, one in zip(heads, counts, strict=True)]) for name, counts in who],
        "sealed": 2,
    }
    return {
        **total_pages(),
        "organisers": ("reports/organisers.html", done),
        "organisers-none": ("reports/organisers.html", done | {"rows": [], "month": "2026-10"}),
        "reports": ("reports/all.html", {"place": "reports", "people": 3_540, "months": months, "map": shown, **up}),
        "reports-none": ("reports/all.html", {"place": "reports", "people": 0, "months": [], "map": []}),
        "quality": ("reports/quality.html", {**board, "waits": waits, "mend": mend, "filled": filled}),
        "quality-good": ("reports/quality.html", {**board, "divisions": [], "mend": [], "filled": filled[:1]}),
    }


def told(at: int) -> Totals:
    """Return what a made-up district told."""
    return Totals(
        organisation=b"",
        division=b"",
        above=b"",
        day=20_000,
        people=1_230 + 110 * at,
        recent=40 * at,
        households=610 + 30 * at,
        letters=980 + 50 * at,
        activities=140,
        support=[310, 420, 190, 60, 0, 0],
        places=["Žlobin district", "Rahačoŭ district", "Mazyr district"],
        place_people=[1_100, 90, 1_010],
        below=420 if at == 2 else 0,
        divisions=2 if at == 2 else 0,
    )


def total_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    day = dt.date(2026, 11, 20)
    several, levels = [told(at) for at in range(3)], [(support_words(level), level) for level in (1, 2, 3, 4, 5, 0)]
    sums, people = summed(several), people_by_place(several)
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "totals": one,
            "age": "3 дні таму",
            "back_url": "/there/",
            "counts": [(label, getattr(one, key)) for key, label in FIGURES.items()],
            "support": [(words, one.support[level]) for words, level in levels],
        }
        for name, one in zip(("Жлобінскі раён", "Мазырскі раён", "Рагачоўскі раён"), several, strict=True)
    ]
    rows += [{"name": "Светлагорскі раён"}, {"name": "Буда-Кашалёўскі раён", "stale": True, "back_url": "/there/"}]
    report = {
        "place": "reports",
        "called": "Гомельская вобласць",
        "number": 1,
        "divisions": [Thing(number=1, name="Гомельская вобласць"), Thing(number=2, name="Мінская вобласць")],
        "day": day,
        "heads": list(FIGURES.values()),
        "levels": [words for words, _level in levels],
        "rows": rows,
        "told": 3,
        "sums": sums,
        "sum_counts": [(label, sums[key]) for key, label in FIGURES.items()],
        "support_sums": [(words, sum(one.support[level] for one in several)) for words, level in levels],
        "map": squares(people, closed={tile.division.en for tile in tiles()} - people.keys()),
        "may_take_back": True,
    }
    names = {"place": "reports", "name": "Жлобінскі раён", "above": "Гомельская вобласць", "last": day, "weekly": False}
    send = {**names, "next": None, "stuck": False, "due": True, "coordinates": True, "parts": parts_of(told(2))}
    row = {**names, "next": None, "stuck": False, "due": True, "url": "/there/"}
    waits = row | {"name": "Мазырскі раён", "next": day, "weekly": True}
    inbox = {"place": "inbox", "of": "Жлобінскі раён", "above": "Гомельская вобласць", "sender": "bursztyn-wydra"}
    inbox |= {"day": day, "parts": parts_of(told(1), told(0)), "before": day, "back_url": "/there/"}
    return {
        "totals": ("reports/totals.html", report),
        "totals-none": ("reports/totals.html", {"place": "reports", "rows": []}),
        "totals-sending": ("reports/sending.html", {"place": "reports", "rows": [row, waits, row | {"stuck": True}]}),
        "totals-nobody": ("reports/sending.html", {"place": "reports", "rows": []}),
        "totals-send": ("reports/send.html", send),
        "totals-wait": ("reports/send.html", send | {"next": day, "weekly": True, "due": False}),
        "totals-editor": ("reports/send.html", send | {"coordinates": False, "last": None}),
        "totals-inbox": ("inbox/totals.html", inbox),
    }
