"""Accounts and how they stand, with made-up ones, for the specimens."""

from __future__ import annotations

from typing import Any

from busel.desk.freezes.frozen import Standing
from busel.desk.web.forms.idle import IdleForm
from busel.desk.web.standing_words import ended_row, standing_row
from busel.shelf.protocol import AccountState

TODAY = 20_784
LIMIT = 10
SAME_HAND = "Вы пагадзіліся як каардынатар; другую згоду дае іншы адміністратар: папрасіце «ціхі-бусел»."
ASKED = {
    "question": "Замарозіць «ціхі-бусел»?",
    "text": "Калі чалавека затрымалі, да яго прыйшлі з ператрусам або ён згубіў ноўтбук. Лепш лішні раз: двое могуць"
    " гэта адмяніць.",
    "consequences": [
        "Адкрытыя старонкі зачыняцца адразу, і ніхто з гэтым запісам не ўвойдзе.",
        "Зноў ён адкрыецца толькі са згоды адміністратара і каардынатара.",
        "Нічога не выдаляецца. Потым трэба змяніць ключы яго падраздзяленняў; галоўная старонка пра гэта нагадае.",
    ],
    "action": "Замарозіць уліковы запіс",
    "dangerous": True,
    "back_url": "/there/",
}


def standing(*, away: int = 0, frozen: bool = False, half: int = 0) -> Standing:
    state = AccountState(frozen, TODAY - away, half, TODAY + 5 if half else 0)
    return Standing(state, LIMIT, TODAY)


def row(
    handle: str, stands: Standing | None, *, from_office: bool = True, is_self: bool = False, same_hand: str = ""
) -> dict[str, Any]:
    told = standing_row(bytes(16), stands, from_office=from_office, same_hand=same_hand)
    return {"handle": handle, "is_self": is_self} | told


def account_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    rows = [
        row("ціхі-бусел", standing(frozen=True)),
        row("светлы-ранак", standing(frozen=True, half=2)),
        row("хуткая-рака", standing(frozen=True, half=1)),
        row("ясны-месяц", standing(frozen=True, half=2), same_hand=SAME_HAND),
        row("зялёны-дуб", standing(away=14)),
        row("мудрая-сава", standing(away=8)),
        row("новы-снег", standing(), is_self=True),
        row("добры-вецер", None),
        row("ціхая-ноч", standing(frozen=True)) | ended_row(True, is_administrator=False),
    ]
    here = {"place": "accounts"}
    return {
        "accounts": ("accounts/all.html", here | {"rows": rows, "shut": 4, "form": IdleForm(initial={"days": LIMIT})}),
        "accounts-wrong": (
            "accounts/all.html",
            here | {"rows": rows[-2:], "shut": 0, "form": IdleForm({"days": "100"})},
        ),
        "account-freeze": ("confirm.html", here | ASKED),
        "shared-keys": ("accounts/shared_keys.html", here | {"owed": False, "failed": [], "done": False}),
        "shared-keys-owed": ("accounts/shared_keys.html", here | {"owed": True, "failed": [], "done": False}),
        "shared-keys-done": ("accounts/shared_keys.html", here | {"owed": False, "failed": [], "done": True}),
    }
