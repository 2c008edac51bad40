from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from busel.sheets.guessing import guess_columns, refusal, targets_of
from busel.sheets.tables import SheetError

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.draft import Draft
    from busel.sheets.tables import Table


@pytest.mark.parametrize(
    ("lines", "targets"),
    [
        (
            [
                "№|Фамилия|Имя|Отчество|Тел.|Тел. 2|Город|Ул.|Дом|Кв.|Индекс",
                "1|Иванов|Иван|Иванович|5|6|Минск|Мира|5|6|7",
            ],
            [
                "external_ids",
                "family",
                "given",
                "patronymic",
                "phone",
                "phone",
                "settlement",
                "street",
                "house",
                "flat",
                "postcode",
            ],
        ),
        (["Прозвішча|Фамилия|Тэлефон", "Кавалёў|Ковалёв|1"], ["family_be", "family_ru", "phone"]),
        (["Фамилия (бел.)|Фамилия|Тел", "Кавалёў|Ковалёв|1"], ["family_be", "family_ru", "phone"]),
        (["||", "Иван|Гомель|ул. Мира", "Пётр|Жлобин|ул. Ленина"], ["given", "settlement", "street"]),
        (["|", "Иван|г. Минск, ул. Мира, 5", "Пётр|Гомель, ул. Ленина, 7-2"], ["given", "address"]),
        (["|", "Иван|Минск", "Пётр|г. Жлобин"], ["given", "settlement"]),
        (["|", "Жлобина|Анна", "Минская|Алена"], ["family", "given"]),
        (["Имя|Телефон", "Иван Петров|1", "Анна Ковалёва|2"], ["full_name", "phone"]),
        (["Фамилия|Телефон", "Иванов И. И.|1", "Ковалёва А.|2"], ["full_name", "phone"]),
        (["Surname|Name|Phone", "Kavaliou|Ales|1"], ["family", "given", "phone"]),
        (["Улица|№|Телефон", "Мира|5|1"], ["street", "ignore", "phone"]),
        (["Номер|Имя", "+375 29 123-45-67|Ян", "+375 29 123-45-68|Ганна"], ["phone", "given"]),
        (["Дата собрания|Телефон", "01.02.1990|1", "01.02.1991|2"], ["ignore", "phone"]),
        (
            ["Телефон|Телефон жены|Имя", "1|+375291234567|Ян", "2|+375291234568|Пётр"],
            ["phone", "related:spouse:phone", "given"],
        ),
        (["Имя|Город|Город", "Ян|Минск|Брест"], ["given", "settlement", "ignore"]),
    ],
)
def test_columns_are_guessed_from_their_headings(
    table: Callable[..., Table], lines: list[str], targets: list[str]
) -> None:
    assert targets_of(guess_columns(table(*lines))) == targets


def test_columns_without_headings_are_guessed_from_their_cells(table: Callable[..., Table]) -> None:
    found = table(
        "Кавалёў|Сяргей|Іванавіч|+375 29 123-45-67|12.03.1960|s@example.org|м|246000",
        "Петрова|Анна|Сергеевна|8 (033) 765-43-21|01.12.1985|a@example.org|ж|220030",
        "Шчарбакова|Вольга|Пятроўна|80291112233|02.11.1971|v@example.org|ж|224000",
    )
    guessed = guess_columns(found)
    assert [column.target for column in guessed] == [
        "family",
        "given",
        "patronymic",
        "phone",
        "birth",
        "email",
        "sex",
        "postcode",
    ]
    assert {column.why for column in guessed} == {"cells"}


def test_whole_names_are_seen_without_a_heading(table: Callable[..., Table]) -> None:
    found = table("Кавалёў Сяргей|1.5", "Анна Петровна Иванова|2.5", "Сідарэнка В. П.|3.5")
    assert targets_of(guess_columns(found))[0] == "full_name"


def test_a_file_without_a_name_or_telephone_is_refused(table: Callable[..., Table]) -> None:
    found = table("Город|Население", "Гомель|500000", "Брест|340000")
    assert refusal(guess_columns(found)) == SheetError("no-name-or-phone")


@pytest.mark.parametrize("heading", ["Имя", "Прозвішча", "ФИО", "Тел."])
def test_one_name_or_telephone_is_enough(table: Callable[..., Table], heading: str) -> None:
    assert refusal(guess_columns(table(heading, "x", "y"))) is None


def test_a_guess_shows_examples(table: Callable[..., Table]) -> None:
    assert guess_columns(table("Имя", "Ян", "Ян", "Анна"))[0].examples == ("Ян", "Анна")


@pytest.mark.parametrize("cell", ["А" * 7_000, "дж" * 3_000, "1" * 9_000, "@" * 30_000 + " x", "а." * 3_000])
@pytest.mark.parametrize("headings", ["Фамилия|Телефон|Примечание", ""])
def test_long_cells_take_no_time(
    table: Callable[..., Table], drafts: Callable[..., list[Draft]], headings: str, cell: str
) -> None:
    lines = [headings, *(f"{cell}{at}|{cell}|x" for at in range(20))]
    began = time.process_time()
    guess_columns(table(*lines))
    found = drafts(*lines)
    assert time.process_time() - began < 10  # by the square of their length they would take minutes
    assert {problem.code for draft in found for problem in draft.problems} <= {"too-long", "name-missing"}
