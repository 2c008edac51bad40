"""What is shown is logged before it is shown; what cannot be logged is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.account.accounts import fresh_account
from busel.desk.importing import steps
from busel.desk.oversight import access_log
from busel.desk.oversight.auditing import make_auditors
from busel.desk.oversight.log_reports import read, read_log
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.registry.access_log import LogEnd
from busel.registry.keyring import Bundle
from busel.registry.root import Root
from busel.registry.statements import statement_fields
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import SessionEndedError, UnreachableError
from desk.conftest import MAZYR, POSTS, ZLOBIN
from desk.contacts.conftest import add, kavalou, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

FOREVER = 2**31 - 1


def logged(organisation: Organisation, arrive: Arrive, division: str) -> list[tuple[str, str, tuple[int, ...]]]:
    """Return what the auditor reads of a division: who, which deed, whom."""
    auditor = arrive("auditor")
    reading = read_log(auditor.session, organisation.journal(division))
    assert reading.findings == []
    return [(handle_of(organisation, one.account), one.deed, one.contacts) for one in reading.entries]


def handle_of(organisation: Organisation, account: bytes) -> str:
    accounts = [one.keyring.account.id for one in organisation.founded.accounts]
    return list(POSTS)[accounts.index(account)]


def rows(organisation: Organisation, division: str) -> int:
    return len(organisation.shelf._journals[organisation.journal(division)].log)


def search(desk: Desk, query: str) -> str:
    answer = desk.browser.post("/search", {"q": query})
    return words(desk.browser.get(answer["Location"]))


def test_a_persons_page_is_logged_once_for_whom_it_shows(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    before = rows(organisation, ZLOBIN)
    assert desk.browser.get(f"/contacts/{id_}").status_code == 200
    assert rows(organisation, ZLOBIN) == before + 1
    desk.browser.get(f"/contacts/{id_}/history")
    desk.browser.get(f"/contacts/{id_}/correct/names")
    assert logged(organisation, arrive, ZLOBIN) == [
        ("editor", "open_contact", (id_,)),
        ("editor", "open_history", (id_,)),
        ("editor", "open_contact", (id_,)),
    ]


def test_a_list_is_logged_once_for_each_division_of_which_it_shows_people(
    organisation: Organisation, arrive: Arrive
) -> None:
    desk = arrive("editor")
    here, there, other = (
        add(desk, division, given_be="Алесь", family_be="Савіч") for division in (ZLOBIN, MAZYR, MAZYR)
    )
    assert "Савіч" in search(desk, "Савіч")
    [(who, deed, found)] = logged(organisation, arrive, MAZYR)
    assert (who, deed, set(found)) == ("editor", "find_contacts", {there, other})
    assert logged(organisation, arrive, ZLOBIN) == [("editor", "find_contacts", (here,))]


def test_pages_without_people_are_not_logged(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    for path in ("/", "/find", "/letters", "/import", "/inbox/"):
        assert desk.browser.get(path).status_code == 200
    search(desk, "Nobody of that name")
    assert rows(organisation, ZLOBIN) == 0


def test_what_the_shelf_does_not_confirm_is_not_shown(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)

    def unreachable(*_arguments: object) -> None:
        raise UnreachableError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(organisation.shelf, "log", unreachable)
        answer = desk.browser.get(f"/contacts/{id_}")
        assert answer.status_code == 503
        assert "Кавалёў" not in answer.content.decode()
    assert desk.browser.get(f"/contacts/{id_}").status_code == 200
    assert logged(organisation, arrive, ZLOBIN) == [("editor", "open_contact", (id_,))]


def test_an_entry_that_was_laid_and_not_confirmed_leaves_a_whole_log(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    desk.browser.get(f"/contacts/{id_}")
    lay = organisation.shelf.log

    def lay_and_break(*arguments: object) -> None:
        lay(*arguments)  # type: ignore[arg-type]  # passed on as they came
        raise UnreachableError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(organisation.shelf, "log", lay_and_break)
        assert desk.browser.get(f"/contacts/{id_}").status_code == 503
    desk.browser.get(f"/contacts/{id_}")
    assert logged(organisation, arrive, ZLOBIN) == [("editor", "open_contact", (id_,))] * 3


def test_who_was_frozen_meanwhile_sees_nobody(
    organisation: Organisation, arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)

    def ended(*_arguments: object) -> None:
        raise SessionEndedError

    monkeypatch.setattr(organisation.shelf, "log", ended)
    answer = desk.browser.get(f"/contacts/{id_}")
    assert (answer.status_code, answer["Location"]) == (303, "/signed-out/ended")


def test_outside_of_a_page_it_is_logged_at_once(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    access_log.note(desk.session, "export_contacts", organisation.journal(ZLOBIN), [id_, 7], count=2)
    assert logged(organisation, arrive, ZLOBIN) == [("editor", "export_contacts", (id_, 7))]


def test_very_many_people_are_several_entries(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    access_log.note(desk.session, "export_contacts", organisation.journal(ZLOBIN), range(2_500))
    auditor = arrive("auditor")
    entries = list(read(auditor.session, organisation.journal(ZLOBIN), 0, FOREVER))
    assert [one.count for one in entries] == [1_000, 1_000, 500]
    assert {contact for one in entries for contact in one.contacts} == set(range(2_500))


def test_a_session_names_the_end_of_the_one_before(organisation: Organisation, arrive: Arrive) -> None:
    first = arrive("editor")
    id_ = kavalou(first, ZLOBIN)
    first.browser.get(f"/contacts/{id_}")
    first.session.save_keyring()
    again = arrive("editor")
    end = _end(again.session, organisation.journal(ZLOBIN))
    assert (end.number, end.place) == (0, 0)
    again.browser.get(f"/contacts/{id_}")
    assert logged(organisation, arrive, ZLOBIN) == [("editor", "open_contact", (id_,))] * 2
    organisation.shelf._journals[organisation.journal(ZLOBIN)].log.pop(0)
    auditor = arrive("auditor")
    assert read_log(auditor.session, organisation.journal(ZLOBIN)).findings


def _end(session: Session, journal: bytes) -> LogEnd:
    return session.keyring.logs[journal.hex()]


def test_nobody_but_auditors_and_coordinators_reads_a_log(organisation: Organisation, arrive: Arrive) -> None:
    for who in ("editor", "viewer", "administrator", "collector"):
        desk = arrive(who)
        with pytest.raises(PermissionError):
            read_log(desk.session, organisation.journal(ZLOBIN))


def test_no_administrator_adds_an_auditor(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    assert isinstance(organisation.shelf, MemoryShelf)
    before = access_log.auditors(desk.session)
    assert len(before) == 1
    other = fresh_account(organisation.founded.organisation, bytes(32), hour=1)
    [forged] = make_auditors(Root.new(), [other], organisation=organisation.founded.organisation, hour=1)
    Item.objects.create(division_id=1, kind="auditor", record=1, fields=statement_fields(forged))
    Item.objects.create(division_id=1, kind="auditor", record=2, fields={"statement": "not one"})
    assert access_log.auditors(desk.session) == before


def test_comparing_a_list_with_those_stored_is_logged(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    table = "Прозвішча;Імя;Тэлефон\nКавалёў;Сяргей;+375291234567\nНовы;Чалавек;+375291112233\n"
    wizard = steps.begin(desk.session, table.encode(), name="list.csv", division=_bundle(desk, ZLOBIN))
    assert wizard is not None
    steps.wait(wizard)
    steps.plan(desk.session, wizard)
    assert wizard.ended.wait(60)
    assert logged(organisation, arrive, ZLOBIN) == [("editor", "preview_import", (id_,))]


def _bundle(desk: Desk, name: str) -> Bundle:
    bundle = desk.session.keyring.named(name)
    assert bundle is not None
    return bundle


def test_who_is_likely_stored_already_is_logged_as_shown(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    form = typed(desk.browser.get("/contacts/add"))
    names = {"names-family_be": "Кавалёў", "names-given_be": "Сяргей"}
    page = words(desk.browser.post("/contacts/add", form | names | {"division": organisation.journal(ZLOBIN).hex()}))
    assert "Кавалёў Сяргей" in page
    assert logged(organisation, arrive, ZLOBIN) == [("editor", "find_contacts", (id_,))]


def test_a_list_of_telephones_alone_is_weighed_by_all_whom_it_finds(organisation: Organisation, arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    numbers = "Тэлефон\n+375291234567\n+375291112233\n"
    wizard = steps.begin(desk.session, numbers.encode(), name="list.csv", division=_bundle(desk, ZLOBIN))
    assert wizard is not None
    steps.wait(wizard)
    wizard.likely_out = True
    steps.plan(desk.session, wizard)
    assert wizard.ended.wait(60)
    assert wizard.plan is not None
    assert [one.row for one in wizard.plan.problems] == [2]
    found = read_log(arrive("auditor").session, organisation.journal(ZLOBIN)).entries
    assert [(one.deed, one.count) for one in found] == [("preview_import", 1)]
