"""Above fifty people a second person agrees: another account, a coordinator there, within a day, for once."""

from __future__ import annotations

import pytest

from busel.contacts.export_records import ExportAnswer
from busel.desk import clock
from busel.desk.actions.exports import NotAgreedError, answer_request, ask_to_export, note_export
from busel.desk.clock import this_hour
from busel.desk.exporting.choice import Choice, NoRightError, people_of
from busel.desk.exporting.requests import HOURS, State, find_request, mine, to_answer
from busel.desk.journals.ledger import Cause
from busel.desk.journals.writing import ConflictError, NotAllowedError, write
from busel.desk.oversight.access_log import read
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id
from desk.conftest import MAZYR, REGION, ZLOBIN
from desk.exporting.conftest import Exports, add_many, made_of

MANY = 51


@pytest.fixture
def choice(exports: Exports) -> Choice:
    """Return a choice of 61 people in two divisions, for which the editor has the right and has asked."""
    exports.allow("editor", REGION, ZLOBIN)
    session = exports.arrive("editor").session
    add_many(session, exports.journal(REGION), MANY)
    add_many(session, exports.journal(ZLOBIN), 10)
    chosen = Choice((exports.journal(REGION), exports.journal(ZLOBIN)), format="csv")
    ask_to_export(session, chosen)
    return chosen


def test_without_the_right_nobody_is_taken_out(exports: Exports) -> None:
    exports.allow("editor", REGION)
    session = exports.arrive("editor").session
    add_many(session, exports.journal(MAZYR), 1)
    with pytest.raises(NoRightError):
        people_of(session, Choice((exports.journal(REGION), exports.journal(MAZYR))))
    with pytest.raises(NoRightError):
        people_of(exports.arrive("coordinator").session, Choice((exports.journal(REGION),)))


def test_fifty_are_taken_out_alone_and_each_division_notes_its_own(exports: Exports) -> None:
    exports.allow("editor", REGION, ZLOBIN)
    session = exports.arrive("editor").session
    add_many(session, exports.journal(REGION), 40)
    add_many(session, exports.journal(ZLOBIN), 10)
    chosen = Choice((exports.journal(REGION), exports.journal(ZLOBIN)), what="Усе", format="vcf", parts=("names",))
    note_export(session, chosen, made_of(session, chosen))
    session = exports.arrive("other editor").session
    noted = dict(Item.objects.filter(kind="export").values_list("division_id", "fields"))
    editor = exports.organisation.founded.accounts[2].keyring.account.id.hex()
    marks = {fields.pop("mark") for fields in noted.values()}
    assert len(marks) == 1
    told = dict(account=editor, what="Усе", format="vcf", parts=["names"], hour=this_hour())  # noqa: C408 - of several types
    assert noted == {
        session.numbers[exports.journal(REGION)]: told | {"count": 40},
        session.numbers[exports.journal(ZLOBIN)]: told | {"count": 10},
    }


def test_several_small_files_of_a_day_are_one_large_one(exports: Exports, monkeypatch: pytest.MonkeyPatch) -> None:
    exports.allow("editor", REGION, ZLOBIN)
    session = exports.arrive("editor").session
    add_many(session, exports.journal(REGION), 40)
    add_many(session, exports.journal(ZLOBIN), 11)
    first, second = Choice((exports.journal(REGION),)), Choice((exports.journal(ZLOBIN),))
    note_export(session, first, made_of(session, first))
    with pytest.raises(NotAgreedError):
        note_export(session, second, made_of(session, second))
    later = this_hour() + HOURS
    monkeypatch.setattr("busel.desk.exporting.requests.this_hour", lambda: later)
    note_export(session, second, made_of(session, second))


def test_the_access_log_names_everybody_who_went_out(exports: Exports) -> None:
    exports.allow("editor", REGION)
    session = exports.arrive("editor").session
    add_many(session, exports.journal(REGION), 3)
    chosen = Choice((exports.journal(REGION),))
    made = made_of(session, chosen)
    note_export(session, chosen, made)
    session = exports.arrive("auditor").session
    entries = [one for one in read(session, exports.journal(REGION), 0, this_hour()) if one.deed == "export_contacts"]
    assert [sorted(one.contacts) for one in entries] == [sorted(made.people[exports.journal(REGION)])]


