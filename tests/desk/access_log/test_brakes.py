"""Brakes: so many people in an hour and on a day, counted by the shelf; a colleague lets go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from busel.desk.actions.go_on import let_go_on
from busel.desk.importing import steps
from busel.desk.importing.stages import Stage
from busel.desk.journals.writing import NotAllowedError, write
from busel.desk.oversight import access_log, brakes
from busel.desk.oversight.brakes import MOST, lay_page
from busel.desk.oversight.colleagues import colleagues, leaves
from busel.desk.oversight.log_reports import read_log
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.registry.go_on import KIND, GoOn
from busel.registry.roles import Role
from busel.registry.statements import statement_fields
from busel.vault.entropy import new_record_id
from busel.vault.sign import SigningKey
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, kavalou, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three people in an hour be many, so that tests are short. The roles' own numbers: see below."""
    monkeypatch.setattr(brakes, "MOST", {Role.VIEWER: (2, 3), Role.EDITOR: (3, 6), Role.COORDINATOR: (4, 8)})


def people(desk: Desk, count: int, division: str = ZLOBIN) -> list[int]:
    return [add(desk, division, given_be="Алесь", family_be=f"Савіч{at}") for at in range(count)]


def opened(desk: Desk, *contacts: int) -> list[int]:
    return [desk.browser.get(f"/contacts/{contact}").status_code for contact in contacts]


def test_a_viewer_may_read_less_than_an_editor_and_an_editor_less_than_a_coordinator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    assert MOST == {Role.VIEWER: (60, 300), Role.EDITOR: (200, 1_000), Role.COORDINATOR: (300, 1_500)}


