"""The pages about what accounts can see, with made-up accounts."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

DAY = dt.date(2026, 3, 2)


def account(handle: str, role: str, people: int, shown: tuple[str, str], **more: Any) -> Thing:
    """Return an account as `reach_words.AccountRow`."""
    share, where = shown
    plain = {"is_own": False, "ended": False, "url": f"/there/{people}", "people_words": f"{people} чалавек"}
    return Thing(handle=handle, role=role, people=people, share=share, where=where, **(plain | more))


ACCOUNTS = [
    account("ціхі-бусел", "каардынатар", 24249, ("100\u00a0%", "22 падраздзяленні"), is_own=True),
    account("зялёны-гай", "рэдактар", 12840, ("53\u00a0%", "9 падраздзяленняў")),
    account("светлы-ранак", "чытач", 7212, ("30\u00a0%", "3 падраздзяленні"), ended=True),
    account("востры-серп", "чытач", 717, ("3\u00a0%", "1 падраздзяленне")),
    account("жывая-вада", "збіральнік", 0, ("0\u00a0%", "толькі дасылае людзей")),
]

HELD = [
    Thing(
        division=f"Гомельская вобласць / {name} раён",
        role=role,
        people=people,
        since=DAY,
        until=until,
        reads=people > 0,
        history=history,
        may_export=may_export,
        ended=ended,
    )
    for name, role, people, until, history, may_export, ended in (
        ("Жлобінскі", "рэдактар", 4312, None, True, True, False),
        ("Светлагорскі", "чытач", 2183, DAY + dt.timedelta(days=90), False, False, True),
        ("Рагачоўскі", "чытач", 717, DAY + dt.timedelta(days=90), False, False, False),
        ("Мазырскі", "збіральнік", 0, None, True, False, False),
    )
]

ONE_HOLDER = [
    Thing(division="Гомельская вобласць / Брагінскі раён", url="/there/one", handle="ціхі-бусел"),
    Thing(division="Гомельская вобласць / Лоеўскі раён", url="", handle=""),
]


def exposure_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name -> (template, context)."""
    return {
        "exposed": (
            "exposure/all.html",
            {"place": "home", "total": 24249, "accounts": ACCOUNTS, "one_holder": ONE_HOLDER},
        ),
        "exposed-account": (
            "exposure/account.html",
            {"place": "home", "handle": "светлы-ранак", "row": ACCOUNTS[2], "held": HELD},
        ),
    }
