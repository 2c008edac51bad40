"""Every kind of record about a person: each desk holds the same, before and after a fold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from busel.contacts.records import ABOUT_A_CONTACT
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.keeping.removing import removal_of
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Op
from factories.desks import DISTRICT

if TYPE_CHECKING:
    from factories.desks import Organisation

HANNA, PIATRO, HOME, CHOIR, PICNIC = 11, 12, 21, 22, 23
WHO = "0" * 31 + "1"
ABOUT_HANNA: dict[str, dict[str, Any]] = {
    "phone": {"number": "+375291234567", "type": "mobile", "status": "bad"},
    "email": {"address": "hanna@example.org", "status": "bad"},
    "address": {"settlement_be": "Вільнюс", "country": "LT", "type": "work", "status": "verified"},
    "tag": {"label": "хор", "value": "альт", "day": "2026-05-01"},
    "activity": {
        "type": "call",
        "day": "2026-05-01",
        "subject": "пра хор",
        "details": "прыйдзе",
        "assignee": WHO,
        "due": "2026-06-01",
        "done": "2026-05-30",
        "event": PICNIC,
    },
    "messenger": {"service": "signal", "name": "@hanna.01"},
    "relationship": {"other": PIATRO, "type": "sibling", "since": "1990", "until": "2025-01", "note": "малодшы"},
    "membership": {"group": CHOIR, "joined": "2026-01-01", "left": "2026-02-01"},
    "attendance": {"event": PICNIC, "invited": "2026-05-01", "answer": "maybe", "attended": "no", "code": 7},
    "trace": {"day": "2026-11-02", "deed": "edit_contact", "by": "amber-otter", "touched": "contact.notes"},
    "consent": {
        "purpose": "лісты",
        "how": "paper",
        "day": "2026-05-01",
        "by": WHO,
        "until": "2027-05-01",
        "withdrawn": "2026-06-01",
    },
}
SHARED: list[tuple[int, str, dict[str, Any]]] = [
    (HOME, "household", {"title": "Хатняй вул. 1", "note": "дзверы з двара"}),
    (CHOIR, "group", {"title": "Хор", "purpose": "спяваць", "ended": "2026-09-01"}),
    (PICNIC, "event", {"type": "meeting", "title": "Пікнік", "day": "2026-07-01", "place": "лес"}),
    (24, "tag_type", {"label": "хор", "group": "уменні", "valued": True, "values": ["альт", "бас"]}),
]
CONTACTS = {
    HANNA: {"family_be": "Новік", "household": HOME, "constituency": "31", "polling_station": "7"},
    PIATRO: {"family_be": "Новік"},
}


def everything() -> list[tuple[int, list[Op]]]:
    hanna = [Op("contact", HANNA, CONTACTS[HANNA])]
    hanna += [Op(kind, 100 + at, {"contact": HANNA, **ABOUT_HANNA[kind]}) for at, kind in enumerate(ABOUT_A_CONTACT)]
    shared = [(id_, [Op(kind, id_, fields)]) for id_, kind, fields in SHARED]
    return [*shared, (HANNA, hanna), (PIATRO, [Op("contact", PIATRO, CONTACTS[PIATRO])])]


def test_every_desk_holds_every_kind_about_a_person_before_and_after_a_fold(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    editor, watching = organisation.desk("editor").open(), organisation.desk("viewer").open()
    with editor.at_work() as session:
        write(session, journal, "edit_contact", everything())
    with watching.at_work() as session:
        pull(session)
    held = watching.workspace(journal)
    assert held["contact"] == CONTACTS
    assert {kind: held[kind] for kind in ABOUT_A_CONTACT} == {
        kind: {100 + at: {"contact": HANNA, **ABOUT_HANNA[kind]}} for at, kind in enumerate(ABOUT_A_CONTACT)
    }
    assert {kind: held[kind] for _id, kind, _fields in SHARED} == {kind: {id_: fields} for id_, kind, fields in SHARED}
    with editor.at_work() as session:
        assert fold_journal(session, journal)
    assert organisation.desk("other").open().workspace(journal) == held == editor.state(journal)


def test_who_goes_takes_along_what_is_about_them_and_a_household_that_would_be_empty(
    organisation: Organisation,
) -> None:
    journal = organisation.journal(DISTRICT)
    editor = organisation.desk("editor").open()
    with editor.at_work() as session:
        write(session, journal, "edit_contact", everything())
        ops = removal_of(raw_connection(), PIATRO)
        assert [op.kind for op in ops] == ["relationship", "contact"]
        write(session, journal, "edit_contact", [(PIATRO, ops)])
        ops = removal_of(raw_connection(), HANNA)
        assert [op.kind for op in ops if op.kind not in ABOUT_A_CONTACT] == ["household", "contact"]
        write(session, journal, "edit_contact", [(HANNA, ops)])
        assert removal_of(raw_connection(), HANNA) == []
    held = editor.workspace(journal)
    assert "contact" not in held
    assert {kind for kind in held if kind in ABOUT_A_CONTACT} == set()
    assert "household" not in held
    assert organisation.desk("viewer").open().workspace(journal) == held
