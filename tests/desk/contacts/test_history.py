from __future__ import annotations

from typing import TYPE_CHECKING, Any

from busel.desk.people.person import person
from desk.conftest import ZLOBIN
from desk.contacts.conftest import fields_of, kavalou, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk


def rename(desk: Desk, id_: int, **names: str) -> None:
    url = f"/contacts/{id_}/correct/names"
    form = typed(desk.browser.get(url))
    desk.browser.post(url, form | {f"names-{name}": value for name, value in names.items()})


def events(desk: Desk, id_: int) -> list[Any]:
    return list(desk.browser.get(f"/contacts/{id_}/history").context["page"])


def test_the_history_says_who_changed_what(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    rename(desk, id_, family_be="Кавалеў")
    newest, oldest = events(desk, id_)
    assert [(one.old, one.new) for one in newest.changes] == [("Кавалёў", "Кавалеў")]
    assert newest.who == desk.session.keyring.account.handle
    assert str(newest.when.tzinfo) == "Europe/Minsk"
    assert "+375 29 123-45-67" in [one.new for one in oldest.changes]


def test_one_change_is_undone_once_it_is_confirmed(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    rename(desk, id_, family_be="Кавалеў")
    deed = events(desk, id_)[0].undo_id
    asking = desk.browser.post(f"/contacts/{id_}/undo", {"deed": deed})
    assert [(one.old, one.new) for one in asking.context["changes"]] == [("Кавалеў", "Кавалёў")]
    assert fields_of(desk, id_)["family_be"] == "Кавалеў"
    answer = desk.browser.post(f"/contacts/{id_}/undo", typed(asking) | {"confirmed": "yes"})
    assert answer["Location"] == f"/contacts/{id_}/history"
    assert fields_of(desk, id_)["family_be"] == "Кавалёў"
    assert len(events(desk, id_)) == 3


def test_what_was_changed_since_is_listed_and_stays(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    rename(desk, id_, family_be="Кавалеў", nickname="Малы")
    rename(desk, id_, nickname="Вялікі")
    deed = events(desk, id_)[1].undo_id
    asking = desk.browser.post(f"/contacts/{id_}/undo", {"deed": deed})
    assert len(asking.context["consequences"]) == 1
    desk.browser.post(f"/contacts/{id_}/undo", {"deed": deed, "confirmed": "yes"})
    found = person(desk.session, id_)
    assert found is not None
    assert (found.contact["family_be"], found.contact["nickname"]) == ("Кавалёў", "Вялікі")


def undo(desk: Desk, id_: int, deed: str) -> None:
    desk.browser.post(f"/contacts/{id_}/undo", {"deed": deed, "confirmed": "yes"})


def test_what_was_undone_says_so_and_offers_it_no_more(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    rename(desk, id_, family_be="Кавалеў")
    undo(desk, id_, events(desk, id_)[0].undo_id)
    undoing, rename_, making = events(desk, id_)
    assert [one.undone for one in (undoing, rename_, making)] == [False, True, False]
    assert [bool(one.undo_id) for one in (undoing, rename_, making)] == [True, False, False]
    undo(desk, id_, undoing.undo_id)
    assert [one.undone for one in events(desk, id_)] == [False, True, False, False]
    assert fields_of(desk, id_)["family_be"] == "Кавалеў"


def test_the_same_change_made_once_more_is_not_the_one_that_was_undone(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    rename(desk, id_, family_be="Кавалеў")
    undo(desk, id_, events(desk, id_)[0].undo_id)
    rename(desk, id_, family_be="Кавалеў")
    assert [one.undone for one in events(desk, id_)] == [False, False, True, False]


def test_what_others_have_changed_since_offers_no_undoing(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    rename(desk, id_, nickname="Малы")
    rename(desk, id_, nickname="Вялікі")
    assert [bool(one.undo_id) for one in events(desk, id_)] == [True, False, False]


def test_the_making_of_a_person_is_not_undone_here(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    assert [one.undo_id for one in events(desk, id_)] == [""]
    assert desk.browser.post(f"/contacts/{id_}/undo", {"deed": "00" * 16, "confirmed": "yes"}).status_code == 404


def test_a_viewer_reads_the_history_and_undoes_nothing(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    rename(desk, id_, family_be="Кавалеў")
    deed = events(desk, id_)[0].undo_id
    desk = arrive("mixed")
    assert [one.undo_id for one in events(desk, id_)] == ["", ""]
    assert "Кавалеў" in words(desk.browser.get(f"/contacts/{id_}/history"))
    assert desk.browser.post(f"/contacts/{id_}/undo", {"deed": deed, "confirmed": "yes"}).status_code == 403
    assert arrive("viewer").browser.post(f"/contacts/{id_}/undo", {"deed": deed}).status_code == 403
