"""What happened with a person: all of it by pages and types, each entry corrected or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from busel.desk.actions.contacts import edit_contact
from busel.desk.people.editing import Edit
from busel.journal.deed import Op
from desk.conftest import ZLOBIN
from desk.contacts.conftest import add, elsewhere, journal_of, kavalou, records_of, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

CALL = {"type": "call", "day": "2026-11-02", "subject": "пра сход", "outcome": "not_home"}


def write_down(desk: Desk, id_: int, **fields: Any) -> int:
    before = set(records_of(desk, id_, "activity"))
    edit_contact(
        desk.session, journal_of(desk, ZLOBIN), id_, edits=[Edit("activity", 0, None, {"contact": id_, **fields})]
    )
    [record] = set(records_of(desk, id_, "activity")) - before
    return record


def entry(desk: Desk, id_: int, record: int) -> dict[str, Any]:
    found = dict(records_of(desk, id_, "activity")[record])
    found.pop("contact")
    return found


def test_what_was_written_down_wrongly_is_corrected_and_the_history_keeps_what_stood_there(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    record = write_down(desk, id_, **CALL)
    url = f"/contacts/{id_}/happened/{record}"
    assert f'href="{url}"' in desk.browser.get(f"/contacts/{id_}").content.decode()
    form = typed(desk.browser.get(url))
    assert (form["activity-0-day"], form["activity-0-outcome"]) == ("02.11.2026", "not_home")
    sent = form | {"activity-0-day": "03.11.2026", "activity-0-outcome": "canvassed", "activity-0-type": "visit"}
    answer = desk.browser.post(url, sent)
    assert (answer.status_code, answer["Location"]) == (303, f"/contacts/{id_}#s-done")
    assert entry(desk, id_, record) == CALL | {"type": "visit", "day": "2026-11-03", "outcome": "canvassed"}
    newest = desk.browser.get(f"/contacts/{id_}/history").context["page"][0]
    assert newest.undo_id
    assert len(newest.changes) == 3


def test_an_entry_is_taken_away(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    record = write_down(desk, id_, **CALL)
    url = f"/contacts/{id_}/happened/{record}"
    desk.browser.post(url, typed(desk.browser.get(url)) | {"activity-0-remove": "on"})
    assert records_of(desk, id_, "activity") == {}


def test_a_day_that_is_none_is_refused_and_what_was_typed_stays(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    record = write_down(desk, id_, **CALL)
    url = f"/contacts/{id_}/happened/{record}"
    answer = desk.browser.post(url, typed(desk.browser.get(url)) | {"activity-0-day": "31.02.2026"})
    assert answer.status_code == 200
    assert typed(answer)["activity-0-day"] == "31.02.2026"
    assert answer.context["forms"][0].errors["day"]
    assert entry(desk, id_, record) == CALL


def test_two_who_correct_one_entry_both_see_it_and_nothing_is_lost(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    record = write_down(desk, id_, **CALL)
    url = f"/contacts/{id_}/happened/{record}"
    form = typed(desk.browser.get(url))
    theirs = Op("activity", record, {"subject": "пра лісты"}, {"subject": "пра сход"})
    elsewhere(organisation, "other editor", ZLOBIN, [theirs], subject=id_)
    answer = desk.browser.post(url, form | {"activity-0-subject": "пра сход у клубе"})
    assert [(one.old, one.new) for one in answer.context["conflict"]] == [("пра сход", "пра лісты")]
    assert entry(desk, id_, record)["subject"] == "пра лісты"
    assert desk.browser.post(url, typed(answer)).status_code == 303
    assert entry(desk, id_, record)["subject"] == "пра сход у клубе"


def test_a_follow_up_that_was_called_done_by_mistake_is_opened_again_and_stays_whose_it_is(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    whose = "ab" * 16
    record = write_down(desk, id_, **CALL, due="2026-11-20", done="2026-11-19", assignee=whose)
    url = f"/contacts/{id_}/happened/{record}"
    form = typed(desk.browser.get(url))
    assert form["activity-0-done"] == "19.11.2026"
    desk.browser.post(url, form | {"activity-0-done": ""})
    assert entry(desk, id_, record) == CALL | {"due": "2026-11-20", "assignee": whose}


def test_a_printed_letter_keeps_its_type_and_its_print_run_when_it_is_corrected(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    letter = {"type": "letter", "day": "2026-11-02", "subject": "Запрашэнне", "batch": 99, "outcome": "вярнулася"}
    record = write_down(desk, id_, **letter)
    url = f"/contacts/{id_}/happened/{record}"
    desk.browser.post(url, typed(desk.browser.get(url)) | {"activity-0-details": "Адрасат выбыў."})
    assert entry(desk, id_, record) == letter | {"details": "Адрасат выбыў."}


def test_what_a_list_left_behind_is_not_corrected_here(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    record = write_down(desk, id_, type="import", day="2026-11-02", subject="Спіс")
    assert desk.browser.get(f"/contacts/{id_}/happened/{record}").status_code == 404


def test_another_persons_entry_cannot_be_named(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_, other = kavalou(desk, ZLOBIN), add(desk, ZLOBIN, family_be="Ліс")
    record, theirs = write_down(desk, id_, **CALL), write_down(desk, other, **CALL)
    assert desk.browser.get(f"/contacts/{id_}/happened/{theirs}").status_code == 404
    form = typed(desk.browser.get(f"/contacts/{id_}/happened/{record}")) | {"activity-0-record": str(theirs)}
    form["activity-0-subject"] = "чужое"
    assert desk.browser.post(f"/contacts/{id_}/happened/{record}", form).status_code == 404
    assert entry(desk, other, theirs) == CALL


def test_who_only_reads_sees_all_and_corrects_nothing(arrive: Arrive) -> None:
    editor = arrive("editor")
    id_ = kavalou(editor, ZLOBIN)
    record = write_down(editor, id_, **CALL)
    desk = arrive("viewer")
    assert "пра сход" in words(desk.browser.get(f"/contacts/{id_}/happened"))
    assert f"/happened/{record}" not in desk.browser.get(f"/contacts/{id_}").content.decode()
    assert desk.browser.get(f"/contacts/{id_}/happened/{record}").status_code == 403


def test_older_entries_stand_on_a_page_of_their_own_by_type(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    for at in range(12):
        write_down(desk, id_, type=("note", "call")[at % 2], day=f"2026-10-{at + 1:02}", subject=f"н{at}")
    assert f'href="/contacts/{id_}/happened"' in desk.browser.get(f"/contacts/{id_}").content.decode()
    page = desk.browser.get(f"/contacts/{id_}/happened")
    assert [one.subject for one in page.context["activities"]] == [f"н{at}" for at in reversed(range(12))]
    calls = desk.browser.get(f"/contacts/{id_}/happened?happened=call")
    assert [one.subject for one in calls.context["activities"]] == [f"н{at}" for at in reversed(range(1, 12, 2))]
    odd = desk.browser.get(f"/contacts/{id_}/happened?happened=<b>")
    assert len(odd.context["activities"]) == 12


def test_the_history_shows_changes_of_one_kind(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    write_down(desk, id_, **CALL)
    every = desk.browser.get(f"/contacts/{id_}/history")
    assert [kind for kind, _words, _chosen in every.context["kinds"]] == [
        "contact",
        "phone",
        "address",
        "tag",
        "activity",
    ]
    assert len(every.context["page"]) == 2
    some = desk.browser.get(f"/contacts/{id_}/history?kind=activity")
    assert len(some.context["page"]) == 1
    assert len(desk.browser.get(f"/contacts/{id_}/history?kind=none").context["page"]) == 2
