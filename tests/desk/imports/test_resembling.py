"""Whom the rows of a list resemble is weighed as duplicates are: told with its reasons, and nobody is mixed up."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from busel.desk.actions.imports import preview_import
from busel.desk.importing import resembling
from busel.desk.importing.outcomes import LIKELY_KNOWN, OnMatch, Outcome
from busel.desk.importing.rules import Likeness, Rule
from busel.desk.importing.wizards import under_way
from busel.desk.sandboxes import matching
from busel.desk.workspace.models import Contact, Phone
from busel.matching.outcomes import Point
from busel.vault.entropy import new_id
from desk.imports.conftest import follow, reading_of
from desk.imports.test_effects_lists import in_the_desk, listed, stored
from desk.imports.test_import_pages import confirm, english, text_of

if TYPE_CHECKING:
    from busel.desk.importing.plan import Plan
    from desk.conftest import Arrive, Organisation
    from desk.imports.conftest import Lists

HEAD = "Фамилия;Имя;Отчество;Телефон;Дата рождения;Город;Улица;Дом\n"
STORED = HEAD + (
    "Ковалёва;Анна;Ивановна;80291234567;17.05.1984;Гомель;Мира;7\n"
    "Дворник;Пётр;Ильич;;;Жлобин;Ленина;3\n"
    "Юрчук;Алесь;;80297777777;;;;\n"
)
MARRIED = "Зубр;Анна;Ивановна;80291234567;17.05.1984;Гомель;Мира;7\n"
"""The same woman under another family name: no rule finds her."""
STRANGER = "Сокол;Тамара;Львовна;;;;;\n"


def planned(lists: Lists, text: str, **how: object) -> Plan:
    reading = replace(reading_of(text, OnMatch.FILL), **how)  # type: ignore[arg-type]  # fields of the reading
    return preview_import(lists.session, lists.journal, reading, seed=new_id())


def test_a_row_that_is_surely_somebody_is_told_with_its_reasons_and_comes_in_as_new(lists: Lists) -> None:
    lists.bring(STORED)
    plan = planned(lists, HEAD + STRANGER + MARRIED)
    [(row, likely)] = plan.fates.likely.items()
    assert (row, likely.contact, likely.why) == (3, Contact.objects.get(given_ru="Анна").id, Likeness.CERTAIN)
    assert likely.pair is not None
    assert {Point.GIVEN_SAME, Point.PATRONYMIC_SAME, Point.BIRTH_SAME, Point.PHONE_SAME} <= set(likely.pair.agree)
    assert likely.pair.differ == (Point.FAMILY_DIFFERS,)
    assert list(plan.fates.rows(Outcome.NEW)) == [2, 3]


def test_who_is_surely_the_same_is_taken_for_the_person_when_that_is_asked_for(lists: Lists) -> None:
    lists.bring(STORED)
    anna = Contact.objects.get(given_ru="Анна").id
    more = "Фамилия;Имя;Отчество;Телефон;Дата рождения;Город;Улица;Дом;E-mail\n"
    text = more + MARRIED.replace("\n", ";anna@example.org\n") + STRANGER
    plan = planned(lists, text, same_too=True)
    assert (plan.fates.outcome(2), plan.fates.rule(2), plan.fates.known(2)) == (Outcome.UPDATED, Rule.WEIGHED, anna)
    assert plan.fates.by_rule == {Rule.WEIGHED: 1}
    assert {name for _kind, name in plan.changed} == {""}  # the address is added, and no name is replaced
    assert plan.fates.likely == {}


def test_two_rows_about_one_who_is_surely_known_do_not_come_in_beside_each_other(lists: Lists) -> None:
    lists.bring(STORED)
    plan = planned(lists, HEAD + MARRIED * 2, same_too=True)
    assert [plan.fates.outcome(row) for row in (2, 3)] == [Outcome.UNCHANGED, Outcome.SKIPPED]
    assert plan.fates.same_as == {3: 2}
    out = planned(lists, HEAD + MARRIED * 2, likely_out=True)
    assert [one.code for one in out.problems] == [LIKELY_KNOWN, LIKELY_KNOWN]
    assert out.counts[Outcome.NEW] == 0


def test_a_list_into_a_division_without_people_starts_no_child(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "CHILD", ("/nowhere/at/all",))
    plan = lists.plan(STORED)
    assert (plan.counts[Outcome.NEW], plan.found.was_weighed) == (3, True)


def test_a_list_of_people_whom_the_rules_find_starts_no_child(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.bring(STORED)
    monkeypatch.setattr(matching, "CHILD", ("/nowhere/at/all",))
    plan = lists.plan(HEAD + STORED.splitlines()[1] + "\n")
    assert plan.found.was_weighed


@pytest.mark.parametrize("child", [(sys.executable, "-c", "pass"), ("/nowhere/at/all",)])
def test_where_the_child_ends_early_name_and_telephone_tell_and_the_plan_says_so(
    lists: Lists, monkeypatch: pytest.MonkeyPatch, child: tuple[str, ...]
) -> None:
    lists.bring(STORED)
    monkeypatch.setattr(matching, "CHILD", child)
    monkeypatch.setattr(resembling, "MANY", 1)  # as beside many people, where the weighing decides alone
    plan = planned(lists, HEAD + MARRIED + "Дворник;Пётр;;;;;;\n" + STRANGER)
    assert not plan.found.was_weighed
    assert {row: one.why for row, one in plan.fates.likely.items()} == {2: Likeness.PHONE, 3: Likeness.NAME}
    out = planned(lists, HEAD + MARRIED + STRANGER, likely_out=True, same_too=True)
    assert [out.fates.outcome(row) for row in (2, 3)] == [Outcome.PROBLEM, Outcome.NEW]


def test_beside_many_people_one_name_alone_is_nothing(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    lists.bring(STORED)
    row = HEAD + "Дворник;Пётр;;;;;;\n"
    assert [one.why for one in planned(lists, row).fates.likely.values()] == [Likeness.NAME]
    monkeypatch.setattr(resembling, "MANY", 1)
    assert planned(lists, row).fates.likely == {}
    telephone = planned(lists, "Телефон\n80297777777\n")
    assert [one.why for one in telephone.fates.likely.values()] == [Likeness.PHONE]


def test_the_page_tells_who_is_who_how_sure_and_why(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    stored(desk, organisation, STORED)
    anna = Contact.objects.get(given_ru="Анна")
    effects = in_the_desk(desk, organisation, HEAD + STRANGER + MARRIED)
    text = text_of(effects)
    assert "1 row resembles somebody who is known. Surely the same person: 1." in text
    assert "Зубр Анна Ивановна Ковалёва Анна Ивановна surely the same same given name, same patronymic" in text
    assert f'href="/contacts/{anna.id}"' in effects.content.decode()
    assert desk.session.logbook.weights[anna.id] == 1  # named on the page, so named in the log
    [row] = listed(desk, "likely").context["page"]
    assert row.rule.endswith("; different family name")


def test_what_was_weighed_holds_while_choices_change_and_nobody_writes(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = english(arrive("editor"))
    stored(desk, organisation, STORED)
    effects = in_the_desk(desk, organisation, HEAD + STRANGER + MARRIED)
    monkeypatch.setattr(matching, "CHILD", ("/nowhere/at/all",))
    same = confirm(desk, effects, same_too="yes", on_match="fill")
    assert "all that both say, weighed together 1" in text_of(same)
    assert under_way()[0].plan is not None
    report = confirm(desk, same, same_too="yes", on_match="fill")
    assert "2 rows = 1 new + 0 changed + 1 left alone" in text_of(report)
    assert Phone.objects.filter(number="+375291234567").count() == 1
    assert Contact.objects.filter(family_ru="Зубр").count() == 0


def test_a_comparison_that_ended_early_is_said_on_the_page(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = english(arrive("editor"))
    stored(desk, organisation, STORED)
    with monkeypatch.context() as broken:
        broken.setattr(matching, "CHILD", (sys.executable, "-c", "pass"))
        effects = in_the_desk(desk, organisation, HEAD + MARRIED)
    assert "The comparison with who is known ended early." in text_of(effects)
    posted = {"on_match": "update", "tags": "", "look_again": "yes"}
    again = follow(desk, desk.browser.post(effects.request["PATH_INFO"], posted))  # type: ignore[attr-defined]  # the test client adds it
    assert "ended early" not in text_of(again)
    assert "surely the same" in text_of(again)
