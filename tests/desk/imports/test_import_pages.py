from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from busel.desk.clock import today_date
from busel.desk.importing.wizards import forget, under_way
from busel.desk.inboxes.inbox import look_into_inboxes, open_entry
from busel.desk.journals.writing import write
from busel.desk.web.formats import format_day
from busel.desk.workspace.models import Contact, Item, Tag
from busel.journal.deed import Op
from busel.sheets.books import read_book
from busel.sheets.tables import Book
from busel.shelf.protocol import UnreachableError
from busel.vault.entropy import new_record_id
from desk.conftest import REGION, ZLOBIN
from desk.imports.conftest import follow, upload
from factories.lists import supporter_list
from factories.spreadsheets import phone_list, supporters_csv, supporters_xlsx

if TYPE_CHECKING:
    from django.http import HttpResponse

    from desk.conftest import Arrive, Desk, Organisation

TWO = "Фамилия;Имя;Телефон;Дата рождения\nКовалёв;Сергей;80291234567;\nДворник;Пётр;80297654321;31.02.1980\n".encode()


def english(desk: Desk) -> Desk:
    desk.browser.post("/preferences/language", {"language": "en", "next": "/"})
    return desk


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&#x27;", "'")


def chosen_columns(answer: HttpResponse) -> dict[str, str]:
    """Return what the form of columns would send as it stands."""
    page = answer.content.decode()
    found = re.findall(r'<select name="(column\d+)".*?</select>', page, re.DOTALL)
    bodies = re.findall(r'<select name="column\d+".*?</select>', page, re.DOTALL)
    picked = [re.search(r'<option value="(\w+)" selected>', body) for body in bodies]
    return {name: pick[1] if pick else "ignore" for name, pick in zip(found, picked, strict=True)}


def see_effects(desk: Desk, answer: HttpResponse, **changed: str) -> HttpResponse:
    return follow(desk, desk.browser.post(answer.request["PATH_INFO"], chosen_columns(answer) | changed))  # type: ignore[attr-defined]  # the test client adds it


def confirm(desk: Desk, answer: HttpResponse, **chosen: str) -> HttpResponse:
    posted = {"on_match": "skip", "tags": "", "confirmed": "yes"} | chosen
    return follow(desk, desk.browser.post(answer.request["PATH_INFO"], posted))  # type: ignore[attr-defined]  # the test client adds it


