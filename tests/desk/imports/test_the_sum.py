"""Rows in = new + updated + skipped + problems + blank, for any rows; every problem says where and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from busel.desk.importing.outcomes import OnMatch, Outcome
from busel.desk.importing.plan import Plan
from busel.desk.importing.sending import plan_sending
from busel.desk.web.import_words import problem_sentence
from busel.desk.workspace.models import Contact
from busel.vault.entropy import new_id
from desk.imports.conftest import reading_of

if TYPE_CHECKING:
    from desk.imports.conftest import Lists

HEAD = "Фамилия;Имя;Отчество;Телефон;Дата рождения;Дом;External ID"
STORED = (
    "Ковалёв;Сергей;Иванович;80291234567;29.02.1960;1;A-1",
    "Лис;Ян;Ильич;80297654321;;;",
    "Лис;Ян;Львович;80297654321;;;",
)
ROWS = st.sampled_from([
    *STORED,
    ";;;;;;",
    "",
    HEAD,
    "Ковалёв;Сергей;;80291234567;;7;",
    "Ковалёв;Сергей;;;29.02.1960;;",
    "Лис;Я.;;80297654321;;;",
    "Новик;Пётр;;;31.02.1980;;",
    "Новик;Пётр;;;31.02.1980;99999;",
    ";;Иванович;;;;",
    "Зубр;Вера;;;;;A-1",
    "Зубр;Вера;;спросить;;;",
    "Зубр;Вера;;80441111111;;;",
    "Сергей;Ковалёв;;80297654321;;;",
    "Дворник;Олег;;;1960;;",
])  # fmt: skip


def in_order(plan: Plan) -> list[int]:
    """Return the rows of all lists of the effects, in the order of the list."""
    return sorted(row for outcome in Outcome for row in plan.fates.rows(outcome))


def check(plan: Plan, count: int) -> None:
    told = plan.counts.as_stored()
    assert plan.rows == count == sum(told.values())
    assert in_order(plan) == list(range(2, count + 2))
    assert {problem.row for problem in plan.problems} == set(plan.fates.rows(Outcome.PROBLEM))
    assert all(problem.column or problem.at == -1 for problem in plan.problems)
    assert all(problem_sentence(problem) for problem in plan.problems)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=12), on_match=st.sampled_from(list(OnMatch)))
def test_the_sum_of_a_plan_is_right_for_any_rows(lists: Lists, rows: list[str], on_match: OnMatch) -> None:
    if not Contact.objects.exists():
        lists.bring("\n".join([HEAD, *STORED]))
    text = "\n".join([HEAD, *rows, "Конец;Спиcа;;;;;"])
    plan = lists.plan(text, on_match)
    check(plan, len(rows) + 1)
    brought = sum(plan.people)
    assert brought == plan.counts.people == plan.counts[Outcome.NEW] + plan.counts[Outcome.UPDATED]
    check(plan_sending(reading_of(text), seed=new_id()), len(rows) + 1)
