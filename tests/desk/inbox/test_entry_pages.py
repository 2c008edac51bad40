"""The collector's pages: one person after another from paper, receipts, and no word about who is stored."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import add_contact
from busel.desk.actions.entries import receipts
from busel.desk.inboxes.inbox import EntryPerson, look_into_inboxes, open_entry
from busel.desk.people.entering import ENTERING
from busel.desk.workspace.models import Contact
from busel.shelf.protocol import UnreachableError
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.inbox.conftest import without_token, words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from desk.conftest import Arrive, Desk, Organisation

LINE = {
    "family": " Кавалёва ",
    "given": "Вера",
    "patronymic": "Ігараўна",
    "phones": "8 029 123-45-67, 2-14-55",
    "birth": "02.1960",
    "street": "вул. Савецкая 12, кв. 4",
    "settlement": "Жлобін",
    "district": "Žlobin district",
    "tags": "валанцёр; подпіс",
    "source": "Рынак",
    "notes": "пасля 18",
    "written_in": "be",
}


def post(desk: Desk, organisation: Organisation, **typed: str) -> HttpResponse:
    data = {"division": organisation.journal(ZLOBIN).hex(), "written_in": "be", **typed}
    return desk.browser.post("/entry/", data)


def send_whole(desk: Desk, organisation: Organisation, **typed: str) -> HttpResponse:
    return post(desk, organisation, **(LINE | {"kept_as_written": LINE["phones"]} | typed))


def waiting_people(arrive: Arrive) -> list[EntryPerson]:
    session = arrive("editor").session
    entries = [open_entry(session, one) for one in look_into_inboxes(session).envelopes.values()]
    return [person for entry in entries if entry for person in entry.people]


def test_a_collectors_home_has_one_next_step_and_no_number(arrive: Arrive) -> None:
    page = arrive("collector").browser.get("/").content.decode()
    assert re.findall(r'<section class="next".*?href="([^"]+)"', page, re.DOTALL) == ["/entry/"]
    assert 'class="tiles"' not in page


def test_a_whole_line_is_sent_with_its_values_read(arrive: Arrive, organisation: Organisation) -> None:
    answer = send_whole(arrive("collector"), organisation)
    assert (answer.status_code, answer["Location"]) == (303, "/entry/")
    assert waiting_people(arrive) == [
        EntryPerson(
            {
                "family_be": "Кавалёва",
                "given_be": "Вера",
                "patronymic_be": "Ігараўна",
                "birth": "1960-02",
                "source": "Рынак",
                "notes": "пасля 18",
            },
            [
                ("phone", {"number": "+375291234567", "written": "8 029 123-45-67"}),
                ("phone", {"written": "2-14-55"}),
                (
                    "address",
                    {
                        "region": "Homieĺ region",
                        "district": "Žlobin district",
                        "settlement_be": "Жлобін",
                        "street_be": "вул. Савецкая",
                        "house": "12",
                        "flat": "4",
                    },
                ),
                ("tag", {"label": "валанцёр"}),
                ("tag", {"label": "подпіс"}),
            ],
        )
    ]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"family": "Ковалёва", "given": "Ирина"}, {"family_ru": "Ковалёва", "given_ru": "Ирина"}),
        ({"family": "Кавалёў", "written_in": "ru"}, {"family_be": "Кавалёў"}),
        ({"family": "Новак", "written_in": "be"}, {"family_be": "Новак"}),
        ({"family": "Новак", "written_in": "ru"}, {"family_ru": "Новак"}),
    ],
)
def test_a_name_goes_where_its_spelling_belongs(
    arrive: Arrive, organisation: Organisation, typed: dict[str, str], stored: dict[str, str]
) -> None:
    post(arrive("collector"), organisation, **typed)
    assert [person.contact for person in waiting_people(arrive)] == [stored]


def test_a_village_house_needs_no_street(arrive: Arrive, organisation: Organisation) -> None:
    post(arrive("collector"), organisation, family="Новак", settlement="Чырвоны Бераг", street="5-7")
    (person,) = waiting_people(arrive)
    assert person.about == [("address", {"settlement_be": "Чырвоны Бераг", "house": "5", "flat": "7"})]


def test_what_stays_the_same_alone_makes_no_address_of_a_district(arrive: Arrive, organisation: Organisation) -> None:
    post(arrive("collector"), organisation, family="Новак", district="Žlobin district")
    (person,) = waiting_people(arrive)
    assert person.about == []


def test_a_phone_that_cannot_be_dialled_is_said_once_and_kept_as_written(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("collector")
    first = post(desk, organisation, family="Новак", phones="2-14-55")
    assert first.status_code == 200
    assert 'name="kept_as_written" value="2-14-55"' in first.content.decode()
    assert 'aria-invalid="true"' in first.content.decode()
    assert "захаван" not in words(first)
    other = post(desk, organisation, family="Новак", phones="2-14-56", kept_as_written="2-14-55")
    assert other.status_code == 200
    again = post(desk, organisation, family="Новак", phones="2-14-56", kept_as_written="2-14-56")
    assert again.status_code == 303
    assert [person.about for person in waiting_people(arrive)] == [[("phone", {"written": "2-14-56"})]]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("birth", {"birth": "31.02.1960", "family": "Новак"}),
        ("birth", {"birth": "летам", "family": "Новак"}),
        ("family", {"notes": "без імя"}),
    ],
)
def test_a_line_that_cannot_be_is_refused_beside_its_field(
    arrive: Arrive, organisation: Organisation, field: str, typed: dict[str, str]
) -> None:
    desk = arrive("collector")
    page = post(desk, organisation, **typed).content.decode()
    assert f'<a href="#id_{field}">' in page
    assert re.search(rf'id="id_{field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="id_{field}"', page)
    for value in typed.values():
        assert value in page
    assert receipts(desk.session) == []


def test_what_stays_the_same_stays_and_the_person_goes(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("collector")
    send_whole(desk, organisation)
    page = desk.browser.get("/entry/").content.decode()
    form = page[page.index('<form class="form') : page.index("</form>", page.index('<form class="form'))]
    assert [LINE[name] in form for name in ("settlement", "tags", "source")] == [True, True, True]
    assert [LINE[name].strip() in form for name in ("family", "given", "patronymic", "notes", "phones")] == [False] * 5


def test_each_person_gets_the_next_number(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("collector")
    for family in ("Новак", "Юрчук", "Сідар"):
        post(desk, organisation, family=family)
    assert [fields["number"] for fields in receipts(desk.session)] == [3, 2, 1]
    session = arrive("editor").session
    entries = [open_entry(session, one) for one in look_into_inboxes(session).envelopes.values()]
    assert {one.number: one.people[0].contact["family_be"] for one in entries if one} == {
        1: "Новак",
        2: "Юрчук",
        3: "Сідар",
    }


def test_a_button_pressed_twice_sends_once(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("collector")
    for _press in range(2):
        assert post(desk, organisation, family="Новак", number="1").status_code == 303
    assert len(receipts(desk.session)) == 1


def test_another_person_on_a_page_that_was_gone_back_to_is_sent(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("collector")
    post(desk, organisation, family="Новак", number="1")
    post(desk, organisation, family="Юрчук", number="1")
    assert len(receipts(desk.session)) == 2


class Failing:
    """A shelf that puts the envelope in and then loses the answer, or does nothing at all, once."""

    def __init__(self, shelf: Any, call: str) -> None:
        self._shelf, self._call = shelf, call

    def __getattr__(self, name: str) -> Any:
        if name == self._call:
            self._call = ""
            raise UnreachableError
        return getattr(self._shelf, name)


@pytest.mark.parametrize("call", ["deposit", "append"])
def test_when_sending_fails_nothing_is_lost_and_nothing_comes_twice(
    arrive: Arrive, organisation: Organisation, call: str
) -> None:
    desk = arrive("collector")
    desk.session.shelf = Failing(desk.session.shelf, call)
    first = post(desk, organisation, family="Новак", number="1")
    assert (first.status_code, "Новак" in first.content.decode()) == (200, True)
    assert post(desk, organisation, family="Новак", number="1").status_code == 303
    assert [person.contact for person in waiting_people(arrive)] == [{"family_be": "Новак"}]


def test_a_division_of_others_cannot_be_chosen(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("collector")
    answer = post(desk, organisation, family="Новак", division=organisation.journal(MAZYR).hex())
    assert answer.status_code == 200
    assert receipts(desk.session) == []


def test_who_sends_to_several_divisions_chooses(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    page = desk.browser.get("/entry/").content.decode()
    for name in (REGION, ZLOBIN, MAZYR):
        assert f'value="{organisation.journal(name).hex()}"' in page
    post(desk, organisation, family="Новак", division=organisation.journal(MAZYR).hex())
    assert [one.division_name for one in look_into_inboxes(desk.session).envelopes.values()] == [MAZYR]


def test_receipts_tell_number_what_where_and_when_and_no_person(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("collector")
    send_whole(desk, organisation)
    told = words(desk.browser.get("/receipts/"))
    assert "№ 1 1 чалавек Жлобінскі раён" in told.replace("Гомельская вобласць / ", "")
    for value in ("Кавалёва", "1234567", "Рынак", "Савецкая"):
        assert value not in told


def test_the_empty_receipts_say_what_to_do(arrive: Arrive) -> None:
    assert 'class="empty"' in arrive("collector").browser.get("/receipts/").content.decode()


def test_neither_auditor_nor_administrator_enters_people(arrive: Arrive) -> None:
    for who in ("auditor", "administrator"):
        browser = arrive(who).browser
        assert [browser.get(url).status_code for url in ("/entry/", "/receipts/")] == [403, 403]


# T6: nothing that a collector can see or measure depends on who is stored.


KNOWN = {"family_be": "Кавалёва", "given_be": "Вера", "birth": "1960-02"}
PHONE = [("phone", {"number": "+375291234567"})]


class Noting:
    """A shelf that notes what is asked of it, and how much of it is sealed."""

    def __init__(self, shelf: Any) -> None:
        self._shelf = shelf
        self.calls: list[tuple[str, int]] = []

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._shelf, name)

        def noted(*arguments: Any) -> Any:
            self.calls.append((name, sum(len(getattr(one, "body", b"")) for one in arguments)))
            return call(*arguments)

        return noted


def conversation(arrive: Arrive, organisation: Organisation) -> list[bytes]:
    """Return all that a collector sees who types a person, wrongly and rightly, and walks through every page."""
    desk = arrive("collector")
    answers = [desk.browser.get("/"), desk.browser.get("/entry/")]
    answers += [post(desk, organisation, **(LINE | {"birth": "31.02.1960"})), post(desk, organisation, **LINE)]
    answers += [send_whole(desk, organisation), desk.browser.get("/entry/"), desk.browser.get("/receipts/")]
    answers += [desk.browser.get("/")]
    return [
        b"\n".join([str(sorted(answer.headers.items())).encode(), without_token(answer.content)]) for answer in answers
    ]


def test_answers_are_byte_equal_for_known_and_unknown_people(arrive: Arrive, organisation: Organisation) -> None:
    """The same collector says the same to a division without anybody, and to one that holds this very person."""
    before = organisation.shelf._lockers, organisation.shelf._journals
    copies = copy.deepcopy(before)
    unknown = conversation(arrive, organisation)
    assert b"1960" in unknown[2]

    organisation.shelf._lockers, organisation.shelf._journals = copies  # as if nothing had been sent
    editor = arrive("editor").session
    add_contact(editor, organisation.journal(ZLOBIN), person=KNOWN, about=PHONE)
    assert Contact.objects.count() == 1
    ENTERING.forget()
    known = conversation(arrive, organisation)
    assert Contact.objects.count() == 0
    assert known == unknown


def test_a_collectors_desk_asks_the_shelf_the_same_for_known_and_unknown_people(
    arrive: Arrive, organisation: Organisation
) -> None:
    """What is asked, in which order and how long it is: with it the time that an answer takes."""
    asked = []
    for stored in (False, True):
        if stored:
            add_contact(arrive("editor").session, organisation.journal(ZLOBIN), person=KNOWN, about=PHONE)
        ENTERING.forget()
        desk = arrive("collector")
        desk.session.shelf = Noting(desk.session.shelf)
        send_whole(desk, organisation)
        asked.append(desk.session.shelf.calls)
    assert asked[0] == asked[1]
    assert [name for name, _size in asked[0]] == ["fetch", "deposit", "append"]
