"""The pages about what accounts can see, with made-up accounts."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from django import forms

from busel.desk.web.components import Stat
from busel.desk.web.region_groups import Region

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
        locked=name == "Рагачоўскі",
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


FORMER = [Thing(url="/there/former", handle="ранняя-раса")]


class Days(forms.Form):
    since = forms.DateField(label="Першы дзень", help_text="Пуста: ад першага дня ўліковага запісу.", required=False)
    until = forms.DateField(label="Апошні дзень", help_text="Пуста: дагэтуль.", required=False)
    since.widget.attrs["class"] = until.widget.attrs["class"] = "input--short"


def report() -> dict[str, Any]:
    """Return the context of a report."""

    def counted(count: int) -> Thing:
        return Thing(count=count, url=f"/there/{count}")

    rows = [
        Thing(
            division="Гомельская вобласць / Жлобінскі раён",
            keys="2 сакавіка 2026 – 20 лістапада 2026, калі ключы змянілі",
            history="разам з усім, што запісана раней",
            could=counted(4312),
            opened=counted(218),
            taken=counted(40),
            is_open=False,
        ),
        Thing(
            division="Гомельская вобласць / Рагачоўскі раён",
            keys="з 2 чэрвеня 2026; адкрываюць і цяпер",
            history="толькі тое, што было там тады",
            could=counted(717),
            opened=counted(12),
            taken=counted(0),
            is_open=True,
        ),
    ]
    called = Thing(first="Кавалёў Сяргей", first_language="be", other="Ковалёв Сергей Николаевич", other_language="ru")
    return {
        "place": "home",
        "handle": "светлы-ранак",
        "account_url": "/there/",
        "period": "Ад першага дня дагэтуль",
        "stats": [
            Stat(5029, "маглі быць прачытаны", "ключы іх адкрывалі"),
            Stat(230, "былі адкрыты", "паводле журнала доступу і ўласных змен"),
            Stat(40, "надрукаваны або выгружаны", "на паперы або ў файле", kind="danger"),
        ],
        "rows": rows,
        "removed": [Thing(called=called, phones=["+375447654321"], division="Жлобінскі раён")],
        "unknown": ["Рагачоўскі раён: 12 старэйшых запісаў для вас не адкрываюцца."],
        "always_unknown": [
            "Падраздзяленняў, якія закрытыя для вас, у ёй няма: няхай уласную справаздачу зробяць іх каардынатары.",
            "Экран можна сфатаграфаваць, а паперу скапіраваць: каго чытач запомніў, не скажа ніводзін журнал.",
        ],
        "still_open": 1,
        "warn_url": "/there/warn",
        "choices": [
            ("could", "Усіх, каго мог прачытаць", 5029),
            ("opened", "Каго адкрываў", 230),
            ("taken", "Каго надрукаваў або выгрузіў", 40),
        ],
    }


REGIONS = [Region(name, report()["rows"], count) for name, count in (("Гомельская вобласць", 5029), ("горад Мінск", 1))]


def exposure_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name -> (template, context)."""
    return {
        "exposed": (
            "exposure/all.html",
            {"place": "home", "total": 24249, "accounts": ACCOUNTS, "one_holder": ONE_HOLDER, "former": FORMER},
        ),
        "exposed-account": (
            "exposure/account.html",
            {
                "place": "home",
                "handle": "светлы-ранак",
                "row": ACCOUNTS[2],
                "held": HELD,
                "form": Days(),
                "make_url": "/there/report",
            },
        ),
        "exposure": ("exposure/report.html", report()),
        "exposure-many": ("exposure/report.html", report() | {"regions": REGIONS}),
        "exposed-many": (
            "exposure/all.html",
            {"place": "home", "total": 24249, "accounts": ACCOUNTS, "one_holder": ONE_HOLDER, "former": FORMER}
            | {"regions": [Region("Гомельская вобласць", ONE_HOLDER, 22), Region("горад Мінск", ONE_HOLDER[:1], 1)]},
        ),
        "exposure-nobody": (
            "exposure/report.html",
            report() | {"rows": [], "removed": [], "choices": [], "still_open": 0, "unknown": []},
        ),
        "exposure-progress": (
            "exposure/progress.html",
            {"place": "home", "handle": "светлы-ранак", "done": 4, "total": 22, "account_url": "/there/"},
        ),
    }
