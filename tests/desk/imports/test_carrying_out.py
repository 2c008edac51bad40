from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.actions.imports import import_list, undo_import
from busel.desk.importing import run as running
from busel.desk.importing.outcomes import OnMatch, Outcome, RowsLostError
from busel.desk.importing.run import Run, carry_out
from busel.desk.importing.undoing import lists_brought_in, read_undoing
from busel.desk.importing.unfinished import pieces_in, unfinished_imports
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.search.find import find
from busel.desk.workspace.models import Contact, Item
from busel.journal.deed import Op
from busel.shelf.protocol import UnreachableError
from busel.vault.entropy import new_id
from desk.conftest import REGION
from desk.imports.conftest import Lists, note_of
from factories.lists import supporter_list
from factories.spreadsheets import supporters_csv

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

MANY = supporters_csv(supporter_list(1_300, faults={}), separator=";").data.decode()


def test_the_list_of_the_journey_adds_up(lists: Lists) -> None:
    built = supporters_csv(supporter_list(), separator=";")
    plan = lists.bring(built.data.decode())
    assert plan.rows == built.rows
    assert plan.counts.as_stored() == {
        "new": len(built.list.good),
        "updated": 0,
        "skipped": 0,
        "problems": len(built.bad),
        "blank": len(built.list.blank),
    }
    assert sorted(problem.row for problem in plan.problems) == [row for row, _column, _code in built.bad]
    assert Contact.objects.count() == len(built.list.good)
    assert find("Shcharbakou Mikalaj").total == find("+375296345017").total == 1


def test_everybody_who_opens_the_zone_finds_them(arrive: Arrive, lists: Lists) -> None:
    lists.bring(MANY)
    before = Contact.objects.count()
    arrive("other editor")
    assert Contact.objects.count() == before == 1_300


def test_the_journal_is_folded_after_much_only(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "TAIL_RECORDS", 1_000)
    lists.bring(MANY)
    assert lists.session.ledgers[lists.journal].tail == 0
    lists.bring("Имя;Телефон\nАнна;80291234567\n")
    assert lists.session.ledgers[lists.journal].tail == 1


def test_the_imports_own_record_tells_its_numbers_once(lists: Lists) -> None:
    plan = lists.bring(MANY)
    own = {"day": Run(b"", "", plan).day, "title": "list.csv", "counts": plan.counts.as_stored()}
    assert list(Item.objects.filter(kind="batch").values_list("fields", flat=True)) == [
        {"type": "import", "by": lists.session.account.hex(), **own}
    ]


def test_every_commit_names_the_import(lists: Lists) -> None:
    from busel.desk.journals.rereading import reread  # noqa: PLC0415 - once Django is set up

    plan = lists.bring(MANY)
    bundle = lists.session.keyring.bundles[lists.journal.hex()]
    deeds = [deed for deed in reread(lists.session, bundle).tail if deed.name == "import_list"]
    assert len(deeds) == len(plan.pieces) == 3
    assert {op.id for deed in deeds for op in deed.ops() if op.kind == "batch"} == {running.batch_id(plan.seed)}


class _StoppingError(Exception):
    pass


def stop_after(pieces: int) -> object:
    def told(run: Run) -> None:
        if run.done == pieces:
            raise _StoppingError

    return told


def test_what_was_interrupted_is_told_and_goes_on(lists: Lists) -> None:
    plan = lists.plan(MANY)
    with pytest.raises(_StoppingError):
        import_list(
            lists.session, Run(lists.journal, "list.csv", plan), note_of(plan, lists.journal), told=stop_after(2)
        )
    (told,) = unfinished_imports(lists.session)
    assert (pieces_in(lists.session, told), told.pieces) == (2, 3)
    assert Contact.objects.count() == 1_000
    again = lists.plan(MANY, begun=plan)
    assert (again.counts[Outcome.SKIPPED], again.counts[Outcome.NEW]) == (1_000, 300)
    import_list(lists.session, Run(lists.journal, "list.csv", again), note_of(again, lists.journal))
    assert Contact.objects.count() == 1_300
    assert unfinished_imports(lists.session) == []


def test_carrying_out_twice_brings_nobody_in_twice(lists: Lists) -> None:
    plan = lists.plan(MANY)
    for _ in range(2):
        carry_out(lists.session, Run(lists.journal, "list.csv", plan))
    assert Contact.objects.count() == 1_300


def test_carrying_out_again_after_a_fold_brings_nobody_in_twice(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "TAIL_RECORDS", 1_000)
    plan = lists.bring(MANY)
    carry_out(lists.session, Run(lists.journal, "list.csv", plan))
    assert Contact.objects.count() == 1_300


