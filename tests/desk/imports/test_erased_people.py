"""Who was erased does not come back with an old list without a word, and comes back where somebody asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from busel.contacts.busel_ids import show_busel_id
from busel.desk.actions.contacts import erase_contact
from busel.desk.actions.imports import import_list, preview_import
from busel.desk.importing.outcomes import WAS_ERASED, OnMatch, Outcome
from busel.desk.importing.plan import Plan
from busel.desk.importing.run import Run
from busel.desk.journals import folding
from busel.desk.journals.writing import write
from busel.desk.workspace.models import Contact
from busel.journal.deed import Op
from desk.conftest import REGION, Arrive, Organisation
from desk.imports.conftest import Lists, follow, note_of, reading_of, upload
from fixtures.words import say

HANNA = 0x1234
OLD = f"Busel ID;Прозвішча (бел.);Імя (бел.)\n{show_busel_id(HANNA)};Навік;Ганна\n;Юрчук;Алесь\n"
PLAIN = "Прозвішча;Імя\nНавік;Ганна\nЮрчук;Алесь\n"


@pytest.fixture
def lists(arrive: Arrive, organisation: Organisation) -> Lists:
    """Return the lists of a coordinator, who may erase."""
    return Lists(arrive("coordinator").session, organisation.journal(REGION))


def families() -> list[str]:
    return sorted(Contact.objects.values_list("family_be", flat=True))


def add_hanna(lists: Lists) -> None:
    op = Op("contact", HANNA, {"family_be": "Навік", "given_be": "Ганна"})
    write(lists.session, lists.journal, "add_contact", [(HANNA, [op])])


@pytest.mark.parametrize("on_match", list(OnMatch))
def test_an_old_export_says_whom_it_would_bring_back(lists: Lists, on_match: OnMatch) -> None:
    add_hanna(lists)
    erase_contact(lists.session, lists.journal, HANNA)
    plan = lists.bring(OLD, on_match)
    assert [(one.row, one.code) for one in plan.problems] == [(2, WAS_ERASED)]
    assert len(plan.problems[0].value) == len("2026-11-21")
    assert (plan.counts[Outcome.NEW], plan.counts[Outcome.PROBLEM]) == (1, 1)
    assert families() == ["Юрчук"]


def test_who_was_erased_comes_in_as_somebody_new_where_that_is_asked(lists: Lists) -> None:
    add_hanna(lists)
    erase_contact(lists.session, lists.journal, HANNA)
    plan = asked(lists, OLD)
    import_list(lists.session, Run(lists.journal, "x", plan), note_of(plan, lists.journal))
    assert families() == ["Навік", "Юрчук"]
    assert not Contact.objects.filter(pk=HANNA).exists()


def asked(lists: Lists, text: str, begun: Plan | None = None) -> Plan:
    """Return the plan of a list for which somebody asked that erased people come in, too."""
    return preview_import(
        lists.session,
        lists.journal,
        replace(reading_of(text), erased_too=True),
        seed=begun.seed if begun else b"\7" * 16,
        first_deed=begun.first_deed + len(begun.pieces) if begun else 0,
    )


def test_an_import_that_goes_on_after_a_fold_and_an_erasure_leaves_them_away(lists: Lists) -> None:
    begun = lists.bring(PLAIN)
    erase_contact(lists.session, lists.journal, Contact.objects.get(family_be="Навік").pk)
    folding.fold_journal(lists.session, lists.journal)
    again = lists.bring(PLAIN, begun=begun)
    assert [(one.row, one.code) for one in again.problems] == [(2, WAS_ERASED)]
    assert families() == ["Юрчук"]
    third = asked(lists, PLAIN, again)
    import_list(lists.session, Run(lists.journal, "x", third), note_of(third, lists.journal))
    assert families() == ["Навік", "Юрчук"]
    fourth = asked(lists, PLAIN, third)
    assert (fourth.counts[Outcome.NEW], fourth.counts[Outcome.SKIPPED]) == (0, 2)


def test_a_plan_made_before_a_fold_and_an_erasure_brings_nobody_back(lists: Lists) -> None:
    plan = lists.bring(PLAIN)
    erase_contact(lists.session, lists.journal, Contact.objects.get(family_be="Навік").pk)
    folding.fold_journal(lists.session, lists.journal)
    import_list(lists.session, Run(lists.journal, "x", plan), note_of(plan, lists.journal))
    assert families() == ["Юрчук"]
    assert [(one.row, one.code) for one in plan.problems] == [(2, WAS_ERASED)]


def test_a_note_that_names_who_stands_here_keeps_nobody_out(lists: Lists) -> None:
    add_hanna(lists)
    note = Op("erasure", 77, {"contact": HANNA, "epoch": 0, "day": "2026-11-21"})
    write(lists.session, lists.journal, "erase_contact", [(77, [note])])
    assert lists.plan(OLD, OnMatch.UPDATE).problems == []


def test_the_page_says_when_it_was_and_asks_whether_they_come_in(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    lists = Lists(desk.session, organisation.journal(REGION))
    add_hanna(lists)
    erase_contact(lists.session, lists.journal, HANNA)
    columns = upload(desk, OLD.encode(), division=lists.journal)
    path = columns.request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client adds it
    targets = {f"column{at}": one for at, one in enumerate(["busel_id", "family_be", "given_be"])}
    effects = follow(desk, desk.browser.post(path, targets))
    page = effects.content.decode()
    assert say("This person was erased. They come in again only if you choose so.") in page
    assert 'name="erased_too"' in page
    path = effects.request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client adds it
    follow(desk, desk.browser.post(path, {"on_match": "skip", "tags": "", "erased_too": "on", "look_again": "yes"}))
    done = follow(
        desk, desk.browser.post(path, {"on_match": "skip", "tags": "", "erased_too": "on", "confirmed": "yes"})
    )
    assert done.status_code == 200
    assert families() == ["Навік", "Юрчук"]
