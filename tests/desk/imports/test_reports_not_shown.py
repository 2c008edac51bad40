"""A list that is in, and whose report nobody saw, is told of at the next sign-in; once it was shown, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.desk.importing import wizards
from busel.desk.importing.unfinished import ended_imports, unfinished_imports
from busel.desk.workspace.models import Contact
from desk.conftest import REGION, ZLOBIN
from desk.imports.conftest import look_at, upload
from desk.imports.test_import_pages import confirm, english, see_effects, text_of

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

ROWS = "Фамилия;Имя;Телефон\nЗубр;Ян;80291234567\nЛис;Вера;80291234568\n;;\n".encode()


def brought_without_a_look(desk: Desk, organisation: Organisation) -> str:
    """Bring a list in, and end before its report is asked for; return the address of the report."""
    effects = see_effects(desk, upload(desk, ROWS, division=organisation.journal(REGION)))
    path = effects.request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client adds it
    desk.browser.post(path, {"on_match": "skip", "tags": "", "confirmed": "yes"})
    (wizard,) = wizards.under_way()
    assert wizard.ended.wait(30)
    return f"/import/{wizard.id}/report"


def test_a_list_whose_report_was_not_shown_is_told_of_at_the_next_sign_in(
    arrive: Arrive, organisation: Organisation
) -> None:
    brought_without_a_look(english(arrive("editor")), organisation)
    wizards.forget()
    again = english(arrive("editor"))
    told = "All of it is in: 2 new, 0 changed, 0 stayed out. Its report was not shown."
    assert told in text_of(again.browser.get("/"))
    page = again.browser.get("/import")
    assert told in text_of(page)
    (left,) = ended_imports(again.session)
    assert unfinished_imports(again.session) == []
    again.browser.post(f"/import/forget/{left.seed}")
    assert "The list is in, and is told of no more." in text_of(again.browser.get("/import"))
    assert told not in text_of(again.browser.get("/"))


def test_a_report_that_was_shown_is_told_of_no_more(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    confirm(desk, see_effects(desk, upload(desk, ROWS, division=organisation.journal(REGION))))
    assert (ended_imports(desk.session), unfinished_imports(desk.session)) == ([], [])


def test_a_report_can_be_asked_for_again_and_while_its_desk_is_open_home_does_not_tell_of_it(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = english(arrive("editor"))
    report = brought_without_a_look(desk, organisation)
    assert "Its report was not shown" not in text_of(desk.browser.get("/"))
    for _again in range(2):
        assert "The list is in" in text_of(desk.browser.get(report))
    assert ended_imports(desk.session) == []


def test_who_brings_the_same_file_again_is_told_that_it_is_in(arrive: Arrive, organisation: Organisation) -> None:
    brought_without_a_look(english(arrive("editor")), organisation)
    wizards.forget()
    again = english(arrive("editor"))
    told = "This very file came in already, all of it."
    assert told in text_of(look_at(again, ROWS, name="other.csv", division=organisation.journal(REGION)))
    assert told not in text_of(look_at(again, ROWS, division=organisation.journal(ZLOBIN)))
    assert told not in text_of(look_at(again, ROWS + b";;\n", division=organisation.journal(REGION)))
    assert Contact.objects.count() == 2
