"""Groups, events, households and relationships in a list: what comes along, what is not guessed, what stays a note."""

from __future__ import annotations

from typing import Any

import pytest

from busel.contacts.busel_ids import show_busel_id
from busel.desk.importing.outcomes import OnMatch, Outcome
from busel.desk.importing.sending import people_to_send
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.writing import write
from busel.desk.workspace.bonds import Attendance, Membership, Relationship
from busel.desk.workspace.models import Contact, Item
from busel.journal.deed import Op
from busel.sheets.draft import COUNTRY_UNKNOWN, TIE_AMBIGUOUS, TIE_AS_NOTE, TIE_LEFT_OUT
from desk.conftest import REGION, Arrive, Organisation
from desk.imports.conftest import Lists, follow, reading_of, upload

ONE, TWO = show_busel_id(11), show_busel_id(12)
HEADINGS = "Busel ID;Прозвішча (бел.);Сям’я пад адным дахам;Сувязі;Групы (Busel);Мерапрыемствы"
LIST = (
    f'{HEADINGS}\n{ONE};Навік;Навікі;"муж або жонка: ({TWO})";Хор;"""Сход""=""дзень: 01.05.2024; быў: так"""\n'
    f'{TWO};Навік-Юрчук;Навікі;"муж або жонка: Навік ({ONE})";"""Хор""=""з: 02.01.2024"""\n'
)


def titles(kind: str) -> list[str]:
    return sorted(fields["title"] for fields in Item.objects.filter(kind=kind).values_list("fields", flat=True))


def test_what_people_share_comes_along_once_and_is_told_beforehand(lists: Lists) -> None:
    plan = lists.plan(LIST)
    assert sorted(plan.made) == [("event", "Сход"), ("group", "Хор"), ("household", "Навікі")]
    plan = lists.bring(LIST)
    assert plan.counts[Outcome.NEW] == 2
    assert (titles("group"), titles("event"), titles("household")) == (["Хор"], ["Сход"], ["Навікі"])
    assert len(set(Contact.objects.values_list("household", flat=True))) == 1
    assert sorted(Membership.objects.values_list("joined", flat=True)) == ["", "2024-01-02"]
    assert list(Attendance.objects.values_list("attended", flat=True)) == ["yes"]
    assert Relationship.objects.count() == 1


@pytest.mark.parametrize("on_match", [OnMatch.UPDATE, OnMatch.FILL])
def test_the_same_list_again_changes_nothing_also_after_a_fold(lists: Lists, on_match: OnMatch) -> None:
    begun = lists.bring(LIST)
    fold_journal(lists.session, lists.journal)
    lists.bring(LIST, begun=begun)
    again = lists.plan(LIST.replace(ONE, "").replace(TWO, ""), on_match)
    assert again.made == []
    assert (Relationship.objects.count(), titles("household"), titles("group")) == (1, ["Навікі"], ["Хор"])


def test_two_groups_of_one_name_are_not_guessed_between(lists: Lists) -> None:
    for id_ in (1, 2):
        write(lists.session, lists.journal, "save_group", [(id_, [Op("group", id_, {"title": "Хор"})])])
    plan = lists.plan("Прозвішча;Імя;Групы (Busel)\nНавік;Ганна;Хор\n")
    assert [one.code for one in plan.problems] == [TIE_AMBIGUOUS]


def test_who_is_related_to_somebody_who_is_not_here_keeps_it_as_a_note(lists: Lists) -> None:
    plan = lists.bring(f"Busel ID;Прозвішча (бел.);Сувязі\n{ONE};Навік;сябар: Юрчук ({TWO})\n")
    assert (plan.warned, Relationship.objects.count()) == ({TIE_AS_NOTE: 1}, 0)
    assert Contact.objects.get().notes == f"сябар: Юрчук ({TWO})"


def test_who_is_related_to_somebody_who_stays_out_comes_in_without_it(lists: Lists) -> None:
    plan = lists.bring(
        "Busel ID;Прозвішча (бел.);Дата нараджэння;Сувязі\n"
        f"{ONE};Навік;;сябар: Юрчук ({TWO})\n{TWO};Юрчук;31.02.1960;\n"
    )
    assert (plan.warned, Contact.objects.count(), Relationship.objects.count()) == ({TIE_LEFT_OUT: 1}, 1, 0)


def test_a_country_that_nobody_knows_costs_the_row_and_names_its_column(lists: Lists) -> None:
    plan = lists.plan("Прозвішча;Імя;Горад;Краіна\nНавік;Ганна;Вільня;Літва\nЮрчук;Алесь;Там;Нідзе\n")
    assert [(one.row, one.column, one.value, one.code) for one in plan.problems] == [
        (3, "Краіна", "Нідзе", COUNTRY_UNKNOWN)
    ]


def test_what_a_collector_sends_names_no_record_of_the_division(lists: Lists) -> None:
    reading = reading_of("Прозвішча;Імя;Групы (Busel);Месенджары;Мабільны\nНавік;Ганна;Хор;Signal: @h;+375291234567\n")
    [[person]] = list(people_to_send(reading))
    assert person.contact["notes"] == "Групы (Busel): Хор"
    assert person.about == [
        ("phone", {"number": "+375291234567", "type": "mobile"}),
        ("messenger", {"service": "signal", "name": "@h"}),
    ]


def test_the_effects_name_what_is_made_along(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    columns = upload(desk, LIST.encode(), division=organisation.journal(REGION))
    path: Any = columns.request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client adds it
    targets = ["busel_id", "family_be", "household", "relationships", "groups", "events"]
    page = follow(desk, desk.browser.post(path, {f"column{at}": one for at, one in enumerate(targets)}))
    assert "Новыя групы" in page.content.decode()
