"""Two editors at the same pairs, and pairs of two divisions: what one has settled the other one sees at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.contacts.shared import Distinct, Merge
from busel.desk.actions.merging import merge_contacts, note_distinct, note_distinct_apart, part_again
from busel.desk.duplicates.distinct import distinct_pairs, judged, said_of
from busel.desk.duplicates.merging import operations
from busel.desk.duplicates.plans import plan
from busel.desk.duplicates.review import REVIEW
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import NotAllowedError
from busel.desk.workspace.models import Contact
from busel.journal.deed import Op
from busel.matching.outcomes import Outcome, PairKind, Point, Verdict
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, elsewhere, journal_of, typed, words
from desk.duplicates.conftest import ABOUT_ANNA, ABOUT_HANNA, ANNA, HANNA

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

Key = tuple[int, int]


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    return arrive("editor")


def pair(desk: Desk, *divisions: str) -> Key:
    first, second = divisions or (MAZYR, MAZYR)
    one, other = add(desk, first, ABOUT_HANNA, **HANNA), add(desk, second, ABOUT_ANNA, **ANNA)
    return min(one, other), max(one, other)


def found(*keys: Key) -> None:
    REVIEW.lay(Verdict(*key, Outcome.REVIEW, 0.9, (Point.GIVEN_SAME,), (), PairKind.SAME) for key in keys)


def at(key: Key, more: str = "") -> str:
    return f"/duplicates/{key[0]}/{key[1]}{more}"


def merged_elsewhere(desk: Desk, organisation: Organisation, key: Key) -> None:
    made = plan(desk.session, *key)
    ops = [op for _subject, some in operations(made) for op in some]
    elsewhere(organisation, "other editor", MAZYR, ops, subject=made.kept.id)


def called_two_elsewhere(organisation: Organisation, key: Key) -> None:
    op = Op("distinct", 77, Distinct(contact=key[0], other=key[1], day="2026-11-20").fields())
    elsewhere(organisation, "other editor", MAZYR, [op], subject=key[0])


def test_what_somebody_else_called_two_people_is_gone_from_the_list_at_once(
    desk: Desk, organisation: Organisation
) -> None:
    key, following = pair(desk), pair(desk)
    found(key, following)
    assert len(desk.browser.get("/duplicates/").context["page"].object_list) == 2
    called_two_elsewhere(organisation, key)
    page = desk.browser.get("/duplicates/")
    assert (page.context["done"], page.context["first_url"]) == (1, at(following))
    assert desk.browser.post(at(key), {"do": "distinct"})["Location"] == at(following)
    assert "Гэта ўжо вырашана" in words(desk.browser.get(at(following)))
    assert len(judged(desk.session)) == 1


def test_who_makes_one_record_of_two_that_were_called_two_people_meanwhile_is_shown_so_first(
    desk: Desk, organisation: Organisation
) -> None:
    key = pair(desk)
    found(key)
    page = desk.browser.get(at(key, "/merge"))
    called_two_elsewhere(organisation, key)
    answer = desk.browser.post(at(key, "/merge"), {**typed(page), "do": "merge"})
    assert "20 лістапада 2026 нехта сказаў, што гэта два чалавекі." in words(answer)
    assert Contact.objects.filter(pk__in=key).count() == 2
    assert desk.browser.post(at(key, "/merge"), {**typed(answer), "do": "merge"}).status_code == 303
    assert (Contact.objects.filter(pk__in=key).count(), judged(desk.session)) == (1, [])


@pytest.mark.parametrize("more", ["", "/merge", "/family"])
def test_a_pair_that_somebody_else_made_one_says_so_and_leads_to_the_next(
    desk: Desk, organisation: Organisation, more: str
) -> None:
    key, following = pair(desk), pair(desk)
    found(key, following)
    merged_elsewhere(desk, organisation, key)
    answer = desk.browser.get(at(key, more))
    assert answer["Location"] == at(following)
    assert "Тым часам нехта ўжо зрабіў з гэтых двух запісаў адзін." in words(desk.browser.get(at(following)))


def test_a_pair_of_which_one_was_erased_says_so_and_two_odd_numbers_are_no_pair(
    desk: Desk, organisation: Organisation
) -> None:
    key = pair(desk)
    found(key)
    side = plan(desk.session, *key).other
    removal = [*side.removal, Op("contact", side.id, None, side.contact)]
    elsewhere(organisation, "other editor", MAZYR, removal, subject=side.id)
    assert desk.browser.get(at(key))["Location"] == "/duplicates/"
    assert "Аднаго з гэтых двух запісаў тут ужо няма" in words(desk.browser.get("/duplicates/"))
    assert desk.browser.get(at((16, 17))).status_code == 404


def test_the_list_says_when_it_was_looked_for(desk: Desk) -> None:
    pair(desk)
    found()
    assert "Шукалі " in words(desk.browser.get("/duplicates/"))


def test_one_press_makes_one_record_where_nothing_has_to_be_chosen(desk: Desk) -> None:
    one, other = (add(desk, MAZYR, ABOUT_HANNA, **HANNA) for _ in range(2))
    key = (min(one, other), max(one, other))
    found(key)
    page = desk.browser.get(at(key))
    assert "Якім быў бы адзін запіс" in words(page)
    mark = page.context["after"].mark
    assert desk.browser.post(at(key, "/merge"), {"do": "merge", "mark": mark})["Location"] == "/duplicates/"
    assert Contact.objects.filter(pk__in=key).count() == 1


def test_where_something_has_to_be_chosen_the_page_of_a_pair_leads_to_the_choice(desk: Desk) -> None:
    key = pair(desk)
    page = desk.browser.get(at(key))
    assert page.context["after"] is None
    assert f'href="{at(key, "/merge")}"' in page.content.decode()


def test_two_people_of_two_divisions_are_remembered_in_both_by_who_edits_both(desk: Desk) -> None:
    key, following = pair(desk, MAZYR, ZLOBIN), pair(desk)
    found(key, following)
    assert "Два чалавекі" in words(desk.browser.get(at(key)))
    assert desk.browser.post(at(key), {"do": "distinct"})["Location"] == at(following)
    numbers = list(desk.session.numbers.values())
    assert distinct_pairs(numbers) == {key}
    assert [one.key for one in REVIEW.waiting(desk.session)] == [following]
    journals = [journal_of(desk, MAZYR), journal_of(desk, ZLOBIN)]
    assert sorted(judged(desk.session)[0].journals(desk.session)) == sorted(journals)
    form = typed(desk.browser.get("/duplicates/settled"))
    record = str(judged(desk.session)[0].record)
    desk.browser.post("/duplicates/settled", {**form, "record": record})
    assert distinct_pairs(numbers) == set()
    assert judged(desk.session) == []


def test_a_merge_in_one_of_the_two_divisions_carries_it_on_and_a_parting_back(desk: Desk) -> None:
    here, there = pair(desk, MAZYR, ZLOBIN)
    if Contact.objects.get(pk=here).division_id != desk.session.numbers[journal_of(desk, MAZYR)]:
        here, there = there, here
    note_distinct_apart(desk.session, (here, there))
    twin = add(desk, MAZYR, ABOUT_ANNA, **HANNA)
    made = plan(desk.session, here, twin)
    deed = merge_contacts(desk.session, made).deed
    numbers = list(desk.session.numbers.values())
    stands = made.kept.id
    assert distinct_pairs(numbers) == {(min(stands, there), max(stands, there))}
    part_again(desk.session, journal_of(desk, MAZYR), stands, deed=deed)
    assert distinct_pairs(numbers) == {(min(here, there), max(here, there))}


def test_what_one_division_alone_says_of_anothers_person_hides_nobody(desk: Desk, organisation: Organisation) -> None:
    key = pair(desk, MAZYR, ZLOBIN)
    found(key)
    here = next(one for one in key if Contact.objects.get(pk=one).division.name == MAZYR)
    there = next(one for one in key if one != here)
    for at_, more in enumerate(({"elsewhere": True}, {})):
        op = Op("distinct", 80 + at_, Distinct(contact=here, other=there, day="2026-11-20", **more).fields())
        elsewhere(organisation, "other editor", MAZYR, [op], subject=here)
    desk.browser.get("/duplicates/")
    assert distinct_pairs(desk.session.numbers.values()) == set()
    assert [one.key for one in REVIEW.waiting(desk.session)] == [key]
    assert desk.browser.post(at(key), {"do": "distinct"}).status_code == 303
    assert distinct_pairs(desk.session.numbers.values()) == {key}


@pytest.mark.parametrize(("here", "there"), [(MAZYR, ZLOBIN), (ZLOBIN, MAZYR)])
def test_what_another_division_says_of_a_number_that_went_here_takes_no_word_away(
    desk: Desk, organisation: Organisation, here: str, there: str
) -> None:
    key, third = pair(desk, here, here), add(desk, here, **ANNA)
    for who in key:
        note_distinct(desk.session, journal_of(desk, here), (who, third))
    made = plan(desk.session, *key)
    merge_contacts(desk.session, made)
    stays = add(desk, there, **HANNA)
    again = Op("contact", made.other.id, {"family_be": "Ільіч"})
    elsewhere(organisation, "other editor", there, [again], subject=made.other.id)
    merge = Op("merge", 81, Merge(contact=made.other.id, other=stays, day="2026-11-20").fields())
    over = Op("contact", made.other.id, None, {"family_be": "Ільіч"})
    elsewhere(organisation, "other editor", there, [over, merge], subject=stays)
    pull(desk.session)
    said = [each.fields for each in said_of(made.kept.id, third, desk.session.numbers.values())]
    assert {frozenset((each["contact"], each["other"])) for each in said} == {frozenset({who, third}) for who in key}


def test_a_division_says_nothing_of_two_people_of_another_one(desk: Desk, organisation: Organisation) -> None:
    key = pair(desk)
    op = Op("distinct", 80, Distinct(contact=key[0], other=key[1], day="2026-11-20").fields())
    elsewhere(organisation, "other editor", ZLOBIN, [op], subject=key[0])
    desk.browser.get("/duplicates/")
    assert distinct_pairs(desk.session.numbers.values()) == set()


def test_who_edits_one_of_two_divisions_is_told_who_can_say_it(arrive: Arrive) -> None:
    key = pair(arrive("editor"), MAZYR, ZLOBIN)
    desk = arrive("mixed")  # edits Mazyr and only reads Zlobin
    found(key)
    said = words(desk.browser.get(at(key)))
    assert "можа той, хто рэдагуе абодва падраздзяленні" in said
    assert "Два чалавекі 2" not in said
    assert desk.browser.post(at(key), {"do": "distinct"}).status_code == 200
    with pytest.raises(NotAllowedError):
        note_distinct_apart(desk.session, key)
    assert judged(desk.session) == []


def test_what_both_tell_and_both_is_kept_is_no_choice(desk: Desk) -> None:
    one, other = (add(desk, MAZYR, ABOUT_HANNA, **{**HANNA, "notes": told}) for told in ("хор", "кліча суседзяў"))
    key = (min(one, other), max(one, other))
    found(key)
    page = desk.browser.get(at(key))
    assert {"хор", "кліча суседзяў"} <= set("\n".join(line.result for line in page.context["after"].lines).split("\n"))
    desk.browser.post(at(key, "/merge"), {"do": "merge", "mark": page.context["after"].mark})
    assert "кліча суседзяў" in Contact.objects.get(pk__in=key).notes
