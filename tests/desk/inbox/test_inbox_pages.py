"""The editor's pages: what waits, who is in it, accepting, correcting and rejecting, each once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import add_contact
from busel.desk.actions.entries import accept_entry, contact_ids
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.inbox import EntryPerson, look_into_inboxes
from busel.desk.workspace.models import Address, Contact, Item, Phone
from busel.shelf.protocol import Envelope
from desk.conftest import ZLOBIN
from desk.inbox.conftest import ALES, IHAR, VERA, links, send, typed, words
from fixtures.words import say

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


def opened(arrive: Arrive, who: str = "editor") -> Desk:
    """Sign in and look into the inbox."""
    desk = arrive(who)
    assert desk.browser.get("/inbox/").status_code == 200
    return desk


def names() -> list[str]:
    return sorted(f"{be or ru}" for be, ru in Contact.objects.values_list("family_be", "family_ru"))


def test_an_empty_inbox_says_what_it_is_for(arrive: Arrive) -> None:
    page = arrive("editor").browser.get("/inbox/").content.decode()
    assert 'class="empty"' in page


def test_the_list_says_who_sent_what_where_and_what_to_look_at(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    many = send(arrive, organisation, IHAR, ALES, source="тэлефон.vcf")
    desk = arrive("editor")
    answer = desk.browser.get("/inbox/")
    handle = organisation.founded.accounts[5].credentials.handle
    told = words(answer)
    assert told[: told.index("1–2")].count(handle) == 2
    assert told.count("Жлобінскі раён") == 2
    assert ("Кавалёва Вера" in told, "1 праблема" in told) == (True, True)
    assert {f"/inbox/{name}/", f"/inbox/{many}/"} < set(links(answer))


def test_the_count_stands_in_the_frame_from_the_home_page_on(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    send(arrive, organisation, IHAR, ALES)
    page = arrive("editor").browser.get("/").content.decode()
    assert '<span class="count">2<' in page
    assert 'href="/inbox/"' in page


@pytest.mark.parametrize("who", ["collector", "viewer", "administrator", "auditor"])
def test_nobody_without_an_inbox_key_opens_the_pages(arrive: Arrive, organisation: Organisation, who: str) -> None:
    name = send(arrive, organisation, VERA)
    browser = arrive(who).browser
    urls = [
        "/inbox/",
        *(f"/inbox/{name}/{rest}" for rest in ("", "decide", "done", "correct/0")),
        f"/inbox/doubtful/{name}",
    ]
    assert [browser.get(url).status_code for url in urls] == [403] * 6
    assert browser.post(f"/inbox/{name}/", {"alone": "accept"}).status_code == 403


def test_the_page_of_one_person_shows_all_that_was_entered(arrive: Arrive, organisation: Organisation) -> None:
    whole = EntryPerson(
        {"family_be": "Кавалёва", "birth": "1960-02", "notes": "пасля 18", "source": "Рынак", "sex": "f", "risk": True},
        [
            ("phone", {"number": "+375291234567", "written": "8029 1234567"}),
            ("email", {"address": "vera@example.org"}),
            ("address", {"district": "Žlobin district", "settlement_be": "Жлобін", "street_be": "Мира", "house": "5"}),
            ("tag", {"label": "участак", "value": "17"}),
            ("activity", {"type": "note", "day": "2026-11-20", "subject": "сустрэча"}),
        ],
    )
    name = send(arrive, organisation, whole)
    told = words(opened(arrive).browser.get(f"/inbox/{name}/"))
    handle = organisation.founded.accounts[5].credentials.handle
    for shown in (
        f"Ад {handle}, куды: Гомельская вобласць / Жлобінскі раён",
        "квітанцыя № 1",
        "Кавалёва",
        "люты 1960",
        "пасля 18",
        "Рынак",
        "жанчына",
        "Не падыходзіць",
        "+375 29 123-45-67",
        "8029 1234567",
        "vera@example.org",
        "Мира, 5",
        "Жлобін",
        "Жлобінскі раён",
        "участак: 17",
        "сустрэча",
    ):
        assert shown in told, shown


def test_accepting_one_person_is_one_press_and_leads_to_the_person(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    desk = opened(arrive)
    answer = desk.browser.post(f"/inbox/{name}/", {"alone": "accept"})
    assert (answer.status_code, answer["Location"]) == (303, f"/inbox/{name}/done")
    person = Contact.objects.get()
    assert (person.family_be, person.birth) == ("Кавалёва", "1960-02")
    done = desk.browser.get(answer["Location"])
    assert f"/contacts/{person.pk}" in links(done)
    assert desk.browser.get(f"/contacts/{person.pk}").status_code == 200


def test_the_history_says_who_accepted(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    desk = opened(arrive)
    desk.browser.post(f"/inbox/{name}/", {"alone": "accept"})
    told = words(desk.browser.get(f"/contacts/{Contact.objects.get().pk}/history"))
    assert desk.session.keyring.account.handle in told


def test_rejecting_is_confirmed_first(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    desk = opened(arrive)
    answer = desk.browser.post(f"/inbox/{name}/", {"alone": "reject"})
    asked = desk.browser.get(answer["Location"])
    assert len(look_into_inboxes(desk.session).envelopes) == 1
    desk.browser.post(answer["Location"], typed(asked))
    assert look_into_inboxes(desk.session).envelopes == {}
    assert Contact.objects.count() == 0


def test_correcting_stays_on_the_desk_until_it_is_accepted(arrive: Arrive, organisation: Organisation) -> None:
    kept = EntryPerson(
        {"family_ru": "Щербаков", "given_ru": "Игорь", "no_calls": True, "notes": "сястра"},
        [("phone", {"written": "2-14-55"}), ("activity", {"type": "note", "day": "2026-11-20"})],
    )
    name = send(arrive, organisation, kept)
    desk = opened(arrive)
    form = typed(desk.browser.get(f"/inbox/{name}/correct/0"))
    assert form["names-family_ru"] == "Щербаков"
    answer = desk.browser.post(
        f"/inbox/{name}/correct/0", form | {"names-family_be": "Шчарбакоў", "phone-0-text": "8 029 765 43 21"}
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/inbox/{name}/?page=1")
    assert Contact.objects.count() == 0
    desk.browser.post(f"/inbox/{name}/", {"alone": "accept"})
    person = Contact.objects.get()
    assert (person.family_be, person.family_ru, person.no_calls, person.notes) == (
        "Шчарбакоў",
        "Щербаков",
        True,
        "сястра",
    )
    assert list(Phone.objects.values_list("number", "written")) == [("+375297654321", "8 029 765 43 21")]


def test_a_correction_that_changes_nothing_stores_what_came(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    desk = opened(arrive)
    desk.browser.post(f"/inbox/{name}/correct/0", typed(desk.browser.get(f"/inbox/{name}/correct/0")))
    work = INBOX.work(desk.session, name)
    assert work is not None
    assert work.people == [VERA]


def test_a_correction_that_leaves_nobody_is_refused(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, ALES)
    desk = opened(arrive)
    form = typed(desk.browser.get(f"/inbox/{name}/correct/0"))
    empty = {"names-family_be": "", "names-given_be": ""}
    assert desk.browser.post(f"/inbox/{name}/correct/0", form | empty).status_code == 200


def test_a_wrong_correction_is_refused_beside_its_field(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    desk = opened(arrive)
    form = typed(desk.browser.get(f"/inbox/{name}/correct/0"))
    answer = desk.browser.post(f"/inbox/{name}/correct/0", form | {"more-birth": "31.02.1960"})
    assert answer.status_code == 200
    assert 'href="#id_more-birth"' in answer.content.decode()


KNOWN = {"family_ru": "Ковалёва", "given_ru": "Вера"}


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        ((KNOWN, []), "Прозвішча і імя гучаць аднолькава."),
        (({"family_be": "Зусім", "given_be": "Іншая"}, [("phone", {"number": "+375291234567"})]), "Тэлефон той самы."),
        (({"family_be": "Іншы"}, [("phone", {"written": "1234567"})]), "Тэлефон той самы."),
    ],
)
def test_who_is_likely_known_already_is_shown_with_the_reason(
    arrive: Arrive, organisation: Organisation, stored: Any, reason: str
) -> None:
    person, about = stored
    name = send(arrive, organisation, VERA)
    desk = arrive("editor")
    known = add_contact(desk.session, organisation.journal(ZLOBIN), person=person, about=about)
    desk.browser.get("/inbox/")
    answer = desk.browser.get(f"/inbox/{name}/")
    assert reason in words(answer)
    assert f"/contacts/{known}" in links(answer)


def test_the_same_family_name_alone_is_no_likeness(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    desk = arrive("editor")
    add_contact(
        desk.session, organisation.journal(ZLOBIN), person={"family_be": "Кавалёва", "given_be": "Алена"}, about=[]
    )
    desk.browser.get("/inbox/")
    work = INBOX.work(desk.session, name)
    assert work is not None
    assert work.likely == {}


def test_who_was_stored_since_the_last_look_is_found(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    desk = opened(arrive)
    known = add_contact(desk.session, organisation.journal(ZLOBIN), person=KNOWN, about=[])
    assert f"/contacts/{known}" in links(desk.browser.get(f"/inbox/{name}/"))


def test_many_are_decided_in_one_confirmed_step(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA, IHAR, ALES, source="спіс.csv")
    desk = arrive("editor")
    add_contact(desk.session, organisation.journal(ZLOBIN), person=KNOWN, about=[])
    desk.browser.get("/inbox/")
    page = desk.browser.get(f"/inbox/{name}/").content.decode()
    assert [f'value="{at}" checked' in page for at in range(3)] == [False, True, True]
    answer = desk.browser.post(f"/inbox/{name}/", {"page": "1", "accept": ["1", "2"]})
    assert Contact.objects.count() == 1
    asked = desk.browser.get(answer["Location"])
    assert "2 чалавекі" in words(asked)
    assert desk.browser.post(answer["Location"], typed(asked))["Location"] == f"/inbox/{name}/done"
    assert names() == ["Ковалёва", "Щербаков", "Юрчук"]
    counts = Item.objects.get(kind="batch").fields["counts"]
    assert counts == {"accepted": 2, "rejected": 1}
    assert look_into_inboxes(desk.session).envelopes == {}


def test_marks_stay_from_page_to_page(arrive: Arrive, organisation: Organisation) -> None:
    people = [EntryPerson({"family_be": f"Прозвішча{at}"}) for at in range(120)]
    name = send(arrive, organisation, *people, source="спіс.csv")
    desk = opened(arrive)
    first = {"page": "1", "accept": [str(at) for at in range(50) if at != 7], "to": "3"}
    answer = desk.browser.post(f"/inbox/{name}/", first)
    assert answer["Location"] == f"/inbox/{name}/?page=3"
    answer = desk.browser.post(f"/inbox/{name}/", {"page": "3", "accept": [str(at) for at in range(100, 119)]})
    asked = desk.browser.get(answer["Location"])
    assert "118" in words(asked)
    desk.browser.post(answer["Location"], typed(asked))
    assert Contact.objects.count() == 118
    assert Contact.objects.filter(family_be__in=["Прозвішча7", "Прозвішча119"]).count() == 0


def test_correcting_one_of_many_keeps_the_marks(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA, IHAR, ALES)
    desk = opened(arrive)
    answer = desk.browser.post(f"/inbox/{name}/", {"page": "1", "accept": ["1"], "correct": "1"})
    assert answer["Location"] == f"/inbox/{name}/correct/1"
    back = desk.browser.post(answer["Location"], typed(desk.browser.get(answer["Location"])))
    page = desk.browser.get(back["Location"]).content.decode()
    assert [f'value="{at}" checked' in page for at in range(3)] == [False, True, False]


def test_marks_changed_in_another_window_are_shown_before_they_are_carried_out(
    arrive: Arrive, organisation: Organisation
) -> None:
    name = send(arrive, organisation, VERA, IHAR)
    desk = opened(arrive)
    asked = typed(desk.browser.get(f"/inbox/{name}/decide"))
    desk.browser.post(f"/inbox/{name}/", {"page": "1", "accept": "0"})
    assert desk.browser.post(f"/inbox/{name}/decide", asked).status_code == 200
    assert Contact.objects.count() == 0


@pytest.mark.parametrize("other", ["accepts", "rejects"])
def test_the_second_of_two_editors_gets_a_sentence_and_nothing_twice(
    arrive: Arrive, organisation: Organisation, other: str
) -> None:
    name = send(arrive, organisation, VERA)
    opened(arrive)
    waiting = INBOX.waiting(name)
    assert waiting is not None
    quicker = arrive("other editor").session
    decide = accept_entry(quicker, waiting, [(0, VERA)] if other == "accepts" else [])
    here = arrive("editor")
    answer = here.browser.post(f"/inbox/{name}/", {"alone": "accept"}, follow=True)
    assert say("Somebody has decided about this envelope already. Nothing was stored twice.") in words(answer)
    assert [*Contact.objects.values_list("pk", flat=True)] == (decide or [])
    assert here.browser.post(f"/inbox/{name}/decide", {"accepting": "1"}).status_code == 303
    assert Contact.objects.count() == len(decide or [])


def test_an_unknown_envelope_leads_back_to_the_list(arrive: Arrive) -> None:
    desk = opened(arrive)
    for url in ("/inbox/00/", "/inbox/00/decide", "/inbox/00/done", "/inbox/00/correct/0", "/inbox/doubtful/00"):
        answer = desk.browser.get(url)
        assert (answer.status_code, answer["Location"]) == (303, "/inbox/")


def test_a_doubtful_envelope_is_told_and_put_away_only_when_confirmed(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    journal = organisation.journal(ZLOBIN)
    key = desk.session.certificates.inbox_key(journal)
    assert key is not None
    desk.session.shelf.deposit(desk.session.token, journal, key.deposit, Envelope(b"j" * 16, b"\0" * 600))
    told = desk.browser.get("/inbox/")
    assert say("This envelope does not open, or what is in it could not come from our program.") in words(told)
    (url,) = [link for link in links(told) if "doubtful" in link]
    asked = desk.browser.get(url)
    assert len(look_into_inboxes(desk.session).envelopes) == 1
    desk.browser.post(url, typed(asked) | {"confirmed": "yes"})
    assert look_into_inboxes(desk.session).envelopes == {}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=a>', "{{ 7|add:7 }}", "\u202eabc"])
def test_what_a_collector_writes_is_text_and_nothing_else(
    arrive: Arrive, organisation: Organisation, text: str
) -> None:
    hostile = EntryPerson(
        {"family_be": text, "notes": text, "source": text, "custom": {text: text}},
        [("tag", {"label": text}), ("phone", {"written": text}), ("address", {"settlement_be": text, "house": text})],
        place=text,
    )
    name = send(arrive, organisation, hostile, ALES, source=text)
    desk = opened(arrive)
    for url in ("/inbox/", f"/inbox/{name}/", f"/inbox/{name}/correct/0", f"/inbox/{name}/decide"):
        page = desk.browser.get(url).content.decode()
        assert "<script" not in page
        assert "<img src=x" not in page
    desk.browser.post(f"/inbox/{name}/decide", {"accepting": "2"})
    stored = Contact.objects.exclude(family_be="Юрчук").get()
    assert desk.browser.get(f"/contacts/{stored.pk}").status_code == 200
    assert "<script" not in desk.browser.get(f"/contacts/{stored.pk}").content.decode()


def test_only_the_people_of_this_envelope_are_named_as_stored(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA, IHAR)
    desk = opened(arrive)
    desk.browser.post(f"/inbox/{name}/", {"page": "1", "accept": "1"})
    desk.browser.post(f"/inbox/{name}/decide", {"accepting": "1"})
    waiting = INBOX.waiting(name)
    assert waiting is not None
    assert [link for link in links(desk.browser.get(f"/inbox/{name}/done")) if "contacts" in link] == [
        f"/contacts/{contact_ids(waiting)[1]}"
    ]
    assert Address.objects.count() == 0


class Counting:
    """A shelf that counts what is asked of it."""

    def __init__(self, shelf: Any) -> None:
        self._shelf = shelf
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return getattr(self._shelf, name)


def test_the_home_page_asks_once_whatever_the_number_of_inboxes(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    desk = arrive("editor")
    desk.session.shelf = shelf = Counting(desk.session.shelf)
    desk.browser.get("/")
    assert shelf.calls == ["fetch", "waiting"]


def test_only_inboxes_in_which_something_waits_are_opened(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    desk = arrive("editor")
    desk.session.shelf = shelf = Counting(desk.session.shelf)
    desk.browser.get("/inbox/")
    assert shelf.calls == ["fetch", "waiting", "inbox_ids", "read_inbox"]


def test_what_was_looked_at_is_not_brought_again(arrive: Arrive, organisation: Organisation) -> None:
    send(arrive, organisation, VERA)
    desk = arrive("editor")
    desk.browser.get("/inbox/")
    desk.session.shelf = shelf = Counting(desk.session.shelf)
    desk.browser.get("/inbox/")
    assert shelf.calls == ["fetch", "waiting", "inbox_ids"]


def test_from_one_envelope_the_way_leads_to_the_next(arrive: Arrive, organisation: Organisation) -> None:
    first, second = send(arrive, organisation, VERA), send(arrive, organisation, ALES)
    desk = opened(arrive)
    assert INBOX.next_one() == first
    answer = desk.browser.post(f"/inbox/{first}/", {"alone": "accept"}, follow=True)
    assert answer.redirect_chain == [(f"/inbox/{second}/", 303)]
    assert ("Прынята: Кавалёва Вера." in words(answer), "Юрчук Алесь" in words(answer)) == (True, True)
    done = desk.browser.get(f"/inbox/{first}/done")
    assert f"/inbox/{second}/" in links(done)
    assert "Чакае яшчэ 1 канверт." in words(done)
    desk.browser.post(f"/inbox/{second}/", {"alone": "accept"})
    assert "Больш нічога не чакае." in words(desk.browser.get(f"/inbox/{second}/done"))


def test_a_paper_list_is_gone_through_in_its_order(arrive: Arrive, organisation: Organisation) -> None:
    sent = [send(arrive, organisation, person) for person in (VERA, IHAR, ALES, VERA, ALES, IHAR)]
    desk = opened(arrive)
    listed = [
        link.split("/")[2] for link in links(desk.browser.get("/inbox/")) if re.match("/inbox/[0-9a-f]{64}/", link)
    ]
    assert list(dict.fromkeys(listed)) == sent
    went = []
    while name := INBOX.next_one():
        went.append(name)
        desk.browser.post(f"/inbox/{name}/", {"alone": "accept"})
    assert went == sent


def test_an_envelope_of_many_is_decided_from_its_top_with_the_marks_of_its_page(
    arrive: Arrive, organisation: Organisation
) -> None:
    name = send(arrive, organisation, VERA, ALES)
    page = opened(arrive).browser.get(f"/inbox/{name}/").content.decode()
    (form,) = re.findall(r'<form[^>]* id="typed"', page)
    top = page.index('<button class="button" form="typed">')
    assert page.index("<h1") < top < page.index(form)


def test_what_was_written_of_a_telephone_is_shown_where_it_says_something_else(
    arrive: Arrive, organisation: Organisation
) -> None:
    phones = [("+375291234567", "+375 29 123-45-67"), ("+375291234568", "8 029 123 45 68")]
    about = [("phone", {"number": number, "written": written}) for number, written in phones]
    name = send(arrive, organisation, EntryPerson({"family_be": "Зубр"}, about))
    told = words(opened(arrive).browser.get(f"/inbox/{name}/"))
    assert [told.count(written) for _number, written in phones] == [1, 1]
