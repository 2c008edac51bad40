"""The pages of the access log, with made-up accounts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator

from busel.desk.oversight.log_looking import Look, Wanted
from busel.desk.web.forms.log import LogForm
from busel.desk.web.log_words import FLAW_WORDS, log_deed_words
from busel.registry.log_reading import Flaw

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
WHO = ("светлы-ранак", "клён-возера", "жыта-мост")


def log_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    look = Look(
        accounts={bytes([at]) * 16: who for at, who in enumerate(WHO)},
        deeds={"open_contact", "find_contacts", "print_letters"},
    )
    form = LogForm(Wanted(), look, {b"d" * 16: "Homieĺ region / Žlobin district", b"e" * 16: "Homieĺ region"})
    deeds = ("open_contact", "find_contacts", "export_contacts", "open_history", "print_letters")
    rows = [
        {
            "when": NOON - dt.timedelta(hours=at),
            "who": WHO[at % 3],
            "what": log_deed_words(deeds[at % 5]),
            "division": "Жлобінскі раён" if at % 2 else "Гомельская вобласць",
            "count": (1, 50, 4_812, 1, 612)[at % 5],
            "people": [],
            "more": 0,
        }
        for at in range(12)
    ]
    page = {"place": "access_log", "form": form, "days": 7, "page": Paginator(rows, 50).get_page(1)}
    odd = [
        {"text": f"{WHO[0]}: адкрыта 73 чалавек 20 лістапада 2026 паміж 14:00 і 15:00.", "account": "00" * 16},
        {"text": f"{WHO[1]}: надрукавана або выгружана 4 812 чалавек 19 лістапада 2026.", "account": "01" * 16},
        {
            "text": f"{WHO[2]}: уначы 18 лістапада 2026, паміж 00:00 і 05:00; паказаны 2 чалавекі.",
            "account": "02",
        },
    ]
    flaw = {"division": "Жлобінскі раён", "text": FLAW_WORDS[Flaw.CUT]}
    empty = {**page, "page": Paginator([], 50).get_page(1)}
    colleagues = [
        {"account": "00", "handle": who, "division": "Гомельская вобласць / Жлобінскі раён", "goes_on": who == WHO[1]}
        for who in WHO
    ]
    strange = [
        {"id": "00", "division": "Жлобінскі раён", "entries": [{**rows[0], "what": "admire contact"}], "more": 0}
    ]
    return {
        "access-log-strange": ("access_log/list.html", {**page, "strange": strange}),
        "access-log": (
            "access_log/list.html",
            {**page, "odd": odd, "more_odd": 2, "shut": 3, "gone_until": dt.date(2025, 9, 30)},
        ),
        "access-log-tampered": ("access_log/list.html", {**page, "flaws": [flaw], "names_people": True}),
        "access-log-empty": ("access_log/list.html", empty),
        "go-on": ("access_log/go_on.html", {"colleagues": colleagues}),
        "braked": ("braked.html", {"hour": 60, "day": 300}),
    }
