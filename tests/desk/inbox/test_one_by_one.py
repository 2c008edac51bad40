"""Hundreds at once: whoever is clean is accepted together, and the rest is gone through beside whom they resemble."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from busel.contacts.problems import Code
from busel.desk.actions.contacts import Edit, add_contact, edit_contact
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.inbox import EntryPerson, look_into_inboxes
from busel.desk.web.side_by_side import Side
from busel.desk.workspace.models import Activity, Contact, Item, Phone
from desk.conftest import ZLOBIN
from desk.inbox.conftest import ALES, VERA, links, send, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

NAMELESS = EntryPerson({"notes": "сястра"}, place="5")
KNOWN = {"family_ru": "Ковалёва", "given_ru": "Вера", "birth": "1961-02"}
MANY = 500


def opened(arrive: Arrive, organisation: Organisation) -> Desk:
    desk = arrive("editor")
    add_contact(desk.session, organisation.journal(ZLOBIN), person=KNOWN, about=[])
    desk.browser.post("/preferences/language", {"language": "en", "next": "/"})
    desk.browser.get("/inbox/")
    return desk


def test_the_clean_ones_are_marked_and_the_rest_comes_one_by_one(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, ALES, VERA, NAMELESS, source="спіс.csv")
    desk = opened(arrive, organisation)
    page = desk.browser.get(f"/inbox/{name}/")
    assert "2 people need a look With 1 other nothing stands out" in words(page)
    first = desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    assert first["Location"] == f"/inbox/{name}/one/1"
    told = words(desk.browser.get(first["Location"]))
    assert "To look at: 1 of 2" in told
    assert "Family name and given name sound the same." in told
    assert "Date of birth differs" in told
    second = desk.browser.post(first["Location"], {"do": "reject"})
    assert second["Location"] == f"/inbox/{name}/one/2"
    last = desk.browser.post(second["Location"], {"do": "accept"})
    assert last["Location"] == f"/inbox/{name}/decide"
    assert Contact.objects.count() == 1
    asked = desk.browser.get(last["Location"])
    assert "Accept 2 people and reject 1 person?" in words(asked)
    desk.browser.post(last["Location"], typed(asked))
    assert sorted(Contact.objects.values_list("family_be", "notes")) == [("", ""), ("", "сястра"), ("Юрчук", "")]
    assert Item.objects.get(kind="batch").fields["counts"] == {"accepted": 2, "rejected": 1}
    assert look_into_inboxes(desk.session).envelopes == {}


def test_whoever_was_not_looked_at_is_not_stored(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, ALES, NAMELESS, VERA, source="спіс.csv")
    desk = opened(arrive, organisation)
    desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    asked = desk.browser.get(f"/inbox/{name}/decide")
    assert "Accept 1 person and reject 2 people?" in words(asked)


def test_whom_the_editor_took_out_before_stays_out(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, ALES, EntryPerson({"family_be": "Зубр"}), NAMELESS, source="спіс.csv")
    desk = opened(arrive, organisation)
    desk.browser.post(f"/inbox/{name}/", {"page": "1", "accept": ["1", "2"]})
    desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    work = INBOX.work(desk.session, name)
    assert work is not None
    assert [at for at, _person in work.chosen] == [1]


def test_what_was_decided_can_be_gone_back_to(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA, NAMELESS, source="спіс.csv")
    desk = opened(arrive, organisation)
    desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    following = desk.browser.post(f"/inbox/{name}/one/0", {"do": "accept"})
    assert f"/inbox/{name}/one/0" in links(desk.browser.get(following["Location"]))
    assert "You accept this person." in words(desk.browser.get(f"/inbox/{name}/one/0"))
    desk.browser.post(f"/inbox/{name}/one/0", {"do": "reject"})
    work = INBOX.work(desk.session, name)
    assert work is not None
    assert work.left_out == {0, 1}
    assert work.problems(1) == [Code.NAME_MISSING]


def test_correcting_somebody_leads_back_to_that_person(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, ALES, NAMELESS, source="спіс.csv")
    desk = opened(arrive, organisation)
    desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    form = typed(desk.browser.get(f"/inbox/{name}/correct/1"))
    answer = desk.browser.post(f"/inbox/{name}/correct/1", form | {"names-family_be": "Зубр"})
    assert answer["Location"] == f"/inbox/{name}/one/1"
    assert "You corrected this." in words(desk.browser.get(answer["Location"]))
    last = desk.browser.post(answer["Location"], {"do": "accept"})
    assert last["Location"] == f"/inbox/{name}/decide"


def test_who_resembles_the_one_looked_at_is_noted_as_opened(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, ALES, VERA, source="спіс.csv")
    desk = opened(arrive, organisation)
    known = Contact.objects.get().pk
    desk.session.logbook.weights.clear()
    desk.browser.get(f"/inbox/{name}/one/1")
    assert desk.session.logbook.weights[known] == 1


def test_an_address_beyond_the_envelope_is_not_found(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, ALES, VERA, source="спіс.csv")
    assert opened(arrive, organisation).browser.get(f"/inbox/{name}/one/2").status_code == 404


def test_five_hundred_in_an_envelope_are_quick(arrive: Arrive, organisation: Organisation) -> None:
    people = [EntryPerson({"family_be": f"Прозвішча{at}"}, [("phone", {"written": "2-14-55"})]) for at in range(MANY)]
    name = send(arrive, organisation, *people, VERA, source="спіс.csv")
    desk = opened(arrive, organisation)
    desk.browser.get(f"/inbox/{name}/")
    begun = time.process_time()
    first = desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    desk.browser.get(first["Location"])
    assert time.process_time() - begun < 1


def test_whoever_came_in_another_envelope_meanwhile_is_out_until_looked_at(
    arrive: Arrive, organisation: Organisation
) -> None:
    first, second, alone = (
        send(arrive, organisation, *people, source="спіс.csv")
        for people in ([ALES, NAMELESS], [NAMELESS, ALES], [ALES])
    )
    desk = opened(arrive, organisation)
    for name in (first, second):
        desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    assert "Юрчук" in words(desk.browser.get(f"/inbox/{alone}/"))
    before = typed(desk.browser.get(f"/inbox/{second}/decide"))
    desk.browser.post(f"/inbox/{first}/decide", typed(desk.browser.get(f"/inbox/{first}/decide")))
    asked = desk.browser.post(f"/inbox/{second}/decide", before)
    assert "Reject 2 people?" in words(asked)
    shown = desk.browser.post(f"/inbox/{alone}/", {"alone": "accept"})
    assert "Accept as a new person" in words(shown)
    assert Contact.objects.filter(family_be="Юрчук").count() == 1
    desk.browser.post(f"/inbox/{alone}/", {"alone": "accept"})
    assert Contact.objects.filter(family_be="Юрчук").count() == 2


def with_consents(at: int, purpose: str, **more: object) -> EntryPerson:
    consent = ("consent", {"purpose": purpose, "how": "paper", "day": "2026-11-01"})
    return EntryPerson({"family_be": f"Прозвішча{at}", **more}, [consent, ("tag", {"label": "сход"})])


def test_what_comes_in_with_the_clean_ones_is_summed_up_before_they_are_accepted(
    arrive: Arrive, organisation: Organisation
) -> None:
    people = [with_consents(0, "навіны"), with_consents(1, "навіны", support=2), ALES, VERA]
    name = send(arrive, organisation, *people, source="спіс.csv")
    desk = opened(arrive, organisation)
    told = words(desk.browser.get(f"/inbox/{name}/"))
    assert "With these comes, and is accepted with them: Consents 2 people навіны (signed on paper): 2" in told
    assert "Support 1 person 2 – supporter: 1 Tags 2 people сход: 2" in told
    desk.browser.post(f"/inbox/{name}/", {"through": "yes"})
    asked = words(desk.browser.get(f"/inbox/{name}/decide"))
    assert "Along with them: Consents, 2 people – навіны (signed on paper): 2." in asked


def test_every_consent_is_told_however_many_there_are(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, *(with_consents(at, f"мэта {at}") for at in range(60)), source="спіс.csv")
    desk = opened(arrive, organisation)
    page, asked = (words(desk.browser.get(f"/inbox/{name}/{step}")) for step in ("", "decide"))
    assert [at for at in range(60) if f"мэта {at} (signed on paper): 1" not in page] == []
    assert [at for at in range(60) if f"мэта {at} (signed on paper): 1" not in asked] == []


def test_those_with_a_consent_are_listed_alone_and_their_marks_change_nobody_elses(
    arrive: Arrive, organisation: Organisation
) -> None:
    name = send(arrive, organisation, ALES, with_consents(1, "навіны"), EntryPerson({"family_be": "Зубр"}), source="с")
    desk = opened(arrive, organisation)
    assert f"/inbox/{name}/?with=consents" in links(desk.browser.get(f"/inbox/{name}/"))
    page = desk.browser.get(f"/inbox/{name}/?with=consents")
    assert "Only those with whom something comes in: Consents" in words(page)
    assert ("Прозвішча1" in words(page), "Юрчук" in words(page)) == (True, False)
    desk.browser.post(f"/inbox/{name}/", {"page": "1", "with": "consents"})
    work = INBOX.work(desk.session, name)
    assert work is not None
    assert work.left_out == {1}


def test_somebody_known_is_filled_in_and_what_stands_there_stays(arrive: Arrive, organisation: Organisation) -> None:
    says = {"family_be": "Кавалёва", "given_be": "Вера", "birth": "1960-02", "nickname": "Верачка", "notes": "спявае"}
    about = [
        ("phone", {"number": "+375447654321"}),
        ("consent", {"purpose": "навіны", "how": "paper"}),
        ("activity", {"type": "call", "day": "2026-11-02", "subject": "званок"}),
    ]
    name = send(arrive, organisation, ALES, EntryPerson(says, about, place="7"), source="спіс.csv")
    desk = opened(arrive, organisation)
    known = Contact.objects.get()
    first = desk.browser.post(f"/inbox/{name}/", {"through": "yes"})["Location"]
    page = words(desk.browser.get(first))
    assert "What would be filled in" in page
    assert "The same person: fill this in" in page
    decide = desk.browser.post(first, {"fill": str(known.pk)})["Location"]
    asked = desk.browser.get(decide)
    assert "Accept 1 person, fill in 1 person" in words(asked)
    assert "You fill in who is known already." in words(desk.browser.get(first))
    done = desk.browser.get(desk.browser.post(decide, typed(asked))["Location"])
    assert "Known already and filled in: 1 person." in words(done)
    after = Contact.objects.get(pk=known.pk)
    assert (after.birth, after.family_ru, after.family_be, after.nickname) == (
        "1961-02",
        "Ковалёва",
        "Кавалёва",
        "Верачка",
    )
    assert after.notes == "спявае"
    assert Contact.objects.count() == 2
    assert list(Phone.objects.filter(contact=after).values_list("number", flat=True)) == ["+375447654321"]
    assert [one.subject for one in Activity.objects.filter(contact=after)] == ["званок"]
    assert Item.objects.get(kind="batch").fields["counts"] == {"accepted": 1, "filled": 1, "rejected": 0}
    assert look_into_inboxes(desk.session).envelopes == {}


def test_notes_of_somebody_known_get_the_collectors_note_and_lose_none(
    arrive: Arrive, organisation: Organisation
) -> None:
    alone = EntryPerson({"family_ru": "Ковалёва", "given_ru": "Вера", "notes": "спявае"})
    name = send(arrive, organisation, alone)
    desk = opened(arrive, organisation)
    known = Contact.objects.get()
    edit_contact(
        desk.session,
        organisation.journal(ZLOBIN),
        known.pk,
        edits=[Edit("contact", known.pk, {}, {"notes": "грае"})],
    )
    assert f"/inbox/{name}/one/0" in links(desk.browser.get(f"/inbox/{name}/"))
    decide = desk.browser.post(f"/inbox/{name}/one/0", {"fill": str(known.pk)})["Location"]
    desk.browser.post(decide, typed(desk.browser.get(decide)))
    assert list(Contact.objects.values_list("notes", flat=True)) == ["грае\nспявае"]


def test_nobody_is_filled_in_whom_the_entry_does_not_resemble(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, ALES, VERA, source="спіс.csv")
    desk = opened(arrive, organisation)
    known = Contact.objects.get()
    for at, contact in ((0, known.pk), (1, known.pk + 1)):
        desk.browser.post(f"/inbox/{name}/one/{at}", {"fill": str(contact)})
    work = INBOX.work(desk.session, name)
    assert work is not None
    assert work.filled == {}


def test_of_two_in_one_envelope_one_fills_a_person_in_and_the_other_is_not_lost_unseen(
    arrive: Arrive, organisation: Organisation
) -> None:
    said = [EntryPerson({"family_ru": "Ковалёва", "given_ru": "Вера", "notes": note}) for note in ("спявае", "грае")]
    name = send(arrive, organisation, *said)
    desk = opened(arrive, organisation)
    known = Contact.objects.get()
    for at in (0, 1):
        desk.browser.post(f"/inbox/{name}/one/{at}", {"fill": str(known.pk)})
    work = INBOX.work(desk.session, name)
    assert work is not None
    assert (work.filled, work.looked_at) == ({0: known.pk}, {0})


def test_whoever_was_changed_since_is_filled_in_as_they_stand_then(arrive: Arrive, organisation: Organisation) -> None:
    name = send(arrive, organisation, VERA)
    desk = opened(arrive, organisation)
    known = Contact.objects.get()
    decide = desk.browser.post(f"/inbox/{name}/one/0", {"fill": str(known.pk)})["Location"]
    asked = desk.browser.get(decide)
    other = arrive("other editor").session
    edit_contact(
        other,
        organisation.journal(ZLOBIN),
        known.pk,
        edits=[Edit("contact", known.pk, {}, {"family_be": "Новая"})],
    )
    desk.browser.post(decide, typed(asked))
    assert list(Contact.objects.values_list("family_be", flat=True)) == ["Новая"]


def test_whoever_was_taken_out_since_is_filled_in_no_more_and_nothing_is_stored(
    arrive: Arrive, organisation: Organisation
) -> None:
    name = send(arrive, organisation, VERA)
    desk = opened(arrive, organisation)
    known = Contact.objects.get()
    decide = desk.browser.post(f"/inbox/{name}/one/0", {"fill": str(known.pk)})["Location"]
    asked = desk.browser.get(decide)
    Contact.objects.filter(pk=known.pk).delete()
    answer = desk.browser.post(decide, typed(asked))
    assert answer["Location"] == f"/inbox/{name}/"
    assert Contact.objects.count() == 0
    work = INBOX.work(desk.session, name)
    assert work is not None
    assert (work.filled, work.left_out) == ({}, {0})


def test_of_several_telephones_one_that_both_have_tells_no_difference() -> None:
    both = "+375 29 123-45-67, +375 44 765-43-21"
    assert not Side("Тэлефон", "+375 29 123-45-67", both, unbroken=True).speaks_against
    assert Side("Тэлефон", "+375 33 123-45-67", both, unbroken=True).speaks_against
