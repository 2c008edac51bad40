"""Who gets no letter, and why: suppressions hold by default, and every reason is said in words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import translation

from busel.desk.mailing import jobs
from busel.desk.mailing.plan import HOUSEHOLD, READ_ONLY
from busel.outreach.letters import REASONS

INVITATION = "Запрашэнне на сход"
ZLOBIN = "Homieĺ region / Žlobin district"


def rows(page: Any) -> list[tuple[str, str]]:
    """Return (name, reason) of each row."""
    text = re.sub(r"\s+", " ", page.content.decode())
    return re.findall(r'<a class="main"[^>]*>([^<]*)</a>.*?<td data-label="[^"]*">([^<]*)</td>', text)


def test_each_reason_is_counted_and_leads_to_who_it_is(zone: Any, walk: Any) -> None:
    preview = walk.choose(zone.letters[INVITATION])
    page = re.sub(r"\s+", " ", walk.browser.get(preview).content.decode())
    links = re.findall(r'<a href="[^"]*\?reason=([\w-]+)">[^<]+</a> <span class="number">(\d+)</span>', page)
    assert sorted(links) == [
        ("deceased", "1"), ("moved", "1"), ("no-address", "1"), ("no-letters", "1"), ("no-name", "1"), ("risk", "1"),
    ]  # fmt: skip


def test_the_page_of_those_left_out_names_them_with_the_reason(zone: Any, walk: Any) -> None:
    walk.browser.cookies["language"] = "en"
    page = walk.browser.get(f"{walk.choose(zone.letters[INVITATION])}/left-out")
    assert sorted(rows(page)) == [
        ("without a name", "No name is known"),
        ("Зімародак Ігар", "Deceased"),
        ("Зімародак Ігар", "Do not approach: it would endanger them"),
        ("Зімародак Ігар", "Moved away"),
        ("Зімародак Ігар", "No address that a letter would reach"),
        ("Зімародак Ігар", "Wants no letters"),
    ]


def test_one_reason_shows_only_its_people(zone: Any, walk: Any) -> None:
    page = walk.browser.get(f"{walk.choose(zone.letters[INVITATION])}/left-out?reason=risk")
    assert len(rows(page)) == 1


def test_who_may_only_be_read_is_left_out_with_that_reason_and_nothing_is_noted_there(
    zone: Any, walk: Any, noted: Any
) -> None:
    zone.only_reads(ZLOBIN)
    preview = walk.choose(zone.letters[INVITATION])
    (job,) = jobs._jobs.values()
    assert job.plan.reasons() == [(READ_ONLY, 20)]
    walk.wait(walk.confirm(preview))
    assert len(noted()) == 10


def test_a_household_gets_one_letter_if_that_is_wished_and_each_other_person_of_it_is_named(
    zone: Any, walk: Any
) -> None:
    home = {"settlement_be": "Жлобін", "street_be": "вул. Міра", "house": "5"}
    names = {"family_be": "Вераб’ёў", "household": 77}
    family = [zone.add(ZLOBIN, address=home, given_be=given, **names) for given in ("Ян", "Ева", "Ала")]
    gone = zone.add(ZLOBIN, address=home, given_be="Пётр", deceased=True, **names)
    walk.choose(zone.letters[INVITATION])
    preview = walk.choose(zone.letters[INVITATION], one_per_household="on")
    whole, spared = (job.plan for job in jobs._jobs.values())
    assert len(whole.letters) - len(spared.letters) == 2
    [written] = [letter.contact for letter in spared.letters if letter.contact in family]
    reasons = {left.contact: left.reason for left in spared.left_out}
    assert {one: reasons[one] for one in family if one != written} == dict.fromkeys(
        [one for one in family if one != written], HOUSEHOLD
    )
    assert reasons[gone] == "deceased"
    assert set(family) <= spared.journals.keys()
    [letter] = [one for one in spared.letters if one.contact == written]
    assert sorted(re.split(", | і ", letter.address_lines[0])) == ["Вераб’ёў Ала", "Вераб’ёў Ева", "Вераб’ёў Ян"]
    assert len(rows(walk.browser.get(f"{preview}/left-out?reason={HOUSEHOLD}"))) == 2


def test_a_choice_without_anybody_to_write_to_has_no_button(zone: Any, walk: Any) -> None:
    zone.only_reads(ZLOBIN)
    preview = walk.choose(zone.letters[INVITATION], f"search:{zone.search}")
    assert 'name="confirmed"' not in walk.browser.get(preview).content.decode()
    assert walk.confirm(preview) == preview
    assert jobs.printed() == []


def test_too_many_letters_for_one_run_are_refused_with_the_number(
    zone: Any, walk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("busel.desk.mailing.plan.MOST_LETTERS", 23)
    preview = walk.choose(zone.letters[INVITATION])
    assert 'name="confirmed"' not in walk.browser.get(preview).content.decode()
    assert walk.confirm(preview) == preview
    assert jobs.printed() == []


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_every_reason_has_words_in_every_language(language: str) -> None:
    from busel.desk.web.letter_words import REASON_WORDS  # noqa: PLC0415  # needs Django set up

    with translation.override(language):
        words = {code: str(REASON_WORDS[code]) for code in (*REASONS, READ_ONLY, HOUSEHOLD)}
    assert len(set(words.values())) == len(REASONS) + 2
    if language != "en":
        assert [text for text in words.values() if re.search(r"[a-z]{3}", text)] == []


def test_only_two_questions_are_asked_of_the_workspace_for_any_number_of_people(
    zone: Any, django_assert_num_queries: Any
) -> None:
    from busel.desk.mailing.audience import Audience  # noqa: PLC0415  # needs Django set up
    from busel.desk.mailing.recipients import recipients  # noqa: PLC0415  # the same

    with django_assert_num_queries(2):
        assert len(recipients(Audience().people())) == 30


def test_of_several_addresses_the_verified_one_is_written_to(zone: Any) -> None:
    from busel.contacts.records import Address  # noqa: PLC0415  # needs Django set up
    from busel.desk.journals.writing import write  # noqa: PLC0415  # the same
    from busel.desk.mailing.audience import Audience  # noqa: PLC0415  # the same
    from busel.desk.mailing.recipients import recipients  # noqa: PLC0415  # the same
    from busel.journal.deed import Op  # noqa: PLC0415  # the same
    from busel.vault.entropy import new_record_id  # noqa: PLC0415  # the same

    contact = zone.people[0]
    for house, status in (("2", "past"), ("3", "verified"), ("4", "bad"), ("5", "")):
        address = Address(contact=contact, settlement_be="в. Лес", house=house, status=status)
        id_ = new_record_id()
        write(zone.session, zone.journal(ZLOBIN), "edit_contact", [(contact, [Op("address", id_, address.fields())])])
    ((_division, one),) = recipients(Audience(ids=(contact,)).people())
    assert one.address is not None
    assert one.address.house == "3"
