"""Notes, addresses and what happened, found by their words."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from busel.desk.journals.writing import write
from busel.desk.search.conditions import ids_where
from busel.desk.search.find import find
from busel.desk.search.free_text import TEXTS
from busel.desk.search.text import Reason
from busel.desk.workspace.load import forget, raw_connection
from busel.journal.deed import Op
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import HOME, add, elsewhere, journal_of, kavalou, records_of, words
from desk.contacts.test_search_pages import found, search

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk, Organisation

EMPTY = (
    *(f"{part}_{language}" for part in ("family", "given", "patronymic") for language in ("be", "ru")),
    *(
        "nickname",
        "former_family",
        "birth",
        "language",
        "source",
        "constituency",
        "polling_station",
        "added",
        "suggested",
    ),
)
FLAGS = ("support", "household", "risk", "no_letters", "no_calls", "moved", "deceased")
VISIT = ("activity", {"type": "visit", "day": "2026-05-01", "subject": "Сустрэча ў бібліятэцы", "outcome": "прыйшла"})


def change(desk: Desk, division: str, contact: int, op: Op) -> None:
    """Change one record of a person in one deed."""
    write(desk.session, journal_of(desk, division), "edit_contact", [(contact, [op])])


def holders(query: str) -> list[int]:
    return sorted(hit.contact for hit in find(query).hits)


@pytest.fixture
def people(arrive: Arrive) -> tuple[Desk, dict[str, int]]:
    """Return a desk with some people, ready to be searched."""
    desk = arrive("editor")
    ids = {
        "note": add(desk, ZLOBIN, family_be="Бур", notes="Вярнуцца да размовы ўвосень; бярёза"),
        "home": add(desk, ZLOBIN, [HOME], family_be="Ліс"),
        "visit": add(desk, MAZYR, [VISIT], family_be="Рак"),
        "mira": add(desk, MAZYR, family_be="Воўк", given_be="Міра", given_ru="Мира"),
    }
    TEXTS.make_ready()
    return desk, ids


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("вярнуцца да размовы", "note"),
        ("РАЗМОВЫ вярн", "note"),
        ("бяреза", "note"),
        ("мира 5", "home"),
        ("ул. Мира, 5", "home"),
        ("Сустрэча бібліятэ", "visit"),
        ("прыйшла", "visit"),
        ("Мира", "mira"),
    ],
)
def test_words_of_a_text_find_its_person_and_names_come_first(
    people: tuple[Desk, dict[str, int]], query: str, who: str
) -> None:
    assert holders(query) == [people[1][who]]


def test_the_reason_is_told(people: tuple[Desk, dict[str, int]]) -> None:
    assert [hit.reasons for hit in find("размовы").hits] == [(Reason.TEXT,)]
    assert "нататка, адрас або падзея" in words(search(people[0], q="размовы"))


@pytest.mark.parametrize(
    "query", ["да", "a_b", "²", "ʼʼʼ", '"OR"', "NEAR(мира)", "* AND", "мира OR", "ў" * 200, "\u0301\u0301\u0301а"]
)
def test_odd_signs_are_words_or_nothing(people: tuple[Desk, dict[str, int]], query: str) -> None:
    assert TEXTS.holders(query) == []


def test_what_is_changed_added_and_removed_is_found_as_it_is_now(people: tuple[Desk, dict[str, int]]) -> None:
    desk, ids = people
    change(
        desk,
        ZLOBIN,
        ids["note"],
        Op("contact", ids["note"], {"notes": "Пераехаў"}, {"notes": "Вярнуцца да размовы ўвосень; бярёза"}),
    )
    assert (holders("размовы"), holders("пераехаў")) == ([], [ids["note"]])
    [(record, held)] = records_of(desk, ids["home"], "address").items()
    change(desk, ZLOBIN, ids["home"], Op("address", record, None, held))
    assert TEXTS.holders("Жлобін") == []
    new = add(desk, ZLOBIN, notes="Новая сяброўка")
    assert holders("сяброўка") == [new]


def test_what_others_change_is_found_after_the_next_page(
    people: tuple[Desk, dict[str, int]], organisation: Organisation
) -> None:
    desk, ids = people
    elsewhere(
        organisation,
        "other editor",
        MAZYR,
        [Op("contact", ids["visit"], {"notes": "Жыве каля вакзала"}, {})],
        subject=ids["visit"],
    )
    assert holders("вакзала") == []
    assert found(search(desk, q="вакзала")) == ["Рак"]


def test_the_filter_and_the_saved_search_look_into_texts_only(people: tuple[Desk, dict[str, int]]) -> None:
    desk, ids = people
    assert ids_where({"field": "words", "is": "мира"}) == [ids["home"]]
    by_name = search(desk, q="Мира")
    assert found(by_name) == ["Воўк Міра"]
    by_text = search(desk, **{"from": by_name.context["result_id"], "texts": "yes"})
    assert found(by_text) == ["Ліс"]
    assert [(chip.name, chip.value) for chip in by_text.context["chips"]] == [("words", "Мира")]


def test_until_texts_are_ready_the_pages_say_so_and_names_are_found(arrive: Arrive) -> None:
    desk = arrive("editor")
    kavalou(desk, ZLOBIN)
    sentence = "Імёны і тэлефоны гатовыя да пошуку."
    assert sentence in words(desk.browser.get("/find"))
    early = search(desk, q="Кавалёў")
    assert (sentence in words(early), found(early)) == (True, ["Кавалёў Сяргей"])
    assert found(search(desk, q="ул. Мира, 5")) == []
    TEXTS.make_ready()
    late = search(desk, q="ул. Мира, 5")
    assert (sentence in words(late), found(late)) == (False, ["Кавалёў Сяргей"])


def test_a_condition_on_words_waits_until_they_are_ready(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = kavalou(desk, ZLOBIN)
    assert not TEXTS.ready
    assert ids_where({"field": "words", "is": "Мира"}) == [id_]


def test_pages_write_while_the_index_is_built(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = arrive("editor")
    monkeypatch.setattr("busel.desk.search.free_text._TOGETHER", 1)
    first = [add(desk, ZLOBIN, family_be=f"Бур{'а' * n}", notes="стары запіс") for n in range(40)]
    failed: list[BaseException] = []

    def build() -> None:
        try:
            TEXTS.make_ready()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connection.close()

    building = threading.Thread(target=build)
    building.start()
    for id_ in first[::2]:
        change(desk, ZLOBIN, id_, Op("contact", id_, {"notes": "новы запіс"}, {"notes": "стары запіс"}))
    more = [add(desk, ZLOBIN, notes="новы запіс") for _ in range(5)]
    building.join()
    assert failed == []
    assert sorted(TEXTS.holders("стары")) == sorted(first[1::2])
    assert sorted(TEXTS.holders("новы")) == sorted([*first[::2], *more])


def test_a_journal_that_is_taken_out_leaves_no_text(people: tuple[Desk, dict[str, int]]) -> None:
    desk, _ids = people
    forget(raw_connection(), desk.session.numbers[journal_of(desk, ZLOBIN)])
    assert [TEXTS.holders(query) for query in ("размовы", "Жлобін", "бібліятэцы")] == [[], [], [_ids["visit"]]]


def test_words_beside_other_filters_count_everybody_who_has_them(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, notes="адзінае слова")
    raw, many = raw_connection(), 6_000
    rows = [(n, desk.session.numbers[journal_of(desk, ZLOBIN)], "адзінае слова", "f") for n in range(1, many)]
    names = ", ".join((*EMPTY, *FLAGS))
    values = ", ".join((*["''"] * len(EMPTY), *["0"] * len(FLAGS)))
    raw.executemany(
        f"INSERT INTO workspace_contact (id, division_id, notes, sex, {names}, external_ids, custom)"
        f" VALUES (?, ?, ?, ?, {values}, '[]', '{{}}')",
        rows,
    )
    condition = {"field": "words", "is": "адзінае"}
    assert len(ids_where(condition)) == many
    assert ids_where({"not": condition}) == []
    assert ids_where({"all": [condition, {"not": {"field": "sex", "is": "f"}}]}) == [id_]
    assert find("адзінае слова").total == many


def test_an_index_that_could_not_be_built_is_built_at_the_next_try(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = arrive("editor")
    ids = [add(desk, ZLOBIN, notes="стары запіс") for _ in range(3)]
    with monkeypatch.context() as broken:
        broken.setattr("busel.desk.search.free_text.time.sleep", lambda _seconds: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            TEXTS.make_ready()
    assert not TEXTS.ready
    TEXTS.make_ready()
    assert sorted(TEXTS.holders("запіс")) == sorted(ids)
