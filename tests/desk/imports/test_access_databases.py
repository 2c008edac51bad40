"""An Access database goes the way of all lists: read in the child, its table chosen, guessed, planned, written."""

from __future__ import annotations

import datetime as dt

from busel.desk.actions.imports import import_list, preview_import
from busel.desk.importing.outcomes import Outcome
from busel.desk.importing.run import Run
from busel.desk.importing.steps import new_wizard, take
from busel.desk.sandboxes.parsing import read_upload
from busel.desk.workspace.models import Contact
from busel.sheets.tables import Book
from desk.imports.conftest import Lists
from factories.access_files import HIDDEN, Deleted, Moved, Table, access_file
from factories.access_pages import DATE, LONG, MEMO, YES_NO, Column

COLUMNS = [
    Column("Код", LONG), Column("Фамилия"), Column("Имя"), Column("Отчество"), Column("Дата рождения", DATE),
    Column("Телефон"), Column("Примечание", MEMO), Column("Актив", YES_NO),
]  # fmt: skip
BORN = dt.datetime(1961, 5, 3)  # noqa: DTZ001 - days in a database know no time zone
ROWS = [
    [1, "Ковалёв", "Иван", "Петрович", BORN, "80291112233", "пишет " * 40, True],
    Deleted([2, "Стёртый", "Пётр", None, None, "80291112234", None, False]),
    Moved([3, "Иванова", "Анна", None, None, "+375 29 111-22-35", None, False]),
    [4, "Новикова", "Ольга", None, None, None, None, False],
    [5, None, None, None, None, None, None, False],
]


def test_people_of_a_database_come_in_from_the_table_that_is_a_list_of_people(lists: Lists) -> None:
    codes = Table("Аа коды", [Column("Код", LONG), Column("Цена", LONG)], [[1, 5]])
    data = access_file([codes, Table("Былыя", COLUMNS, ROWS, flags=HIDDEN), Table("Людзі", COLUMNS, ROWS)])
    (division,) = (one for one in lists.session.keyring.divisions() if one.journal == lists.journal)
    wizard = new_wizard(lists.session, data, name="база.mdb", division=division)
    book = read_upload(data)
    assert isinstance(book, Book)
    take(lists.session, wizard, book)
    assert wizard.table is not None
    assert wizard.table.name == "Людзі"
    assert wizard.targets[1:7] == ["family", "given", "patronymic", "birth", "phone", "notes"]
    plan = preview_import(lists.session, lists.journal, wizard.reading, seed=wizard.seed, first_deed=0)
    assert {outcome: plan.counts[outcome] for outcome in Outcome if plan.counts[outcome]} == {
        Outcome.NEW: 3,
        Outcome.PROBLEM: 1,
    }
    wizard.plan = plan
    run = Run(lists.journal, wizard.name, plan)
    import_list(lists.session, run, wizard.note(run.day))
    kept = Contact.objects.values_list("family_ru", "given_ru", "patronymic_ru", "birth")
    assert sorted(kept) == [
        ("Иванова", "Анна", "", ""),
        ("Ковалёв", "Иван", "Петрович", "1961-05-03"),
        ("Новикова", "Ольга", "", ""),
    ]
