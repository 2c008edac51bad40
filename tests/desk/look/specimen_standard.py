"""The data standard's pages, with the standard that every organisation begins with, for the specimens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import get_language
from msgspec.structs import replace

from busel.contacts.kept import merge
from busel.contacts.starting_standard import starting_standard
from busel.desk.keeping.short_forms import Kept
from busel.desk.web.forms.short_forms import ShortFormForm
from busel.desk.web.forms.standard import FieldEditor
from busel.desk.web.standard_words import SECTION_WORDS, change_lines, field_row, told_in
from busel.desk.web.views.standard_change import ReasonForm, UnfitRow

KEPT = merge(list(enumerate(starting_standard(), 1)))
HELP = KEPT.by_key["can_help"]

SHORT_FORMS = [Kept(1, "Зянонік", "Зянон"), Kept(2, "Гедзя", "Гедымін"), Kept(3, "Бэці", "Лізавета")]
ANSWERS = [
    {"title": "Чым можа дапамагчы", "day": dt.date(2026, 11, 2), "answered": dt.date(2026, 11, 4), "accepted": True},
    {"title": "новае поле", "day": dt.date(2026, 10, 20), "answered": dt.date(2026, 10, 21), "accepted": False},
]
"""What became of two proposals."""


def standard_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    language, here = get_language() or "be", {"place": "standard"}
    administrator, coordinator = {"may_write": True, "may_propose": False}, {"may_write": False, "may_propose": True}
    sections = [
        {
            "name": name,
            "title": SECTION_WORDS[name],
            "rows": [
                field_row(kept, language, is_first=kept is fields[0], is_last=kept is fields[-1])
                for kept in fields
                if kept.field.enabled
            ],
        }
        for name, fields in KEPT.sections()
    ]
    whole = here | {
        "sections": sections,
        "off": [field_row(kept, language) for kept in KEPT if not kept.field.enabled],
        "without_purpose": 0,
    }
    unsaid = [
        {**sections[2], "rows": [replace_purpose(row) for row in sections[2]["rows"][-2:]]},  # type: ignore[index]  # rows are a list
    ]
    after = replace(HELP.field, type="choice", purpose=HELP.field.purpose | {"be": "Каб ведаць, каго клікаць."})
    rows = [
        UnfitRow("Жлобінскі раён", "транспарт, званкі", 214, "00:0"),
        UnfitRow("Жлобінскі раён", "памяшканне, набор тэкстаў", 31, "00:1"),
        UnfitRow("Рагачоўскі раён", "транспарт, званкі", 12, "01:0"),
    ]
    checked = here | {
        "title": "Чым можа дапамагчы",
        "changes": change_lines(HELP.field, after, language),
        "hidden": [],
        "rows": rows,
        "filled": 1_204,
        "unfit": 257,
        "ends": False,
        "is_own": True,
        "reads": True,
        "form": ReasonForm(),
    }
    proposal = {
        "id": "00",
        "title": "Чым можа дапамагчы",
        "is_new": False,
        "by": "ціхі-бусел",
        "day": dt.date(2026, 11, 20),
        "reason": "Людзі выбіраюць адно, астатняе забываюць.",
        "changes": change_lines(HELP.field, after, language),
        "is_outdated": False,
        "divisions": 12,
        "filled": 1_200,
        "unfit": 250,
        "counts_values": True,
        "answers": [("транспарт", 220), ("званкі", 220)],
    }
    field = here | {
        "row": field_row(HELP, language),
        "section": SECTION_WORDS["politics"],
        "is_own": True,
        "is_off": False,
        **told_in(HELP.field, language),
        "divisions": [
            {"name": "Жлобінскі раён", "filled": 990, "unfit": 4},
            {"name": "Рагачоўскі раён", "filled": 214, "unfit": 0},
        ],
        "filled": 1_204,
        "unfit": 4,
        "reads": True,
    }
    return {
        "standard": ("standard/all.html", whole | administrator | {"waiting": 2}),
        "standard-read": ("standard/all.html", whole | coordinator | {"waiting": 0, "answers": ANSWERS}),
        "standard-unsaid": (
            "standard/all.html",
            whole | coordinator | {"sections": unsaid, "off": [], "without_purpose": 2, "waiting": 0},
        ),
        "standard-field": ("standard/field.html", field | coordinator),
        "standard-change": ("standard/change.html", here | administrator | editing(FieldEditor.opened(HELP))),
        "standard-built-in": (
            "standard/change.html",
            here | administrator | editing(FieldEditor.opened(KEPT.by_key["birth"])),
        ),
        "standard-add": ("standard/change.html", here | coordinator | editing(FieldEditor.opened(None))),
        "standard-check": ("standard/check.html", checked | coordinator),
        "standard-proposals": ("standard/proposals.html", here | {"proposals": [proposal]}),
        "short-forms": ("standard/short_forms.html", here | administrator | short_forms(SHORT_FORMS)),
        "short-forms-mended": (
            "standard/short_forms.html",
            here | administrator | short_forms(SHORT_FORMS, form="Гедзя Янавіч", name=""),
        ),
        "no-short-forms": ("standard/short_forms.html", here | administrator | short_forms([])),
        "short-forms-read": ("standard/short_forms.html", here | coordinator | short_forms([])),
        "standard-no-proposals": ("standard/proposals.html", here | {"proposals": []}),
    }


def short_forms(kept: list[Kept], **typed: str) -> dict[str, Any]:
    """Return what standard/short_forms.html is given."""
    form = ShortFormForm(typed, kept=kept) if typed else ShortFormForm(kept=kept)
    return {"kept": kept, "form": form, "back_url": "/there/"}


def replace_purpose(row: Any) -> Any:
    """Return a row of a field of which nobody has said why."""
    return type(row)(**{**vars(row), "purpose": ""})


def editing(editor: FieldEditor) -> dict[str, Any]:
    """Return what standard/change.html is given."""
    kept = editor.kept
    return {
        "title": field_row(kept, get_language() or "be").title if kept else "",
        "editor": editor,
        "form": editor.form,
        "is_built_in": kept is not None and kept.built_in is not None,
        "may_be_disabled": kept is None or kept.may_be_disabled,
        "changed_meanwhile": False,
        "back_url": "/there/",
    }
