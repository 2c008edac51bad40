"""Groups that people join and leave, and tags under headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from busel.desk.clock import today_iso
from busel.desk.journals.writing import write
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, journal_of, records_of, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk


def make(desk: Desk, title: str = "Назіральнікі") -> int:
    """Make a group in Žlobin; return its id."""
    form = typed(desk.browser.get("/groups/new"))
    answer = desk.browser.post(
        "/groups/new", form | {"division": journal_of(desk, ZLOBIN).hex(), "title": title, "purpose": "глядзець"}
    )
    assert answer.status_code == 303, words(answer)
    return int(answer["Location"].rsplit("/", 1)[1])


def test_a_group_without_members_teaches_what_to_do(arrive: Arrive) -> None:
    desk = arrive("editor")
    assert "Груп пакуль няма" in words(desk.browser.get("/groups/"))
    page = words(desk.browser.get(f"/groups/{make(desk)}"))
    assert "Назіральнікі" in page
    assert "У ёй пакуль нікога няма" in page


@pytest.mark.parametrize("path", ["/groups/", "/events/", "/tags/"])
def test_who_may_only_look_is_not_told_to_make_something(arrive: Arrive, path: str) -> None:
    page = words(arrive("viewer").browser.get(path))
    assert "Калі рэдактар тут нешта створыць, вы гэта ўбачыце." in page


def test_the_people_of_a_search_join_in_every_division_and_nobody_twice(arrive: Arrive) -> None:
    desk = arrive("editor")
    inside, here, there = (add(desk, one, family_be="Ліс") for one in (ZLOBIN, ZLOBIN, MAZYR))
    record = make(desk)
    joining = f"/contacts/{inside}/groups/join"
    assert desk.browser.post(joining, {"group": str(record)})["Location"] == f"/contacts/{inside}#s-groups"
    found = desk.browser.post("/search", {"q": "Ліс"}, follow=True)
    url = f"/groups/add?result={found.context['result_id']}"
    assert desk.browser.get(url).context["count"] == 3
    assert desk.browser.post(url, {"group": str(record)})["Location"] == f"/groups/{record}"
    for one in (inside, here, there):
        assert list(records_of(desk, one, "membership").values()) == [
            {"contact": one, "group": record, "joined": today_iso()}
        ]
    assert Item.objects.filter(kind="group", record=record).count() == 2
    [shown] = desk.browser.get("/groups/").context["going_on"]
    assert (shown.record, shown.members) == (record, 3)


def test_who_leaves_stays_known_with_the_day(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    record = make(desk)
    desk.browser.post(f"/contacts/{id_}/groups/join", {"group": str(record)})
    [row] = desk.browser.get(f"/contacts/{id_}").context["groups"]
    assert (row["title"], row["id"]) == ("Назіральнікі", record)
    assert desk.browser.post(row["leave_url"], {"from": "group"})["Location"] == f"/groups/{record}"
    [stored] = records_of(desk, id_, "membership").values()
    assert stored == {"contact": id_, "group": record, "joined": today_iso(), "left": today_iso()}
    page = desk.browser.get(f"/groups/{record}")
    assert (page.context["members"], len(page.context["page"].object_list)) == (0, 1)


def test_a_group_that_ended_is_joined_no_more(arrive: Arrive) -> None:
    desk = arrive("editor")
    id_ = add(desk, ZLOBIN, family_be="Ліс")
    record = make(desk)
    assert desk.browser.post(f"/groups/{record}/end", {"confirmed": "yes"}).status_code == 303
    assert [one.record for one in desk.browser.get("/groups/").context["ended"]] == [record]
    answer = desk.browser.post(f"/contacts/{id_}/groups/join", {"group": str(record)})
    assert (answer.status_code, records_of(desk, id_, "membership")) == (200, {})


def test_a_groups_words_are_changed_and_what_somebody_else_wrote_is_not_overwritten(arrive: Arrive) -> None:
    desk = arrive("editor")
    record = make(desk)
    url = f"/groups/{record}/change"
    first, second = typed(desk.browser.get(url)), typed(desk.browser.get(url))
    desk.browser.post(url, first | {"title": "Назіральнікі 2026"})
    answer = desk.browser.post(url, second | {"title": "Іншая"}, follow=True)
    assert "Нехта іншы змяніў гэта" in words(answer)
    assert desk.browser.get(f"/groups/{record}").context["group"].title == "Назіральнікі 2026"


def test_a_division_that_was_left_behind_gets_the_next_change_too(arrive: Arrive) -> None:
    desk = arrive("editor")
    record = make(desk)
    there = journal_of(desk, MAZYR)
    behind = {"title": "Назіральнікі (даўно)"}
    write(desk.session, there, "save_group", [(record, [Op("group", record, behind)])])
    url = f"/groups/{record}/change"
    desk.browser.post(url, typed(desk.browser.get(url)) | {"title": "Назіральнікі 2026"})
    held = Item.objects.filter(kind="group", record=record).values_list("fields", flat=True)
    assert [fields["title"] for fields in held] == ["Назіральнікі 2026"] * 2


def test_tags_stand_under_their_heading_in_the_words_of_the_page(arrive: Arrive) -> None:
    desk = arrive("editor")
    tags = [("tag", {"label": "мова", "value": "польская"}), ("tag", {"label": "сваё"})]
    id_ = add(desk, ZLOBIN, tags, family_be="Ліс")
    form = typed(desk.browser.get("/tags/new")) | {"division": journal_of(desk, ZLOBIN).hex()}
    answer = desk.browser.post(
        "/tags/new", form | {"label": "мова", "group": "Уменні", "label_be": "Мова", "values": "польская\nнямецкая\n"}
    )
    assert answer.status_code == 303, words(answer)
    shown = desk.browser.get(f"/contacts/{id_}").context["tag_groups"]
    assert shown == [
        ("Уменні", [{"label": "Мова", "value": "польская"}]),
        ("", [{"label": "сваё", "value": ""}]),
    ]
    listed = desk.browser.get("/tags/")
    [(heading, [row])] = listed.context["by_group"]
    assert (heading, row["type"].values, row["type"].valued) == ("Уменні", ("польская", "нямецкая"), True)
    assert listed.context["free"] == ["сваё"]
    again = desk.browser.post("/tags/new", form | {"label": "мова"})
    assert again.status_code == 200
    assert list(again.context["form"].errors) == ["label"]
    assert desk.browser.post(row["url"], {"drop": "yes"}).status_code == 303
    assert desk.browser.get("/tags/").context["by_group"] == []
    assert [tag["label"] for tag in records_of(desk, id_, "tag").values()] == ["мова", "сваё"]
