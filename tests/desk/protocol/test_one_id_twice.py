"""A contact's id in two divisions, written there on purpose: whoever reads both sees both people, whole, and apart."""

from __future__ import annotations

import pytest

from busel.desk.exposure.report import exposure_of
from busel.desk.journals.changes import history_of, undo_change
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import write
from busel.desk.keeping.erasing import erasing
from busel.desk.keys.rotation import rotate
from busel.desk.oversight.access_log import note_people, read
from busel.desk.people.moving import content_hash, on_the_way
from busel.desk.people.person import person
from busel.desk.search.find import find
from busel.desk.session import Session
from busel.desk.workspace.models import Contact, Phone, Relationship
from busel.journal.deed import Op
from busel.journal.fold import State
from factories.changed_desk import lay
from factories.desks import DISTRICT, REGION, Desk, Organisation

ID, OTHER = 77, 78
FIRST, SECOND = "Бусел", "Зубар"


def add(session: Session, journal: bytes, name: str, *, phone: int) -> None:
    """Write somebody under the id, with a telephone, and a friend."""
    person = [
        Op("contact", ID, {"family_be": name}),
        Op("phone", phone, {"contact": ID, "number": f"+37529111000{len(name)}", "written": name}),
    ]
    friend = [
        Op("contact", OTHER + phone, {"family_be": f"Прыяцель{phone}"}),
        Op("relationship", phone + 50, {"contact": OTHER + phone, "other": ID, "type": "friend"}),
    ]
    write(session, journal, "add_contact", [(ID, person), (OTHER + phone, friend)])


def by_a_deed(organisation: Organisation) -> None:
    with organisation.desk("other").open().at_work() as session:
        add(session, organisation.journal(DISTRICT), SECOND, phone=6)


def by_a_snapshot(organisation: Organisation) -> None:
    by_a_deed(organisation)
    with organisation.desk("other").open().at_work() as session:
        assert fold_journal(session, organisation.journal(DISTRICT))


def by_a_copy(organisation: Organisation) -> None:
    """A changed desk takes the very ids of another division's records, telephones and all, into a snapshot."""

    def copied(state: State) -> None:
        state.records["contact"] = {ID: {"family_be": SECOND}, OTHER + 6: {"family_be": "Прыяцель6"}}
        state.records["phone"] = {5: {"contact": ID, "number": "+375291110005", "written": SECOND}}
        state.records["relationship"] = {56: {"contact": OTHER + 6, "other": ID, "type": "friend"}}

    with organisation.desk("other").open().at_work() as session:
        lay(session, organisation.journal(DISTRICT), copied)


@pytest.fixture(params=[by_a_deed, by_a_snapshot, by_a_copy])
def twice(organisation: Organisation, request: pytest.FixtureRequest) -> Organisation:
    with organisation.desk("editor").open().at_work() as session:
        add(session, organisation.journal(REGION), FIRST, phone=5)
    request.param(organisation)
    return organisation


def people(session: Session) -> dict[str, int]:
    """Return the two by name: the ids that they have on this desk."""
    return {one.family_be: one.id for one in Contact.objects.filter(family_be__in=[FIRST, SECOND])}


def test_both_are_shown_and_found_each_with_what_is_about_them(twice: Organisation) -> None:
    with twice.desk("editor").open().at_work() as session:
        held = people(session)
        assert sorted(held) == [FIRST, SECOND]
        assert len(set(held.values())) == 2
        assert session.aside == []
        for name, division in ((FIRST, REGION), (SECOND, DISTRICT)):
            found = person(session, held[name])
            assert found.journal == twice.journal(division)
            assert [fields["written"] for fields in found.all("phone")] == [name]
            assert [hit.contact for hit in find(name).hits] == [held[name]]
            [tie] = Relationship.objects.filter(other=held[name])
            assert person(session, tie.contact_id).journal == twice.journal(division)


def test_the_ids_are_the_same_at_the_next_sign_in_and_the_stored_one_where_one_is_read_alone(
    twice: Organisation,
) -> None:
    seen = []
    for _ in range(2):
        with twice.desk("editor").open().at_work() as session:
            seen.append(people(session))
    assert seen[0] == seen[1]
    with twice.desk("viewer").open().at_work() as session:
        assert people(session) == {SECOND: ID}


