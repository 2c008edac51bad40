"""What is added to a person from their page: a short form each, and back to where it stands."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from busel.desk.clock import today_iso
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import HOME, add, elsewhere, fields_of, kavalou, records_of, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


def post(desk: Desk, url: str, **more: object) -> str:
    """Fill the form of a page and send it; return where it leads."""
    form = typed(desk.browser.get(url))
    answer = desk.browser.post(url, form | {name.replace("__", "-"): value for name, value in more.items()})
    assert answer.status_code == 303, words(answer)
    return str(answer["Location"])


ONE_MORE = {
    "phone": ({"text": "+375 29 555-44-33", "type": "work"}, {"number": "+375295554433", "type": "work"}, "reach"),
    "email": ({"address": "a@Example.org"}, {"address": "a@example.org"}, "reach"),
    "messenger": ({"service": "signal", "name": "@a.01"}, {"service": "signal", "name": "@a.01"}, "reach"),
    "tag": ({"label": "хор", "value": "альт"}, {"label": "хор", "value": "альт", "day": today_iso()}, "tags"),
    "address": (
        {"settlement_be": "Вільня", "house": "12а/3 корп.2", "country": "LT", "postcode": "LT-01103"},
        {"settlement_be": "Вільня", "house": "12а/3", "building": "2", "country": "LT", "postcode": "LT-01103"},
        "where",
    ),
}


@pytest.mark.parametrize("kind", ONE_MORE)
def test_one_more_is_added_and_leads_back_to_its_place(arrive: Arrive, kind: str) -> None:
    typed_in, stored, place = ONE_MORE[kind]
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url = f"/contacts/{id_}/one-more/{kind}"
    form = typed(desk.browser.get(url)) | {f"{kind}-0-{name}": value for name, value in typed_in.items()}
    answer = desk.browser.post(url, form)
    assert (answer.status_code, answer["Location"]) == (303, f"/contacts/{id_}#s-{place}")
    assert list(records_of(desk, id_, kind).values()) == [{"contact": id_, **stored}]


@pytest.mark.parametrize("kind", ["phone", "email", "messenger", "tag", "address", "consent", "activity"])
def test_nothing_typed_is_asked_for_and_nothing_is_stored(arrive: Arrive, kind: str) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url = f"/contacts/{id_}/one-more/{kind}"
    answer = desk.browser.post(url, typed(desk.browser.get(url)))
    assert answer.status_code == 200
    assert any(form.errors for form in answer.context["forms"])
    assert records_of(desk, id_, kind) == {}


def test_a_day_that_does_not_exist_is_said_and_what_was_typed_stays(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url = f"/contacts/{id_}/one-more/consent"
    form = typed(desk.browser.get(url)) | {"consent-0-purpose": "лісты", "consent-0-day": "31.02.1960"}
    answer = desk.browser.post(url, form)
    page = answer.content.decode()
    assert "31.02.1960" in page
    assert "лісты" in page
    [drawn] = answer.context["forms"]
    assert list(drawn.errors) == ["day"]


def test_a_consent_says_who_took_it_down_and_is_said_loudly_once_taken_back(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    post(desk, f"/contacts/{id_}/one-more/consent", consent__0__purpose="лісты і званкі", consent__0__how="paper")
    [(record, stored)] = records_of(desk, id_, "consent").items()
    assert stored == {
        "contact": id_,
        "purpose": "лісты і званкі",
        "how": "paper",
        "day": today_iso(),
        "by": desk.session.account.hex(),
    }
    page = desk.browser.get(f"/contacts/{id_}")
    assert [one.state for one in page.context["consents"]] == ["counts"]
    assert "notice--warning" not in page.content.decode()
    post(desk, f"/contacts/{id_}/correct/consents", consent__0__withdrawn="01.06.2026")
    assert records_of(desk, id_, "consent") == {record: stored | {"withdrawn": "2026-06-01"}}
    page = desk.browser.get(f"/contacts/{id_}")
    assert [one.state for one in page.context["consents"]] == ["withdrawn"]
    assert "notice--warning" in page.content.decode()


def test_a_consent_whose_day_is_over_is_said_loudly(arrive: Arrive) -> None:
    desk = arrive("editor")
    yesterday = (dt.date.fromisoformat(today_iso()) - dt.timedelta(days=1)).isoformat()
    for until, state in ((yesterday, "over"), (today_iso(), "counts")):
        id_ = add(desk, ZLOBIN, [("consent", {"purpose": "лісты", "until": until})], family_be="Ліс")
        page = desk.browser.get(f"/contacts/{id_}")
        assert [one.state for one in page.context["consents"]] == [state]
        assert ("notice--warning" in page.content.decode()) == (state == "over")


def test_a_follow_up_stands_first_until_it_is_done(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    where = post(
        desk,
        f"/contacts/{id_}/one-more/activity",
        activity__0__type="call",
        activity__0__subject="пра сход",
        activity__0__due="01.02.2020",
    )
    assert where == f"/contacts/{id_}#s-done"
    [follow_up] = desk.browser.get(f"/contacts/{id_}").context["follow_ups"]
    assert (follow_up.due, follow_up.subject, follow_up.is_mine, follow_up.is_late) == (
        "2020-02-01",
        "пра сход",
        True,
        True,
    )
    assert desk.browser.post(follow_up.url).status_code == 303
    assert desk.browser.get(f"/contacts/{id_}").context["follow_ups"] == []
    [stored] = records_of(desk, id_, "activity").values()
    assert stored["done"] == today_iso()


def test_a_relationship_is_found_chosen_and_stands_on_both_pages(arrive: Arrive) -> None:
    desk = arrive("editor")
    son, mother = (
        add(desk, ZLOBIN, family_be="Кавалёў", given_be="Сяргей"),
        add(desk, ZLOBIN, family_be="Новік", given_be="Ганна"),
    )
    add(desk, MAZYR, family_be="Новік", given_be="Ганна")
    url = f"/contacts/{son}/relationships/add"
    looked = desk.browser.post(url, typed(desk.browser.get(url)) | {"q": "Новик", "since": "1990", "find": "yes"})
    assert [value for value, _words in looked.context["form"].fields["other"].choices] == [str(mother)]
    form = typed(looked)
    assert (form["q"], form["since"]) == ("Новик", "1990")
    answer = desk.browser.post(url, form | {"other": str(mother), "bond": "parent<"})
    assert (answer.status_code, answer["Location"]) == (303, f"/contacts/{son}#s-people")
    assert list(records_of(desk, mother, "relationship").values()) == [
        {"contact": mother, "other": son, "type": "parent", "since": "1990"}
    ]
    [hers] = desk.browser.get(f"/contacts/{mother}").context["related"]
    [his] = desk.browser.get(f"/contacts/{son}").context["related"]
    assert (hers.person.url, hers.word) == (f"/contacts/{son}", "сын або дачка")
    assert (his.person.url, his.word) == (f"/contacts/{mother}", "бацька або маці")
    assert "Новік Ганна" in words(desk.browser.get(f"/contacts/{son}/history"))
    form = typed(desk.browser.get(his.url))
    assert form["relationship-0-since"] == "1990"
    assert desk.browser.post(his.url, form | {"relationship-0-until": "31.02.2020"}).status_code == 200
    assert desk.browser.post(his.url, form | {"relationship-0-until": "02.2020"}).status_code == 303
    [hers] = desk.browser.get(f"/contacts/{mother}").context["related"]
    assert (hers.since, hers.until) == ("1990", "2020-02")
    gone = typed(desk.browser.get(his.url)) | {"relationship-0-remove": "on"}
    assert desk.browser.post(his.url, gone).status_code == 303
    assert desk.browser.get(f"/contacts/{mother}").context["related"] == []


def test_nobody_of_another_division_and_not_oneself_is_related(arrive: Arrive) -> None:
    desk = arrive("editor")
    here, there = add(desk, ZLOBIN, family_be="Ліс"), add(desk, MAZYR, family_be="Ліс")
    url = f"/contacts/{here}/relationships/add"
    for other in (here, there):
        answer = desk.browser.post(url, {"q": "Ліс", "other": str(other), "bond": "sibling"})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert records_of(desk, here, "relationship") == {}


def test_a_household_of_one_is_asked_about_first(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    url = f"/contacts/{id_}/household"
    sent = typed(desk.browser.get(url))
    answer = desk.browser.post(url, sent)
    assert (answer.status_code, answer.context["is_of_one"]) == (200, True)
    assert not Item.objects.filter(kind="household").exists()
    assert desk.browser.post(url, typed(answer) | {"sure": "yes"}).status_code == 303
    assert Item.objects.filter(kind="household").count() == 1


def test_a_household_is_made_of_those_with_the_same_address(arrive: Arrive) -> None:
    desk = arrive("editor")
    first = kavalou(desk, ZLOBIN)
    wife, stranger = (
        add(desk, ZLOBIN, [HOME], family_be="Кавалёва", given_be="Ганна"),
        add(desk, ZLOBIN, family_be="Ліс"),
    )
    add(desk, MAZYR, [HOME], family_be="Кавалёва")
    url = f"/contacts/{first}/household"
    page = desk.browser.get(url)
    assert [value for value, _words in page.context["form"].fields["who"].choices] == [str(wife)]
    assert typed(page)["title"] == "Кавалёў"
    assert post(desk, url, who=[str(wife)]) == f"/contacts/{first}#s-people"
    home = fields_of(desk, first)["household"]
    assert fields_of(desk, wife)["household"] == home
    shown = desk.browser.get(f"/contacts/{wife}").context["household"]
    assert (shown["title"], [tie.person.url for tie in shown["others"]]) == ("Кавалёў", [f"/contacts/{first}"])

    looked = desk.browser.post(url, typed(desk.browser.get(url)) | {"q": "Ліс", "find": "yes", "title": "Кавалёвы"})
    desk.browser.post(url, typed(looked) | {"who": [str(stranger)]})
    assert fields_of(desk, stranger)["household"] == home
    assert desk.browser.get(f"/contacts/{wife}").context["household"]["title"] == "Кавалёвы"

    for one in (first, wife, stranger):
        assert desk.browser.post(f"/contacts/{one}/household/leave").status_code == 303
    assert not Item.objects.filter(kind="household").exists()


def test_two_who_correct_the_same_phone_both_see_it_and_nothing_is_lost(
    organisation: Organisation, arrive: Arrive
) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    [(record, stored)] = records_of(desk, id_, "phone").items()
    url = f"/contacts/{id_}/correct/phones"
    form = typed(desk.browser.get(url))
    theirs = Op("phone", record, {"type": "home"}, {"type": None})
    elsewhere(organisation, "other editor", ZLOBIN, [theirs], subject=id_)
    answer = desk.browser.post(url, form | {"phone-0-type": "work"})
    assert answer.status_code == 200
    assert [str(line.new) for line in answer.context["conflict"]] == ["хатні"]
    assert records_of(desk, id_, "phone") == {record: stored | {"type": "home"}}
    assert desk.browser.post(url, typed(answer)).status_code == 303
    assert records_of(desk, id_, "phone") == {record: stored | {"type": "work"}}


def test_a_viewer_adds_nothing(arrive: Arrive) -> None:
    id_ = kavalou(arrive("editor"), ZLOBIN)
    desk = arrive("mixed")
    page = desk.browser.get(f"/contacts/{id_}").content.decode()
    assert "/one-more/" not in page
    for path in ("one-more/phone", "relationships/add", "household", "groups/join", "household/leave"):
        assert desk.browser.post(f"/contacts/{id_}/{path}", {"title": "x"}).status_code == 403, path


def test_a_name_with_a_latin_letter_is_folded_and_that_is_said(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Лукянаў")
    url = f"/contacts/{id_}/correct/names"
    form = typed(desk.browser.get(url)) | {"names-given_be": "Дзм" + "i" + "трый", "names-family_be": "Лук*янаў"}
    page = words(desk.browser.post(url, form, follow=True))
    assert (fields_of(desk, id_)["given_be"], fields_of(desk, id_)["family_be"]) == ("Дзмітрый", "Лук’янаў")
    assert "Яно захавана як «Дзмітрый»" in page


def test_ten_thousand_letters_are_kept_whole_and_one_more_is_refused(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    url = f"/contacts/{id_}/one-more/activity"
    long = "слова " * 1_666 + "слов"
    assert len(long) == 10_000
    assert desk.browser.post(url, typed(desk.browser.get(url)) | {"activity-0-details": long + "а"}).status_code == 200
    post(desk, url, activity__0__details=long)
    [stored] = records_of(desk, id_, "activity").values()
    assert stored["details"] == long
