"""The demo organisation beside its people: data standard, saved searches, letters, and a column mapping."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from busel.contacts.records import Field, Mapping, SavedSearch, Template
from busel.contacts.starting_standard import starting_standard

BEST_TIMES = ("morning", "daytime", "evening", "weekend")
CAN_HELP = ("transport", "room", "handing_out", "typing", "calls", "observing")
"""Keys of answers in the starting standard."""


def demo_fields() -> list[Field]:
    """Return the demo's data standard: what every organisation begins with."""
    return starting_standard()


def demo_saved_searches() -> list[SavedSearch]:
    """Return searches that organisers keep."""
    tagged, lives_in, has_address = _is("tag", "валанцёр"), _is("settlement", "Бабруйск"), _has("address")
    return [
        SavedSearch(title="Валанцёры Бабруйска з адрасам", where={"all": [tagged, lives_in, has_address]}),
        SavedSearch(title="Назіральнікі з тэлефонам", where={"all": [_is("tag", "назіральнік"), _has("phone")]}),
        SavedSearch(
            title="Прыхільнікі, якім можна пісаць",
            where={
                "all": [{"any": [_is("support", 1), _is("support", 2)]}, has_address, {"not": _is("no_letters", True)}]
            },
        ),
        SavedSearch(title="Без адраса", where={"not": has_address}),
    ]


def demo_templates() -> list[Template]:
    """Return letters in both languages; the contact's language chooses."""
    return [
        _template("Запрашэнне на сустрэчу суседзяў", "invitation"),
        _template("Падзяка за дапамогу", "thanks"),
    ]


def demo_mapping() -> Mapping:
    """Return how the columns of a usual list become fields."""
    return Mapping(
        title="Спіс падпісантаў",
        columns={
            "№": "external_ids",
            "Фамилия": "family",
            "Имя": "given",
            "Отчество": "patronymic",
            "Дата рождения": "birth",
            "Телефон": "phone",
            "Населённый пункт": "settlement",
            "Улица": "street",
            "Дом": "house",
            "Квартира": "flat",
            "Метки": "tags",
            "Примечание": "notes",
        },
    )


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "is": value}


def _has(field: str) -> dict[str, Any]:
    return {"field": field, "filled": True}


def _template(title: str, name: str) -> Template:
    return Template(title=title, bodies={language: _body(f"{name}_{language}.txt") for language in ("be", "ru")})


def _body(name: str) -> str:
    return (files("busel.cli.people") / "data" / name).read_text(encoding="utf-8")