def test_a_list_goes_from_file_to_report(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    built = supporters_xlsx(supporter_list(300))
    columns = upload(desk, built.data, name="Подписи.xlsx", division=organisation.journal(ZLOBIN))
    assert chosen_columns(columns)["column1"] == "family"
    effects = see_effects(desk, columns)
    good, bad, blank = len(built.list.good), len(built.bad), len(built.list.blank)
    assert f"Bring in {good} people" in text_of(effects)
    assert Contact.objects.count() == 0
    report = confirm(desk, effects)
    assert f"300 rows = {good} new + 0 changed + 0 left alone + {bad} staying out + {blank} blank" in text_of(report)
    assert 'href="/import/lists/"' in report.content.decode()
    assert [f"Подписи.xlsx → {ZLOBIN}" in text_of(page) for page in (effects, report)] == [True, True]
    assert Contact.objects.filter(division__name=ZLOBIN).count() == good


def test_headings_without_rows_are_told_and_lead_to_another_file(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, "Фамилия;Имя\n".encode(), division=organisation.journal(ZLOBIN))
    effects = see_effects(desk, columns)
    assert "Below the headings stands no row." in text_of(effects)
    assert '<a class="button" href="/import">Take another file</a>' in effects.content.decode()
    assert 'name="on_match"' not in effects.content.decode()


def test_of_lists_of_one_day_the_last_stands_first(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    names = [f"{number}.csv" for number in range(4)]
    for name in names:
        rows = f"Фамилия;Имя\nКовалёв{name[0]};Сергей\n".encode()
        confirm(desk, see_effects(desk, upload(desk, rows, name=name, division=organisation.journal(ZLOBIN))))
    shown = desk.browser.get("/import/lists/").context["page"]
    assert [row.title for row in shown] == names[::-1]


def test_the_history_names_the_list_that_somebody_came_from(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, TWO, name="Рынак.csv", division=organisation.journal(ZLOBIN))
    confirm(desk, see_effects(desk, columns))
    history = desk.browser.get(f"/contacts/{Contact.objects.get().id}/history")
    (brought,) = history.context["page"]
    day = format_day(today_date(), "en")
    assert brought.origin == f"The list “Рынак.csv”, brought in on {day}"
    assert brought.origin in text_of(history)


def test_a_refusal_says_that_the_file_must_be_chosen_again(arrive: Arrive) -> None:
    desk = english(arrive("editor"))
    refused = desk.browser.post("/import", {"file": SimpleUploadedFile("list.csv", TWO), "division": ""})
    assert list(refused.context["form"].errors) == ["division", "file"]
    assert "Choose the file once more" in text_of(refused)


def test_problem_rows_come_back_as_a_file_that_can_be_brought_again(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    report = confirm(desk, see_effects(desk, upload(desk, TWO, division=organisation.journal(REGION))))
    url = re.search(r'href="(/import/\w+/problem-rows)"', report.content.decode())
    assert url is not None
    answer = desk.browser.get(url[1])
    assert answer["Content-Disposition"] == 'attachment; filename="rows.csv"'
    book = read_book(answer.content)
    assert isinstance(book, Book)
    assert list(book.tables[0].rows) == [
        ["Фамилия", "Имя", "Телефон", "Дата рождения", "Row in the first file", "Why it stayed out"],
        ["Дворник", "Пётр", "80297654321", "31.02.1980", "3", "Дата рождения: There is no such day in the calendar."],
    ]
    mended = answer.content.decode("utf-8-sig").replace("31.02.1980", "28.02.1980").encode()
    again = confirm(desk, see_effects(desk, upload(desk, mended, division=organisation.journal(REGION))))
    assert "1 rows = 1 new" in text_of(again)
    assert Contact.objects.count() == 2


def test_a_column_can_be_corrected(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    data = "Кто;Что;Звонить\nКовалёв;Сергей;80291234567\n".encode()
    columns = upload(desk, data, division=organisation.journal(REGION))
    confirm(desk, see_effects(desk, columns, column0="given", column1="family"))
    assert Contact.objects.values_list("given_ru", "family_ru").get() == ("Ковалёв", "Сергей")


def test_two_columns_cannot_be_one_thing(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, TWO, division=organisation.journal(REGION))
    answer = see_effects(desk, columns, column1="family")
    assert "This is chosen for another column already." in text_of(answer)
    assert chosen_columns(answer)["column1"] == "family"


def test_without_any_name_or_telephone_nothing_goes_on(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, "Цена;Количество\n5;7\n6;8\n".encode(), division=organisation.journal(REGION))
    assert "No column holds a name or a telephone" in text_of(columns)
    assert "No column holds a name or a telephone" in text_of(see_effects(desk, columns))


def test_a_kept_reading_of_columns_is_used_for_the_next_list(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    data = "Первое;Второе;Третье;Год\nСергей;Ковалёв;сад;1\n".encode()
    columns = upload(desk, data, division=organisation.journal(REGION))
    see_effects(desk, columns, column0="given", column1="family", column2="notes", keep_as="Списки Веры")
    assert Item.objects.filter(kind="mapping").count() == 1
    again = upload(
        desk, "Третье;Первое;Год;Второе\nлес;Пётр;2;Дворник\n".encode(), division=organisation.journal(REGION)
    )
    assert "as you kept them under “Списки Веры”" in text_of(again)
    assert chosen_columns(again) == {"column0": "notes", "column1": "given", "column2": "ignore", "column3": "family"}


def test_effects_are_shown_again_before_another_choice_is_carried_out(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, TWO, division=organisation.journal(REGION)))
    answer = confirm(desk, effects, tags="сход")
    assert "The effects are others now" in text_of(answer)
    assert Contact.objects.count() == 0
    confirm(desk, answer, tags="сход")
    assert Tag.objects.filter(label__text="сход").count() == Contact.objects.count() == 1


def test_effects_are_shown_again_when_somebody_wrote_meanwhile(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    journal = organisation.journal(REGION)
    effects = see_effects(desk, upload(desk, TWO, division=journal))
    contact = new_record_id()
    ops = [
        Op("contact", contact, {"family_be": "Кавалёў", "given_be": "Сяргей"}),
        Op("phone", new_record_id(), {"contact": contact, "number": "+375291234567"}),
    ]
    write(desk.session, journal, "add_contact", [(contact, ops)])
    answer = confirm(desk, effects)
    assert "The effects are others now" in text_of(answer)
    assert Contact.objects.count() == 1
    assert "Bring in" not in text_of(answer).split("How to bring them in")[1]


def test_pressing_twice_brings_in_once(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, TWO, division=organisation.journal(REGION)))
    assert "The list is in" in text_of(confirm(desk, effects))
    assert "The list is in" in text_of(confirm(desk, effects))
    assert Contact.objects.count() == 1


def test_no_more_than_two_lists_are_kept(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    first = upload(desk, TWO, division=organisation.journal(REGION)).request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client adds it
    for more in (b"1", b"2"):
        upload(desk, TWO + more, division=organisation.journal(REGION))
    assert len(under_way()) == 2
    assert "no longer kept" in text_of(follow(desk, desk.browser.get(first)))


def test_addresses_hold_nothing_of_the_file(arrive: Arrive, organisation: Organisation) -> None:
    desk = arrive("editor")
    columns = upload(desk, TWO, name="Ковалёв.csv", division=organisation.journal(REGION))
    assert re.fullmatch(r"/import/[0-9a-f]{24}/columns", columns.request["PATH_INFO"])  # type: ignore[attr-defined]  # the test client adds it
    title = re.search(r"<title>(.*?)</title>", columns.content.decode())
    assert title is not None
    assert "Ковалёв" not in title[1]


def collected(arrive: Arrive, data: bytes) -> tuple[Desk, list[bytes]]:
    """Bring a list as a collector; return the desk and the pages."""
    desk = english(arrive("collector"))
    columns = upload(desk, data)
    effects = see_effects(desk, columns)
    report = confirm(desk, effects)
    return desk, [page.content for page in (columns, effects, report)]


def test_what_a_collector_brings_goes_to_the_inbox(arrive: Arrive, organisation: Organisation) -> None:
    data, rows = phone_list(40)
    desk, pages = collected(arrive, data)
    assert "Send 40 people to the inbox" in pages[1].decode()
    assert Contact.objects.count() == 0
    asked = desk.browser.get("/import").content.decode()
    assert 'name="division"' in asked
    assert 'for="id_division"' not in asked
    editor = arrive("editor")
    (waiting,) = look_into_inboxes(editor.session).envelopes.values()
    entry = open_entry(editor.session, waiting)
    assert entry is not None
    assert (len(entry.people), waiting.people) == (len(rows), len(rows))
    assert entry.people[0].place == "2"
    assert Contact.objects.count() == 0


def test_a_collector_learns_nothing_about_who_is_stored(arrive: Arrive, organisation: Organisation) -> None:
    def pages_without_chance() -> list[bytes]:
        _desk, pages = collected(arrive, TWO)
        chance = rb'(/import/[0-9a-f]{24}/|value="[\w-]{64}"|/import/forget/[0-9a-f]{32})'
        return [re.sub(chance, b"", page) for page in pages]

    unknown = pages_without_chance()
    desk = arrive("editor")
    confirm(desk, see_effects(desk, upload(desk, TWO, division=organisation.journal(ZLOBIN))))
    assert Contact.objects.count() == 1
    assert pages_without_chance() == unknown


def test_many_people_go_in_several_envelopes(arrive: Arrive, organisation: Organisation) -> None:
    built = supporters_csv(supporter_list(2_100, faults={}), separator=";")
    collected(arrive, built.data)
    editor = arrive("editor")
    waiting = look_into_inboxes(editor.session).envelopes.values()
    assert sorted(one.people for one in waiting) == [100, 2_000]


def test_a_viewer_has_no_effects_to_look_at(arrive: Arrive) -> None:
    desk = english(arrive("viewer"))
    effects = see_effects(desk, upload(desk, TWO))
    assert "Send 1 person to the inbox" in text_of(effects)
    assert effects.context["first"][0]["effect"] == "to the inbox"
    page, _, _handle = text_of(effects).partition("Signed in as")  # a handle's word may be "unknown"
    assert "known" not in page


def test_a_list_of_another_persons_desk_is_not_there(arrive: Arrive) -> None:
    desk = english(arrive("editor"))
    assert "no longer kept" in text_of(follow(desk, desk.browser.get("/import/000000000000000000000000/effects")))


def test_an_interrupted_list_is_told_on_the_home_page_and_goes_on_with_the_same_file(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = supporters_csv(supporter_list(1_200, faults={}), separator=";")
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, built.data, division=organisation.journal(ZLOBIN)))
    with monkeypatch.context() as broken:
        append, calls = desk.session.shelf.append, []

        def failing(*arguments: object) -> None:
            calls.append(arguments)
            if len(calls) > 3:  # the note that it begins, and two commits
                raise UnreachableError
            append(*arguments)

        broken.setattr(desk.session.shelf, "append", failing)
        assert "1,000 of 1,200 people are in and stay in." in text_of(confirm(desk, effects))
    forget()  # the desk was killed: its memory is gone
    desk = english(arrive("editor"))
    assert "Part 2 of 3 is in." in text_of(desk.browser.get("/"))
    columns = upload(desk, built.data, division=organisation.journal(ZLOBIN))
    assert "It goes on where it stopped" in text_of(columns)
    report = confirm(desk, see_effects(desk, columns))
    assert "1,200 rows = 200 new + 0 changed + 1,000 left alone" in text_of(report)
    assert Contact.objects.count() == 1_200
    assert "was interrupted" not in text_of(desk.browser.get("/"))


def test_what_stopped_goes_on_at_the_press_of_a_button(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, TWO, division=organisation.journal(ZLOBIN)))
    with monkeypatch.context() as broken:
        broken.setattr(desk.session.shelf, "append", unreachable)
        stopped = confirm(desk, effects)
    assert "0 of 1 person is in" in text_of(stopped)
    url = re.search(r'action="(/import/\w+/again)"', stopped.content.decode())
    assert url is not None
    assert "The list is in" in text_of(follow(desk, desk.browser.post(url[1])))
    assert Contact.objects.count() == 1


def unreachable(*_arguments: object, **_more: object) -> None:
    raise UnreachableError


def test_the_report_of_a_list_without_a_tag_shows_its_people_too(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, "Фамилия;Имя\nЗубр;Ян\n".encode(), division=organisation.journal(ZLOBIN)))
    report = confirm(desk, effects)
    [shown] = re.findall(r'href="(/results/[^"]+)">Show these people<', report.content.decode())
    found = text_of(desk.browser.get(shown))
    assert ("People of the list" in found, "Зубр" in found) == (True, True)
    assert "1–1" not in found
