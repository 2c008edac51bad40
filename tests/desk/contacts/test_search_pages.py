from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from busel.desk.search.saved_searches import saved_searches
from busel.desk.workspace.models import Item
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, journal_of, kavalou, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk


def search(desk: Desk, **asked: Any) -> Any:
    """Post a search and go where it leads."""
    answer = desk.browser.post("/search", asked)
    assert answer.status_code == 303
    return desk.browser.get(answer["Location"])


def found(answer: Any) -> list[str]:
    """Return whom a result page names."""
    return [row.called.first for row in answer.context["page"]]


@pytest.mark.parametrize("query", ["Кавалёў", "ковалев сергей", "Kavaliou", "8 (029) 123-45-67", "375291234567"])
def test_a_person_is_found_in_every_language_and_by_telephone(arrive: Arrive, query: str) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    add(desk, MAZYR, family_be="Ліс")
    answer = search(desk, q=query)
    assert found(answer) == ["Кавалёў Сяргей"]
    assert "1 чалавек" in words(answer)


def test_what_is_searched_for_stands_in_no_address(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    where = desk.browser.post("/search", {"q": "Кавалёў", "settlement": "Жлобін"})["Location"]
    assert where.startswith("/results/")
    assert len(where) == len("/results/") + 24
    assert set(where.removeprefix("/results/")) <= set("0123456789abcdef")
    title = desk.browser.get(where).content.decode().split("<title>")[1].split("</title>")[0]
    assert title == "Вынікі пошуку"


def test_filters_narrow_and_chips_take_them_away(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    add(desk, ZLOBIN, [("tag", {"label": "валанцёр"})], family_be="Ліс")
    answer = search(desk, q="", tag="валанцёр", filled="phone")
    assert found(answer) == ["Кавалёў Сяргей"]
    assert [(chip.name, chip.value) for chip in answer.context["chips"]] == [("tag", "валанцёр"), ("filled", "phone")]
    left = search(desk, **{"from": answer.context["result_id"], "drop": "filled=phone"})
    assert found(left) == ["Кавалёў Сяргей", "Ліс"]


def test_the_marked_are_left_out_or_looked_for(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Бур", risk=True)
    add(desk, ZLOBIN, family_be="Ліс")
    assert found(search(desk, q="", without="risk")) == ["Ліс"]
    assert found(search(desk, q="", marked="risk")) == ["Бур"]


def test_a_region_covers_its_districts(arrive: Arrive) -> None:
    desk = arrive("editor")
    add(desk, ZLOBIN, family_be="Бур")
    add(desk, MAZYR, family_be="Ліс")
    assert found(search(desk, q="", division="Homieĺ region")) == ["Бур", "Ліс"]
    assert found(search(desk, q="", division=MAZYR)) == ["Ліс"]


def test_names_stand_in_the_order_of_the_alphabet(arrive: Arrive) -> None:
    desk = arrive("editor")
    for name in ("Яцук", "Іваноў", "Жук", "Ёрш", "Дзік"):
        add(desk, ZLOBIN, family_be=name)
    answer = search(desk, q="")
    assert found(answer) == ["Дзік", "Ёрш", "Жук", "Іваноў", "Яцук"]
    assert found(desk.browser.get(f"/results/{answer.context['result_id']}?sort=-name")) == [
        "Яцук",
        "Іваноў",
        "Жук",
        "Ёрш",
        "Дзік",
    ]


def test_a_page_holds_twenty_five(arrive: Arrive) -> None:
    desk = arrive("editor")
    for number in range(26):
        add(desk, ZLOBIN, family_be=f"Ліс{number:02}")
    answer = search(desk, q="")
    assert len(found(answer)) == 25
    assert found(desk.browser.get(f"/results/{answer.context['result_id']}?page=2")) == ["Ліс25"]


def test_a_page_of_results_costs_eight_queries_at_most_and_no_more_for_more_rows(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    asked = []
    for _people in range(2):
        url = desk.browser.post("/search", {"q": "Кавалёў"})["Location"]
        desk.browser.get(url)  # the first page of a session also asks who audits
        with CaptureQueriesContext(connection) as queries:
            assert desk.browser.get(url).status_code == 200
        asked.append(len(queries))
        kavalou(desk, ZLOBIN)
        kavalou(desk, MAZYR)
    assert asked[0] == asked[1]
    assert asked[0] <= 8


def test_a_result_that_is_gone_leads_to_the_search_page(arrive: Arrive) -> None:
    answer = arrive("editor").browser.get("/results/00", follow=True)
    assert answer.redirect_chain == [("/find", 303)]


def test_a_search_is_saved_where_it_finds_and_stays_live(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    asked = search(desk, q="", division=ZLOBIN, tag="валанцёр")
    answer = desk.browser.post(f"/results/{asked.context['result_id']}/save", {"title": "Валанцёры"})
    saved = desk.browser.get(answer["Location"])
    assert found(saved) == ["Кавалёў Сяргей"]
    number = desk.session.numbers[journal_of(desk, ZLOBIN)]
    assert list(Item.objects.filter(kind="saved_search").values_list("division_id", flat=True)) == [number]
    kavalou(desk, ZLOBIN)
    assert len(found(desk.browser.get(answer["Location"]))) == 2
    assert "Валанцёры 0–9" in words(desk.browser.get("/"))


def test_a_search_over_all_divisions_is_in_each_and_shown_once(arrive: Arrive) -> None:
    desk = arrive("editor")
    asked = search(desk, q="Кавалёў")
    desk.browser.post(f"/results/{asked.context['result_id']}/save", {"title": "Кавалёвы"})
    saved = saved_searches(desk.session)
    assert [(one.title, len(one.journals)) for one in saved] == [("Кавалёвы", 3)]
    assert saved[0].search.where == {"all": [{"field": "text", "is": "Кавалёў"}]}
    assert saved_searches(arrive("viewer").session)[0].title == "Кавалёвы"


def test_a_viewers_search_stays_the_viewers_own(arrive: Arrive) -> None:
    desk = arrive("viewer")
    asked = search(desk, q="Кавалёў")
    desk.browser.post(f"/results/{asked.context['result_id']}/save", {"title": "Мой пошук"})
    assert [one.journals for one in saved_searches(desk.session)] == [(desk.session.keyring.account.mailbox,)]
    assert saved_searches(arrive("editor").session) == []


def test_a_saved_search_goes_only_once_it_is_confirmed(arrive: Arrive) -> None:
    desk = arrive("editor")
    asked = search(desk, q="")
    url = desk.browser.post(f"/results/{asked.context['result_id']}/save", {"title": "Усе"})["Location"]
    asking = desk.browser.post(f"{url}/delete")
    assert "Усе" in words(asking)
    assert len(saved_searches(desk.session)) == 1
    assert desk.browser.post(f"{url}/delete", typed(asking) | {"confirmed": "yes"})["Location"] == "/find"
    assert saved_searches(desk.session) == []