def test_one_that_comes_while_a_desk_is_open_is_shown_too(organisation: Organisation) -> None:
    desk = organisation.desk("editor").open()
    with desk.at_work() as session:
        add(session, organisation.journal(REGION), FIRST, phone=5)
    by_a_deed(organisation)
    with desk.at_work() as session:
        pull(session)
        assert sorted(people(session)) == [FIRST, SECOND]
        assert session.aside == []


def noted(desk: Desk, name: str, now: str) -> None:
    with desk.at_work() as session:
        id_ = people(session)[name]
        journal = person(session, id_).journal
        write(session, journal, "edit_contact", [(id_, [Op("contact", id_, {"notes": now})])])


def test_each_is_corrected_by_itself_and_the_history_tells_which(twice: Organisation) -> None:
    desk = twice.desk("editor").open()
    noted(desk, FIRST, "of the region")
    noted(desk, SECOND, "of the district")
    assert desk.state(twice.journal(REGION))["contact"][ID]["notes"] == "of the region"
    assert desk.state(twice.journal(DISTRICT))["contact"][ID]["notes"] == "of the district"
    with desk.at_work() as session:
        id_ = people(session)[SECOND]
        newest = history_of(session, twice.journal(DISTRICT), id_).changes[0]
        assert [(op.id, op.now) for op in newest.ops] == [(id_, {"notes": "of the district"})]
        assert undo_change(session, twice.journal(DISTRICT), newest.deed, id_).left == []
    assert "notes" not in desk.state(twice.journal(DISTRICT))["contact"][ID]
    with twice.desk("editor").open().at_work() as session:
        notes = {one.family_be: one.notes for one in Contact.objects.filter(family_be__in=[FIRST, SECOND])}
        assert notes == {FIRST: "of the region", SECOND: ""}


def test_a_telephone_of_one_is_corrected_and_the_others_stays(twice: Organisation) -> None:
    desk = twice.desk("editor").open()
    with desk.at_work() as session:
        id_ = people(session)[SECOND]
        phone = Phone.objects.get(contact=id_)
        op = Op("phone", phone.id, {"written": "8 029"}, {"written": phone.written})
        write(session, twice.journal(DISTRICT), "edit_contact", [(id_, [op])])
    for open_desk in (desk, twice.desk("editor").open()):
        with open_desk.at_work() as session:
            held = people(session)
            assert [Phone.objects.get(contact=held[name]).written for name in (FIRST, SECOND)] == [FIRST, "8 029"]


def test_erasing_one_takes_out_that_one_and_the_history_of_that_one(twice: Organisation) -> None:
    district = twice.journal(DISTRICT)
    with twice.desk("coordinator").open().at_work() as session:
        id_ = people(session)[SECOND]
        write(session, district, "erase_contact", erasing(session, district, id_))
        rotate(session, district)
        assert sorted(people(session)) == [FIRST]
    desk = twice.desk("coordinator").open()
    assert ID not in desk.state(district).get("contact", {})
    with desk.at_work() as session:
        assert sorted(people(session)) == [FIRST]
        assert history_of(session, district, id_).changes == []
        assert len(history_of(session, twice.journal(REGION), ID).changes) == 1


def test_who_is_on_the_way_is_that_one_by_the_same_digest_on_every_desk(twice: Organisation) -> None:
    district = twice.journal(DISTRICT)
    with twice.desk("editor").open().at_work() as session:
        id_ = people(session)[SECOND]
        digest = content_hash(id_)
        told = dict.fromkeys(("to", "envelope", "back", "receipt", "proof", "by", "day"), "11" * 16)
        move = {**told, "contact": id_, "content": digest}
        write(session, district, "note_move", [(id_, [Op("move", 900, move)])])
    with twice.desk("editor").open().at_work() as session:
        assert [one.record.contact for one in on_the_way(session, district)] == [people(session)[SECOND]]
    with twice.desk("other").open().at_work() as session:
        assert [one.record.contact for one in on_the_way(session, district)] == [ID]
        assert content_hash(ID) == digest


def test_log_and_exposure_report_name_the_one_who_was_opened(twice: Organisation) -> None:
    district = twice.journal(DISTRICT)
    with twice.desk("editor").open().at_work() as session:
        note_people(session, "open_contact", [people(session)[SECOND]])
    with twice.desk("coordinator").open().at_work() as session:
        assert [entry.contacts for entry in read(session, district, 0, 2**30)] == [(ID,)]
        report = exposure_of(session, twice.account("editor"))
        named = {one.journal: one for one in report.divisions}
        second = people(session)[SECOND]
        assert second in named[district].could
        assert second in named[district].traces.opened
        assert second not in named[twice.journal(REGION)].could
