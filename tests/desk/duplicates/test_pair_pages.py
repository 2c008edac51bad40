"""A pair on its page, what the old address of one of them leads to, and who finds the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.duplicates.review import REVIEW
from busel.desk.workspace.models import Contact
from busel.matching.outcomes import Outcome, PairKind, Point, Verdict
from desk.conftest import MAZYR
from desk.contacts.conftest import add, typed, words
from desk.duplicates.conftest import ABOUT_ANNA, ABOUT_HANNA, ANNA, HANNA

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    return arrive("editor")


def two(desk: Desk) -> tuple[int, int]:
    """Bring in a pair that was found."""
    one, other = add(desk, MAZYR, ABOUT_HANNA, **HANNA), add(desk, MAZYR, ABOUT_ANNA, **ANNA)
    key = min(one, other), max(one, other)
    agree, differ = (Point.GIVEN_SAME, Point.PHONE_SAME), (Point.FAMILY_DIFFERS,)
    REVIEW.lay([Verdict(*key, Outcome.REVIEW, 0.9, agree, differ, PairKind.SAME)])
    return key


def at(key: tuple[int, int], more: str = "") -> str:
    return f"/duplicates/{key[0]}/{key[1]}{more}"


def test_what_is_written_otherwise_is_the_same_and_a_year_does_not_differ_from_a_day_in_it(desk: Desk) -> None:
    key = two(desk)
    marks = {row.label: row.mark for row in desk.browser.get(at(key)).context["sides"]}
    assert (marks["Адрас"], marks["Дата нараджэння"], marks["Тэлефон"]) == ("same", "", "")
    assert (marks["Прозвішча па-беларуску"], marks["Імя па-беларуску"]) == ("differs", "same")


def test_the_address_of_the_record_that_went_leads_to_the_one_that_stands(desk: Desk) -> None:
    key = two(desk)
    page = desk.browser.get(at(key, "/merge"))
    assert "Кавалёва Ганна" in words(page)
    assert "Навік Ганна" in words(page)
    desk.browser.post(at(key, "/merge"), {**typed(page), "do": "merge"})
    stands = Contact.objects.get(pk__in=key).pk
    gone = next(one for one in key if one != stands)
    answer = desk.browser.get(f"/contacts/{gone}")
    assert answer["Location"] == f"/contacts/{stands}"
    assert "Запіс, які вы шукалі, аб’яднаны з гэтым." in words(desk.browser.get(f"/contacts/{stands}"))
    assert desk.browser.get("/contacts/17").status_code == 404


def test_who_edits_finds_the_way_to_duplicates_before_anybody_looked(arrive: Arrive) -> None:
    for role, ways in (("editor", 1), ("viewer", 0)):
        desk = arrive(role)
        for page in ("/", "/find"):
            assert desk.browser.get(page).content.decode().count('href="/duplicates/"') == ways