def test_people_without_any_key_are_in_once_after_an_interruption(lists: Lists) -> None:
    nameless = "Имя\n" + "".join(f"Анна {number}\n" for number in range(700))
    plan = lists.plan(nameless)
    with pytest.raises(_StoppingError):
        carry_out(lists.session, Run(lists.journal, "list.csv", plan), stop_after(1))
    again = lists.bring(nameless, begun=plan)
    assert (again.counts[Outcome.SKIPPED], Contact.objects.count()) == (500, 700)


def test_an_unreachable_shelf_stops_the_work_for_a_while(lists: Lists, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = lists.plan(MANY)
    run = Run(lists.journal, "list.csv", plan)
    shelf, append, calls = lists.session.shelf, lists.session.shelf.append, []

    def failing(*arguments: object) -> None:
        calls.append(arguments)
        append(*arguments)
        if len(calls) == 2:
            raise UnreachableError  # stored, and the answer was lost

    monkeypatch.setattr(shelf, "append", failing)
    with pytest.raises(UnreachableError):
        carry_out(lists.session, run)
    carry_out(lists.session, run)
    assert Contact.objects.count() == 1_300


def test_a_person_whom_somebody_changed_meanwhile_becomes_a_problem_row(lists: Lists) -> None:
    head = "ID;Фамилия;Имя;Пол\n"
    lists.bring(head + "1;Ковалёв;Сергей;\n2;Дворник;Пётр;\n")
    plan = lists.plan(head + "1;Ковалёв;Сергей;м\n2;Дворник;Пётр;м\n", OnMatch.UPDATE)
    kavaliou = Contact.objects.get(family_ru="Ковалёв").pk
    op = Op("contact", kavaliou, {"sex": "f"}, {"sex": None})
    write(lists.session, lists.journal, "edit_contact", [(kavaliou, [op])])
    carry_out(lists.session, Run(lists.journal, "list.csv", plan))
    assert (plan.counts[Outcome.UPDATED], plan.counts[Outcome.PROBLEM]) == (1, 1)
    assert [(problem.row, problem.code) for problem in plan.problems] == [(2, "changed-meanwhile")]
    assert dict(Contact.objects.values_list("family_ru", "sex")) == {"Ковалёв": "f", "Дворник": "m"}


def test_the_history_tells_what_came_in_and_what_became_a_problem_on_the_way(lists: Lists) -> None:
    head = "ID;Фамилия;Имя;Пол\n"
    lists.bring(head + "1;Ковалёв;Сергей;\n2;Дворник;Пётр;\n")
    plan = lists.plan(head + "1;Ковалёв;Сергей;м\n2;Дворник;Пётр;м\n3;Лис;Вера;\n", OnMatch.UPDATE)
    kavaliou = Contact.objects.get(family_ru="Ковалёв").pk
    write(
        lists.session,
        lists.journal,
        "edit_contact",
        [(kavaliou, [Op("contact", kavaliou, {"sex": "f"}, {"sex": None})])],
    )
    run = Run(lists.journal, "list.csv", plan)
    for _again in range(2):  # whoever goes on after a stop tells it once
        import_list(lists.session, run, note_of(plan, lists.journal))
    told = lists_brought_in(lists.session)[0]
    assert told.batch.counts == {"new": 1, "updated": 1, "skipped": 0, "problems": 1, "blank": 0, "meanwhile": 1}
    undo_import(lists.session, read_undoing(lists.session, told))
    assert sorted(Contact.objects.values_list("family_ru", flat=True)) == ["Дворник", "Ковалёв"]


def test_rows_that_do_not_add_up_are_an_error(lists: Lists) -> None:
    plan = lists.plan(MANY)
    plan.counts.add(Outcome.NEW)
    with pytest.raises(RowsLostError):
        carry_out(lists.session, Run(lists.journal, "list.csv", plan))


def test_who_only_reads_a_division_cannot_bring_a_list_in(arrive: Arrive, organisation: Organisation) -> None:
    from busel.desk.actions.imports import preview_import  # noqa: PLC0415 - once Django is set up
    from desk.conftest import ZLOBIN  # noqa: PLC0415 - the same
    from desk.imports.conftest import reading_of  # noqa: PLC0415 - the same

    viewer = arrive("viewer").session
    with pytest.raises(NotAllowedError):
        preview_import(viewer, organisation.journal(ZLOBIN), reading_of(MANY), seed=new_id())
    assert organisation.journal(REGION) not in viewer.ledgers
