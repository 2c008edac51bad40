"""Events: made, people asked, answers and who came, closed; and what stands on a person's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from busel.desk.actions.events import Noting, invite, note_attendance
from busel.desk.clock import today_iso
from busel.desk.people.events import attendances, event_named
from busel.desk.workspace.load import raw_connection
from busel.desk.workspace.models import Item
from desk.conftest import MAZYR, ZLOBIN
from desk.contacts.conftest import add, journal_of, records_of, typed, words

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk


def make(desk: Desk, title: str = "Сход назіральнікаў", **more: str) -> int:
    """Make an event in Žlobin; return its id."""
    form = typed(desk.browser.get("/events/new")) | {"division": journal_of(desk, ZLOBIN).hex(), "title": title}
    answer = desk.browser.post("/events/new", form | more)
    assert answer.status_code == 303, words(answer)
    return int(answer["Location"].rsplit("/", 1)[1])


def ask(desk: Desk, record: int, *contacts: int) -> None:
    held = event_named(desk.session, record)
    assert held is not None
    invite(desk.session, held, contacts)


def fields(desk: Desk, contact: int) -> dict[str, object]:
    """Return the one attendance of a person."""
    [stored] = records_of(desk, contact, "attendance").values()
    return stored


def test_the_list_teaches_and_tells_what_comes_from_what_is_over(arrive: Arrive) -> None:
    desk = arrive("editor")
    assert 'class="empty"' in desk.browser.get("/events/").content.decode()
    past, coming = make(desk, "Даўно", day="01.02.2020"), make(desk, "Хутка", day="01.02.2120", until="03.02.2120")
    page = desk.browser.get("/events/")
    assert [line["one"].record for line in page.context["coming"]] == [coming]
    assert [line["one"].record for line in page.context["page"].object_list] == [past]
    assert 'class="empty"' in desk.browser.get(f"/events/{coming}").content.decode()


def test_days_that_do_not_fit_are_said_and_nothing_typed_is_lost(arrive: Arrive) -> None:
    desk = arrive("editor")
    form = typed(desk.browser.get("/events/new")) | {"division": journal_of(desk, ZLOBIN).hex()}
    wrong = {"title": "Сход", "day": "31.02.2026", "place": "у Марыі"}
    answer = desk.browser.post("/events/new", form | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["day"])
    assert "у Марыі" in answer.content.decode()
    answer = desk.browser.post("/events/new", form | wrong | {"day": "03.02.2026", "until": "01.02.2026"})
    assert list(answer.context["form"].errors) == ["until"]
    answer = desk.browser.post("/events/new", form | {"title": " "})
    assert list(answer.context["form"].errors) == ["title"]
    assert not Item.objects.filter(kind="event").exists()


def test_the_people_of_a_search_are_invited_in_every_division_and_nobody_twice(arrive: Arrive) -> None:
    desk = arrive("editor")
    first, here, there = (add(desk, one, family_be="Ліс") for one in (ZLOBIN, ZLOBIN, MAZYR))
    add(desk, ZLOBIN, family_be="Ліс", risk=True)
    record = make(desk)
    answer = desk.browser.post(f"/contacts/{first}/events/invite", {"event": str(record)})
    assert answer["Location"] == f"/contacts/{first}#s-events"
    found = desk.browser.post("/search", {"q": "Ліс"}, follow=True)
    url = f"/events/add?result={found.context['result_id']}"
    page = desk.browser.get(url)
    assert (page.context["count"], page.context["left_out"]) == (3, 1)
    assert desk.browser.post(url, {}).status_code == 200
    assert desk.browser.post(url, {"event": str(record)})["Location"] == f"/events/{record}"
    for one in (first, here, there):
        assert fields(desk, one) == {"contact": one, "event": record, "invited": today_iso()}
    assert Item.objects.filter(kind="event", record=record).count() == 2
    held = event_named(desk.session, record)
    assert held is not None
    assert (held.invited, held.confirmed, held.attended) == (3, 0, 0)


def test_answers_and_who_came_are_noted_for_a_page_at_once(arrive: Arrive) -> None:
    desk = arrive("editor")
    anna, ivan = add(desk, ZLOBIN, family_be="Арэх"), add(desk, ZLOBIN, family_be="Бэз")
    record = make(desk)
    ask(desk, record, anna, ivan)
    url = f"/events/{record}"
    names = {row.time.contact: row.name for row in desk.browser.get(url).context["page"].object_list}
    assert list(names) == [anna, ivan]
    post = {f"{names[anna]}-was": "|", f"{names[anna]}-answer": "yes", f"{names[anna]}-came": ""}
    post |= {f"{names[ivan]}-was": "|", f"{names[ivan]}-answer": "maybe", f"{names[ivan]}-came": "no"}
    answer = desk.browser.post(f"{url}/answers", post | {"show": "waiting", "page": "1"})
    assert answer["Location"] == f"{url}?show=waiting&page=1"
    assert fields(desk, anna) == {"contact": anna, "event": record, "invited": today_iso(), "answer": "yes"}
    assert (fields(desk, ivan)["answer"], fields(desk, ivan)["attended"]) == ("maybe", "no")
    shown = {name: desk.browser.get(f"{url}?show={name}").context["page"].object_list for name in ("waiting", "coming")}
    assert [[row.time.contact for row in some] for some in shown.values()] == [[], [anna]]


def test_what_somebody_else_noted_meanwhile_stays_and_is_said(arrive: Arrive) -> None:
    desk = arrive("editor")
    anna = add(desk, ZLOBIN, family_be="Арэх")
    record = make(desk)
    ask(desk, record, anna)
    [one] = attendances(raw_connection(), record)
    note_attendance(desk.session, [Noting(one.record, {"answer": None}, {"answer": "yes"})])
    late = {f"r{one.record}-was": "|", f"r{one.record}-answer": "no", f"r{one.record}-came": ""}
    answer = desk.browser.post(f"/events/{record}/answers", late, follow=True)
    assert fields(desk, anna)["answer"] == "yes"
    assert "нехта іншы" in words(answer)
    strange = {f"r{one.record}-was": "x|y", f"r{one.record}-answer": "z", "rx-was": "|"}
    strange |= {"r9-was": "|", "r9-answer": "yes"}
    assert desk.browser.post(f"/events/{record}/answers", strange).status_code == 303
    assert fields(desk, anna)["answer"] == "yes"


def test_a_persons_page_tells_the_events_and_takes_off_the_list(arrive: Arrive) -> None:
    desk = arrive("editor")
    anna = add(desk, ZLOBIN, family_be="Арэх")
    record = make(desk, day="01.02.2120")
    desk.browser.post(f"/contacts/{anna}/events/invite", {"event": str(record), "was_there": "yes"})
    assert fields(desk, anna) == {"contact": anna, "event": record, "attended": "yes"}
    page = desk.browser.get(f"/contacts/{anna}")
    [row] = page.context["events"]
    assert (row["title"], row["attended"], row["invited"]) == ("Сход назіральнікаў", "yes", "")
    unasked = desk.browser.get(f"/events/{record}?show=unasked").context["page"].object_list
    assert [one.time.contact for one in unasked] == [anna]
    assert desk.browser.post(row["drop_url"])["Location"] == f"/contacts/{anna}#s-events"
    assert records_of(desk, anna, "attendance") == {}


def test_a_closed_event_is_left_as_it_is_until_it_is_opened_again(arrive: Arrive) -> None:
    desk = arrive("editor")
    anna, ivan = add(desk, ZLOBIN, family_be="Арэх"), add(desk, ZLOBIN, family_be="Бэз")
    record = make(desk)
    ask(desk, record, anna)
    assert desk.browser.get(f"/events/{record}/close").status_code == 200
    assert desk.browser.post(f"/events/{record}/close", {"confirmed": "yes"}).status_code == 303
    for refused in ("answers", "came", "sheet", "close"):
        assert desk.browser.post(f"/events/{record}/{refused}").status_code == 403
    desk.browser.post(f"/contacts/{ivan}/events/invite", {"event": str(record)})
    assert records_of(desk, ivan, "attendance") == {}
    assert desk.browser.post(f"/events/{record}/open").status_code == 303
    assert desk.browser.get(f"/events/{record}").context["may_note"] is True


def test_an_events_words_are_changed_and_what_somebody_else_wrote_is_not_overwritten(arrive: Arrive) -> None:
    desk = arrive("editor")
    record = make(desk, day="01.02.2120", place="у Марыі")
    url = f"/events/{record}/change"
    first, second = typed(desk.browser.get(url)), typed(desk.browser.get(url))
    assert first["day"] == "01.02.2120"
    desk.browser.post(url, first | {"title": "Сход 2"})
    answer = desk.browser.post(url, second | {"title": "Іншы"}, follow=True)
    assert "Нехта іншы змяніў гэта" in words(answer)
    held = event_named(desk.session, record)
    assert held is not None
    assert (held.event.title, held.event.day, held.event.place) == ("Сход 2", "2120-02-01", "у Марыі")


def test_who_only_reads_sees_the_list_and_changes_nothing(arrive: Arrive) -> None:
    editor = arrive("editor")
    anna = add(editor, ZLOBIN, family_be="Арэх")
    record = make(editor)
    ask(editor, record, anna)
    desk = arrive("viewer")
    page = desk.browser.get(f"/events/{record}")
    assert "Арэх" in words(page)
    assert "<select" not in page.content.decode()[page.content.decode().index("<main") :]
    for path in ("answers", "close", "open", "sheet", "came", "change"):
        assert desk.browser.post(f"/events/{record}/{path}").status_code == 403
    assert desk.browser.post(f"/contacts/{anna}/events/invite", {"event": str(record)}).status_code == 403


def test_who_invites_sees_what_people_agreed_to_and_nobody_is_left_out_for_it(arrive: Arrive) -> None:
    desk = arrive("editor")
    lasting = ("consent", {"purpose": "лісты", "day": "2026-01-01"})
    over = ("consent", {"purpose": "лісты", "day": "2019-01-01", "until": "2020-01-01"})
    back = ("consent", {"purpose": "званкі", "day": "2019-01-01", "withdrawn": "2020-01-01"})
    anna = add(desk, ZLOBIN, [lasting, lasting, back], family_be="Ліс", given_be="Ганна")
    add(desk, ZLOBIN, [over], family_be="Ліс", given_be="Пётр")
    add(desk, ZLOBIN, family_be="Ліс", given_be="Янка")
    make(desk)
    results = desk.browser.post("/search", {"q": "Ліс"}, follow=True)
    page = desk.browser.get(f"/events/add?result={results.context['result_id']}")
    assert page.context["count"] == 3
    assert page.context["agreed"] == {"purposes": [("лісты", 1)], "took_back": 1, "nothing": 2}
    one = desk.browser.get(f"/contacts/{anna}/events/invite")
    assert [each.state for each in one.context["consents"]].count("withdrawn") == 1
    assert "званкі" in words(one)
