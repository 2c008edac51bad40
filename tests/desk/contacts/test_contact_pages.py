from __future__ import annotations

from typing import TYPE_CHECKING

from busel.desk.clock import today_iso
from busel.desk.people.person import person
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import KAVALOU, add, kavalou, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive


def test_a_persons_page_shows_everything_at_a_glance(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    page = words(desk.browser.get(f"/contacts/{id_}"))
    for shown in ("Кавалёў Сяргей", "Ковалёв Сергей Иванович", "+375 29 123-45-67", "Жлобін", "валанцёр"):
        assert shown in page, shown


def test_an_unknown_person_is_not_found(arrive: Arrive) -> None:
    assert arrive("editor").browser.get("/contacts/12345").status_code == 404


def test_a_name_is_corrected_and_the_rest_stays(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url = f"/contacts/{id_}/correct/names"
    form = typed(desk.browser.get(url))
    answer = desk.browser.post(url, form | {"names-family_be": "  Кавалеў "})
    assert (answer.status_code, answer["Location"]) == (303, f"/contacts/{id_}#s-top")
    found = person(desk.session, id_)
    assert found is not None
    assert found.contact == KAVALOU | {"family_be": "Кавалеў", "added": today_iso()}


def test_saving_what_is_the_same_writes_nothing(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    heads = desk.session.heads()
    for section in ("names", "phones", "addresses", "tags", "marks", "more"):
        url = f"/contacts/{id_}/correct/{section}"
        assert desk.browser.post(url, typed(desk.browser.get(url))).status_code == 303, section
    assert desk.session.heads() == heads


def test_a_viewer_sees_no_buttons_that_change(arrive: Arrive) -> None:
    desk = arrive("editor")
    there, here = kavalou(desk, ZLOBIN), add(desk, MAZYR, family_be="Ліс")
    desk = arrive("mixed")
    assert f"/contacts/{here}/correct/names" in desk.browser.get(f"/contacts/{here}").content.decode()
    page = desk.browser.get(f"/contacts/{there}")
    assert page.status_code == 200
    assert "/correct/" not in page.content.decode()
    assert desk.browser.get(f"/contacts/{there}/correct/names").status_code == 403
    assert desk.browser.post(f"/contacts/{there}/correct/names", {"names-family_be": "Іншы"}).status_code == 403


def test_a_collector_gets_one_answer_whoever_is_stored(arrive: Arrive) -> None:
    id_ = kavalou(arrive("editor"), ZLOBIN)
    browser = arrive("collector").browser
    answers = [browser.get(f"/contacts/{one}") for one in (id_, 12345)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert words(answers[0]) == words(answers[1])
