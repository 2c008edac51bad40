"""A list that was interrupted goes on as the same list only; read as another one, none of its rows is left out."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from busel.desk.actions.entries import receipts
from busel.desk.importing import steps, wizards
from busel.desk.importing.unfinished import unfinished_imports
from busel.desk.inboxes.inbox import look_into_inboxes, open_entry
from busel.desk.workspace.models import Contact
from busel.shelf.protocol import UnreachableError
from desk.conftest import REGION
from desk.imports.conftest import follow, look_at, upload
from desk.imports.test_import_pages import confirm, english, see_effects, text_of
from desk.imports.test_steps import press
from factories.open_documents import row, spreadsheet, table, text_cell

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

ROWS = "Фамилия;Телефон;Дата\n" + "".join(f"Зубр{at};8029123450{at};{5 - at}0.01.1980\n" for at in range(6))
AT_ONCE = 2


def one_sheet(*names: str) -> str:
    return table(*(row(text_cell(name), text_cell("Вера")) for name in ("Фамилия", *names)), name="А")


TWO_OF_ONE_NAME = spreadsheet(one_sheet("Ковалёв", "Дворник"), one_sheet("Зубр", "Лис"))


def two_sheets() -> bytes:
    book = Workbook()
    for title, names in (("А", ("Ковалёв", "Дворник")), ("Б", ("Зубр", "Лис"))):
        sheet = book.create_sheet(title)
        for cells in (("Фамилия", "Имя"), *((name, "Вера") for name in names)):
            sheet.append(cells)
    book.remove(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def fail_after(desk: Desk, broken: pytest.MonkeyPatch, calls: int, of: str) -> None:
    """Let the shelf be out of reach after so many calls."""
    done, call = [], getattr(desk.session.shelf, of)

    def failing(*arguments: object) -> object:
        done.append(arguments)
        if len(done) > calls:
            raise UnreachableError
        return call(*arguments)

    broken.setattr(desk.session.shelf, of, failing)


def test_another_sheet_of_an_interrupted_file_is_a_list_of_its_own(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, data, here = english(arrive("editor")), two_sheets(), organisation.journal(REGION)
    with monkeypatch.context() as broken:
        effects = see_effects(desk, upload(desk, data, division=here))
        fail_after(desk, broken, 2, "append")  # all are in, the note that it is done is not
        confirm(desk, effects)
    wizards.forget()
    assert Contact.objects.count() == 2
    seen = look_at(desk, data, division=here)
    assert "It goes on where it stopped" in text_of(seen)
    other = press(desk, seen, look_again="yes", sheet="1", header_row="1")
    assert "It goes on where it stopped" not in text_of(other)
    confirm(desk, see_effects(desk, press(desk, other, go_on="yes")))
    assert sorted(Contact.objects.values_list("family_ru", flat=True)) == ["Дворник", "Зубр", "Ковалёв", "Лис"]
    assert [one.table for one in unfinished_imports(desk.session)] == ["А"]


@pytest.mark.parametrize("first", ["0", "1"])
def test_two_sheets_of_one_name_are_two_lists(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    desk, data, here = english(arrive("editor")), TWO_OF_ONE_NAME, organisation.journal(REGION)
    with monkeypatch.context() as broken:
        chosen = press(desk, look_at(desk, data, division=here), look_again="yes", sheet=first, header_row="1")
        effects = see_effects(desk, press(desk, chosen, go_on="yes"))
        fail_after(desk, broken, 2, "append")  # all are in, the note that it is done is not
        confirm(desk, effects)
    wizards.forget()
    seen = look_at(desk, data, division=here)
    (wizard,) = wizards.under_way()
    assert (wizard.begun is not None, str(wizard.place)) == (True, first)
    other = press(desk, seen, look_again="yes", sheet="01"[first == "0"], header_row="1")
    assert "It goes on where it stopped" not in text_of(other)
    confirm(desk, see_effects(desk, press(desk, other, go_on="yes")))
    assert sorted(Contact.objects.values_list("family_ru", flat=True)) == ["Дворник", "Зубр", "Ковалёв", "Лис"]


def sent_to(desk: Desk, name: str) -> list[str]:
    """Return where everybody stood who lies in the inbox, as an editor finds them."""
    found = look_into_inboxes(desk.session).envelopes.values()
    opened = [open_entry(desk.session, one) for one in found]
    assert all(one is not None and one.source == name for one in opened)
    return sorted(person.place for one in opened if one for person in one.people)


def interrupted(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Send a list whose dates are wrong, so that two rows stay out, and stop after the first envelope."""
    desk = english(arrive("collector"))
    monkeypatch.setattr("busel.desk.importing.sending.MOST_PEOPLE", AT_ONCE)
    with monkeypatch.context() as broken:
        effects = see_effects(desk, upload(desk, ROWS.encode()), column2="birth")
        fail_after(desk, broken, 1, "deposit")
        assert "Going on brings nobody in twice" in text_of(confirm(desk, effects))
    return desk


def test_an_interrupted_sending_goes_on_with_what_lies_there(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = interrupted(arrive, monkeypatch)
    (wizard,) = wizards.under_way()
    assert "4 people for the inbox" in text_of(follow(desk, desk.browser.post(f"/import/{wizard.id}/again")))
    assert [one["people"] for one in receipts(desk.session)] == [AT_ONCE, AT_ONCE]
    assert sent_to(arrive("editor"), "list.csv") == ["4", "5", "6", "7"]


def test_an_interrupted_sending_that_is_read_otherwise_loses_no_row(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = interrupted(arrive, monkeypatch)
    wizards.forget()
    columns = upload(desk, ROWS.encode())
    effects = see_effects(desk, columns, column2="ignore")
    assert "It goes on where it stopped" not in text_of(effects)
    confirm(desk, effects)
    assert set(sent_to(arrive("editor"), "list.csv")) == {str(at) for at in range(2, 8)}
    assert unfinished_imports(desk.session) == []


def test_what_is_sent_is_not_sent_by_a_second_press(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("collector"))
    confirm(desk, see_effects(desk, upload(desk, ROWS.encode())))
    (wizard,) = wizards.under_way()
    assert not steps.carry_out(desk.session, wizard)
    assert len(receipts(desk.session)) == 1
