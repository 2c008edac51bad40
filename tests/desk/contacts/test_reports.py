"""Reports: growth, districts on a map of tiles, and what can be mended; each number leads to just so many people."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import edit_contact
from busel.desk.actions.entries import send_entry
from busel.desk.clock import today_iso
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.entry import Entry, EntryPerson
from busel.desk.people.editing import Edit
from busel.desk.reports.growth import MONTHS, growth
from busel.desk.reports.quality import CHECKS, fill_rates
from busel.desk.web.quality_words import CHECK_WORDS
from busel.desk.workspace.models import Contact
from busel.names.places import divisions, tiles
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import KAVALOU, PHONE, add, journal_of, kavalou, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

QUALITY = "/reports/quality/"


def found_at(desk: Desk, url: str) -> int:
    """Return how many people a number's link leads to."""
    answer = desk.browser.get(url)
    assert answer.status_code == 303
    return int(desk.browser.get(answer["Location"]).context["page"].paginator.count)


@pytest.fixture
def people(arrive: Arrive) -> Desk:
    """Somebody with everything, and others who each lack something."""
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    add(desk, ZLOBIN, [("phone", {"written": "2-14-55"})], family_be="Ліс")
    add(desk, ZLOBIN, [("address", {"settlement_be": "Няіснаводск", "house": "1"})], family_ru="Лис")
    add(desk, MAZYR, [("address", {"region": "Homieĺ region", "district": "Mazyr district"})], family_be="Воўк")
    return desk


def test_each_number_of_the_board_leads_to_just_so_many_people(people: Desk) -> None:
    page = people.browser.get(QUALITY)
    mend, filled = page.context["mend"], page.context["filled"]
    assert {str(one["title"]): one["count"] for one in mend}
    for one in mend:
        assert found_at(people, one["url"]) == one["count"], one["title"]
    lacking = {one["label"]: (one["lacks"], one["url"]) for one in filled if one["lacks"]}
    assert len(lacking) > 10
    for label, (lacks, url) in lacking.items():
        assert found_at(people, url) == lacks, label


def test_the_people_behind_a_number_stand_under_the_words_of_what_was_asked(people: Desk) -> None:
    for url, title in [
        ("/reports/quality/mend/bad-phone/0", str(CHECK_WORDS["bad-phone"][0])),
        ("/reports/quality/lack/email/0", "Не запоўнена: Эл. пошта"),
    ]:
        answer = people.browser.get(people.browser.get(url)["Location"])
        assert f"<h1>{title}</h1>" in answer.content.decode()
        assert answer.context["lines"] == []


def test_the_board_finds_what_is_wrong(people: Desk) -> None:
    counts = {key: count for key, count in _mend(people).items() if count}
    assert counts["unreachable"] == 1  # only a telephone that cannot be dialled
    assert counts["bad-phone"] == 1
    assert counts["unknown-place"] == 1
    assert counts["one-language"] == 3
    assert "overdue" not in counts


def _mend(desk: Desk, url: str = QUALITY) -> dict[str, int]:
    return {one["url"].split("/")[-2]: one["count"] for one in desk.browser.get(url).context["mend"]}


def test_one_division_is_shown_alone(people: Desk) -> None:
    number = people.session.numbers[journal_of(people, MAZYR)]
    assert _mend(people, f"{QUALITY}{number}")["one-language"] == 1
    assert {one.people for one in fill_rates(number)} == {1}
    assert people.browser.get(f"{QUALITY}999").status_code == 404


def test_a_follow_up_whose_day_has_passed_is_told(people: Desk) -> None:
    person = Contact.objects.get(family_be="Ліс")
    activity = {"type": "call", "day": "2026-01-01", "due": "2026-01-02", "subject": "х"}
    edit_contact(people.session, journal_of(people, ZLOBIN), person.pk, edits=[Edit("activity", 0, None, activity)])
    assert _mend(people)["overdue"] == 1


