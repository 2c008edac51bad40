"""What is kept too long is found, let go of once confirmed, or kept longer with a reason; nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from busel.contacts.shared import Retention
from busel.contacts.starting_standard import starting_standard
from busel.desk.actions.contacts import add_contact, edit_contact, undo_change
from busel.desk.actions.retention import ReadAnewError, clear_old_values, keep_longer
from busel.desk.clock import this_hour, today_date
from busel.desk.journals.changes import history_of
from busel.desk.journals.writing import NotAllowedError, to_commit
from busel.desk.keeping import retention, retention_runs
from busel.desk.keeping.retention import PERSON, read_due
from busel.desk.people.editing import Edit
from busel.desk.people.person import person
from busel.desk.trustees import founding
from busel.desk.workspace.models import Item
from busel.journal.commit import seal_commit
from busel.journal.deed import Draft, Op, encode_parts
from busel.shelf.memory import MemoryShelf
from busel.vault.lock import CHEAP
from desk.conftest import MAZYR, POSTS, REGION, ZLOBIN, Organisation
from factories.shelf import ORGANISATION

if TYPE_CHECKING:
    from busel.desk.session import Session
    from desk.conftest import Arrive

MONTHS = {"notes": 12, "phone": 12, "family_be": 24, "risk": 1, "hobby": 12}
VERA: dict[str, Any] = {"family_be": "Кавалёва", "notes": "пасля 18", "risk": True, "custom": {"hobby": "хор"}}
PHONE = [("phone", {"number": "+375291234567"}), ("phone", {"written": "2-14-55"})]


@pytest.fixture
def organisation() -> Organisation:
    """Return the organisation of `desk.conftest`, where some fields have an end."""
    fields = [msgspec.structs.replace(one, retention_months=MONTHS.get(one.key, 0)) for one in starting_standard()]
    known = {one.key for one in fields}
    wanted = [{"key": key, "retention_months": months, "labels": {"be": key}} for key, months in MONTHS.items()]
    standard = [one.fields() for one in fields] + [one for one in wanted if one["key"] not in known]
    plans = [founding.Plan(REGION), founding.Plan(ZLOBIN, REGION), founding.Plan(MAZYR, REGION)]
    shelf = MemoryShelf(ORGANISATION)
    charter = founding.Charter(plans, list(POSTS.values()), standard=standard)
    founded = founding.found(shelf, charter, organisation=ORGANISATION, hour=this_hour(), profile=CHEAP)
    return Organisation(shelf, founded)


@pytest.fixture(autouse=True)
def nothing_read() -> Iterator[None]:
    yield
    retention_runs.READING.forget()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what lets so many months pass for what is read."""

    def pass_by(months: int) -> None:
        day = today_date() + timedelta(days=31 * months)
        monkeypatch.setattr(retention, "today_date", lambda: day)

    return pass_by


def vera(session: Session, organisation: Organisation, about: Any = PHONE) -> int:
    return add_contact(session, organisation.journal(MAZYR), person=VERA, about=about)


def counts(session: Session) -> dict[str, int]:
    return {key: len(some) for key, some in read_due(session).people.items()}


def test_nothing_is_proposed_before_its_time_and_what_protects_somebody_never(
    arrive: Arrive, organisation: Organisation, later: Any
) -> None:
    session = arrive("editor").session
    vera(session, organisation)
    nothing = {"notes": 0, "phone": 0, "hobby": 0, PERSON: 0}
    assert counts(session) == nothing
    later(11)
    assert counts(session) == nothing
    later(13)
    assert counts(session) == nothing | {"notes": 1, "phone": 1, "hobby": 1}
    later(25)
    assert counts(session) == dict.fromkeys(nothing, 1)


def test_an_open_follow_up_and_a_person_who_is_kept_longer_are_not_proposed(
    arrive: Arrive, organisation: Organisation, later: Any
) -> None:
    session = arrive("editor").session
    vera(session, organisation, [("activity", {"type": "call", "day": "2026-01-02", "due": "2026-02-02"})])
    kept = vera(session, organisation)
    keep_longer(session, organisation.journal(MAZYR), Retention(contact=kept, field="notes", until="2099-01-01"))
    later(13)
    assert counts(session) == {"notes": 0, "phone": 1, "hobby": 1, PERSON: 0}


@pytest.mark.parametrize("key", ["notes", "phone", "hobby"])
def test_what_is_confirmed_is_emptied_and_nothing_else(
    arrive: Arrive, organisation: Organisation, later: Any, key: str
) -> None:
    session = arrive("editor").session
    id_ = vera(session, organisation)
    before = person(session, id_)
    later(13)
    due = read_due(session)
    assert clear_old_values(session, due, due.rules[key], due.people[key]) == 1
    after = person(session, id_)
    assert before is not None
    assert after is not None
    gone = {
        "notes": "notes" not in after.contact,
        "phone": not after.records["phone"],
        "hobby": "custom" not in after.contact,
    }
    assert gone == dict.fromkeys(gone, False) | {key: True}
    [change, *_rest] = history_of(session, after.journal, id_).changes
    undo_change(session, after.journal, id_, deed=change.deed)
    back = person(session, id_)
    assert back is not None
    assert (back.contact, sorted(map(str, back.all("phone")))) == (
        before.contact,
        sorted(map(str, before.all("phone"))),
    )


