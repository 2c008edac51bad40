"""What counts tell of a whole list is an answer, too: it is logged, and weighs for the brake, by whom it tells of."""

from __future__ import annotations

import pytest

from busel.desk.importing import steps, weighing, wizards
from busel.desk.importing.outcomes import OnMatch, Outcome
from busel.desk.importing.stages import Stage
from busel.desk.importing.wizards import Wizard
from busel.desk.oversight import brakes
from busel.desk.oversight.log_reports import read_log
from busel.desk.session import Session
from busel.registry.roles import Role
from desk.conftest import REGION, Arrive, Organisation
from desk.imports.conftest import Lists

HEADINGS = "Фамилия;Имя;Телефон"
MOTHERS = f"{HEADINGS};Мать;Телефон матери\n"


def rows(count: int, *, first: int = 0) -> str:
    return "".join(f"Савіч;Алесь;+37529111{at:04}\n" for at in range(first, first + count))


@pytest.fixture
def thirty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let thirty people named in lists be what an editor may see in an hour."""
    monkeypatch.setattr(brakes, "MOST", {Role.EDITOR: (3, 6)})


def look(session: Session, table: str) -> Wizard:
    """Bring a list as far as its effects."""
    division = session.keyring.named(REGION)
    assert division is not None
    wizard = steps.begin(session, table.encode(), name="list.csv", division=division)
    assert wizard is not None
    assert wizard.ended.wait(20)
    return look_again(session, wizard)


def look_again(session: Session, wizard: Wizard) -> Wizard:
    steps.plan(session, wizard)
    assert wizard.ended.wait(20)
    return wizard


def bring(session: Session, table: str) -> Wizard:
    wizard = look(session, table)
    assert steps.carry_out(session, wizard)
    assert wizard.ended.wait(20)
    assert wizard.stage is Stage.DONE
    return wizard


def test_relatives_who_are_stored_are_counted_with_those_who_are_likely(lists: Lists) -> None:
    lists.bring(f"{HEADINGS}\nНавик;Ольга;80297654321\nНавик;Вера;80297654322\nНавик;Вера;80297654322\n")
    plan = lists.plan(
        f"{MOTHERS}Навик;Анна;80291234567;Навик Ольга;80297654321\nНавик;Ян;80291234568;Новая Нина;80291111111\n"
    )
    assert (plan.counts[Outcome.NEW], plan.beside, plan.fates.resembling, len(plan.fates.counted)) == (2, 1, 1, 1)


def test_a_relative_who_may_be_two_people_tells_of_both(lists: Lists) -> None:
    lists.bring("Фамилия;Имя;Отчество;Телефон\nНавик;Ольга;Петровна;80297654321\nНавик;Ольга;Ильинична;80297654321\n")
    plan = lists.plan(f"{MOTHERS}Навик;Анна;80291234567;Навик Ольга;80297654321\n")
    assert (plan.fates.resembling, len(plan.fates.counted)) == (1, 2)


def test_a_relative_with_a_row_of_their_own_or_of_another_relative_tells_of_nobody_who_is_stored(lists: Lists) -> None:
    plan = lists.plan(
        f"{MOTHERS}Навик;Анна;80291234567;Навик Ольга;80297654321\nНавик;Ольга;80297654321;Баба Ева;80290000001\n"
        "Навик;Нина;80291234569;Баба Ева;80290000001\n"
    )
    assert (plan.counts[Outcome.NEW], plan.beside, plan.fates.resembling, plan.fates.counted) == (3, 1, 0, set())


def test_relatives_who_are_stored_stand_in_the_access_log(organisation: Organisation, arrive: Arrive) -> None:
    bring(arrive("other editor").session, f"{HEADINGS}\nНавик;Ольга;80297654321\n")
    look(arrive("editor").session, f"{MOTHERS}Навик;Анна;80291234567;Навик Ольга;80297654321\n")
    found = read_log(arrive("auditor").session, organisation.journal(REGION)).entries
    assert [(one.deed, one.count) for one in found] == [("preview_import", 1)]


@pytest.mark.usefixtures("thirty")
def test_of_whom_counts_tell_weighs_a_tenth_anew_for_each_list(arrive: Arrive) -> None:
    bring(arrive("other editor").session, f"{HEADINGS}\n{rows(250)}")
    session = arrive("editor").session
    wizards.forget()
    stages = [look(session, f"{HEADINGS}\n{rows(100 + at)}").stage for at in range(4)]
    # Eight are named, once; 92, 93 and so on are counted: 8 + 10, + 10, and no more room for the third.
    assert stages == [Stage.EFFECTS, Stage.EFFECTS, Stage.COLUMNS, Stage.COLUMNS]


@pytest.mark.usefixtures("thirty")
def test_a_list_that_is_looked_at_otherwise_weighs_once(arrive: Arrive) -> None:
    bring(arrive("other editor").session, f"{HEADINGS}\n{rows(200)}")
    session = arrive("editor").session
    wizards.forget()
    wizard = look(session, f"{HEADINGS}\n{rows(200)}")
    for on_match in OnMatch:
        wizard.on_match = on_match
        assert look_again(session, wizard).stage is Stage.EFFECTS


@pytest.mark.usefixtures("thirty")
def test_a_list_that_this_desk_brought_in_can_be_brought_again(arrive: Arrive) -> None:
    session = arrive("editor").session
    bring(session, f"{HEADINGS}\n{rows(400)}")
    again = look(session, f"{HEADINGS}\n{rows(401)}")
    assert again.plan is not None
    assert (again.plan.counts[Outcome.SKIPPED], again.plan.counts[Outcome.NEW]) == (400, 1)


@pytest.mark.usefixtures("thirty")
def test_a_list_that_tells_of_too_many_at_once_shows_nothing(organisation: Organisation, arrive: Arrive) -> None:
    bring(arrive("other editor").session, f"{HEADINGS}\n{rows(260)}")
    session = arrive("editor").session
    wizards.forget()
    stopped = look(session, f"{HEADINGS}\n{rows(260)}")
    assert (stopped.stage, stopped.plan, list(stopped.counted)) == (Stage.COLUMNS, None, [])
    found = read_log(arrive("auditor").session, organisation.journal(REGION)).entries
    assert [one.deed for one in found] == ["stopped_by_brake"]


def test_the_longest_list_weighs_no_more_than_half_an_hour_of_an_editors() -> None:
    assert weighing.weight_of(set(range(113_220))) == weighing.MOST == brakes.MOST[Role.EDITOR][0] * brakes.WHOLE // 2
    assert [weighing.weight_of(set(range(count))) for count in (0, 1, 10, 11)] == [0, 1, 1, 2]
