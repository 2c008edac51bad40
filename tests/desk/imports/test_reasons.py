"""The file of rows that stay out names who may be meant; cards are called cards in every sentence."""

from __future__ import annotations

import pytest
from django.utils import translation

from busel.contacts.busel_ids import show_busel_id
from busel.desk.importing.outcomes import CHANGED_MEANWHILE, LIKELY_KNOWN, ROW_AGAIN, OnMatch
from busel.desk.web.import_reasons import reasons_of
from busel.desk.web.import_words import ROW_SENTENCES, problem_sentence, row_sentence
from busel.desk.web.side_by_side import Side
from busel.desk.workspace.models import Contact
from busel.sheets.draft import Problem
from desk.imports.conftest import Lists

TWO = "Фамилия;Имя;Телефон\nКовалёв;Сергей;80291234567\nКовалёв;Степан;80291234567\n"


def test_the_problem_file_names_each_who_may_be_meant_with_the_number_to_write(lists: Lists) -> None:
    lists.bring(TWO)
    plan = lists.plan("Фамилия;Телефон\nКовалёв;80291234567\n")
    with translation.override("en"):
        (told,) = map(reasons_of(plan), plan.problems)
    known = sorted(Contact.objects.values_list("given_ru", "id"), key=lambda one: one[1])
    assert told.endswith(
        "It may be: " + "; ".join(f"Ковалёв {given} ({show_busel_id(id_)})" for given, id_ in known) + "."
    )


def test_somebody_whom_a_row_above_brings_is_named_by_that_row(lists: Lists) -> None:
    plan = lists.plan(f"{TWO}Ковалёв;;80291234567\n")
    with translation.override("en"):
        (told,) = map(reasons_of(plan), plan.problems)
        (card,) = map(reasons_of(plan, cards=True), plan.problems)
    assert told.endswith("It may be: the person in row 2; the person in row 3.")
    assert card.endswith("It may be: the person on card 2; the person on card 3.")


@pytest.mark.parametrize("code", [ROW_AGAIN, CHANGED_MEANWHILE, LIKELY_KNOWN])
def test_a_card_is_called_a_card(code: str) -> None:
    with translation.override("en"):
        told = problem_sentence(Problem(7, "", "5", code), cards=True)
    assert ("card" in told, "row" in told) == (True, False)


def test_where_a_card_is_no_other_thing_the_words_are_the_same() -> None:
    assert row_sentence("heading-again", cards=True) == str(ROW_SENTENCES["heading-again"])


def test_a_telephone_of_a_comparison_is_shown_part_by_part() -> None:
    side = Side("Phone", "+375 29 123-45-67, +375 44 765-43-21", "", unbroken=True)
    assert (side.comes_parts, side.known_parts) == (["+375 29 123-45-67", "+375 44 765-43-21"], [])


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Мать;Иванова Ольга", "Мать: Иванова Ольга"),
        ("Адрес;за мостом у Петровны", "Адрес: за мостом у Петровны"),
        ("Дата рождения;29 февраля", "Дата рождения: 29 февраля"),
        ("Заметки;играет", ""),
    ],
)
def test_filling_in_keeps_what_has_no_other_place_and_leaves_notes_that_are_there(
    lists: Lists, cell: str, kept: str
) -> None:
    lists.bring("Фамилия;Имя;Телефон;Заметки\nКовалёв;Сергей;80291234567;поёт\n")
    heading, value = cell.split(";")
    lists.bring(f"Фамилия;Имя;Телефон;{heading}\nКовалёв;Сергей;80291234567;{value}\n", OnMatch.FILL)
    assert Contact.objects.get().notes == "\n".join(filter(None, ["поёт", kept]))
