"""Taking a list back: each kind that a row can tell of a known person goes, and what was edited since stays whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from busel.contacts.busel_ids import show_busel_id
from busel.desk.actions.contacts import add_contact
from busel.desk.actions.imports import undo_import
from busel.desk.importing.bringing import Held, held_about
from busel.desk.importing.outcomes import OnMatch
from busel.desk.importing.undoing import lists_brought_in, read_undoing
from busel.desk.importing.undoing_ties import TIES
from busel.desk.journals.writing import write
from busel.desk.workspace.apply import current_fields
from busel.desk.workspace.bonds import Relationship
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from busel.journal.deed import Fields, Op

if TYPE_CHECKING:
    from desk.imports.conftest import Lists

HEAD = (
    "Busel ID;Прозвішча (бел.);Тэлефон;E-mail;Дом;Тэгі;Месенджары;Нататкі;"
    "Сям’я пад адным дахам;Сувязі;Групы (Busel);Мерапрыемствы"
)
EDITED: dict[str, Fields] = {
    "phone": {"type": "work"},
    "email": {"status": "bad"},
    "address": {"flat": "9"},
    "membership": {"left": "2025-01-01"},
    "attendance": {"answer": "yes"},
}
"""Kind -> what somebody says more about the record that the list brought."""


@pytest.fixture
def known(lists: Lists) -> list[int]:
    """Two people of whom only the names are stored, and a list that tells of both everything that a row can."""
    known = [add_contact(lists.session, lists.journal, person={"family_be": name}) for name in ("Навік", "Юрчук")]
    one, two = map(show_busel_id, known)
    rest = "+375291234567;n@example.org;7;сад;Signal: навік;нататка;Навікі;сябар: (%s);Хор;Сход"
    rows = [f"{one};Навік;{rest % two}", f"{two};Юрчук;{(rest % one).replace('4567', '4568')}"]
    plan = lists.bring("\n".join([HEAD, *rows]), OnMatch.UPDATE)
    assert plan.counts.people == len(known)
    return known


def held(contact: int) -> Held:
    return held_about(raw_connection(), contact)


def records(contact: int) -> dict[str, list[tuple[int, Fields]]]:
    return {kind: some for kind, some in held(contact).about.items() if some}


def take_back(lists: Lists) -> Any:
    (brought,) = lists_brought_in(lists.session)
    undoing = read_undoing(lists.session, brought)
    undo_import(lists.session, undoing)
    return undoing.came_to


def test_every_kind_goes_and_only_the_names_stay(lists: Lists, known: list[int]) -> None:
    assert sorted(records(known[0])) == ["address", "attendance", "email", "membership", "messenger", "phone", "tag"]
    assert held(known[0]).contact["household"] > 0
    came_to = take_back(lists)
    assert (came_to.removed, came_to.put_back, came_to.stay) == (0, 2, 0)
    for contact, name in zip(known, ("Навік", "Юрчук"), strict=True):
        assert records(contact) == {}
        filled = {field: value for field, value in held(contact).contact.items() if value and field != "added"}
        assert filled == {"family_be": name}
    assert Relationship.objects.count() == 0
    assert list(Item.objects.filter(kind__in=TIES).values_list("kind", flat=True)) == []


@pytest.mark.parametrize("kind", sorted(EDITED))
def test_a_record_that_was_edited_since_stays_as_it_was_edited(lists: Lists, known: list[int], kind: str) -> None:
    contact = known[0]
    ((id_, before),) = records(contact)[kind]
    op = Op(kind, id_, EDITED[kind], {name: before.get(name) for name in EDITED[kind]})
    write(lists.session, lists.journal, "edit_contact", [(contact, [op])])
    came_to = take_back(lists)
    assert (came_to.stay, came_to.named) == (1, [contact])
    left = records(contact)
    assert list(left) == [kind]
    assert left[kind][0][0] == id_
    assert EDITED[kind].items() <= left[kind][0][1].items()
    assert records(known[1]) == {}


def test_a_field_that_was_edited_since_stays_and_the_others_go(lists: Lists, known: list[int]) -> None:
    contact = known[0]
    before = held(contact).contact
    op = Op("contact", contact, {"notes": "іншая"}, {"notes": before["notes"]})
    write(lists.session, lists.journal, "edit_contact", [(contact, [op])])
    assert take_back(lists).named == [contact]
    now = held(contact).contact
    assert (now["notes"], now.get("household", 0)) == ("іншая", 0)


@pytest.mark.parametrize("kind", ["group", "event", "household"])
def test_what_others_came_to_share_since_stays(lists: Lists, known: list[int], kind: str) -> None:
    assert known
    record = Item.objects.get(kind=kind).record
    other = add_contact(lists.session, lists.journal, person={"family_be": "Зубр"})
    ops = {
        "group": Op("membership", 31, {"contact": other, "group": record}),
        "event": Op("attendance", 32, {"contact": other, "event": record}),
        "household": Op("contact", other, {"household": record}, {"household": None}),
    }
    write(lists.session, lists.journal, "edit_contact", [(other, [ops[kind]])])
    take_back(lists)
    assert current_fields(raw_connection(), kind, record) is not None
    assert sorted(Item.objects.filter(kind__in=TIES).values_list("kind", flat=True)) == [kind]


def test_a_relationship_that_was_edited_since_stays(lists: Lists, known: list[int]) -> None:
    id_ = Relationship.objects.get().pk
    op = Op("relationship", id_, {"until": "2025-01-01"}, {"until": None})
    write(lists.session, lists.journal, "edit_contact", [(known[0], [op])])
    take_back(lists)
    assert Relationship.objects.count() == 1
