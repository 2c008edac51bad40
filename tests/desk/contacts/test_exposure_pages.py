"""The exposure report on its page: by division, with the people to warn kept as a search, and what it does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.urls import reverse

from busel.desk.access.grants import revoke
from busel.desk.exposure import jobs
from busel.desk.journals.writing import write
from busel.desk.keys.rotation import rotate
from busel.desk.search.saved_searches import saved_search, saved_searches
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from desk.conftest import MAZYR, POSTS, REGION, ZLOBIN
from desk.contacts.conftest import KAVALOU, add, journal_of, kavalou, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.conftest import Arrive, Desk, Organisation


@pytest.fixture(autouse=True)
def _no_reports() -> Iterator[None]:
    yield
    jobs.forget()


def account(organisation: Organisation, who: str) -> bytes:
    return organisation.founded.accounts[list(POSTS).index(who)].keyring.account.id


def url(name: str, *arguments: object) -> str:
    return reverse(name, settings.KEYED_URLCONF, args=arguments)


def report_of(desk: Desk, whom: bytes, **days: str) -> Any:
    """Press the button on an account's page; return the page of the ready report."""
    answer = desk.browser.post(url("exposure_make", whom.hex()), days)
    assert answer.status_code == 303, words(answer)
    job = jobs.find_job(answer.headers["Location"].rsplit("/", 1)[1])
    assert job is not None
    assert job.ended.wait(20)
    return desk.browser.get(answer.headers["Location"])


def let_go(desk: Desk, organisation: Organisation, who: str, *divisions: str) -> None:
    for name in divisions:
        revoke(desk.session, journal_of(desk, name), account(organisation, who))
        rotate(desk.session, journal_of(desk, name))


