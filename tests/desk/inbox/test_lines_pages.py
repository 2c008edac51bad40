"""Quick entry of a paper: a line a person; what is in order is stored or sent, the rest stays with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import add_contact
from busel.desk.inboxes.inbox import look_into_inboxes, open_entry
from busel.desk.people.entering import LINES_TYPED
from busel.desk.workspace.models import Contact, ExternalId, Phone, Tag
from busel.shelf.protocol import UnreachableError
from desk.conftest import MAZYR, ZLOBIN
from desk.inbox.conftest import typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

URL = "/entry/lines/"
SAME = {"written_in": "be", "settlement": "Жлобін", "district": "Žlobin district", "tags": "подпіс", "source": "Рынак"}


@pytest.fixture(autouse=True)
def a_new_paper() -> Iterator[None]:
    yield
    LINES_TYPED.forget()


def page(desk: Desk, organisation: Organisation, *lines: dict[str, str], **more: str) -> dict[str, str]:
    """Open the page and fill it in as a person does."""
    filled = typed(desk.browser.get(URL))
    filled |= SAME | {"division": organisation.journal(ZLOBIN).hex(), "sheet": "Р-12"} | more
    for at, line in enumerate(lines):
        filled |= {f"{at}-{name}": value for name, value in line.items()}
    return filled


def send(desk: Desk, filled: dict[str, str]) -> Any:
    return desk.browser.post(URL, filled)


VERA = {"family": "Кавалёва", "given": "Вера", "phones": "8 029 123-45-67", "street": "Савецкая 12-4"}
ALES = {"family": "Юрчук", "given": "Алесь", "birth": "1960"}


def test_an_editor_stores_all_lines_of_a_page_in_one_deed_with_what_is_the_same(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    answer = send(desk, page(desk, organisation, VERA, ALES))
    assert (answer.status_code, answer["Location"]) == (303, URL)
    assert "Дададзены 2 чалавекі." in words(desk.browser.get(URL))
    vera, ales = (Contact.objects.get(given_be=name) for name in ("Вера", "Алесь"))
    assert (vera.family_be, vera.source, vera.external_ids) == ("Кавалёва", "Рынак", ["Р-12/1"])
    assert (ales.birth, ales.external_ids) == ("1960", ["Р-12/2"])
    assert Phone.objects.get(contact=vera).number == "+375291234567"
    assert Tag.objects.filter(label__text="подпіс").count() == 2


def test_numbers_go_on_with_the_paper_and_begin_again_on_the_next_sheet(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    send(desk, page(desk, organisation, VERA, ALES))
    after = typed(desk.browser.get(URL))
    assert (after["0-number"], after["sheet"], after["settlement"], after["tags"]) == ("3", "Р-12", "Жлобін", "подпіс")
    send(desk, page(desk, organisation, {"family": "Новак"}, then="sheet"))
    after = typed(desk.browser.get(URL))
    assert (after["0-number"], after["sheet"]) == ("1", "Р-13")
    assert sorted(ExternalId.objects.values_list("value", flat=True)) == ["Р-12/1", "Р-12/2", "Р-12/3"]


def test_a_line_that_is_not_in_order_stays_where_it_stood_and_says_why(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    answer = send(desk, page(desk, organisation, VERA, ALES | {"birth": "31.02.1960"}, {"notes": "хто гэта?"}))
    said = words(answer)
    assert "Такога дня няма ў календары." in said
    assert "Патрэбнае імя на адной мове або тэлефон." in said
    assert [one.given_be for one in Contact.objects.all()] == ["Вера"]
    stands = typed(answer)
    assert (stands["0-family"], stands["1-birth"], stands["1-number"], stands["2-notes"]) == (
        "",
        "31.02.1960",
        "2",
        "хто гэта?",
    )
    assert stands["0-number"] == "4"
    assert "Тут засталіся 2 радкі" in said
    numbers = [int(line["number"].value()) for line in answer.context["lines"]]
    assert numbers == list(range(2, 12))  # what is to be mended stands first
    send(desk, stands | {"1-birth": "28.02.1960", "2-family": "Новак"})
    assert sorted(ExternalId.objects.values_list("value", flat=True)) == ["Р-12/1", "Р-12/2", "Р-12/3"]


def test_who_seems_to_be_stored_already_is_shown_first_and_added_on_a_nod(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    journal = organisation.journal(ZLOBIN)
    add_contact(desk.session, journal, person={"family_ru": "Ковалёва", "given_ru": "Вера"})
    answer = send(desk, page(desk, organisation, VERA, ALES))
    assert "Гэта не адзін з іх? Ковалёва Вера" in words(answer)
    assert Contact.objects.filter(family_be="Кавалёва").count() == 0
    assert Contact.objects.filter(family_be="Юрчук").count() == 1
    send(desk, typed(answer) | {"0-sure": "on"})
    assert Contact.objects.get(family_be="Кавалёва").external_ids == ["Р-12/1"]


def test_a_line_of_the_sheet_that_was_typed_before_is_shown_first(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    send(desk, page(desk, organisation, VERA))
    LINES_TYPED.keep({}, 1)
    answer = send(desk, page(desk, organisation, {"family": "Зусім", "given": "Іншая"}))
    assert "Гэты радок аркуша ўжо захаваны: Кавалёва Вера" in words(answer)
    assert Contact.objects.count() == 1


def test_a_page_that_is_pressed_twice_stores_its_people_once(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    filled = page(desk, organisation, VERA, ALES)
    assert [send(desk, filled).status_code for _ in range(2)] == [303, 303]
    assert Contact.objects.count() == 2


def test_who_only_sends_sends_one_envelope_and_learns_nothing_of_who_is_stored(
    arrive: Arrive, organisation: Organisation
) -> None:
    editor = arrive("editor")
    add_contact(editor.session, organisation.journal(ZLOBIN), person={"family_be": "Кавалёва", "given_be": "Вера"})
    desk = arrive("collector")
    filled = page(desk, organisation, VERA, ALES, {"notes": "хто гэта?"})
    answer = send(desk, filled)
    assert "Гэта не адзін з іх?" not in words(answer)
    assert typed(answer)["2-notes"] == "хто гэта?"
    session = arrive("editor").session
    (waiting,) = look_into_inboxes(session).envelopes.values()
    entry = open_entry(session, waiting)
    assert entry is not None
    assert [(one.contact.get("family_be"), one.place, one.contact["external_ids"]) for one in entry.people] == [
        ("Кавалёва", "Р-12/1", ["Р-12/1"]),
        ("Юрчук", "Р-12/2", ["Р-12/2"]),
    ]


def test_who_edits_one_division_and_reads_another_stores_there_and_sends_here(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("mixed")
    send(desk, page(desk, organisation, VERA))
    send(desk, page(desk, organisation, ALES, division=organisation.journal(MAZYR).hex()))
    assert [one.family_be for one in Contact.objects.all()] == ["Юрчук"]
    assert len(look_into_inboxes(arrive("editor").session).envelopes) == 1


def test_what_could_not_be_stored_stands_on_the_page(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    filled = page(desk, organisation, VERA)

    def away(*_args: Any, **_named: Any) -> None:
        raise UnreachableError

    with monkeypatch.context() as broken:
        broken.setattr(desk.session.shelf, "append", away)
        answer = send(desk, filled)
    assert "Цяпер захаваць не ўдалося." in words(answer)
    assert typed(answer)["0-family"] == "Кавалёва"
    send(desk, typed(answer))
    assert Contact.objects.count() == 1


def test_an_empty_page_asks_for_a_line(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("collector")
    assert "Яшчэ нічога не набрана." in words(send(desk, page(desk, organisation)))