def test_more_wait_for_a_coordinator_and_go_out_once(exports: Exports, choice: Choice) -> None:
    session = exports.arrive("editor").session
    [asked] = mine(session)
    made = made_of(session, choice)
    assert asked.state is State.WAITING
    with pytest.raises(NotAgreedError):
        note_export(session, choice, made, record=asked.record)
    session = exports.arrive("coordinator").session
    assert [one.record for one in to_answer(session)] == [asked.record]
    assert to_answer(session)[0].count == MANY + 10
    answer_request(session, asked.record, agrees=True)
    assert to_answer(session) == []
    session = exports.arrive("editor").session
    assert mine(session)[0].state is State.AGREED
    note_export(session, choice, made_of(session, choice), record=asked.record)
    assert mine(session)[0].state is State.TAKEN
    with pytest.raises(NotAgreedError):
        note_export(session, choice, made, record=asked.record)


def test_of_two_desks_that_take_it_at_once_one_gets_it(
    exports: Exports, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = exports.arrive("coordinator").session
    answer_request(session, to_answer(session)[0].record, agrees=True)
    session = exports.arrive("editor").session
    agreed, made = mine(session)[0], made_of(session, choice)
    note_export(session, choice, made, record=agreed.record)
    monkeypatch.setattr("busel.desk.actions.exports.find_request", lambda *_: agreed)  # as it stood before
    with pytest.raises(ConflictError):
        note_export(session, choice, made, record=agreed.record)


def test_a_refusal_is_one(exports: Exports, choice: Choice) -> None:
    session = exports.arrive("coordinator").session
    record = to_answer(session)[0].record
    answer_request(session, record, agrees=False)
    session = exports.arrive("editor").session
    assert mine(session)[0].state is State.REFUSED
    with pytest.raises(NotAgreedError):
        note_export(session, choice, made_of(session, choice), record=record)


def test_consent_holds_for_a_day_and_for_just_these_people_and_fields(
    exports: Exports, choice: Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = exports.arrive("coordinator").session
    record = to_answer(session)[0].record
    answer_request(session, record, agrees=True)
    session = exports.arrive("editor").session
    for other in (
        Choice(choice.journals, format="xlsx"),
        Choice(choice.journals, format="csv", parts=("names",)),
        Choice(choice.journals, where={"not": {"field": "tag", "is": "x"}}, format="csv"),
    ):
        with pytest.raises(NotAgreedError):
            note_export(session, other, made_of(session, other), record=record)
    add_many(session, exports.journal(ZLOBIN), 1)
    with pytest.raises(NotAgreedError):
        note_export(session, choice, made_of(session, choice), record=record)
    asked = find_request(session, record)
    assert asked is not None
    assert asked.state is State.AGREED
    later = this_hour() + HOURS + 1
    monkeypatch.setattr("busel.desk.exporting.requests.this_hour", lambda: later)
    assert asked.state is State.OVER
    assert clock.this_hour() < later


def test_nobody_answers_an_own_request(exports: Exports) -> None:
    exports.allow("editor", REGION, role=Role.COORDINATOR)
    session = exports.arrive("editor").session
    add_many(session, exports.journal(REGION), MANY)
    record = ask_to_export(session, Choice((exports.journal(REGION),)))
    assert to_answer(session) == []
    with pytest.raises(NotAllowedError):
        answer_request(session, record, agrees=True)
    own = ExportAnswer(account=session.account.hex(), request=record, agrees=True, hour=this_hour())
    id_ = new_record_id()
    write(session, exports.journal(REGION), "approve_export", [(id_, [Op("export_answer", id_, own.fields())])])
    assert mine(session)[0].state is State.WAITING


def test_an_editor_agrees_to_nothing(exports: Exports, choice: Choice) -> None:
    session = exports.arrive("other editor").session
    record = next(iter(Item.objects.filter(kind="export_request").values_list("record", flat=True)))
    with pytest.raises(NotAllowedError):
        answer_request(session, record, agrees=True)


def test_consent_in_anothers_name_is_believed_by_no_desk(exports: Exports, choice: Choice) -> None:
    session = exports.arrive("editor").session
    record = mine(session)[0].record
    coordinator = exports.organisation.founded.accounts[1].keyring.account.id.hex()
    for journal in choice.journals:
        forged = ExportAnswer(account=coordinator, request=record, agrees=True, hour=this_hour())
        id_ = new_record_id()
        write(session, journal, "edit_contact", [(id_, [Op("export_answer", id_, forged.fields())])])
    session = exports.arrive("editor").session
    assert mine(session)[0].state is State.WAITING
    assert [one.cause for one in session.aside] == [Cause.FORGED, Cause.FORGED]