def test_a_report_counts_by_division_whom_an_account_could_read(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    for name in (ZLOBIN, ZLOBIN, MAZYR):
        add(desk, name, family_be="Ліс")
    answer = report_of(desk, account(organisation, "editor"))
    assert [(row.could.count, row.opened.count, row.is_open) for row in answer.context["rows"]] == [
        (2, 0, True),
        (1, 0, True),
        (0, 0, True),
    ]
    assert answer.context["still_open"] == 3


def test_what_an_account_did_itself_stands_under_opened(arrive: Arrive, organisation: Organisation) -> None:
    editor = arrive("editor")
    kavalou(editor, ZLOBIN)
    desk = arrive("coordinator")
    add(desk, ZLOBIN, family_be="Бор")
    row = report_of(desk, account(organisation, "editor")).context["rows"][0]
    assert (row.could.count, row.opened.count, row.taken.count) == (2, 1, 0)


def test_whom_an_account_opened_the_access_log_tells(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    seen, _unseen = kavalou(desk, ZLOBIN), add(desk, ZLOBIN, family_be="Бор")
    viewer = arrive("viewer")
    assert viewer.browser.get(f"/contacts/{seen}").status_code == 200
    desk = arrive("coordinator")
    answer = report_of(desk, account(organisation, "viewer"))
    row = answer.context["rows"][0]
    assert (row.could.count, row.opened.count, row.taken.count) == (2, 1, 0)
    people = desk.browser.get(row.opened.url, follow=True).context["page"]
    assert [one.url for one in people] == [f"/contacts/{seen}"]
    assert answer.context["unknown"] == []


def test_a_number_leads_to_its_people(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    add(desk, MAZYR, family_be="Бор")
    row = report_of(desk, account(organisation, "viewer")).context["rows"][0]
    people = desk.browser.get(row.could.url, follow=True)
    assert people.context["page"].paginator.count == 1
    assert "Кавалёў" in words(people)


def test_the_people_to_warn_are_kept_in_each_division_for_itself(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    in_zlobin, in_mazyr = kavalou(desk, ZLOBIN), add(desk, MAZYR, family_be="Бор")
    let_go(desk, organisation, "editor", REGION, ZLOBIN, MAZYR)
    late = add(desk, MAZYR, family_be="Позні")
    answer = desk.browser.post(report_of(desk, account(organisation, "editor")).context["warn_url"], {"list": "could"})
    record = int(answer.headers["Location"].rsplit("/", 1)[1])
    held = dict(Item.objects.filter(kind="saved_search", record=record).values_list("division_id", "fields"))
    numbers = desk.session.numbers
    assert {number: fields["where"] for number, fields in held.items()} == {
        numbers[journal_of(desk, ZLOBIN)]: {"field": "people", "is": [in_zlobin]},
        numbers[journal_of(desk, MAZYR)]: {"field": "people", "is": [in_mazyr]},
    }
    page = desk.browser.get(answer.headers["Location"])
    assert (page.context["page"].paginator.count, late in page.context["page"]) == (2, False)
    assert saved_search(desk.session, record).title.startswith("Каго папярэдзіць: ")
    assert "пастаянны спіс: 2 чалавекі" in words(page)


def test_letters_can_be_written_to_the_people_to_warn(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    let_go(desk, organisation, "viewer", ZLOBIN)
    add(desk, ZLOBIN, family_be="Позні")
    answer = desk.browser.post(report_of(desk, account(organisation, "viewer")).context["warn_url"], {"list": "could"})
    record = answer.headers["Location"].rsplit("/", 1)[1]
    choices = dict(desk.browser.get(f"/letters?search={record}").context["form"].fields["where"].choices)
    assert choices[f"search:{record}"].endswith("(0–9)")


def test_an_account_that_still_reads_does_not_read_that_it_is_found_out(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    answer = desk.browser.post(report_of(desk, account(organisation, "viewer")).context["warn_url"], {"list": "could"})
    page = desk.browser.get(answer.headers["Location"])
    assert page.context["page"].paginator.count == 1
    assert "захаваны толькі для вас" in words(page)
    assert [saved.title for saved in saved_searches(arrive("viewer").session)] == []


def test_the_search_that_names_the_people_is_taken_away_everywhere(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    add(desk, MAZYR, family_be="Бор")
    let_go(desk, organisation, "editor", REGION, ZLOBIN, MAZYR)
    answer = desk.browser.post(report_of(desk, account(organisation, "editor")).context["warn_url"], {"list": "could"})
    desk.browser.post(f"{answer.headers['Location']}/delete", {"confirmed": "yes"})
    assert Item.objects.filter(kind="saved_search").count() == 0


def test_people_saved_from_a_list_of_ids_stay_with_who_saved_them(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    row = report_of(desk, account(organisation, "viewer")).context["rows"][0]
    results = desk.browser.get(row.could.url).headers["Location"]
    desk.browser.post(f"{results}/save", {"title": "Мае"})
    own = desk.session.numbers[desk.session.keyring.account.mailbox]
    assert list(Item.objects.filter(kind="saved_search").values_list("division_id", flat=True)) == [own]


def test_who_was_taken_out_since_is_shown_with_the_telephone(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    journal, contact, phone = journal_of(desk, ZLOBIN), 77, 78
    number = {"contact": contact, "number": "+375291234567"}
    write(
        desk.session,
        journal,
        "add_contact",
        [(contact, [Op("contact", contact, KAVALOU), Op("phone", phone, number)])],
    )
    gone = [Op("phone", phone, None, number), Op("contact", contact, None, KAVALOU)]
    write(desk.session, journal, "undo_change", [(contact, gone)])
    answer = report_of(desk, account(organisation, "viewer"))
    assert [(row.called.first, row.phones) for row in answer.context["removed"]] == [
        ("Кавалёў Сяргей", ("+375291234567",))
    ]
    assert answer.context["rows"][0].could.count == 1


def test_days_before_the_account_expose_nobody(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    answer = report_of(desk, account(organisation, "viewer"), since="01.01.2020", until="2020-01-02")
    assert answer.context["rows"] == []
    assert "Ніхто не раскрыты" in words(answer)


@pytest.mark.parametrize("days", [{"since": "32.01.2026"}, {"since": "02.01.2026", "until": "01.01.2026"}])
def test_days_that_are_none_are_asked_anew(arrive: Arrive, organisation: Organisation, days: dict[str, str]) -> None:
    answer = arrive("coordinator").browser.post(url("exposure_make", account(organisation, "viewer").hex()), days)
    assert answer.status_code == 200
    assert len(answer.context["form"].errors) == 1
    assert days["since"] in answer.content.decode()


def test_an_account_that_was_let_go_can_be_asked_still(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    kavalou(desk, ZLOBIN)
    let_go(desk, organisation, "viewer", ZLOBIN)
    (former,) = desk.browser.get("/exposed").context["former"]
    assert desk.browser.get(former.url).context["held"] == []
    answer = report_of(desk, account(organisation, "viewer"))
    assert [(row.could.count, row.is_open) for row in answer.context["rows"]] == [(1, False)]


def test_while_it_is_made_the_page_says_how_far_it_is(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("coordinator")
    jobs._one_at_a_time.acquire()
    try:
        answer = desk.browser.post(url("exposure_make", account(organisation, "viewer").hex()))
        page = desk.browser.get(answer.headers["Location"])
        assert page.headers["Refresh"] == f"1; url={answer.headers['Location']}"
        assert "Справаздача робіцца" in words(page)
    finally:
        jobs._one_at_a_time.release()
    job = jobs.find_job(answer.headers["Location"].rsplit("/", 1)[1])
    assert job.ended.wait(20)
    assert desk.browser.get(answer.headers["Location"]).context["rows"]


def test_a_report_that_is_kept_no_more_is_said_so(arrive: Arrive) -> None:
    desk = arrive("coordinator")
    for address in (url("exposure", "0" * 32), url("exposure_people", "0" * 32, "could", 0)):
        assert "Гэтай справаздачы тут ужо няма" in words(desk.browser.get(address, follow=True))
