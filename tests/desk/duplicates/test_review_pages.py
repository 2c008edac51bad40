"""Pairs on pages: looked for, seen side by side, settled one after the other, and taken back."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.contacts import edit_contact
from busel.desk.duplicates.finding_runs import LOOKING, WORK
from busel.desk.duplicates.review import REVIEW
from busel.desk.journals.changes import history_of
from busel.desk.people.editing import Edit
from busel.desk.workspace.models import Contact
from busel.matching.outcomes import Outcome, PairKind, Point, Verdict
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, journal_of, typed, words
from desk.duplicates.conftest import ABOUT_ANNA, ABOUT_HANNA, ANNA, HANNA, state

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    return arrive("editor")


def two(desk: Desk, division: str = MAZYR) -> tuple[int, int]:
    one, other = add(desk, division, ABOUT_HANNA, **HANNA), add(desk, division, ABOUT_ANNA, **ANNA)
    return min(one, other), max(one, other)


def found(*keys: tuple[int, int], kind: PairKind = PairKind.SAME, outcome: Outcome = Outcome.REVIEW) -> None:
    agree = (Point.GIVEN_SAME, Point.PHONE_SAME)
    differ = () if outcome is Outcome.CERTAIN else (Point.FAMILY_DIFFERS,)
    REVIEW.lay(Verdict(min(key), max(key), outcome, 0.9, agree, differ, kind) for key in keys)


def at(key: tuple[int, int], more: str = "") -> str:
    return f"/duplicates/{key[0]}/{key[1]}{more}"


def test_before_anybody_looked_the_page_says_what_a_press_does(desk: Desk) -> None:
    said = words(desk.browser.get("/duplicates/"))
    assert "Яшчэ ніхто не шукаў" in said
    assert "Пашукаць дублікаты" in said


def test_looking_finds_who_stands_there_twice_and_home_says_so(desk: Desk) -> None:
    for _ in range(2):
        add(desk, MAZYR, ABOUT_HANNA, **HANNA)
    desk.browser.post("/duplicates/", {"look": "yes"})
    assert LOOKING.read(desk.session).ended.wait(60)
    assert "Кавалёва Ганна – Кавалёва Ганна" in words(desk.browser.get("/duplicates/"))
    for page in ("/", "/reports/quality/"):
        assert "1 Дублікаты" in words(desk.browser.get(page))


def test_both_stand_side_by_side_with_what_agrees_and_what_differs_in_words(desk: Desk) -> None:
    key = two(desk)
    found(key)
    said = words(desk.browser.get(at(key)))
    for word in ("Кавалёва", "Навік", "той самы тэлефон", "іншае прозвішча", "адрозніваецца", "супадае"):
        assert word in said


def test_one_press_makes_one_of_two_as_the_plan_showed_and_leads_to_the_next_pair(desk: Desk) -> None:
    key, following = two(desk), two(desk)
    found(key, following)
    page = desk.browser.get(at(key, "/merge"))
    assert "валанцёр" not in words(page)  # what stands there twice is counted, not told again
    answer = desk.browser.post(at(key, "/merge"), {**typed(page), "do": "merge"})
    assert answer["Location"] == at(following)
    assert Contact.objects.filter(pk__in=key).count() == 1
    said = words(desk.browser.get(at(following)))
    assert "Цяпер гэта адзін запіс" in said
    assert "Адмяніць" in said


def test_a_choice_is_shown_before_it_is_carried_out(desk: Desk) -> None:
    key = two(desk)
    found(key)
    page = desk.browser.get(at(key, "/merge"))
    wanted = {**typed(page), "do": "merge"}
    other = "kept" if wanted["choice-support"] == "other" else "other"
    answer = desk.browser.post(at(key, "/merge"), {**wanted, "choice-support": other})
    assert "Гэта запіс паводле вашага выбару" in words(answer)
    assert Contact.objects.filter(pk__in=key).count() == 2
    desk.browser.post(at(key, "/merge"), {**typed(answer), "do": "merge"})
    assert Contact.objects.filter(pk__in=key).count() == 1


def test_undo_stands_beside_what_was_done_and_leads_back_to_the_pair(desk: Desk) -> None:
    key = two(desk)
    found(key)
    before = state(desk.session, journal_of(desk, MAZYR))
    page = desk.browser.get(at(key, "/merge"))
    desk.browser.post(at(key, "/merge"), {**typed(page), "do": "merge"})
    answer = desk.browser.post("/duplicates/undo")
    assert answer["Location"] == at(key)
    assert state(desk.session, journal_of(desk, MAZYR)) == before
    assert "зноў два запісы" in words(desk.browser.get(at(key)))
    assert desk.browser.post("/duplicates/undo")["Location"] == "/duplicates/"


def test_a_merge_is_taken_back_from_the_history_too(desk: Desk) -> None:
    key = two(desk)
    found(key)
    page = desk.browser.get(at(key, "/merge"))
    desk.browser.post(at(key, "/merge"), {**typed(page), "do": "merge"})
    [kept] = Contact.objects.filter(pk__in=key).values_list("pk", flat=True)
    deed = REVIEW.last.deed.hex()  # type: ignore[union-attr]  # it was done just now
    asked = desk.browser.post(f"/contacts/{kept}/undo", {"deed": deed})
    assert "Зноў зрабіць з гэтага два запісы?" in words(asked)
    desk.browser.post(f"/contacts/{kept}/undo", {"deed": deed, "confirmed": "yes"})
    assert Contact.objects.filter(pk__in=key).count() == 2
    said = words(desk.browser.get(f"/contacts/{kept}/history"))
    assert "З двух запісаў зроблены адзін" in said
    assert "адменена" in said


def test_a_parting_takes_out_what_came_and_leads_to_the_field_where_nobody_but_a_person_can(desk: Desk) -> None:
    key, journal = two(desk), journal_of(desk, MAZYR)
    found(key)
    for changed in ("{0}\nновае", "зусім іншае"):
        page = desk.browser.get(at(key, "/merge"))
        desk.browser.post(at(key, "/merge"), {**typed(page), "do": "merge"})
        deed = REVIEW.last.deed.hex()  # type: ignore[union-attr]  # it was done just now
        [kept] = Contact.objects.filter(pk__in=key).values_list("pk", flat=True)
        [gone] = {*key} - {kept}
        notes = state(desk.session, journal)["contact"][kept]["notes"]
        edit = Edit("contact", kept, {"notes": notes}, {"notes": changed.format(notes)})
        edit_contact(desk.session, journal, kept, edits=[edit])
        asked = words(desk.browser.post(f"/contacts/{kept}/undo", {"deed": deed}))
        answer = desk.browser.post(f"/contacts/{kept}/undo", {"deed": deed, "confirmed": "yes"})
        held = state(desk.session, journal)["contact"]
        if "{0}" in changed:
            assert "тое, што прыйшло з другога запісу, прыбіраецца" in asked
            assert answer["Location"] == f"/contacts/{kept}/history"
            assert held[gone]["notes"] not in held[kept]["notes"]
            assert held[kept]["notes"].endswith("\nновае")
        else:
            assert "застаецца як ёсць" in asked
            assert answer["Location"] == f"/contacts/{kept}/correct/more"
            assert held[kept]["notes"] == changed
            said = words(desk.browser.get(f"/contacts/{kept}/correct/more"))
            assert "што з гэтага сказана пра другі запіс" in said


def test_a_parting_is_not_undone_on_the_page_of_either_for_one_would_be_lost(desk: Desk) -> None:
    key = two(desk)
    found(key)
    page = desk.browser.get(at(key, "/merge"))
    desk.browser.post(at(key, "/merge"), {**typed(page), "do": "merge"})
    desk.browser.post("/duplicates/undo")
    before = state(desk.session, journal_of(desk, MAZYR))
    for contact in key:
        [back] = [
            one
            for one in history_of(desk.session, journal_of(desk, MAZYR), contact).changes
            if one.name == "undo_change"
        ]
        asked = {"deed": back.deed.hex(), "confirmed": "yes"}
        assert desk.browser.post(f"/contacts/{contact}/undo", asked).status_code == 404
    assert state(desk.session, journal_of(desk, MAZYR)) == before


def test_two_people_are_not_proposed_again_and_it_can_be_taken_back(desk: Desk) -> None:
    key, following = two(desk), two(desk)
    found(key, following)
    assert desk.browser.post(at(key), {"do": "distinct"})["Location"] == at(following)
    assert [one.key for one in REVIEW.waiting(desk.session)] == [following]
    page = desk.browser.get("/duplicates/settled")
    assert "Навік Ганна" in words(page)
    form = typed(page)
    record = page.content.decode().split('name="record" value="')[1].split('"')[0]
    desk.browser.post("/duplicates/settled", {**form, "record": record})
    assert {one.key for one in REVIEW.waiting(desk.session)} == {key, following}
    assert desk.browser.post("/duplicates/settled", {**form, "record": record}).status_code == 303


def test_a_family_is_noted_with_household_and_tie(desk: Desk) -> None:
    key = two(desk)
    found(key, kind=PairKind.FATHER_AND_SON)
    page = desk.browser.get(at(key, "/family"))
    assert typed(page)["tie"].startswith("parent-")
    answer = desk.browser.post(at(key, "/family"), {"household": "on", "title": "Навікі", "tie": "parent-1"})
    assert answer["Location"] == "/duplicates/"
    homes = set(Contact.objects.filter(pk__in=key).values_list("household", flat=True))
    assert (len(homes), 0 in homes, REVIEW.waiting(desk.session)) == (1, False, [])


def test_a_household_without_a_name_is_asked_for_one(desk: Desk) -> None:
    key = two(desk)
    answer = desk.browser.post(at(key, "/family"), {"household": "on", "title": " ", "tie": ""})
    assert "Дайце сям’і назву" in words(answer)
    assert not Contact.objects.filter(household__gt=0).exists()


def test_what_is_skipped_comes_last(desk: Desk) -> None:
    key, following = two(desk), two(desk)
    found(key, following)
    assert desk.browser.post(at(key), {"do": "skip"})["Location"] == at(following)
    assert [one.key for one in REVIEW.waiting(desk.session)] == [following, key]


def test_pairs_of_two_divisions_lead_to_the_move_and_are_not_merged(desk: Desk) -> None:
    one, other = add(desk, MAZYR, **HANNA), add(desk, ZLOBIN, **ANNA)
    key = (min(one, other), max(one, other))
    found(key)
    page = desk.browser.get(at(key))
    assert f"/contacts/{one}/move" in page.content.decode()
    assert at(key, "/merge") not in page.content.decode()
    assert desk.browser.get(at(key, "/merge"))["Location"] == at(key)
    assert desk.browser.get(at(key, "/family")).status_code == 403
    assert Contact.objects.filter(pk__in=key).count() == 2


def test_who_does_not_edit_there_gets_no_pair(arrive: Arrive, organisation: Organisation) -> None:
    key = two(arrive("editor"), ZLOBIN)
    desk = arrive("mixed")  # edits Mazyr and only reads Zlobin
    found(key)
    assert REVIEW.waiting(desk.session) == []
    for more in ("", "/merge", "/family"):
        assert desk.browser.get(at(key, more)).status_code == 403
        assert desk.browser.post(at(key, more), {"do": "distinct", "title": "х"}).status_code == 403
    assert arrive("viewer").browser.get("/duplicates/").status_code == 403
    del organisation


def test_long_chains_are_looked_at_however_certain(desk: Desk) -> None:
    people = sorted(add(desk, MAZYR, **HANNA) for _ in range(5))
    found(*pairwise(people), outcome=Outcome.CERTAIN)
    assert [one.is_certain for one in REVIEW.waiting(desk.session)] == [False] * 4
    found(*pairwise(people[:4]), outcome=Outcome.CERTAIN)
    assert [one.is_certain for one in REVIEW.waiting(desk.session)] == [True] * 3


def test_after_a_merge_pairs_mean_who_stands_and_each_is_there_once(desk: Desk) -> None:
    one, other, third = sorted(add(desk, MAZYR, **HANNA) for _ in range(3))
    found((one, other), (one, third), (other, third))
    page = desk.browser.get(at((one, other), "/merge"))
    desk.browser.post(at((one, other), "/merge"), {**typed(page), "do": "merge"})
    [waiting] = REVIEW.waiting(desk.session)
    assert set(waiting.key) == set(Contact.objects.values_list("pk", flat=True))


def test_whom_a_pair_shows_stands_in_the_access_log(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    key = two(desk)
    found(key)
    noted: list[Any] = []
    real = desk.session.shelf.log

    def log(*args: Any) -> Any:
        noted.append(args[2])
        return real(*args)

    monkeypatch.setattr(desk.session.shelf, "log", log)
    desk.browser.get(at(key))
    assert sum(noted) == 2 * 3


def test_an_odd_address_is_no_page(desk: Desk) -> None:
    key = two(desk)
    assert desk.browser.get(at((key[1], key[0]))).status_code == 404
    assert desk.browser.get(at((key[0], key[0]))).status_code == 404
    assert desk.browser.get(at((key[0], 2**63 - 1))).status_code == 404
    shown = desk.browser.post("/duplicates/", {"show": "review", "division": "1"})
    assert shown["Location"] == "/duplicates/?show=review&division=1"
    assert desk.browser.get("/duplicates/?show=x&division=y&page=z").status_code == 200


def test_all_certain_ones_are_merged_with_one_press_where_it_is_allowed_and_taken_back(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = arrive("editor")
    key = two(desk)
    found(key, outcome=Outcome.CERTAIN)
    page = desk.browser.get("/duplicates/certain")
    assert "адміністратар мусіць дазволіць" in words(page)
    desk.browser.post("/duplicates/certain", {"mark": page.context["mark"]})
    assert Contact.objects.filter(pk__in=key).count() == 2
    assert desk.browser.get("/standard/merging").status_code == 403
    office = arrive("administrator")
    office.browser.post("/standard/merging", {"confirmed": "yes", "wanted": "yes"})
    assert "Гэта дазволена" in words(office.browser.get("/standard/merging"))
    desk = arrive("other editor")
    found(key, outcome=Outcome.CERTAIN)
    shown = desk.browser.get("/duplicates/certain")
    assert "Зрабіць адзін запіс з 1 пары" in words(shown)
    desk.browser.post("/duplicates/certain", {"mark": shown.context["mark"]})
    assert WORK.ended.wait(60)
    said = desk.browser.get("/duplicates/certain")
    assert "1 пара цяпер адзін запіс." in words(said)
    back = f"/duplicates/certain/{said.context['batches'][0].record}/undo"
    assert "Адмяніць усё, што аб’яднана адным націскам?" in words(desk.browser.post(back))
    desk.browser.post(back, {"confirmed": "yes"})
    assert WORK.ended.wait(60)
    assert "Усё гэта адменена." in words(desk.browser.get("/duplicates/certain"))
    assert Contact.objects.filter(pk__in=key).count() == 2
    assert desk.browser.post("/duplicates/certain/77/undo").status_code == 404
    del organisation


def test_as_many_pairs_as_were_shown_and_others_are_not_merged(arrive: Arrive) -> None:
    arrive("administrator").browser.post("/standard/merging", {"confirmed": "yes", "wanted": "yes"})
    desk = arrive("editor")
    key, following = two(desk), two(desk)
    found(key, outcome=Outcome.CERTAIN)
    shown = desk.browser.get("/duplicates/certain").context["mark"]
    found(following, outcome=Outcome.CERTAIN)
    for mark in (shown, "", "1"):
        desk.browser.post("/duplicates/certain", {"mark": mark})
    assert (WORK.progress, Contact.objects.filter(pk__in=(*key, *following)).count()) == (None, 4)
