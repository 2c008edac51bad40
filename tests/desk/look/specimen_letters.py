"""The pages of letters with synthetic people, for the specimens."""

from __future__ import annotations

from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator

from busel.desk.web.components import LETTER_STEPS, Stat

TITLE = "Запрашэнне на сход"
AROUND = {"place": "letters", "step_labels": LETTER_STEPS, "title": TITLE}
LEFT_OUT = [("Няма адраса", 9), ("Не хоча лістоў", 5)]
BODY = "{зварот}!\n\nПрыходзьце *ў суботу*.\n\nЗ павагай,\nвашы суседзі"


class Letters(forms.Form):
    where = forms.ChoiceField(label="Каму", choices=[("1", "Валанцёры Бабруйска з адрасам (312)")])
    division = forms.ChoiceField(
        label="Толькі ў", help_text="Вобласць з усімі раёнамі.", choices=[("", "Усе падраздзяленні")], required=False
    )
    template = forms.ChoiceField(label="Які ліст", choices=[("1", TITLE)])


class LetterText(forms.Form):
    title = forms.CharField(label="Назва", help_text="Стаіць у гісторыі людзей, не ў лісце.", initial=TITLE)
    body_be = forms.CharField(label="Тэкст па-беларуску", widget=forms.Textarea({"rows": 14}), initial=BODY)
    body_ru = forms.CharField(label="Тэкст па-руску", widget=forms.Textarea({"rows": 14}), required=False)


class Head(forms.Form):
    lines_be = forms.CharField(
        label="Хто піша, па-беларуску",
        help_text="Назва, абаненцкая скрынка, тэлефон: не больш за 5 радкоў.",
        widget=forms.Textarea({"rows": 5}),
        initial="Аб’яднанне «Бусел»\nа/с 12, 246000 Гомель",
    )
    lines_ru = forms.CharField(label="Хто піша, па-руску", widget=forms.Textarea({"rows": 5}), required=False)
    place_be = forms.CharField(label="Дзе, па-беларуску", initial="Гомель")
    place_ru = forms.CharField(label="Дзе, па-руску", required=False)
    country = forms.ChoiceField(label="Адкуль адпраўляюцца лісты", choices=[("", "Беларусь"), ("LT", "Літва")])


def head() -> dict[str, Any]:
    others = [Thing(name="Жлобінскі раён", url="/there/"), Thing(name="Мазырскі раён", url="/there/")]
    return {
        "place": "letters",
        "form": Head(),
        "seen": "",
        "division": "Гомельская вобласць",
        "others": others,
        "back_url": "/there/",
    }


def letter_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name -> (template, context)."""
    wrong = LetterText({"title": TITLE, "body_be": "Шаноўны\n{імяя}"})
    wrong.add_error("body_be", "Радок 2: {імяя} невядома. Магчыма, {імя}?")
    words = [Thing(word="{зварот}", meaning="«Паважаная …»"), Thing(word="{імя па бацьку}", meaning="калі вядома")]
    text = {"place": "letters", "placeholders": words, "back_url": "/there/"}
    return {
        "letters": ("letters/choose.html", choice()),
        "letters-none": ("letters/choose.html", AROUND | {"form": Letters(), "templates": [], "jobs": []}),
        "letters-head": ("letters/sender.html", head()),
        "letters-preview": ("letters/preview.html", preview()),
        "letters-to-ask": (
            "letters/preview.html",
            preview()
            | {"people": 7700, "consent": "to-ask", "alone": 500, "hours": 24, "nobody_in": ["Гомельская вобласць"]},
        ),
        "letters-waiting": ("letters/preview.html", preview() | {"people": 7700, "consent": "waiting", "hours": 24}),
        "letters-nobody": ("letters/preview.html", preview() | {"people": 0, "stats": [], "before": 0}),
        "letters-left-out": ("letters/left_out.html", left_out()),
        "letters-progress": ("letters/progress.html", AROUND | {"done": 1950, "total": 7700, "doing": "Набор лістоў"}),
        "letters-failed": ("letters/stopped.html", AROUND | {"printed": False, "preview_url": "/there/"}),
        "letters-not-noted": (
            "letters/stopped.html",
            AROUND | {"printed": True, "noted": 500, "people": 7700, "again_url": "/there/"},
        ),
        "letters-done": (
            "letters/done.html",
            AROUND
            | {"people": 298, "pages": 301, "noted": 298, "size": 1.4, "download_url": "/there/d"}
            | {"left_out": 14, "left_out_url": "/there/l"},
        ),
        "letter-text": ("letters/text.html", text | {"form": LetterText()}),
        "letter-text-wrong": (
            "letters/text.html",
            text | {"form": wrong, "theirs": {"title": TITLE, "body_be": "Чужое.", "body_ru": ""}},
        ),
    }


def choice() -> dict[str, Any]:
    kept = [Thing(record=at, template=Thing(title=title)) for at, title in enumerate((TITLE, "Падзяка за дапамогу"), 1)]
    jobs = [
        Thing(title=TITLE, people=298, stage="гатова", is_ready=True, url="/there/1"),
        Thing(title="Падзяка за дапамогу", people=7700, stage="Набор лістоў", is_ready=False, url="/there/2"),
    ]
    return AROUND | {"form": Letters(), "templates": kept, "jobs": jobs}


def preview() -> dict[str, Any]:
    stats = [Stat(211, "па-беларуску"), Stat(87, "па-руску"), Stat(14, "без ліста", url="/there/l", kind="warning")]
    left_out = [Thing(reason=reason, count=count, url="/there/l") for reason, count in LEFT_OUT]
    more = {"audience": "Валанцёры Бабруйска з адрасам", "people": 298, "before": 12, "stats": stats}
    return AROUND | more | {"left_out": left_out, "previews": [], "back_url": "/there/"}


def left_out() -> dict[str, Any]:
    called = Thing(
        first="Кавалёва Святлана Ігараўна", first_language="be", other="Ковалёва Светлана Игоревна", other_language="ru"
    )
    person = Thing(url="/there/p", called=called, settlement="Жлобін", division="Жлобінскі раён")
    rows = [Thing(person=person, reason=reason) for reason, _count in LEFT_OUT]
    return {"place": "letters", "page": Paginator(rows, 50).page(1), "rows": rows, "back_url": "/there/"}
