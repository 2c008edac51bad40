"""The pages of a first sign-in and of one's own account, with made-up words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from busel.desk.account.accounts import Credentials
from busel.desk.web.components import FIRST_STEPS
from busel.desk.web.forms.inviting import InviteForm
from busel.desk.web.forms.papers import ChoiceForm, HelloForm, ProofForm, TypedBackForm
from busel.desk.web.views.paper_pages import Way

SIX = ["колено", "расти", "бросить", "вексель", "внутри", "слесарь"]
PHRASE = "абзац кабина лазурь магия ночлег орбита паркет"
QUIET = "тезис узел фаза хутор цемент шалаш щека"
TOLD = Credentials("сирень-вагон", PHRASE, b"key", bytes(32), (b"", b""), code=QUIET, quiet=QUIET)
FIRST = Way("porch_base.html", "/there/", "/there/", "/there/", "/there/")
NEXT = Way("base.html", "/there/", "/there/", "/there/", "/there/", is_first=False)
CODE = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX-YZ23-4567-ABCD-EFGH-IJKL-MNOP-QRST"
Pages = dict[str, tuple[str, dict[str, Any]]]


def paper(way: Way) -> dict[str, Any]:
    steps = FIRST_STEPS if way.is_first else []
    return {
        "base": way.base,
        "wide": True,
        "way": way,
        "step_labels": steps,
        "handle": TOLD.handle,
        "passphrase": PHRASE.split(),
        "quiet": QUIET.split(),
        "has_key": True,
    }


def first_pages() -> Pages:
    """Before there is an account: without a frame."""
    wrong = TypedBackForm({"passphrase": "абзац кабина лазурь"}, told=TOLD)
    return {
        "first-start": (
            "first/start.html",
            {"wide": True, "form": ChoiceForm(), "handle": TOLD.handle, "step_labels": FIRST_STEPS},
        ),
        "first-paper": ("first/paper.html", paper(FIRST)),
        "first-again": ("first/again.html", {**paper(FIRST), "form": TypedBackForm(told=TOLD)}),
        "first-again-wrong": ("first/again.html", {**paper(FIRST), "form": wrong}),
        "first-over": ("first/over.html", {}),
    }


def own_pages() -> Pages:
    """On the member's own desk."""
    choice = ChoiceForm(prefix="new")
    choices = [("aa", "Жлобінскі раён"), ("bb", "Мазырскі раён")]
    return {
        "first-papers": (
            "first/papers.html",
            {"handle": TOLD.handle, "code": QUIET.split(), "freeze_code": CODE, "step_labels": FIRST_STEPS},
        ),
        "first-hello": (
            "first/hello.html",
            {"form": HelloForm(choices=choices, initial={"division": "aa"}), "step_labels": FIRST_STEPS},
        ),
        "account": (
            "account/account.html",
            {"handle": TOLD.handle, "words": SIX, "quiet": True, "key_file": False, "may_freeze": True}
            | {"may_let_go_on": True},
        ),
        "account-renew": (
            "account/renew.html",
            {"proof": ProofForm(), "choice": choice, "owes": False},
        ),
        "account-renew-by-code": (
            "account/renew.html",
            {"proof": None, "choice": choice, "owes": True},
        ),
        "account-renew-paper": ("first/paper.html", paper(NEXT)),
        "account-new-code": ("account/new_code.html", {"proof": ProofForm({})}),
        "account-taken": ("account/taken.html", {"may_freeze": True, "compares": True}),
        "account-taken-office": (
            "account/taken.html",
            {"may_freeze": True, "compares": True, "runs_office": True, "others": True},
        ),
        "account-taken-alone": ("account/taken.html", {"may_freeze": True, "runs_office": True}),
        "account-new-keys": ("account/new_keys.html", {"proof": ProofForm(), "choice": choice}),
    }


def invitation_pages() -> Pages:
    """An administrator's pages for slips."""
    here = {"place": "accounts"}
    day = dt.date(2026, 12, 11)
    row = {"handle": TOLD.handle, "division": "Жлобінскі раён", "role": "рэдактар", "withdraw_url": "/there/"}
    rows = [row | {"last_day": day, "is_over": False}, row | {"last_day": dt.date(2026, 11, 2), "is_over": True}]
    divisions = [("aa", "Жлобінскі раён")]
    return {
        "invitations": ("invitations/list.html", here | {"rows": rows, "clear_url": "#"}),
        "invitations-none": ("invitations/list.html", here | {"rows": []}),
        "invite": ("invitations/invite.html", here | {"form": InviteForm(divisions=divisions)}),
        "invitation-slip": (
            "invitations/slip.html",
            here | {"handle": TOLD.handle, "code": PHRASE.split(), "last_day": day},
        ),
    }