def test_shares_are_of_all_people_and_never_rounded_up(people: Desk) -> None:
    rates = {one.kept.key: one for one in fill_rates()}
    assert (rates["family_be"].filled, rates["family_be"].people, rates["family_be"].share) == (3, 4, 75)
    assert rates["phone"].filled == 2 - 1  # one number cannot be dialled: the field holds nothing


def test_growth_counts_every_person_once(people: Desk) -> None:
    months = growth()
    assert (len(months), months[-1].month) == (MONTHS, today_iso()[:7])
    assert (months[-1].came, months[-1].in_all) == (4, 4)
    assert months[0].in_all == 0
    Contact.objects.filter(family_be="Ліс").update(added="")
    assert (growth()[0].in_all, growth()[-1].in_all) == (1, 4)


def test_home_says_how_many_came_lately(people: Desk) -> None:
    Contact.objects.filter(family_be="Ліс").update(added="2020-01-01")
    stats = people.browser.get("/").context["stats"]
    assert [stat.value for stat in stats if stat.url == "/reports/"] == [3]


def test_every_district_has_a_tile_of_its_own() -> None:
    squares = [(tile.column, tile.row) for tile in tiles()]
    assert len(squares) == len(set(squares))
    districts = {one.en for one in divisions() if one.parent}
    assert {tile.division.en for tile in tiles()} == districts | {"Minsk city"}


def test_a_tile_leads_to_the_people_of_its_district(people: Desk) -> None:
    tile = next(one for one in people.browser.get("/reports/").context["map"] if one.name.startswith("Мазырскі"))
    assert (tile.people, tile.shade) == (1, 5)
    assert found_at(people, tile.url) == 1
    assert people.browser.get("/reports/districts/1/1").status_code == 404


def test_an_empty_zone_says_what_the_page_will_show(arrive: Arrive) -> None:
    page = arrive("editor").browser.get("/reports/")
    assert 'class="empty"' in page.content.decode()
    assert "Тут пакуль нікога няма" in words(page)


def test_what_there_is_not_leads_nowhere(people: Desk) -> None:
    for url in ("lack/nothing/0", "mend/nothing/0", "other/family_be/0", "mend/silent/999"):
        assert people.browser.get(f"{QUALITY}{url}").status_code == 404


def test_every_check_has_words() -> None:
    assert set(CHECK_WORDS) == set(CHECKS)


def test_no_address_of_the_board_holds_a_name(people: Desk) -> None:
    page: Any = people.browser.get(QUALITY).content.decode()
    assert all(re.fullmatch(r"[\w/-]*", url) for url in re.findall(r'href="(/reports/[^"]*)"', page))


def test_the_board_says_how_long_the_inbox_has_waited_and_who_in_it_is_likely_stored(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    kavalou(arrive("editor"), ZLOBIN)
    collector = arrive("collector").session
    now = time.time()
    hours_ago(monkeypatch, now, 5 * 24 + 1)
    known = EntryPerson({name: KAVALOU[name] for name in ("family_be", "given_be")}, [PHONE])
    send_entry(collector, organisation.journal(ZLOBIN), Entry([known]))
    hours_ago(monkeypatch, now, 0)
    desk = arrive("editor")
    try:
        waits = {str(one.title): one for one in desk.browser.get(QUALITY).context["waits"]}
        assert (waits["Ва ўваходных"].count, waits["Ва ўваходных"].url) == (1, "/inbox/")
        assert str(waits["Ва ўваходных"].text) == "Найстарэйшы канверт чакае 5 дзён."
        assert waits["Магчымыя дублікаты"].count == 1
        other = desk.session.numbers[journal_of(desk, MAZYR)]
        assert desk.browser.get(f"{QUALITY}{other}").context["waits"] == []
        assert arrive("viewer").browser.get(QUALITY).context["waits"] == []
    finally:
        INBOX.forget()


def hours_ago(monkeypatch: pytest.MonkeyPatch, now: float, hours: int) -> None:
    monkeypatch.setattr("busel.desk.clock.time", SimpleNamespace(time=lambda: now - hours * 3600))
