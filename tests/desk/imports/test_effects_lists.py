"""Behind each number of the effects stands its list: who, by which rule, what would stand there then."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.utils.translation import gettext

from busel.contacts.busel_ids import show_busel_id
from busel.desk.importing.outcomes import LIKELY_KNOWN, OnMatch, Outcome
from busel.desk.importing.rules import Likeness, Rule
from busel.desk.importing.wizards import under_way
from busel.desk.web import import_rows
from busel.desk.web.components import IMPORT_STEPS
from busel.desk.workspace.models import Contact
from desk.conftest import REGION
from desk.imports.conftest import follow, upload
from desk.imports.test_import_pages import confirm, english, see_effects, text_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from desk.conftest import Arrive, Desk, Organisation
    from desk.imports.conftest import Lists

HEAD = "Фамилия;Имя;Отчество;Телефон;Дата рождения;Дом\n"
STORED = HEAD + (
    "Ковалёв;Сергей;Иванович;80291234567;29.02.1960;1\n"
    "Дворник;Пётр;Ильич;80297654321;;2\n"
    "Щербаков;Игорь;;80291111111;01.01.1970;3\n"
    "Зубр;Вера;Ивановна;;05.05.1955;4\n"
)
COMES = HEAD + (
    "Ковалёв;Сергей;Иванович;80291234567;;7\n"
    "Щербаков;Игорь;;;01.01.1970;3\n"
    "Дворник;Пётр;;;;\n"
    "Новик;Пётр;Ильич;80297654321;;\n"
    "Юрчук;Алесь;;;31.02.1980;\n"
    "Лис;Анна;;80295555555;;\n"
    ";;;;;\n"
    "Медведь;Олег;;;;\n"
)


def in_the_desk(desk: Desk, organisation: Organisation, text: str, on_match: str = "update") -> HttpResponse:
    """Bring the text to its effects, with known people updated."""
    effects = see_effects(desk, upload(desk, text.encode(), division=organisation.journal(REGION)))
    posted = {"on_match": on_match, "tags": "", "look_again": "yes"}
    return follow(desk, desk.browser.post(effects.request["PATH_INFO"], posted))  # type: ignore[attr-defined]  # the test client adds it


def listed(desk: Desk, what: str) -> HttpResponse:
    return desk.browser.get(f"/import/{under_way()[0].id}/effects/{what}")


def stored(desk: Desk, organisation: Organisation, text: str = STORED) -> None:
    confirm(desk, see_effects(desk, upload(desk, text.encode(), division=organisation.journal(REGION))))


def test_the_rule_that_found_somebody_is_counted_and_kept_for_each_row(lists: Lists) -> None:
    lists.bring(STORED)
    kavaliou = Contact.objects.get(family_ru="Ковалёв")
    number = f"Busel ID;Фамилия;Имя\n{show_busel_id(kavaliou.id)};Коваль;Сяргей\n"
    assert lists.plan(number).fates.by_rule == {Rule.OURS: 1}
    plan = lists.plan(COMES, OnMatch.UPDATE)
    assert plan.fates.by_rule == {Rule.PHONE: 1, Rule.BIRTH: 1}
    assert [plan.fates.rule(row) for row in (2, 3, 4)] == [Rule.PHONE, Rule.BIRTH, Rule.NONE]
    assert plan.fates.known(2) == kavaliou.id


def test_an_id_of_another_list_is_a_rule_of_its_own(lists: Lists) -> None:
    lists.bring("External ID;Фамилия;Имя\nA-17;Ковалёв;Сергей\n")
    assert lists.plan("External ID;Фамилия;Имя\nA-17;Ковалёв;Сергей\n").fates.by_rule == {Rule.LISTED: 1}


def test_every_row_stands_in_exactly_one_list(lists: Lists) -> None:
    lists.bring(STORED)
    plan = lists.plan(COMES, OnMatch.UPDATE)
    of_each = {outcome: list(plan.fates.rows(outcome)) for outcome in Outcome}
    assert sorted(row for rows in of_each.values() for row in rows) == list(range(2, 10))
    assert {outcome: len(rows) for outcome, rows in of_each.items()} == {
        outcome: plan.counts[outcome] for outcome in Outcome
    }
    assert of_each[Outcome.BLANK] == [8]


def test_who_resembles_somebody_is_likely_and_comes_in_as_new(lists: Lists) -> None:
    lists.bring(STORED)
    plan = lists.plan(COMES)
    dvornik = Contact.objects.get(family_ru="Дворник").id
    assert {row: (one.contact, one.why) for row, one in plan.fates.likely.items()} == {
        4: (dvornik, Likeness.NAME),  # too little to weigh, and worth a look where few people are known
        5: (dvornik, Likeness.CERTAIN),
    }
    assert [plan.fates.outcome(row) for row in (4, 5)] == [Outcome.NEW, Outcome.NEW]


def test_a_wife_at_one_telephone_and_a_namesake_born_on_another_day_are_not_likely(lists: Lists) -> None:
    lists.bring(STORED)
    for row in ("Ковалёва;Светлана;;80291234567;;", "Зубр;Вера;;;06.05.1955;", "Зубр;Вера;Петровна;;;"):
        assert lists.plan(f"{HEAD}{row}\n").fates.likely == {}


def test_a_namesake_further_above_in_the_list_is_named_by_the_row(lists: Lists) -> None:
    plan = lists.plan(HEAD + "Лис;Анна;Ивановна;;;\nЛіс;Ганна;;;;\n")
    assert [(row, one.row) for row, one in plan.fates.likely.items()] == [(3, 2)]


def test_likely_ones_stay_out_when_that_is_asked_for(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    stored(desk, organisation)
    effects = in_the_desk(desk, organisation, COMES)
    assert "2 rows resemble people who are known. Surely the same person: 1." in text_of(effects)
    kept_out = confirm(desk, effects, likely_out="yes", on_match="update")
    report = confirm(desk, kept_out, likely_out="yes", on_match="update")
    assert "8 rows = 2 new + 1 changed + 1 left alone + 3 staying out + 1 blank" in text_of(report)
    wizard = under_way()[0]
    assert wizard.plan is not None
    assert sorted(one.row for one in wizard.plan.problems if one.code == LIKELY_KNOWN) == [4, 5]
    rows = desk.browser.get(f"/import/{wizard.id}/problem-rows").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 4
    number = show_busel_id(Contact.objects.get(family_ru="Дворник").id)
    mended = "\n".join([f"Busel ID;{rows[0]}", *(f"{number};{row}" for row in rows[1:2])])
    again = confirm(desk, in_the_desk(desk, organisation, mended), on_match="update")
    assert "1 rows = 0 new + 0 changed + 1 left alone" in text_of(again)


def test_what_changes_is_shown_field_by_field(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    stored(desk, organisation)
    effects = in_the_desk(desk, organisation, COMES)
    assert re.search(r"the same telephone and a like name 1 .*the same name and birth day 1", text_of(effects))
    answer = listed(desk, "changed")
    (row,) = answer.context["page"]
    assert [(str(one.label), one.old, one.new) for one in row.changes] == [("Дом", "1", "7")]
    assert row.known[0].url == f"/contacts/{Contact.objects.get(family_ru='Ковалёв').id}"
    assert "Found by: the same telephone and a like name." in text_of(answer)


def test_likely_ones_stand_side_by_side_with_what_differs(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    stored(desk, organisation)
    in_the_desk(desk, organisation, COMES)
    answer = listed(desk, "likely")
    by_phone, by_name = answer.context["page"]  # the surest first
    assert by_phone.rule == "same given name, same patronymic, same phone; different family name"
    assert (by_phone.is_sure, by_name.is_sure) == (True, False)
    assert {side.label: (side.comes, side.known, side.differs) for side in by_phone.sides} == {
        "Family name in Russian": ("Новик", "Дворник", True),
        "Given name in Russian": ("Пётр", "Пётр", False),
        "Patronymic in Russian": ("Ильич", "Ильич", False),
        "Phone": ("+375 29 765-43-21", "+375 29 765-43-21", False),
        "Address": ("", "2", False),
    }
    assert not any(side.differs for side in by_name.sides)
    assert "They come in as new people, unless you choose otherwise" in text_of(answer)
    assert IMPORT_STEPS[answer.context["step"] - 1] == gettext("Effects")


def test_two_who_may_be_meant_are_named(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    stored(desk, organisation, HEAD + "Ковалёв;Сергей;Иванович;80291234567;;\nКовалёв;Сергей;Ильич;80291234567;;\n")
    in_the_desk(desk, organisation, HEAD + "Ковалёв;С.;;80291234567;;\n")
    (row,) = listed(desk, "problems").context["page"]
    assert [one.url for one in row.known] == [
        f"/contacts/{id_}" for id_ in Contact.objects.order_by("id").values_list("id", flat=True)
    ]
    assert "nothing is guessed" in row.wrong[0].sentence


def test_one_of_two_who_may_be_meant_can_be_a_row_above(lists: Lists) -> None:
    lists.bring(HEAD + "Ковалёв;Сергей;Иванович;80291234567;;\n")
    plan = lists.plan(HEAD + "Ковалёв;Сергей;Ильич;80291234567;;\nКовалёв;С.;;80291234567;;\n")
    assert sorted(one.row for one in plan.fates.candidates[3]) == [0, 2]


def test_a_list_of_many_is_gone_through_page_by_page(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    in_the_desk(desk, organisation, HEAD + "".join(f"Фамилия{at};Имя;;;;{at}\n" for at in range(60)))
    last = desk.browser.get(f"/import/{under_way()[0].id}/effects/new?page=3")
    assert [row.row for row in last.context["page"]] == list(range(52, 62))
    assert "51–60 of 60" in text_of(last)


def test_who_is_named_in_a_list_stands_in_the_access_log(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_rows, "FIRST", 0)  # as who stands further below than the page of effects goes
    desk = english(arrive("editor"))
    stored(desk, organisation)
    in_the_desk(desk, organisation, COMES)
    known = Contact.objects.get(family_ru="Дворник").id
    assert known not in desk.session.logbook.weights
    listed(desk, "likely")
    assert desk.session.logbook.weights[known] == 1


def test_whom_the_rows_that_stay_out_tell_of_stands_in_the_access_log(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_rows, "FIRST", 0)
    desk = english(arrive("editor"))
    stored(desk, organisation)
    numbers = "Телефон\n80297654321\n80291111111\n80295555555\n"
    confirm(desk, in_the_desk(desk, organisation, numbers), likely_out="yes", on_match="update")
    told = set(Contact.objects.filter(family_ru__in=["Дворник", "Щербаков"]).values_list("id", flat=True))
    assert told.isdisjoint(desk.session.logbook.weights)
    rows = desk.browser.get(f"/import/{under_way()[0].id}/problem-rows")
    assert len(rows.content.decode("utf-8-sig").splitlines()) == 3
    assert {one: desk.session.logbook.weights[one] for one in told} == dict.fromkeys(told, 1)


def test_who_sends_to_an_inbox_learns_of_nobody(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("collector"))
    see_effects(desk, upload(desk, COMES.encode()))
    assert [len(listed(desk, what).context["page"]) for what in ("new", "changed", "same", "likely", "problems")] == [
        6,
        0,
        0,
        0,
        1,
    ]


def test_the_problems_stay_to_be_looked_at_after_the_list_is_in(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    stored(desk, organisation, COMES)
    answer = listed(desk, "problems")
    assert [row.row for row in answer.context["page"]] == [6]
    assert answer.context["step"] == len(answer.context["step_labels"])
    assert listed(desk, "new").status_code == 303
