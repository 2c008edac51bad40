"""The pages on which a list comes in, with made-up people."""

from __future__ import annotations

from types import SimpleNamespace as Thing
from typing import Any

from busel.desk.importing.wizards import Wizard
from busel.desk.web import seen_page
from busel.desk.web.components import IMPORT_STEPS
from busel.desk.web.forms.import_columns import CellsForm, KeepForm, ReadAsForm
from busel.desk.web.forms.import_seen import SeenForm
from busel.sheets.tables import Book, Table

_HEADINGS = ["№", "ФИО", "Тел. моб.", "Дата рожд.", "Нас. пункт", "Вуліца", "Дом", "Кв.", "Метки", "Заўвага"]
_PEOPLE = [
    ["1", "Ковалёв С. И.", "80291234567", "12.04.1961", "Жлобин", "ул. Первомайская", "14", "3", "волонтёр", ""],
    ["2", "Мядзведзь Алена", "(029) 765-43-21", "1958", "Чырвоны Бераг", "вул. Садовая", "2", "", "", "пасля 18"],
    ["3", "ДВОРНИК ПЁТР ИЛЬИЧ", "375447654321", "", "Рагачоў", "", "", "", "подпись; сход", ""],
    ["4", "Шчарбакоў Янка", "23-45-67", "03.03.1990", "Жлобін", "вул. Кірава", "40", "71", "", ""],
]
LISTS = [
    Thing(name="Подпісы Рагачоў.csv", text="Крок 4 з 6: Змены. Нічога яшчэ не запісана.", url="/t/1", away_url="/t/2"),
    Thing(name="рынак.xlsx", text="Частка 3 з 7 ужо ўнутры. Загрузіце той самы файл яшчэ раз.", forget_url="/t/3"),
]


def _wizard(kind: str, *, encoding: str = "", separator: str = "", notes: tuple[str, ...] = ()) -> Wizard:
    rows = [["Спіс подпісаў"], [], _HEADINGS, *(_PEOPLE * 3)]
    people = Table("" if kind == "text" else "Аркуш1", rows, 3)
    others = [] if kind == "text" else [Table("Стары спіс", rows, 3, hidden=True), Table("Цэны", [["5"]], 0)]
    wizard = Wizard(name="Подпісы Жлобін", journal=b"", division="", to_inbox=False, file=b"")
    wizard.book = Book(kind, encoding, separator, [people, *others], list(notes))
    wizard.table, wizard.packed = people, b"packed" if kind == "text" else b""
    return wizard


def _seen(wizard: Wizard, name: str, *, notes: tuple[str, ...] = (), doubtful: bool = False) -> dict[str, Any]:
    return {
        "place": "import",
        "step_labels": IMPORT_STEPS,
        "file_name": name,
        "facts": seen_page.facts(wizard),
        "notes": notes,
        "first": seen_page.first_rows(wizard),
        "above": 2,
        "form": SeenForm(wizard=wizard),
        "doubtful": doubtful,
        "back_url": "/import/",
    }


def around_columns() -> dict[str, Any]:
    """Return what stands around the columns, for who kept a reading that nearly fits."""
    return {
        "cells_form": CellsForm(),
        "keep_form": KeepForm(),
        "read_as_form": ReadAsForm(mappings=[Thing(title="Спісы Веры")], initial={"mapping": "Спісы Веры"}),
        "mapping": "Спісы Веры",
        "new_headings": ["Заўвага", "Метки"],
        "gone_headings": ["E-mail"],
    }


def import_pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return name -> (template, context)."""
    lost = ("Некаторыя літары ў гэтым файле не прачытаць. На іх месцы стаіць знак �.",)
    text = _wizard("text", encoding="cp1251", separator=";")
    kept = {"record": 7, "title": "Спісы Веры", "columns": [("Кто", "Прозвішча"), ("Звонить", "Тэлефон")], "may": True}
    heading = {"record": 8, "heading": "мабільны дома", "means": "Хатні тэлефон", "lists": 3, "may": True}
    readings = {"place": "import", "title_letters": 100, "back_url": "/t/"}
    return {
        "readings": ("imports/readings.html", readings | {"mappings": [kept], "headings": [heading]}),
        "readings-none": ("imports/readings.html", readings),
        "seen": ("imports/seen.html", _seen(_wizard("xlsx"), "Подпісы Жлобін.xlsx")),
        "seen-text": ("imports/seen.html", _seen(text, "Подпісы Жлобін.csv", notes=lost, doubtful=True)),
    }
