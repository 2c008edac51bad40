"""The pages of members, access and keys with made-up accounts, for the specimens."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from specimen_accounts import row, standing

from busel.desk.web.access_tasks import KeysOwed
from busel.desk.web.access_words import ROLE_SENTENCES, until_words
from busel.desk.web.components import Change, Fact
from busel.desk.web.forms.access import LimitsForm, RoleForm, UntilForm, WhereForm
from busel.desk.web.forms.deputies import DeputiesForm
from busel.desk.web.region_groups import Region
from busel.desk.web.role_words import ROLE_WORDS
from busel.desk.web.views.detained import steps
from busel.desk.web.views.giving import STEPS
from busel.registry.roles import Role

HOUR = 498_000
DAY = dt.date(2026, 9, 14)
HERE = {"place": "members"}
HANDLE = "ціхі-бусел"
DIVISIONS = ["Гомельская вобласць", "Гомельская вобласць / Жлобінскі раён", "Гомельская вобласць / Мазырскі раён"]


def held(name: str, role: Role, *, until: int = 0, limits: tuple[str, ...] = ()) -> dict[str, Any]:
    people = 7212 if role.reads else None
    rights = {"history": not limits and role.reads, "reads": role.reads, "limits": limits, "people": people}
    urls = {"url": "/there/", "change_url": "/there/change", "end_url": "/there/end"}
    words = {"name": name, "handle": HANDLE, "role": ROLE_WORDS[role], "since": DAY, "changed": DAY}
    return words | rights | urls | {"until": until_words(until)}


def everybody() -> dict[str, Any]:
    rows = [
        Thing(
            handle=handle, roles=roles, where=where, until=until_words(until), limits=limits, is_self=own, url="/there/"
        )
        for handle, roles, where, until, limits, own in (
            ("светлы-ранак", [ROLE_WORDS[Role.COLLECTOR]], "Жлобінскі раён", HOUR, [], False),
            (HANDLE, [ROLE_WORDS[Role.COORDINATOR]], "ва ўсіх вашых: 26 падраздзяленняў", 0, [], True),
            (
                "хуткая-рака",
                [ROLE_WORDS[Role.EDITOR], ROLE_WORDS[Role.VIEWER]],
                "3 падраздзяленні",
                HOUR,
                ["можа выгружаць"],
                False,
            ),
            ("зялёны-дуб", [ROLE_WORDS[Role.VIEWER]], "Мазырскі раён", 0, ["толькі з гэтага моманту"], False),
        )
    ]
    arrived = [Thing(url="/there/", handle="мудрая-сава", division=DIVISIONS[1], role=ROLE_WORDS[Role.EDITOR])]
    return HERE | {
        "page": Paginator(rows, 50).page(1),
        "arrived": arrived,
        "alone": 3,
        "divisions": 26,
        "works": [],
        "second": 1,
    }


def deputies(*named: str) -> dict[str, Any]:
    people: list[Any] = [
        Thing(account=bytes([number]), handle=handle, member=None)
        for number, handle in enumerate((HANDLE, "зялёны-дуб", "хуткая-рака"))
    ]
    form = DeputiesForm(people=people)
    return HERE | {"name": DIVISIONS[1], "deputies": named, "form": form, "enough": True, "back": "/there/"}


def left(name: str, *, is_here: bool = False, handed: bool = False) -> dict[str, Any]:
    return {"id": "00", "name": name, "other": "зялёны-дуб", "is_here": is_here, "handed": handed}


def owed(url: str, progress: str = "") -> KeysOwed:
    text = "Чыйсьці доступ скончыўся, і старыя ключы 3 падраздзяленняў яшчэ адчыняюць тое, што там пішуць."
    return KeysOwed(text, DIVISIONS, url, "Змяніць ключы 3 падраздзяленняў" if url else "", progress)


def question(step: int, form: forms.BaseForm, **more: Any) -> dict[str, Any]:
    around = {"handle": HANDLE, "replaces": False, "step_labels": STEPS, "step": step, "back_url": "/there/"}
    return HERE | around | {"form": form} | more


def told(*, ends: bool) -> Thing:
    facts = [Fact("Хто", HANDLE), Fact("Дзе", "26 падраздзяленняў")]
    if not ends:
        facts.append(Fact("Роля", ROLE_WORDS[Role.EDITOR], str(ROLE_SENTENCES[Role.EDITOR])))
    change = Change("Можа чытаць", "717 чалавек у 1 падраздзяленні", "7 212 чалавек у 26 падраздзяленнях")
    return Thing(
        facts=facts,
        names=DIVISIONS,
        changes=[change],
        consequences=["Ключы зменяцца."],
        refused="",
        only_proposed=False,
    )


def second(*, own: bool) -> Thing:
    urls = {"url": "/there/", "withdraw_url": "/there/withdraw", "is_own": own}
    terms = {"where": DIVISIONS[0], "role": ROLE_WORDS[Role.COORDINATOR], "until": until_words(HOUR)}
    return Thing(handle=HANDLE, by="светлы-ранак", since=DAY, **terms, **urls)


def member_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name -> (template, context)."""
    bundles: list[Any] = [Thing(name=name, journal=bytes([at]) * 16) for at, name in enumerate(DIVISIONS)]
    wrong = UntilForm({"lasts": "day", "day": "31.02.2026"}, until=None)
    divisions = [
        Thing(url="/there/", name=name, members=7, readers=5, people=7212, alone=at == 1)
        for at, name in enumerate(DIVISIONS)
    ]
    on_one = [
        held(DIVISIONS[1], Role.EDITOR, until=HOUR),
        held(DIVISIONS[1], Role.VIEWER, limits=("толькі з гэтага моманту",)),
    ]
    rows = [held(DIVISIONS[0], Role.EDITOR, until=HOUR, limits=("можа выгружаць",)), held(DIVISIONS[1], Role.COLLECTOR)]
    one = {
        "row": row(HANDLE, standing(frozen=True, half=1), from_office=False),
        "handle": HANDLE,
        "account": "0" * 32,
        "reach": "7 212 чалавек у 1 падраздзяленні",
        "reads": True,
        "rows": rows,
    }
    urls = {"give_url": "/there/give", "end_url": "/there/end", "reach_url": "/there/reach"}
    roles = [Thing(role=ROLE_WORDS[role], sentence=ROLE_SENTENCES[role]) for role in (Role.EDITOR, Role.COLLECTOR)]
    work = HERE | {
        "handle": HANDLE,
        "member_url": "/there/",
        "divisions": "26 падраздзяленняў",
        "role": ROLE_WORDS[Role.EDITOR],
    }
    words = ["амбар", "вишня", "гроза", "думать", "ёлка", "журавль"]
    newcomer = {
        "handle": "мудрая-сава",
        "division": DIVISIONS[1],
        "role": ROLE_WORDS[Role.EDITOR],
        "refuse_url": "/there/",
    }
    renewed = {"handle": HANDLE, "divisions": DIVISIONS[:2], "others": 0, "is_frozen": False, "refuse_url": "/there/"}
    asked = {
        "handle": HANDLE,
        "by": "светлы-ранак",
        "words": words,
        "told": told(ends=False),
        "withdraw_url": "/there/",
    }
    keys = HERE | {"mine": [], "others": [], "done": [], "failed": []}
    return {
        "members": ("members/everybody.html", everybody()),
        "members-quiet": ("members/everybody.html", everybody() | {"arrived": [], "alone": 0, "keys": owed("/there/")}),
        "members-cut-off": (
            "members/everybody.html",
            everybody() | {"works": [Thing(text="Перарвана.", url="/there/")]},
        ),
        "newcomers": ("members/newcomers.html", HERE | {"arrived": everybody()["arrived"]}),
        "newcomers-none": ("members/newcomers.html", HERE | {"arrived": []}),
        "newcomer": ("members/newcomer.html", HERE | newcomer | {"words": words, "can_be_frozen": True}),
        "newcomer-unfreezable": ("members/newcomer.html", HERE | newcomer | {"words": words, "can_be_frozen": False}),
        "renewed": ("members/renewed.html", HERE | renewed | {"words": words}),
        "renewed-twice": ("members/renewed.html", HERE | renewed | {"words": words, "others": 1}),
        "office-renewed": ("accounts/renewed.html", HERE | renewed | {"words": words}),
        "office-renewed-twice": (
            "accounts/renewed.html",
            HERE | renewed | {"words": words, "others": 1, "administrates": True, "audits": True},
        ),
        "member-divisions": ("members/divisions.html", HERE | {"rows": divisions, "alone": 1}),
        "member-divisions-many": (
            "members/divisions.html",
            HERE
            | {"rows": divisions, "alone": 60, "regions": [Region(DIVISIONS[0], divisions, at) for at in (22, 1, 0)]},
        ),
        "member-division": (
            "members/division.html",
            HERE
            | {"name": DIVISIONS[1], "rows": on_one, "alone": True, "people": 7212, "keys_url": "/there/"}
            | {"deputies": [], "deputies_ended": True, "former_deputies": True, "deputies_url": "/there/"},
        ),
        "deputies": ("deputies/division.html", deputies(HANDLE, "зялёны-дуб")),
        "deputies-none": ("deputies/division.html", deputies()),
        "deputy": (
            "deputies/mine.html",
            {
                "place": "deputy",
                "rows": [
                    left(DIVISIONS[1], is_here=True),
                    left(DIVISIONS[2], is_here=False),
                    left(DIVISIONS[0], handed=True),
                ],
            },
        ),
        "detained": ("guide/detained.html", {"place": "", "steps": steps()}),
        "deputy-none": ("deputies/mine.html", {"place": "deputy", "rows": []}),
        "deputy-hand": ("deputies/hand.html", {"place": "deputy", **left(DIVISIONS[1], is_here=False)}),
        "member": ("members/member.html", HERE | one | urls | {"roles": roles, "is_self": False}),
        "member-self": (
            "members/member.html",
            HERE | one | urls | {"roles": roles, "is_self": True, "row": row(HANDLE, standing(), from_office=False)},
        ),
        "member-gone": ("members/gone.html", HERE),
        "ask-where": ("members/ask_where.html", question(1, WhereForm(divisions=bundles), chosen=[])),
        "ask-where-more": (
            "members/ask_where.html",
            question(1, WhereForm({}, divisions=bundles), chosen=[Thing(name=DIVISIONS[0], below=True)]),
        ),
        "ask-role": ("members/ask_role.html", question(2, RoleForm(initial={"role": "editor"}))),
        "ask-until": ("members/ask_until.html", question(3, UntilForm(until=None))),
        "ask-until-wrong": ("members/ask_until.html", question(3, wrong)),
        "ask-limits": (
            "members/ask_limits.html",
            question(4, LimitsForm(exports=True, initial={"from_now_on": True}), is_newcomer=True),
        ),
        "ask-check": ("members/ask_confirm.html", question(5, forms.Form(), told=told(ends=False))),
        "member-end": (
            "members/end.html",
            HERE | {"handle": HANDLE, "told": told(ends=True), "back_url": "/there/", "all": True},
        ),
        "access-work": ("members/work.html", work | {"ends": False, "done": 9, "total": 26}),
        "access-stopped": ("members/work_stopped.html", work | {"ends": False}),
        "access-given": ("members/work_done.html", work | {"ends": False, "reads": True, "owed": 0}),
        "access-ended": ("members/work_done.html", work | {"ends": True, "owed": 26, "keys_url": "/there/"}),
        "keys-owed": ("members/keys.html", keys | {"mine": DIVISIONS}),
        "keys-work": (
            "members/keys_work.html",
            HERE | {"doing": "26 падраздзяленняў", "done": 47, "total": 130},
        ),
        "keys-done": (
            "members/keys.html",
            keys
            | {"done": DIVISIONS[1:], "failed": [Thing(name=DIVISIONS[0], why="Сервер не адказаў. Пачніце яшчэ раз.")]},
        ),
        "keys-others": ("members/keys.html", keys | {"others": DIVISIONS}),
        "asked": ("members/asked.html", HERE | {"mine": [second(own=True)], "others": [second(own=False)]}),
        "asked-none": ("members/asked.html", HERE | {"mine": [], "others": []}),
        "asked-one": ("members/asked_one.html", HERE | asked | {"is_own": False}),
        "asked-own": ("members/asked_one.html", HERE | asked | {"is_own": True}),
        "access-proposed": (
            "members/work_done.html",
            work | {"ends": False, "reads": True, "owed": 0, "waits": DIVISIONS[:1], "all_wait": False},
        ),
        "keys-nothing": ("members/keys.html", keys),
    }
