"""After a page of lines: the other language's spelling is offered, and stored on a nod only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import add_contact, edit_contact
from busel.desk.people.editing import Edit
from busel.desk.people.entering import LINES_TYPED
from busel.desk.people.to_spell import REMEMBERED, TO_SPELL, confirming
from busel.desk.web import notices
from busel.desk.web.views import lines_spelt
from busel.desk.workspace.models import Contact
from busel.journal.deed import Op
from busel.shelf.protocol import UnreachableError
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import elsewhere
from desk.inbox.conftest import links, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

LINES = "/entry/lines/"
URL = "/entry/lines/spellings/"
VERA = {"family": "Кавалёва", "given": "Вера"}
ALES = {"family": "Юрчук", "given": "Алесь"}


@pytest.fixture(autouse=True)
def a_new_paper() -> Iterator[None]:
    notices.take()
    yield
    LINES_TYPED.forget()
    TO_SPELL.forget()


def store(desk: Desk, organisation: Organisation, *lines: dict[str, str], written_in: str = "be") -> None:
    """Type lines into the page and store them, as a person does."""
    filled = typed(desk.browser.get(LINES)) | {"division": organisation.journal(ZLOBIN).hex(), "written_in": written_in}
    for at, line in enumerate(lines):
        filled |= {f"{at}-{name}": value for name, value in line.items()}
    assert desk.browser.post(LINES, filled).status_code == 303


def ticks(answer: Any) -> dict[str, bool]:
    """Return the boxes of the page: value -> is it ticked?"""
    found = re.findall(r'name="keep" value="([^"]*)"( checked)?', answer.content.decode())
    return {value: bool(checked) for value, checked in found}


def keep(desk: Desk, answer: Any, *texts: str) -> Any:
    """Tick what is spelt so, untick all others, and press the button."""
    values = list(ticks(answer))
    return desk.browser.post(URL, {"shown": values, "keep": [one for one in values if one.split()[-1] in texts]})


def names(contact: Contact) -> tuple[str, str, str, str]:
    return contact.family_be, contact.given_be, contact.family_ru, contact.given_ru


def test_names_typed_in_one_language_are_told_on_the_next_lines_and_kept_as_confirmed_on_a_nod(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA, ALES)
    after = desk.browser.get(LINES)
    assert "4 імёны з толькі што дададзеных запісаны толькі на адной мове." in words(after)
    assert URL in links(after)
    page = desk.browser.get(URL)
    assert "Кавалёва Вера" in words(page)
    answer = desk.browser.post(URL, {"shown": list(ticks(page)), "keep": list(ticks(page))})
    assert (answer.status_code, answer["Location"]) == (303, LINES)
    vera, ales = (Contact.objects.get(given_be=name) for name in ("Вера", "Алесь"))
    assert names(vera) == ("Кавалёва", "Вера", "Ковалёва", "Вера")
    assert names(ales)[2:] == ("Юрчук", "Александр")
    assert (vera.suggested, ales.suggested) == ("", "")
    told = words(desk.browser.get(LINES))
    assert "Захаваны 4 напісанні." in told
    assert "на адной мове" not in told
    assert "Няма чаго прапанаваць" in words(desk.browser.get(URL))


def test_the_deed_is_the_members_own_correction_and_stands_in_the_persons_history(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA)
    before = desk.session.ledgers[organisation.journal(ZLOBIN)].link
    keep(desk, desk.browser.get(URL), "Ковалёва")
    after = desk.session.ledgers[organisation.journal(ZLOBIN)].link
    assert before is not None
    assert after is not None
    assert after.sequence == before.sequence + 1
    history = words(desk.browser.get(f"/contacts/{Contact.objects.get().id}/history"))
    assert "Прозвішча па-руску" in history
    assert "Ковалёва" in history


def test_what_is_likely_right_is_ticked_and_what_is_to_be_checked_is_not(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    store(desk, organisation, {"family": "Кавалёва", "given": "Зюзэта"})
    page = desk.browser.get(URL)
    assert {value.split()[-1][:2]: ticked for value, ticked in ticks(page).items()} == {"Ко": True, "Зю": False}
    assert "хутчэй за ўсё, правільна" in words(page)
    assert "праверце" in words(page)


def test_what_the_zone_has_learned_goes_first(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    add_contact(desk.session, organisation.journal(ZLOBIN), person={"family_be": "Баразна", "family_ru": "Барозна"})
    store(desk, organisation, {"family": "Баразна", "given": "Ян"})
    assert any(value.endswith(" Баразна Барозна") for value in ticks(desk.browser.get(URL)))


def test_what_stays_unticked_is_not_stored_and_not_asked_again(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA)
    answer = keep(desk, desk.browser.get(URL), "Ковалёва")
    assert answer["Location"] == LINES
    assert names(Contact.objects.get())[2:] == ("Ковалёва", "")
    assert ticks(desk.browser.get(URL)) == {}


def test_nothing_ticked_writes_nothing_and_says_so(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA)
    keep(desk, desk.browser.get(URL))
    assert names(Contact.objects.get())[2:] == ("", "")
    assert "Ніводнага напісання не захавана." in words(desk.browser.get(LINES))


def test_russian_lines_are_offered_in_belarusian(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    store(desk, organisation, {"family": "Щербаков", "given": "Игорь"}, written_in="ru")
    keep(desk, desk.browser.get(URL), "Шчарбакоў", "Ігар")
    assert names(Contact.objects.get()) == ("Шчарбакоў", "Ігар", "Щербаков", "Игорь")


def test_initials_and_nameless_lines_are_not_asked_about(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    store(desk, organisation, {"given": "А."}, {"phones": "8 029 123-45-67"})
    assert "на адной мове" not in words(desk.browser.get(LINES))
    assert "Няма чаго прапанаваць" in words(desk.browser.get(URL))


def test_a_name_that_was_corrected_meanwhile_is_not_written_and_shown_anew(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA)
    page = desk.browser.get(URL)
    contact = Contact.objects.get().id
    edit = Edit("contact", contact, {"family_be": "Кавалёва"}, {"family_be": "Баразна"})
    edit_contact(desk.session, organisation.journal(ZLOBIN), contact, edits=[edit])
    answer = keep(desk, page, "Ковалёва", "Вера")
    assert answer["Location"] == URL
    assert names(Contact.objects.get()) == ("Баразна", "Вера", "", "Вера")
    again = desk.browser.get(URL)
    assert "1 імя тым часам змянілася. Там нічога не запісана." in words(again)
    assert [value.split()[2:] for value in ticks(again)] == [["Баразна", "Борозна"]]


def test_a_name_that_somebody_else_filled_in_stays_theirs(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA)
    page = desk.browser.get(URL)
    contact = Contact.objects.get().id
    theirs = Op("contact", contact, {"family_ru": "Кавалева"}, {"family_ru": None})
    elsewhere(organisation, "other editor", ZLOBIN, [theirs], subject=contact)
    keep(desk, page, "Ковалёва", "Вера")
    assert names(Contact.objects.get())[2:] == ("Кавалева", "Вера")


def test_what_was_not_offered_is_not_written(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    known = add_contact(desk.session, organisation.journal(ZLOBIN), person={"family_be": "Баразна"})
    store(desk, organisation, VERA)
    typed_now = Contact.objects.get(given_be="Вера").id
    made_up = [
        f"{known} family_ru Баразна Борозна",
        f"{typed_now} family_ru Кавалёва Зусім",
        f"{typed_now} notes Кавалёва Ковалёва",
        "",
        "x",
    ]
    assert desk.browser.post(URL, {"shown": made_up, "keep": made_up}).status_code == 303
    assert [one.family_ru for one in Contact.objects.all()] == ["", ""]


def test_the_button_pressed_twice_keeps_once_and_complains_of_nothing(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA)
    page = desk.browser.get(URL)
    for _ in range(2):
        assert keep(desk, page, "Ковалёва", "Вера")["Location"] == LINES
    told = words(desk.browser.get(LINES))
    assert "Захаваны 2 напісанні." in told
    assert "тым часам" not in told
    assert "Ніводнага" not in told


def test_while_nothing_can_be_stored_the_ticks_stand(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA)
    page = desk.browser.get(URL)

    def away(*_args: Any, **_named: Any) -> None:
        raise UnreachableError

    with monkeypatch.context() as broken:
        broken.setattr(desk.session.shelf, "append", away)
        answer = keep(desk, page, "Ковалёва")
    assert answer.status_code == 200
    assert "Вашы адзнакі тут" in words(answer)
    assert {value.split()[-1]: ticked for value, ticked in ticks(answer).items()} == {"Ковалёва": True, "Вера": False}
    keep(desk, answer, "Ковалёва")
    assert names(Contact.objects.get())[2:] == ("Ковалёва", "")


def test_another_language_of_the_page_leaves_the_ticks(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    store(desk, organisation, VERA)
    values = list(ticks(desk.browser.get(URL)))
    answer = desk.browser.post(URL, {"shown": values, "keep": values[1:], "switch_language": "en"})
    assert list(ticks(answer).values()) == [False, True]
    assert "Keep these spellings" in words(answer)
    assert names(Contact.objects.get())[2:] == ("", "")


def test_many_names_come_page_by_page(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines_spelt, "AT_ONCE", 3)
    desk = arrive("editor")
    store(desk, organisation, VERA, ALES)
    page = desk.browser.get(URL)
    assert len(ticks(page)) == 3
    assert "Пасля іх будзе яшчэ 1 імя." in words(page)
    assert keep(desk, page, "Ковалёва", "Вера")["Location"] == URL
    assert [value.split()[-1] for value in ticks(desk.browser.get(URL))] == ["Александр"]


def test_a_collector_is_offered_nothing_and_has_no_such_page(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("collector")
    store(desk, organisation, VERA)
    assert "на адной мове" not in words(desk.browser.get(LINES))
    assert desk.browser.get(URL).status_code == 403


def test_people_of_a_division_that_is_only_sent_to_are_not_offered(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("mixed")
    filled = typed(desk.browser.get(LINES)) | {"written_in": "be", "0-family": "Юрчук"}
    desk.browser.post(LINES, filled | {"division": organisation.journal(ZLOBIN).hex()})
    assert ticks(desk.browser.get(URL)) == {}
    filled = typed(desk.browser.get(LINES)) | {"written_in": "be", "0-family": "Новак"}
    desk.browser.post(LINES, filled | {"division": organisation.journal(MAZYR).hex()})
    assert [value.split()[2] for value in ticks(desk.browser.get(URL))] == ["Новак"]


def test_an_old_mark_of_an_empty_field_does_not_doubt_what_was_looked_at(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    person = {"family_be": "Баразна", "given_ru": "Ян", "suggested": "family_ru given_ru"}
    id_ = add_contact(desk.session, organisation.journal(ZLOBIN), person=person)
    edit = confirming(id_, {"family_ru": "Борозна"})
    assert edit is not None
    assert edit.now == {"family_ru": "Борозна", "suggested": "given_ru"}
    edit_contact(desk.session, organisation.journal(ZLOBIN), id_, edits=[edit])
    assert Contact.objects.get().suggested == "given_ru"


def test_of_very_many_the_last_are_remembered(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    ids = [
        add_contact(desk.session, organisation.journal(ZLOBIN), person={"family_be": name})
        for name in ("Баразна", "Юрчук")
    ]
    TO_SPELL.note([ids[0], *range(1, REMEMBERED), ids[1]])
    assert [one.name for one in TO_SPELL.lacking(desk.session)] == ["Юрчук"]
