"""What people mistype, at the page where they type it: a clear sentence, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.inboxes.inbox import look_into_inboxes, open_entry
from busel.desk.people.entering import ENTERING, LINES_TYPED
from busel.desk.web import notices
from busel.desk.workspace.models import Contact
from busel.journal.deed import Op
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, elsewhere, fields_of, journal_of, records_of, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

LONGEST = 10_000


@pytest.fixture(autouse=True)
def a_new_paper() -> Iterator[None]:
    yield
    ENTERING.forget()
    LINES_TYPED.forget()


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    return arrive("editor")


def correct(desk: Desk, id_: int, section: str, **written: str) -> Any:
    """Type into a section of a person and save; names of fields as in the form, "__" for "-"."""
    url = f"/contacts/{id_}/correct/{section}"
    return desk.browser.post(url, typed(desk.browser.get(url)) | {n.replace("__", "-"): v for n, v in written.items()})


def one(desk: Desk, id_: int, kind: str) -> dict[str, Any]:
    [found] = records_of(desk, id_, kind).values()
    return {name: value for name, value in found.items() if name != "contact"}


def said(desk: Desk) -> str:
    return " ".join(str(one.text) for one in notices.take())


@pytest.mark.parametrize(
    "written", ["31.02.1960", "29.02.1961", "00.13.1960", "1960-02-31", "вясной 1960", "31.12.2999", "12.1850", "0"]
)
def test_a_day_that_never_was_is_refused_beside_its_field_and_stays_typed(desk: Desk, written: str) -> None:
    id_ = add(desk, ZLOBIN, family_be="Ліс", birth="1960")
    answer = correct(desk, id_, "more", more__birth=written, more__notes="Тое, што набіралі доўга.")
    assert answer.status_code == 200
    assert (typed(answer)["more-birth"], typed(answer)["more-notes"]) == (written, "Тое, што набіралі доўга.")
    assert answer.context["forms"][0].errors["birth"]
    assert fields_of(desk, id_) == {"family_be": "Ліс", "birth": "1960"}


@pytest.mark.parametrize("written", ["8029 12З-45-67", "тел. у суседкі", "+37529123456О", "12", "2-14-55 (пасля 18)"])
def test_a_telephone_with_letters_is_kept_as_written_and_the_page_says_that_it_cannot_be_dialled(
    desk: Desk, written: str
) -> None:
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    assert correct(desk, id_, "phones", phone__0__text=written).status_code == 303
    assert one(desk, id_, "phone") == {"written": written}
    page = words(desk.browser.get(f"/contacts/{id_}"))
    assert written in page


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("12а/3 корп.2", {"house": "12а/3", "building": "2"}),
        ("12А/3 корп 2", {"house": "12а/3", "building": "2"}),
        ("д. 5, кв. 7", {"house": "5", "flat": "7"}),
        ("5-7", {"house": "5", "flat": "7"}),
        ("ля крамы, блакітныя вароты", {"house": "ля крамы, блакітныя вароты"}),
        ("12 корп.2 корп.3", {"house": "12 корп.2 корп.3"}),
    ],
)
def test_a_house_is_taken_apart_where_it_can_be_and_else_kept_whole(
    desk: Desk, written: str, parts: dict[str, str]
) -> None:
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    assert correct(desk, id_, "addresses", address__0__house=written).status_code == 303
    assert one(desk, id_, "address") == parts


NOT_BEFORE = {"names__asked_former": "Ліс"}
"""The form has asked whether that was the surname before a marriage, and it was not."""


@pytest.mark.parametrize("sign", ["’", "ʼ", "'", "*", "`"])
def test_a_name_has_one_apostrophe_however_it_was_typed_and_is_found_by_each(desk: Desk, sign: str) -> None:
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    assert correct(desk, id_, "names", names__family_be=f"Лук{sign}янаў", **NOT_BEFORE).status_code == 303
    assert fields_of(desk, id_)["family_be"] == "Лук’янаў"
    for typed_so in ("Лук’янаў", "Лукʼянаў", "Лук'янаў", "Лук*янаў", "Лукянаў"):
        found = desk.browser.post("/search", {"q": typed_so}, follow=True)
        assert "Лук’янаў" in words(found), typed_so


def test_latin_letters_in_a_cyrillic_name_are_folded_and_said(desk: Desk) -> None:
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    notices.take()
    sent = {"names__given_be": "Дзмiтрый", "names__family_be": "Kавалёў"}
    assert correct(desk, id_, "names", **sent, **NOT_BEFORE).status_code == 303
    assert fields_of(desk, id_) == {"family_be": "Кавалёў", "given_be": "Дзмітрый"}
    told = said(desk)
    assert "«Дзмітрый»" in told
    assert "«Кавалёў»" in told


def test_latin_letters_in_a_place_and_a_street_are_folded_and_said(desk: Desk) -> None:
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    notices.take()
    sent = {"address__0__settlement_be": "Жлобiн", "address__0__street_be": "вул. Caвецкая"}
    assert correct(desk, id_, "addresses", **sent).status_code == 303
    assert one(desk, id_, "address") == {"settlement_be": "Жлобін", "street_be": "вул. Савецкая"}
    told = said(desk)
    assert "«Жлобін»" in told
    assert "«вул. Савецкая»" in told


def test_a_name_that_is_latin_stays_latin_and_nothing_is_said(desk: Desk) -> None:
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    notices.take()
    correct(desk, id_, "names", names__nickname="Max")
    assert fields_of(desk, id_)["nickname"] == "Max"
    assert "Max" not in said(desk)


@pytest.mark.parametrize("who", ["editor", "collector"])
def test_what_is_typed_from_paper_is_folded_and_said_too(arrive: Arrive, who: str) -> None:
    desk = arrive(who)
    notices.take()
    filled = typed(desk.browser.get("/entry/")) | {"division": journal_of(desk, ZLOBIN).hex()}
    answer = desk.browser.post("/entry/", filled | {"family": "Kавалёў", "given": "Дзмiтрый"})
    assert answer.status_code == 303
    assert "«Дзмітрый»" in said(desk)
    desk = arrive("editor")
    [waiting] = look_into_inboxes(desk.session).envelopes.values()
    entry = open_entry(desk.session, waiting)
    assert entry is not None
    assert {n: entry.people[0].contact[n] for n in ("family_be", "given_be")} == {
        "family_be": "Кавалёў",
        "given_be": "Дзмітрый",
    }


def test_a_line_from_paper_is_folded_and_said_too(desk: Desk) -> None:
    notices.take()
    filled = typed(desk.browser.get("/entry/lines/")) | {"division": journal_of(desk, ZLOBIN).hex(), "written_in": "be"}
    desk.browser.post("/entry/lines/", filled | {"0-family": "Kавалёў", "0-given": "Ян"})
    assert Contact.objects.get().family_be == "Кавалёў"
    assert "«Кавалёў»" in said(desk)


def test_a_note_of_ten_thousand_letters_is_kept_whole_and_a_longer_one_refused_with_all_of_it_in_the_form(
    desk: Desk,
) -> None:
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    longest = ("Доўгі радок пра сустрэчу. " * 400)[:LONGEST].rstrip().ljust(LONGEST, "!")
    assert correct(desk, id_, "more", more__notes=longest).status_code == 303
    assert fields_of(desk, id_)["notes"] == longest
    answer = correct(desk, id_, "more", more__notes=longest + "яшчэ")
    assert answer.status_code == 200
    assert typed(answer)["more-notes"] == longest + "яшчэ"
    assert fields_of(desk, id_)["notes"] == longest
    assert desk.browser.get(f"/contacts/{id_}").status_code == 200


def test_two_organisers_at_one_address_both_see_it_and_nothing_is_lost(desk: Desk, organisation: Organisation) -> None:
    id_ = add(desk, ZLOBIN, [("address", {"settlement_be": "Жлобін", "house": "5"})], family_be="Ліс")
    [record] = records_of(desk, id_, "address")
    url = f"/contacts/{id_}/correct/addresses"
    form = typed(desk.browser.get(url))
    theirs = Op("address", record, {"house": "7"}, {"house": "5"})
    elsewhere(organisation, "other editor", ZLOBIN, [theirs], subject=id_)
    answer = desk.browser.post(url, form | {"address-0-house": "9", "address-0-street_be": "вул. Лясная"})
    assert [(each.old, each.new) for each in answer.context["conflict"]] == [("5", "7")]
    assert one(desk, id_, "address")["house"] == "7"
    assert typed(answer)["address-0-street_be"] == "вул. Лясная"
    assert desk.browser.post(url, typed(answer)).status_code == 303
    assert one(desk, id_, "address") == {"settlement_be": "Жлобін", "street_be": "вул. Лясная", "house": "9"}