def test_who_is_kept_longer_at_another_desk_while_the_history_is_read_keeps_everything(
    arrive: Arrive, organisation: Organisation, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The history was read with the colleague's word in it; the workspace, from which the reasons come, without."""
    id_ = vera(arrive("editor").session, organisation)
    session = arrive("editor").session
    later(13)
    real = retention.annals_of

    def colleague(asking: Session, journal: bytes) -> Any:
        annals = real(asking, journal)
        if journal == organisation.journal(MAZYR):
            header = asking.ledgers[journal].next_header()
            longer = Retention(contact=id_, field="notes", until="2099-01-01")
            record = 4711
            draft = Draft(
                id=b"d" * 16,
                name="keep_longer",
                author=asking.account,
                hour=this_hour(),
                places=[journal],
                parts=encode_parts([(id_, [Op("retention", record, longer.fields())])]),
            )
            sealed = seal_commit(
                asking.ledgers[journal].keys, header, draft.sign(header, asking.keyring.account.signing)
            )
            write = asking.ledgers[journal].bundle.write
            asking.shelf.append(asking.token, journal, write, to_commit(sealed))
        return annals

    monkeypatch.setattr(retention, "annals_of", colleague)
    due = read_due(session)
    assert [one for _journal, one in due.people["notes"]] == [id_]
    with pytest.raises(ReadAnewError):
        clear_old_values(session, due, due.rules["notes"], due.people["notes"])
    monkeypatch.setattr(retention, "annals_of", real)
    assert read_due(session).people["notes"] == []


def test_who_was_changed_after_the_reading_keeps_everything(
    arrive: Arrive, organisation: Organisation, later: Any
) -> None:
    session = arrive("editor").session
    id_ = vera(session, organisation)
    later(13)
    due = read_due(session)
    edit = Edit("contact", id_, {}, {"source": "Рынак"})
    edit_contact(session, organisation.journal(MAZYR), id_, edits=[edit])
    with pytest.raises(ReadAnewError):
        clear_old_values(session, due, due.rules["notes"], due.people["notes"])
    found = person(session, id_)
    assert found is not None
    assert found.contact["notes"] == "пасля 18"


def test_who_only_reads_a_division_lets_go_of_nothing(arrive: Arrive, organisation: Organisation, later: Any) -> None:
    editor = arrive("editor").session
    add_contact(editor, organisation.journal(ZLOBIN), person=VERA)
    later(13)
    due = read_due(editor)
    session = arrive("viewer").session
    with pytest.raises(NotAllowedError):
        clear_old_values(session, due, due.rules["notes"], due.people["notes"])


def test_the_pages_show_who_ask_and_empty_it(arrive: Arrive, organisation: Organisation, later: Any) -> None:
    desk = arrive("editor")
    first, second = vera(desk.session, organisation), vera(desk.session, organisation)
    later(13)
    assert "/retention/notes" in desk.browser.get("/retention/").content.decode()
    page = desk.browser.get("/retention/notes").content.decode()
    assert (f'value="{first}"' in page, f'value="{second}"' in page, "/erase" in page) == (True, True, False)
    asked = desk.browser.post("/retention/notes", {"whom": "marked", "person": [first]})
    assert (asked.status_code, f'value="{first}"' in asked.content.decode()) == (200, True)
    done = {"whom": "marked", "person": [first], "count": "1", "confirmed": "yes"}
    assert desk.browser.post("/retention/notes", done)["Location"] == "/retention/"
    left = {id_: "notes" in (person(desk.session, id_) or pytest.fail("gone")).contact for id_ in (first, second)}
    assert left == {first: False, second: True}
    kept = {"until": (today_date() + timedelta(days=900)).isoformat(), "reason": "Справа ў судзе", "confirmed": "yes"}
    assert desk.browser.post(f"/retention/notes/{second}", {"confirmed": "yes"}).status_code == 200
    assert desk.browser.post(f"/retention/notes/{second}", kept).status_code == 303
    assert Item.objects.filter(kind="retention").count() == 1
    assert "/retention/notes" not in desk.browser.get("/retention/").content.decode()


def test_a_coordinator_is_led_to_the_erasure_of_whole_persons(
    arrive: Arrive, organisation: Organisation, later: Any
) -> None:
    desk = arrive("coordinator")
    id_ = vera(desk.session, organisation)
    later(25)
    desk.browser.get("/retention/")
    assert f'href="/contacts/{id_}/erase"' in desk.browser.get(f"/retention/{PERSON}").content.decode()
    assert desk.browser.post(f"/retention/{PERSON}", {"whom": "all"}).status_code == 303
    assert person(desk.session, id_) is not None


def test_without_rules_the_page_teaches_and_unknown_ones_are_not_found(arrive: Arrive) -> None:
    desk = arrive("editor")
    desk.browser.get("/retention/")
    assert desk.browser.get("/retention/nothing").status_code == 404
    assert arrive("viewer").browser.get("/retention/").status_code == 403
