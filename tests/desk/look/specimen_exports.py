"""The pages of taking people out with synthetic people, for the specimens."""

from __future__ import annotations

from types import SimpleNamespace as Thing
from typing import Any

from busel.desk.clock import moment
from busel.desk.web.export_words import FORMAT_HINTS, FORMAT_WORDS, PART_WORDS, STATE_KINDS, STATE_WORDS
from busel.desk.web.forms.exports import ExportForm, ProofForm

WHEN = moment(490_000)
DIVISIONS = ["Магілёўская вобласць", "Магілёўская вобласць / Бабруйскі раён", "Магілёўская вобласць / Быхаўскі раён"]
SAVED = [(Thing(record=1, title="Валанцёры з адрасам", search=Thing(where={})), 312)]
BUNDLES = [
    Thing(name=f"Mahilioŭ region{rest}", journal=bytes(16))
    for rest in ("", " / Babrujsk district", " / Bychaŭ district")
]


def described() -> dict[str, Any]:
    return {
        "what": "Валанцёры з адрасам",
        "divisions": DIVISIONS,
        "more_divisions": 18,
        "format": FORMAT_WORDS["xlsx"],
        "format_hint": FORMAT_HINTS["xlsx"],
        "parts": [PART_WORDS[name] for name in ("names", "phones", "addresses")],
        "all_parts": False,
    }


def asked(state: Any, count: int) -> dict[str, Any]:
    told = {"state": STATE_WORDS[state], "kind": STATE_KINDS.get(state, ""), "url": "/there/", "count": count}
    return told | {"by": "сіні-бусел", "when": WHEN, "elsewhere": 2} | described()


def export_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name -> (template, context)."""
    around = {"place": "export", "alone": 50, "hours": 24, "back_url": "/there/"}
    states = list(STATE_WORDS)
    form = ExportForm(saved=SAVED, divisions=BUNDLES)  # type: ignore[arg-type]  # made up
    wrong = ProofForm({"passphrase": "a b c"}, {})
    wrong.add_error("passphrase", "Парольная фраза або файл-ключ няправільныя. Што менавіта, не паказваецца.")
    confirm = around | described() | {"ask_url": "/there/"}
    done = {"people": 312, "format": FORMAT_WORDS["xlsx"], "size": 0.2, "download_url": "/there/d"}
    letters = asked(states[0], 7700) | {"letters": True, "what": "Запрашэнне на сход", "format": "Лісты на паперы"}
    return {
        "export": (
            "exports/choose.html",
            around | {"form": form, "ready": [asked(states[1], 12)], "asked": [asked(one, 312) for one in states]},
        ),
        "export-no-right": ("exports/choose.html", around | {"form": None}),
        "export-few": ("exports/confirm.html", confirm | {"people": 12, "form": ProofForm()}),
        "export-wrong": ("exports/confirm.html", confirm | {"people": 312, "form": wrong, "asked": "agreed"}),
        "export-ask": ("exports/confirm.html", confirm | {"people": 312}),
        "export-waits": ("exports/confirm.html", confirm | {"people": 312, "asked": "waiting"}),
        "export-refused": ("exports/confirm.html", confirm | {"people": 312, "asked": "refused"}),
        "export-nobody": ("exports/confirm.html", confirm | {"people": 0}),
        "export-progress": ("exports/progress.html", around | {"done": 61_000, "total": 113_220}),
        "export-done": ("exports/done.html", around | done | {"what": "Валанцёры", "left_out": 3, "second": True}),
        "export-requests": (
            "exports/requests.html",
            around | {"waiting": [asked(states[0], 312), letters], "others": [asked(one, 77) for one in states[1:]]},
        ),
        "export-requests-none": ("exports/requests.html", around | {"waiting": [], "others": []}),
    }
