"""Streets, learned from the addresses of the zone: suggested, found and grouped in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.people.streets import meant_streets, other_spelling, place_names, streets_of
from busel.desk.search.conditions import ids_where
from busel.desk.search.find import find
from busel.desk.search.free_text import TEXTS
from busel.desk.search.spelt import SPELT
from busel.desk.web.forms.addresses import suggest_places
from busel.journal.deed import Op
from busel.names.streets import same_street
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, elsewhere, records_of, typed

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


def home(**fields: str) -> tuple[str, dict[str, Any]]:
    return "address", fields


def live(desk: Desk, division: str = ZLOBIN, **fields: str) -> int:
    return add(desk, division, [home(**fields)], family_be="Ліс")


@pytest.fixture
def zlobin(arrive: Arrive) -> Desk:
    """Return a desk whose lists write one street in four ways."""
    desk = arrive("editor")
    for _ in range(2):
        live(desk, settlement_be="Жлобін", street_be="вул. Савецкая", street_ru="ул. Советская", house="1")
    live(desk, settlement_ru="Жлобин", street_ru="Советская", house="2")
    live(desk, settlement_be="Жлобін", street_be="зав. Садовы", house="3")
    live(desk, MAZYR, settlement_be="Мазыр", street_be="вул. Лясная", street_ru="ул. Лесная", house="4")
    return desk


def test_a_place_has_its_streets_whatever_language_its_addresses_are_in(zlobin: Desk) -> None:
    assert zlobin.session
    streets = streets_of(place_names("", "Жлобин"))
    assert [(one.spelt("be"), one.spelt("ru"), one.count) for one in streets] == [
        ("вул. Савецкая", "ул. Советская", 3),
        ("зав. Садовы", "", 1),
    ]


@pytest.mark.parametrize(
    ("name", "language", "learned"),
    [
        ("савецкая", "ru", "ул. Советская"),
        ("ул. Советская", "be", "вул. Савецкая"),
        ("зав. Савецкі", "ru", ""),
        ("зав. Садовы", "ru", ""),
        ("Лясная", "ru", "ул. Лесная"),
        ("Зялёная", "ru", ""),
        ("", "ru", ""),
    ],
)
def test_a_spelling_is_learned_from_the_place_else_from_the_zone_and_never_made_up(
    zlobin: Desk, name: str, language: str, learned: str
) -> None:
    assert zlobin.session
    assert other_spelling(name, language, place_names("Жлобін", "")) == learned


def test_two_spellings_that_are_equally_frequent_suggest_nothing(zlobin: Desk) -> None:
    live(zlobin, MAZYR, settlement_be="Мазыр", street_be="вул. Лясная", street_ru="Лесная улица", house="4")
    assert other_spelling("вул. Лясная", "ru", place_names("Мазыр", "")) == ""


def test_the_form_offers_the_streets_of_its_place_and_fills_in_the_other_language_unsaved(zlobin: Desk) -> None:
    url = "/contacts/add"
    form = typed(zlobin.browser.get(url)) | {"address-0-settlement_be": "Жлобін", "address-0-street_be": "савецкая"}
    before = zlobin.session.heads()
    answer = zlobin.browser.post(url, form | {"suggest": "yes"})
    shown = typed(answer)
    assert (shown["address-0-settlement_ru"], shown["address-0-street_ru"]) == ("Жлобин", "ул. Советская")
    lists = re.findall(r'<datalist id="(streets-..)">(.*?)</datalist>', answer.content.decode())
    assert [(name, re.findall('value="([^"]*)"', inner)) for name, inner in lists] == [
        ("streets-be", ["вул. Савецкая", "зав. Садовы"]),
        ("streets-ru", ["ул. Советская"]),
    ]
    assert zlobin.session.heads() == before


def test_a_person_with_one_address_is_offered_the_streets_of_that_place(zlobin: Desk) -> None:
    id_ = live(zlobin, settlement_ru="Жлобин", house="7")
    page = zlobin.browser.get(f"/contacts/{id_}/one-more/address").content.decode()
    assert '<option value="вул. Савецкая">' in page
    assert "Лясная" not in page


def test_a_street_that_is_typed_in_one_language_finds_who_is_written_in_the_other(zlobin: Desk) -> None:
    one = live(zlobin, settlement_ru="Жлобин", street_ru="ул. Красноармейская", house="5")
    other = live(zlobin, settlement_be="Жлобін", street_be="Чырвонаармейская вул.", house="6")
    TEXTS.make_ready()
    for query in ("Чырвонаармейская", "красноармейская Жлобин", "КРАСНОАРМЕЙСКАЯ"):
        assert sorted(hit.contact for hit in find(query).hits) == sorted([one, other])
    for operator, value in (
        ("is", "вул. Чырвонаармейская"),
        ("words", "красноармейская"),
        ("any_of", ["Красноармейская"]),
    ):
        where = {"some": "address", "of": [{"field": "street", operator: value}]}
        assert sorted(ids_where(where)) == sorted([one, other])


def test_a_street_that_comes_later_is_learned_too(zlobin: Desk, organisation: Organisation) -> None:
    one = live(zlobin, settlement_be="Жлобін", street_be="вул. Вясёлкавая", house="5")
    TEXTS.make_ready()
    assert [hit.contact for hit in find("Радужная").hits] == [one]
    two = add(zlobin, ZLOBIN, family_be="Рак")
    theirs = Op("address", 77, {"contact": two, "street_ru": "ул. Радужная"})
    elsewhere(organisation, "other editor", ZLOBIN, [theirs], subject=two)
    zlobin.browser.get("/find")
    assert sorted(hit.contact for hit in find("Вясёлкавая").hits) == sorted([one, two])


def test_neighbours_are_proposed_for_a_household_whatever_language_their_address_is_in(zlobin: Desk) -> None:
    one = live(zlobin, settlement_be="Жлобін", street_be="вул. Савецкая", house="12", flat="5")
    other = live(zlobin, settlement_ru="г. Жлобин", street_ru="Советская", house="12", flat="5")
    live(zlobin, settlement_ru="Жлобин", street_ru="пер. Советский", house="12", flat="5")
    live(zlobin, settlement_ru="Мозырь", street_ru="Советская", house="12", flat="5")
    page = zlobin.browser.get(f"/contacts/{one}/household").content.decode()
    assert f'value="{other}"' in page
    assert page.count('type="checkbox"') == 1
    assert records_of(zlobin, other, "address")


def test_a_street_by_a_persons_name_is_found_with_initials_and_without(zlobin: Desk) -> None:
    ids = {live(zlobin, settlement_be="Жлобін", street_be="вул. Якуба Коласа", house=str(house)) for house in (1, 2)}
    ids.add(live(zlobin, settlement_ru="Жлобин", street_ru="ул. Коласа", house="3"))
    other = live(zlobin, settlement_ru="Жлобин", street_ru="ул. М. Дворникова", house="4")

    def who(street: str) -> list[int]:
        return sorted(ids_where({"some": "address", "of": [{"field": "street", "is": street}]}))

    assert (who("Я. Коласа"), who("вул. Дворнікава"), who("вул. С. Дворнікава")) == (sorted(ids), [other], [])


def test_a_street_with_a_typo_is_told_what_may_be_meant(zlobin: Desk) -> None:
    assert zlobin.session
    assert same_street(SPELT.meant_streets("вул. Савейская")[0], "вул. Савецкая")
    assert SPELT.meant_streets("вул. Савецкая") == ()
    assert SPELT.meant_streets("вул. Чыгуначная") == ()
    assert SPELT.meant_streets("") == ()


def test_a_place_or_street_with_a_typo_is_kept_as_typed_and_what_may_be_meant_is_told(zlobin: Desk) -> None:
    id_ = add(zlobin, ZLOBIN, [], family_be="Ліс")
    page = typed(zlobin.browser.get(f"/contacts/{id_}/one-more/address"))
    sent = {"address-0-settlement_be": "Жлобен", "address-0-street_be": "вул. Лясная", "address-0-house": "5"}
    assert zlobin.browser.post(f"/contacts/{id_}/one-more/address", page | sent).status_code == 303
    told = zlobin.browser.get(f"/contacts/{id_}", headers={"accept-language": "be"}).content.decode()
    assert "Жлобен" in told
    assert "Жлобін" in told[told.index("Жлобен") : told.index("Жлобен") + 300]
    assert [one["settlement_be"] for one in records_of(zlobin, id_, "address").values()] == ["Жлобен"]


def test_a_street_that_one_of_the_place_bears_is_not_doubted(zlobin: Desk) -> None:
    assert zlobin.session
    here = place_names("Жлобін", "")
    assert [same_street(one, "ул. Советская") for one in meant_streets("вул. Савейская", here)][:1] == [True]
    assert meant_streets("Советская", here) == []
    assert meant_streets("вул. Лясная", here) == []


def test_what_no_table_and_nobody_here_tells_is_suggested_by_rule_and_said_to_be_a_guess(zlobin: Desk) -> None:
    assert zlobin.session
    asked = {"settlement_be": "Мазыр", "street_be": "зав. 2-і Прывольны"}
    found = suggest_places(asked)
    assert {name: one.text for name, one in found.items()} == {
        "settlement_ru": "Мозырь",
        "street_ru": "пер. 2-й Привольный",
    }
    assert [found[name].is_likely for name in ("settlement_ru", "street_ru")] == [True, False]
