"""The pages about trustees and founding, with made-up shares."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from busel.desk.trustees.founders import Founders
from busel.desk.trustees.founding import Plan
from busel.desk.web.components import Stat
from busel.desk.web.forms.founding import ChoiceForm, CodeForm, ConfirmForm
from busel.desk.web.porch_forms import SignInForm
from busel.desk.web.views.founding import STEPS
from busel.desk.web.views.successor import PastedForm
from busel.desk.web.views.trustees import WordsForm
from busel.vault.lock import CHEAP
from busel.vault.share_checks import asked_in
from busel.vault.shares import Fault, ShareError

NEXT = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion"
TEXT = "busel-successor-1:" + "eyJvcmdhbmlzYXRpb24iOiJtTUZZWU1wZXUwWTBhQk5kUE14dDVRPT0i" * 4
SHOWN, MADE = dt.date(2026, 11, 20), dt.date(2025, 11, 2)


def share_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    shares = [
        Thing(number=at, made=MADE, shown=SHOWN if at in (2, 4) else None, is_proven=at in (2, 4)) for at in range(1, 6)
    ]
    here = Founders(profile=CHEAP)
    here.make("be", [Plan("Поўнач")], shares=3, needed=2)
    assert here.made is not None
    confirm = ConfirmForm(here.made, {"passphrase_0": "адно другое"})
    words = ("adapt", "acid", "acadmic", "acne")
    typed = {f"word_{at}": word for at, word in zip(asked_in(2026), words, strict=True)}
    wrong = WordsForm(asked_in(2026), typed)
    wrong.refuse(ShareError(Fault.WORD, at=asked_in(2026)[2], typed="acadmic", like="academic"))
    stats = [
        Stat(2, "пацверджаныя за год", kind="warning"),
        Stat(3, "трэба, каб усё аднавіць"),
        Stat(5, "частак усяго"),
    ]
    years = [(year, ", ".join(map(str, asked_in(year)))) for year in range(2026, 2040)]
    shown = {
        "asked": years[0][1],
        "years": years,
        "stats": stats,
        "shares": shares,
        "enough": False,
        "is_due": True,
        "due": MADE,
    }
    return {
        "shares": ("trustees/shares.html", {**shown, "form": WordsForm(asked_in(2026))}),
        "shares-wrong": ("trustees/shares.html", {**shown, "form": wrong, "is_due": False, "enough": True}),
        "successor": ("trustees/successor.html", {"known": None, "form": PastedForm(), "verdict": None}),
        "successor-true": (
            "trustees/successor.html",
            {
                "known": Thing(address=NEXT),
                "known_text": TEXT,
                "form": PastedForm({"pasted": TEXT}),
                "verdict": {"kind": "success", "text": "Гэта праўда: пераходзьце сюды:", "address": NEXT},
            },
        ),
        "given-up": ("porch/sign_in.html", {"form": SignInForm(), "given_up": TEXT}),
        "founding": ("founding/enter.html", {"form": CodeForm(), "is_over": False}),
        "founding-choose": (
            "founding/choose.html",
            {"form": ChoiceForm(initial={"language": "be"}), "step_labels": STEPS},
        ),
        "founding-cards": ("founding/cards.html", {"cards": here.made.cards(), "divisions": 1, "step_labels": STEPS}),
        "founding-confirm": ("founding/confirm.html", {"form": confirm, "refused": "", "step_labels": STEPS}),
        "founding-done": ("founding/done.html", {"handles": ["тополь-барсук", "резерв-озеро", "икона-отель"]}),
    }