def test_nobody_more_is_shown_once_so_many_were_opened(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    ids = people(desk, 4)
    assert opened(desk, *ids) == [200, 200, 200, 429]
    page = words(desk.browser.get(f"/contacts/{ids[3]}"))
    assert "Савіч3" not in page
    auditor = arrive("auditor")
    deeds = [entry.deed for entry in read_log(auditor.session, organisation.journal(ZLOBIN)).entries]
    assert deeds == ["open_contact"] * 3 + ["stopped_by_brake"] * 2


def test_the_same_people_count_once(arrive: Arrive) -> None:
    desk = arrive("editor")
    ids = people(desk, 3)
    assert opened(desk, *ids * 3) == [200] * 9


def test_who_signs_in_again_stands_where_they_stood(arrive: Arrive) -> None:
    desk = arrive("editor")
    ids = people(desk, 6)
    assert opened(desk, *ids[:3]) == [200] * 3
    assert opened(arrive("editor"), ids[3]) == [429]
    assert opened(arrive("other editor"), ids[3]) == [200]


def test_a_list_counts_a_tenth(arrive: Arrive) -> None:
    desk = arrive("editor")
    people(desk, 31)
    kavalou(desk, MAZYR)
    answer = desk.browser.post("/search", {"q": "Алесь"})
    assert desk.browser.get(answer["Location"]).status_code == 200
    assert desk.browser.get(answer["Location"] + "?page=2").status_code == 429
    answer = desk.browser.post("/search", {"q": "Кавалёў"})
    assert desk.browser.get(answer["Location"]).status_code == 200


def test_an_hour_later_it_goes_on_until_the_day_is_full(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    ids = people(desk, 9)
    hour = 500_000 - 500_000 % 24
    now = [hour]
    monkeypatch.setattr(organisation.shelf.brakes, "_this_hour", lambda: now[0])
    assert opened(desk, *ids[:4]) == [200, 200, 200, 429]
    now[0] += 1
    assert opened(desk, *ids[3:7]) == [200, 200, 200, 429]
    now[0] += 1
    assert opened(desk, ids[6]) == [429]
    now[0] = hour + 24
    assert opened(desk, ids[6]) == [200]


def test_a_colleague_lets_go_on_with_one_press(organisation: Organisation, arrive: Arrive) -> None:
    ids = people(arrive("editor"), 8)
    stopped = arrive("editor")
    account = stopped.session.account
    assert opened(stopped, *ids[:4]) == [200, 200, 200, 429]
    colleague = arrive("other editor")
    page = colleague.browser.get("/let-go-on")
    assert stopped.session.keyring.account.handle in words(page)
    assert colleague.browser.post("/let-go-on", {"account": account.hex()}).status_code == 303
    assert [one.goes_on for one in colleagues(colleague.session) if one.account == account] == [True]
    again = arrive("editor")
    assert opened(again, *ids[3:8]) == [200] * 5


def test_nobody_lets_themselves_go_on(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    journal, account = organisation.journal(ZLOBIN), desk.session.account
    with pytest.raises(NotAllowedError):
        let_go_on(desk.session, journal, account)
    assert account not in {one.account for one in colleagues(desk.session)}
    assert desk.browser.post("/let-go-on", {"account": account.hex()}).status_code == 404
    ids = people(desk, 4)
    leave = GoOn(
        organisation=desk.session.keyring.organisation,
        division=journal,
        account=account,
        day=brakes.today(),
        by=account,
    ).sign(desk.session.keyring.account.signing)
    record = new_record_id()
    write(desk.session, journal, "let_go_on", [(record, [Op(KIND, record, statement_fields(leave))])])
    assert opened(desk, *ids) == [200, 200, 200, 429]


def test_a_leave_counts_only_from_who_edits_there_for_that_day_and_that_division(
    organisation: Organisation, arrive: Arrive
) -> None:
    viewer = arrive("viewer").session.account
    other = arrive("other editor").session
    desk = arrive("editor")
    journal, account = organisation.journal(ZLOBIN), desk.session.account
    true = GoOn(
        organisation=desk.session.keyring.organisation,
        division=journal,
        account=account,
        day=brakes.today(),
        by=other.account,
    )
    signing = other.keyring.account.signing
    false = [
        true.sign(SigningKey.new()),
        msgspec.structs.replace(true, day=brakes.today() - 1).sign(signing),
        msgspec.structs.replace(true, division=organisation.journal(MAZYR)).sign(signing),
        msgspec.structs.replace(true, organisation=bytes(16)).sign(signing),
        msgspec.structs.replace(true, by=viewer).sign(signing),
        msgspec.structs.replace(true, by=bytes(16)).sign(signing),
    ]
    for record, leave in enumerate([*false, true.sign(signing)], 1):
        assert leaves(desk.session, account) == set()
        number = desk.session.numbers[journal]
        Item.objects.create(division_id=number, kind=KIND, record=record, fields=statement_fields(leave))
    assert leaves(desk.session, account) == {other.account}


@pytest.mark.parametrize("who", ["viewer", "collector", "auditor", "administrator"])
def test_who_edits_nothing_lets_nobody_go_on(arrive: Arrive, who: str) -> None:
    assert arrive(who).browser.get("/let-go-on").status_code == 403


def test_commands_have_no_brake_and_are_logged(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    journal = organisation.journal(ZLOBIN)
    access_log.note(desk.session, "open_contact", journal, range(100))
    assert opened(desk, kavalou(desk, ZLOBIN)) == [200]


def test_letters_and_exports_do_not_stop_other_work(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    journal = organisation.journal(ZLOBIN)
    lay_page(desk.session, [access_log.Note("print_letters", journal, tuple(range(500)))])
    assert opened(desk, kavalou(desk, ZLOBIN)) == [200]


def test_lists_that_are_compared_again_and_again_are_stopped_and_nothing_is_lost(arrive: Arrive) -> None:
    desk = arrive("editor")
    desk.browser.cookies["language"] = "en"
    for at in range(31):
        add(desk, ZLOBIN, [("phone", {"number": f"+3752911122{at:02}"})], family_be=f"Савіч{at}")
    division = desk.session.keyring.named(ZLOBIN)
    assert division is not None
    stages = []
    for at in range(31):
        table = f"Прозвішча;Тэлефон\nСавіч{at};+3752911122{at:02}\n"
        wizard = steps.begin(desk.session, table.encode(), name="list.csv", division=division)
        assert wizard is not None
        assert wizard.ended.wait(20)
        steps.plan(desk.session, wizard)
        assert wizard.ended.wait(20)
        stages.append(wizard.stage)
    assert stages == [Stage.EFFECTS] * 30 + [Stage.COLUMNS]
    assert wizard.plan is None
    page = words(desk.browser.get(f"/import/{wizard.id}/columns"))
    assert "no list is compared with those stored now" in page
    assert "no list is compared" not in words(desk.browser.get(f"/import/{wizard.id}/columns"))
