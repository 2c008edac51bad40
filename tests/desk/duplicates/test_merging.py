"""Two records of one person become one, in one deed; taken back, each stands as before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from busel.contacts.busel_ids import show_busel_id
from busel.desk.actions.contacts import edit_contact
from busel.desk.actions.merging import forget_distinct, merge_contacts, note_distinct, part_again
from busel.desk.duplicates.distinct import distinct_pairs, judged
from busel.desk.duplicates.lines import Choice, Told, lines_of, result_of
from busel.desk.duplicates.merging import NothingToPartError
from busel.desk.duplicates.plans import TwoDivisionsError, plan
from busel.desk.journals.changes import history_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.writing import ConflictError, NotAllowedError
from busel.desk.people.editing import Edit
from desk.conftest import MAZYR, ZLOBIN
from desk.duplicates.conftest import ANNA, HANNA, add, both, of, state, tied

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive, Organisation


@pytest.fixture
def session(arrive: Arrive) -> Session:
    return arrive("editor").session


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    return organisation.journal(MAZYR)


def merged(session: Session, one: int, other: int, **choices: Choice) -> tuple[int, bytes]:
    """Merge two; return who stays, and the deed."""
    made = plan(session, one, other, choices)
    return made.kept.id, merge_contacts(session, made).deed


def test_what_the_plan_shows_stands_there_afterwards(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    made = plan(session, one, other)
    merge_contacts(session, made)
    assert state(session, journal)["contact"] == {made.kept.id: made.result}


def test_everything_that_either_told_stands_there_once(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    kept, _deed = merged(session, one, other)
    [person] = state(session, journal)["contact"].values()
    assert (person["birth"], person["no_calls"], person["family_ru"]) == ("1960-02-29", True, "Новик")
    assert sorted(person["notes"].split("\n")) == ["кліча суседзяў", "хор"]
    gone = other if kept == one else one
    assert sorted(person["external_ids"]) == ["7", "9", show_busel_id(gone)]
    assert sorted(one["number"] for one in of(session, journal, "phone", kept)) == ["+375291234567", "+375447654321"]
    [home] = of(session, journal, "address", kept)
    assert (home["street_be"], home["street_ru"], home["postcode"]) == ("вул. Міру", "ул. Мира", "247210")
    assert sorted(one["label"] for one in of(session, journal, "tag", kept)) == ["валанцёр", "настаўніца"]
    assert sorted(one["type"] for one in of(session, journal, "activity", kept)) == ["call", "merge", "visit"]
    assert {one["address"] for one in of(session, journal, "email", kept)} == {"anna@example.org"}
    assert {one["name"] for one in of(session, journal, "messenger", kept)} == {"anna.60"}


def test_a_consent_that_was_taken_back_stays_so_and_one_that_was_given_later_counts(
    session: Session, journal: bytes
) -> None:
    one, other = both(session, journal)
    kept, _deed = merged(session, one, other)
    assert {row["day"]: row["withdrawn"] for row in of(session, journal, "consent", kept)} == {
        "2024-05-01": "2024-09-09",
        "2024-01-01": "2024-09-09",
    }
    later = add(session, journal, HANNA, [("consent", {"purpose": "лісты", "day": "2025-05-01"})])
    kept, _deed = merged(session, kept, later)
    assert [row.get("withdrawn") for row in of(session, journal, "consent", kept) if row["day"] == "2025-05-01"] == [
        None
    ]


def test_the_surname_that_is_not_chosen_becomes_one_of_before(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    made = plan(session, one, other)
    chosen = next(line for line in made.lines if line.name == "family_be")
    left = {"Кавалёва", "Навік"} - {chosen.result}
    assert {made.result["former_family"]} == left
    assert "former_family" not in plan(session, one, other, {"former": Choice.KEPT}).result


def _chosen(session: Session, one: int, other: int, *names: str) -> dict[str, Choice]:
    """Return the choice of what the first of two says, whichever of them stays."""
    side = Choice.KEPT if plan(session, one, other).kept.id == one else Choice.OTHER
    return dict.fromkeys(names, side)


def test_a_surname_that_goes_stays_in_neither_language_and_comes_back_when_they_part(
    session: Session, journal: bytes
) -> None:
    one = add(session, journal, {"family_be": "Іванова", "given_be": "Алена"})
    other = add(session, journal, {"family_be": "Кавальчук", "family_ru": "Ковальчук", "given_be": "Алена"})
    before = state(session, journal)["contact"]
    kept, deed = merged(session, one, other, **_chosen(session, one, other, "family_be"))
    [person] = state(session, journal)["contact"].values()
    assert (person["family_be"], person.get("family_ru", ""), person["former_family"]) == ("Іванова", "", "Кавальчук")
    part_again(session, journal, kept, deed=deed)
    assert state(session, journal)["contact"] == before


def test_of_two_surnames_each_told_in_one_language_one_is_chosen_for_both(session: Session, journal: bytes) -> None:
    one = add(session, journal, {"family_be": "Іванова", "given_be": "Алена"})
    other = add(session, journal, {"family_ru": "Ковальчук", "given_ru": "Елена"})
    made = plan(session, one, other, _chosen(session, one, other, "family_be", "family_ru"))
    assert {line.name for line in made.conflicts} == {"family_be", "family_ru", "former"}
    assert (made.result["family_be"], made.result["former_family"]) == ("Іванова", "Ковальчук")
    assert "family_ru" not in made.result


@pytest.mark.parametrize(
    ("older", "newer", "stands"),
    [("Тамара", "Тома", "Тамара"), ("Виталик", "Виталий", "Виталий"), ("Алена", "Ганна", "Ганна")],
)
def test_a_whole_given_name_is_proposed_rather_than_its_short_form_however_new(
    older: str, newer: str, stands: str
) -> None:
    told = Told({"given_ru": older}, {"given_ru": newer, "added": "2026-02-02"}, 7, {})
    assert result_of(lines_of(told), {})["given_ru"] == stands


def test_who_is_known_to_have_married_keeps_the_surname_of_today_and_nothing_is_asked(
    session: Session, journal: bytes
) -> None:
    before = add(session, journal, {"family_ru": "Ковальчук", "given_be": "Алена", "added": "2026-02-02"})
    today = add(
        session,
        journal,
        {"family_ru": "Иванова", "given_be": "Алена", "former_family": "Кавальчук", "added": "2024-02-02"},
    )
    made = plan(session, before, today)
    assert (made.result["family_ru"], made.result["former_family"]) == ("Иванова", "Кавальчук")
    assert "former" not in {line.name for line in made.lines}


def test_surnames_of_before_come_together_and_that_of_today_is_none_of_them(session: Session, journal: bytes) -> None:
    one = add(session, journal, {"family_be": "Іванова", "former_family": "Кавальчук, Лісоўская"})
    other = add(session, journal, {"family_be": "Лісоўская", "former_family": "Новик"})
    made = plan(session, one, other, {"family_be": Choice.KEPT})
    chosen = {made.kept.contact["family_be"], made.other.contact["family_be"]} - {made.result["family_be"]}
    assert made.result["family_be"] == "Іванова" or chosen == {"Іванова"}
    assert made.result["family_be"] not in made.result["former_family"].split(", ")
    assert {"Кавальчук", "Новик"} < set(made.result["former_family"].split(", "))


def test_a_merge_that_is_taken_back_gives_each_the_surname_of_before_that_it_told(
    session: Session, journal: bytes
) -> None:
    one = add(session, journal, {"family_be": "Іванова", "given_be": "Алена", "former_family": "Лісоўская"})
    other = add(session, journal, {"family_be": "Кавальчук", "given_be": "Алена", "notes": "хор"})
    before = state(session, journal)["contact"]
    kept, deed = merged(session, one, other)
    assert state(session, journal)["contact"][kept]["former_family"].startswith("Лісоўская, ")
    part_again(session, journal, kept, deed=deed)
    assert state(session, journal)["contact"] == before


def test_another_spelling_of_a_family_name_is_no_former_name(session: Session, journal: bytes) -> None:
    one = add(session, journal, {"family_be": "Кавалёў", "given_be": "Сяргей"})
    other = add(session, journal, {"family_be": "Кавалеў", "given_be": "С."})
    made = plan(session, one, other)
    assert (made.result["given_be"], made.result.get("former_family", "")) == ("Сяргей", "")


def test_what_somebody_chooses_is_what_stands_there(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    made = plan(session, one, other, {"support": Choice.OTHER, "notes": Choice.KEPT, "family_be": Choice.KEPT})
    assert made.result["support"] == made.other.contact["support"]
    assert made.result["notes"] == made.kept.contact["notes"]
    assert made.result["family_be"] == made.kept.contact["family_be"]
    merge_contacts(session, made)
    assert state(session, journal)["contact"][made.kept.id] == made.result


def test_ties_to_others_come_along_and_the_tie_between_the_two_ends(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    third, group = tied(session, journal, one, other)
    kept, _deed = merged(session, one, other)
    after = state(session, journal)
    ties = sorted((row["contact"], row["other"], row["type"]) for row in after["relationship"].values())
    assert ties == sorted([(kept, third, "parent"), (third, kept, "neighbour")])
    assert [(row["contact"], row["group"]) for row in after["membership"].values()] == [(kept, group)]
    assert list(after["household"]) == [after["contact"][kept]["household"]]


def test_taken_back_all_stands_as_before(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    tied(session, journal, one, other)
    before = state(session, journal)
    kept, deed = merged(session, one, other)
    assert part_again(session, journal, kept, deed=deed).left == []
    assert state(session, journal) == before


def test_taken_back_after_a_fold_and_on_another_desk_all_stands_as_before(arrive: Arrive, journal: bytes) -> None:
    session = arrive("editor").session
    one, other = both(session, journal)
    tied(session, journal, one, other)
    before = state(session, journal)
    kept, deed = merged(session, one, other)
    fold_journal(session, journal)
    session = arrive("other editor").session
    part_again(session, journal, kept, deed=deed)
    assert state(session, journal) == before
    fold_journal(session, journal)
    assert state(arrive("coordinator").session, journal) == before


def test_what_was_changed_since_is_listed_and_stays(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    before = state(session, journal)
    kept, deed = merged(session, one, other)
    birth = state(session, journal)["contact"][kept]["birth"]
    edit_contact(session, journal, kept, edits=[Edit("contact", kept, {"birth": birth}, {"birth": "1961"})])
    undone = part_again(session, journal, kept, deed=deed)
    if before["contact"][kept].get("birth") == birth:  # it was not touched by the merge
        assert undone.left == []
    else:
        assert [op.now for op in undone.left] == [{"birth": birth}]
    before["contact"][kept]["birth"] = "1961"
    assert state(session, journal) == before


def test_a_second_press_parts_nobody(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    kept, deed = merged(session, one, other)
    part_again(session, journal, kept, deed=deed)
    with pytest.raises(NothingToPartError):
        part_again(session, journal, kept, deed=deed)


def test_who_was_made_one_again_since_is_parted_in_the_reverse_order(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    before = state(session, journal)
    kept, first = merged(session, one, other)
    bigger = add(session, journal, HANNA, [("tag", {"label": str(number)}) for number in range(40)])
    between = state(session, journal)
    last, second = merged(session, kept, bigger)
    assert last == bigger
    with pytest.raises((NothingToPartError, LookupError)):
        part_again(session, journal, kept, deed=first)
    part_again(session, journal, last, deed=second)
    assert state(session, journal) == between
    part_again(session, journal, kept, deed=first)
    after = state(session, journal)
    assert {id_: after["contact"][id_] for id_ in (one, other)} == before["contact"]


Known = tuple[dict[str, Any], list[tuple[str, dict[str, str]]]]
FIELD = st.sampled_from(["", "а", "Навік", "хор\nспевы"])
PERSON = st.fixed_dictionaries(
    {
        "family_be": FIELD,
        "nickname": FIELD,
        "former_family": FIELD,
        "notes": FIELD,
        "birth": st.sampled_from(["", "1960", "1960-02", "1961-05-05"]),
        "risk": st.booleans(),
        "support": st.integers(0, 5),
        "external_ids": st.lists(st.sampled_from(["1", "2"]), unique=True),
        "custom": st.dictionaries(st.sampled_from(["job", "skills"]), st.sampled_from(["x", "y"])),
    }
)
RECORD = st.sampled_from(
    [
        ("phone", {"number": "+375291234567"}),
        ("phone", {"number": "+375291234567", "status": "bad", "type": "home"}),
        ("phone", {"written": "тры"}),
        ("tag", {"label": "х"}),
        ("tag", {"label": "х", "value": "1"}),
        ("consent", {"purpose": "п", "day": "2024-01-01"}),
        ("consent", {"purpose": "п", "day": "2024-01-01", "withdrawn": "2024-02-02"}),
        ("consent", {"purpose": "п"}),
        ("address", {"settlement_be": "Мазыр", "house": "1"}),
        ("address", {"settlement_be": "Мазыр", "house": "1", "postcode": "247760"}),
        ("activity", {"type": "call", "day": "2025-01-02"}),
    ]
)
KNOWN = st.tuples(PERSON, st.lists(RECORD, max_size=5))
CHOICES = st.dictionaries(
    st.sampled_from(["family_be", "former", "notes", "nickname", "birth", "support", "custom.job"]),
    st.sampled_from(list(Choice)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(KNOWN, KNOWN), CHOICES)
def test_whatever_two_records_hold_the_plan_is_what_is_done_and_taking_it_back_is_exact(
    session: Session, journal: bytes, pair: tuple[Known, Known], choices: dict[str, Choice]
) -> None:
    first, second = (
        add(session, journal, {n: v for n, v in person.items() if v not in ("", 0, False, [], {})}, about)
        for person, about in pair
    )
    before = state(session, journal)
    made = plan(session, first, second, choices)
    deed = merge_contacts(session, made).deed
    assert state(session, journal)["contact"][made.kept.id] == made.result
    assert made.other.id not in state(session, journal)["contact"]
    part_again(session, journal, made.kept.id, deed=deed)
    assert state(session, journal) == before


def test_the_history_tells_the_merge_and_nothing_in_it_is_doubtful(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    third, _group = tied(session, journal, one, other)
    kept, deed = merged(session, one, other)
    edit_contact(session, journal, kept, edits=[Edit("contact", kept, {}, {"polling_station": "12"})])
    for contact in (kept, third):
        past = history_of(session, journal, contact)
        assert (past.doubtful, deed in {change.deed for change in past.changes}) == (0, True)


def test_across_divisions_nobody_is_made_one(session: Session, organisation: Organisation) -> None:
    one, other = add(session, organisation.journal(MAZYR), HANNA), add(session, organisation.journal(ZLOBIN), ANNA)
    with pytest.raises(TwoDivisionsError):
        plan(session, one, other)
    with pytest.raises(TwoDivisionsError):
        note_distinct(session, organisation.journal(MAZYR), (one, other))


def test_who_only_reads_makes_nobody_one(arrive: Arrive, organisation: Organisation) -> None:
    journal = organisation.journal(ZLOBIN)
    one, other = both(arrive("editor").session, journal)
    session = arrive("viewer").session
    before = state(session, journal)
    with pytest.raises(NotAllowedError):
        merge_contacts(session, plan(session, one, other))
    with pytest.raises(NotAllowedError):
        note_distinct(session, journal, (one, other))
    assert state(session, journal) == before


def test_what_was_changed_after_the_plan_was_made_is_not_lost(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    made = plan(session, one, other)
    edit_contact(session, journal, made.other.id, edits=[Edit("tag", 0, None, {"label": "новы"})])
    before = state(session, journal)
    with pytest.raises(ConflictError):
        merge_contacts(session, made)
    assert state(session, journal) == before


def test_who_are_two_people_is_remembered_through_merges_and_their_undoing(session: Session, journal: bytes) -> None:
    number = session.numbers[journal]
    one, other = both(session, journal)
    third = add(session, journal, HANNA)
    gone = plan(session, one, other).other.id
    assert note_distinct(session, journal, (gone, third)) is not None
    assert note_distinct(session, journal, (third, gone)) is None
    assert distinct_pairs([number]) == {(min(gone, third), max(gone, third))}
    kept, deed = merged(session, one, other)
    assert distinct_pairs([number]) == {(min(kept, third), max(kept, third))}
    assert note_distinct(session, journal, (kept, third)) is None
    part_again(session, journal, kept, deed=deed)
    assert distinct_pairs([number]) == {(min(gone, third), max(gone, third))}
    [said] = judged(session)
    forget_distinct(session, said)
    assert distinct_pairs([number]) == set()


def test_who_are_made_one_after_all_are_not_two_people_any_more(session: Session, journal: bytes) -> None:
    one, other = both(session, journal)
    note_distinct(session, journal, (one, other))
    before = state(session, journal)
    kept, deed = merged(session, one, other)
    assert "distinct" not in state(session, journal)
    part_again(session, journal, kept, deed=deed)
    assert state(session, journal) == before


def test_what_came_along_and_was_changed_since_goes_back_as_it_stands_and_nothing_of_it_stays(
    session: Session, journal: bytes
) -> None:
    agreed = {"purpose": "лісты", "day": "2024-01-01"}
    bigger = [("tag", {"label": str(number)}) for number in range(5)]
    one = add(session, journal, HANNA, [*bigger, ("consent", {"purpose": "званкі", "day": "2024-01-01"})])
    said = [("consent", agreed), ("consent", {**agreed, "purpose": "званкі"}), ("phone", {"number": "+375447654321"})]
    other = add(session, journal, ANNA, said)
    kept, deed = merged(session, one, other)
    assert kept == one
    held = state(session, journal)
    [phone] = held["phone"]
    [mine, came] = sorted(held["consent"], key=lambda id_: held["consent"][id_]["purpose"])
    edits = [Edit("consent", id_, {"withdrawn": None}, {"withdrawn": "2026-01-01"}) for id_ in (mine, came)]
    edits.append(Edit("phone", phone, {"type": None}, {"type": "mobile"}))
    edit_contact(session, journal, kept, edits=edits)
    undone = part_again(session, journal, kept, deed=deed)
    assert sorted(name for op in undone.left for name in op.now or {}) == ["type", "withdrawn"]
    assert of(session, journal, "phone", kept) == []
    assert of(session, journal, "phone", other) == [{"number": "+375447654321", "type": "mobile"}]
    assert [row["purpose"] for row in of(session, journal, "consent", kept)] == ["званкі"]
    assert {row["purpose"]: row["withdrawn"] for row in of(session, journal, "consent", other)} == {
        "лісты": "2026-01-01",
        "званкі": "2026-01-01",
    }
    assert history_of(session, journal, kept).doubtful == 0


def test_who_asked_for_no_letters_while_two_were_one_gets_none_whoever_of_them_it_was(
    session: Session, journal: bytes
) -> None:
    one, other = add(session, journal, {**HANNA, "no_calls": True}), add(session, journal, HANNA)
    kept, deed = merged(session, one, other)
    gone = other if kept == one else one
    edit_contact(session, journal, kept, edits=[Edit("contact", kept, {"no_letters": None}, {"no_letters": True})])
    part_again(session, journal, kept, deed=deed)
    held = state(session, journal)["contact"]
    assert [held[id_].get("no_letters") for id_ in (kept, gone)] == [True, True]
    assert {id_: held[id_].get("no_calls") for id_ in held} == {one: True, other: None}
