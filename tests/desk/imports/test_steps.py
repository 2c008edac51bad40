"""Each step of a list can be gone back to, corrected, left and found again; nothing that was chosen is lost."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from busel.desk.importing import steps, wizards
from busel.desk.importing.stages import Stage
from busel.desk.importing.wizards import keep_file, under_way
from busel.desk.workspace.bonds import Membership
from busel.desk.workspace.models import Contact, Item, Phone
from desk.conftest import REGION, ZLOBIN
from desk.imports.conftest import follow, look_at, upload
from desk.imports.test_import_pages import (
    TWO,
    chosen_columns,
    confirm,
    english,
    see_effects,
    text_of,
    unreachable,
)

if TYPE_CHECKING:
    import pytest
    from django.http import HttpResponse

    from desk.conftest import Arrive, Desk, Organisation

PLAIN = "Имя;Город\nСергей;Гомель\nАнна;Жлобин\n"


def path_of(answer: HttpResponse) -> str:
    return str(answer.request["PATH_INFO"])  # type: ignore[attr-defined]  # the test client adds it


def press(desk: Desk, answer: HttpResponse, **sent: str) -> HttpResponse:
    return follow(desk, desk.browser.post(path_of(answer), sent))


def workbook() -> bytes:
    """Two sheets and a hidden one; above the headings of the second one stands rubbish."""
    book = Workbook()
    first = book.active
    first.title = "Цены"
    first.append(["Товар", "Цена"])
    first.append(["стол", 5])
    people = book.create_sheet("Люди")
    for row in (["Список"], [], ["Фамилия", "Имя", "Телефон"], ["Ковалёв", "Сергей", "80291234567"]):
        people.append(row)
    old = book.create_sheet("Старое")
    old.append(["Фамилия", "Имя", "Телефон"])
    old.append(["Дворник", "Пётр", "80297654321"])
    old.sheet_state = "hidden"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_what_we_saw_is_told_in_words_with_the_first_rows(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    seen = text_of(look_at(desk, TWO.decode().encode("cp1251"), division=organisation.journal(REGION)))
    assert "Kind of file Text with separators" in seen
    assert "Letters of the file Cyrillic (Windows)" in seen
    assert "Columns are parted by semicolon" in seen
    assert "Headings in row 1 Rows 2 " in seen
    assert "Row Фамилия Имя Телефон Дата рождения 2 Ковалёв Сергей 80291234567 3 Дворник Пётр" in seen


def test_no_more_than_ten_rows_are_shown(arrive: Arrive, organisation: Organisation) -> None:
    data = "Имя\n" + "".join(f"Сергей {n}\n" for n in range(30))
    seen = look_at(arrive("editor"), data.encode(), division=organisation.journal(REGION))
    assert len(re.findall(r"<td>Сергей \d+</td>", seen.content.decode())) == 10


def test_letters_and_separator_can_be_corrected_as_often_as_it_takes(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = english(arrive("editor"))
    seen = look_at(desk, PLAIN.encode(), division=organisation.journal(REGION))
    wrong = press(desk, seen, look_again="yes", encoding="cp1251", separator=",", header_row="1")
    assert "РЎРµСЂРіРµР№;Р“РѕРјРµР»СЊ" in text_of(wrong)
    assert "Letters of the file Cyrillic (Windows) Columns are parted by comma" in text_of(wrong)
    right = press(desk, wrong, look_again="yes", encoding="utf-8", separator=";", header_row="1")
    assert "2 Сергей Гомель 3 Анна Жлобин" in text_of(right)
    assert chosen_columns(press(desk, right, go_on="yes"))["column0"] == "given"


def test_a_file_that_is_kept_no_more_offers_no_other_letters(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    seen = look_at(desk, PLAIN.encode(), division=organisation.journal(REGION))
    (wizard,) = under_way()
    wizard.packed = b""
    again = desk.browser.get(path_of(seen)).content.decode()
    assert 'name="encoding"' not in again
    assert 'name="header_row"' in again


def test_files_of_other_lists_go_where_room_lacks(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, journal = arrive("editor"), organisation.journal(REGION)
    look_at(desk, PLAIN.encode(), division=journal)
    look_at(desk, TWO, division=journal)
    newer, older = under_way()
    assert older.packed
    monkeypatch.setattr(wizards, "FILE_BYTES", len(newer.packed))
    keep_file(newer, TWO)
    assert (older.packed, bool(newer.packed)) == (b"", True)


def test_the_bytes_of_a_file_go_once_it_is_in(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    confirm(desk, see_effects(desk, upload(desk, TWO, division=organisation.journal(REGION))))
    (wizard,) = under_way()
    assert (wizard.stage, wizard.packed) == (Stage.DONE, b"")


def test_the_heading_row_can_be_corrected(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    seen = look_at(desk, TWO, division=organisation.journal(REGION))
    answer = press(desk, seen, look_again="yes", header_row="0")
    assert "Headings none Rows 3 " in text_of(answer)


def test_every_sheet_is_told_with_its_rows_and_whether_it_is_hidden(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    seen = look_at(desk, workbook(), name="list.xlsx", division=organisation.journal(REGION))
    assert "Sheet “Люди”, one of 3" in text_of(seen)
    assert "Other sheets Цены: 1 row; Старое: 1 row, hidden" in text_of(seen)
    assert "2 rows above the headings are left out." in text_of(seen)
    other = press(desk, seen, look_again="yes", sheet="2", header_row="3")
    assert "Row Фамилия Имя Телефон 2 Дворник Пётр 80297654321" in text_of(other)


def test_pasted_rows_go_the_way_of_a_file(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    sent = {"pasted": "Фамилия\tИмя\tТелефон\r\nКовалёв\tСергей\t80291234567\r\n", "division": ZLOBIN_OF(organisation)}
    seen = follow(desk, desk.browser.post("/import", sent))
    assert "Pasted rows" in text_of(seen)
    assert "2 Ковалёв Сергей 80291234567" in text_of(seen)
    report = confirm(desk, see_effects(desk, press(desk, seen, go_on="yes")))
    assert "1 rows = 1 new" in text_of(report)
    assert Contact.objects.filter(division__name=ZLOBIN).count() == 1


def ZLOBIN_OF(organisation: Organisation) -> str:  # noqa: N802 - reads as the constant that it is about
    return organisation.journal(ZLOBIN).hex()


def test_neither_a_file_nor_rows_or_both_are_refused_with_a_sentence(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk, division = english(arrive("editor")), organisation.journal(REGION).hex()
    nothing = desk.browser.post("/import", {"division": division, "pasted": "  \n"})
    assert "Choose a file, or paste the rows." in text_of(nothing)
    file = SimpleUploadedFile("list.csv", TWO)
    both = desk.browser.post("/import", {"division": division, "file": file, "pasted": "Ковалёв"})
    assert "not both" in text_of(both)
    assert ">Ковалёв</textarea>" in re.sub(r">\s+", ">", both.content.decode())


def test_going_back_keeps_what_was_chosen(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, TWO, division=organisation.journal(REGION))
    chosen = chosen_columns(columns) | {"column1": "patronymic"}
    effects = follow(desk, desk.browser.post(path_of(columns), chosen | {"area_code": "(0232)", "names_in": "be"}))
    columns = press(desk, effects, back="yes", on_match="fill", tags="сход, рынок", group="Хор", source="подписи")
    assert path_of(columns).endswith("/columns")
    assert chosen_columns(columns)["column1"] == "patronymic"
    assert 'value="232"' in columns.content.decode()
    seen = press(desk, columns, back="yes", **(chosen_columns(columns) | {"column3": "ignore"}))
    assert path_of(seen).endswith("/seen")
    columns = press(desk, seen, go_on="yes")
    assert chosen_columns(columns) == {
        "column0": "family",
        "column1": "patronymic",
        "column2": "phone",
        "column3": "ignore",
    }
    effects = see_effects(desk, columns)
    form = effects.context["form"]
    assert {name: form[name].value() for name in ("on_match", "tags", "group", "source")} == {
        "on_match": "fill",
        "tags": "сход, рынок",
        "group": "Хор",
        "source": "подписи",
    }


def test_what_was_corrected_is_kept_when_the_file_is_read_anew(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, workbook(), name="list.xlsx", division=organisation.journal(REGION))
    seen = press(desk, columns, back="yes", **(chosen_columns(columns) | {"column2": "phone_home"}))
    seen = press(desk, seen, look_again="yes", sheet="2", header_row="3")
    assert chosen_columns(press(desk, seen, go_on="yes"))["column2"] == "phone_home"


def test_effects_that_were_left_are_computed_anew_before_anybody_comes_in(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, TWO, division=organisation.journal(REGION)))
    press(desk, effects, back="yes", on_match="update", tags="")
    stale = confirm(desk, effects)
    assert path_of(stale).endswith("/columns")
    assert Contact.objects.count() == 0


def test_a_list_stands_under_lists_on_their_way_with_its_step(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    seen = look_at(desk, TWO, name="Подписи.csv", division=organisation.journal(REGION))
    assert "Подписи.csv Step 2 of 6: Reading. Nothing is written yet." in text_of(desk.browser.get("/import"))
    effects = see_effects(desk, press(desk, seen, go_on="yes"))
    page = desk.browser.get("/import")
    assert "Подписи.csv Step 4 of 6: Effects. Nothing is written yet." in text_of(page)
    assert f'href="{path_of(effects)}"' in page.content.decode()
    assert f'href="{path_of(effects)}"' in desk.browser.get("/").content.decode()


def test_a_file_that_is_sent_twice_is_one_list(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, TWO, division=organisation.journal(REGION))
    again = look_at(desk, TWO, division=organisation.journal(REGION))
    assert path_of(again) == path_of(columns)
    assert "on its way already" in text_of(again)
    assert len(under_way()) == 1


def test_a_list_can_be_put_away(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    look_at(desk, TWO, division=organisation.journal(REGION))
    (wizard,) = under_way()
    page = follow(desk, desk.browser.post(f"/import/{wizard.id}/put-away"))
    assert "The list is put away." in text_of(page)
    assert under_way() == []


def test_short_telephones_take_the_code_that_the_list_names(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    data = "Имя;Телефон\nСергей;23-45-67\n".encode()
    columns = upload(desk, data, division=organisation.journal(REGION))
    confirm(desk, see_effects(desk, columns, area_code="8 (0232)"))
    assert Phone.objects.values_list("number", flat=True).get() == "+375232234567"


def test_what_is_no_area_code_is_told_beside_the_field(arrive: Arrive, organisation: Organisation) -> None:
    desk = english(arrive("editor"))
    answer = see_effects(desk, upload(desk, TWO, division=organisation.journal(REGION)), area_code="999")
    assert "This is no area code of Belarus." in text_of(answer)


def test_names_that_do_not_tell_are_in_the_language_that_the_list_names(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = english(arrive("editor"))
    columns = upload(desk, "Имя;Телефон\nАнна;80291234567\n".encode(), division=organisation.journal(REGION))
    confirm(desk, see_effects(desk, columns, names_in="be"))
    assert Contact.objects.values_list("given_be", "given_ru").get() == ("Анна", "")


def test_everybody_joins_the_group_and_gets_the_source_but_who_has_one(
    arrive: Arrive, organisation: Organisation
) -> None:
    desk = english(arrive("editor"))
    data = "Имя;Телефон;Источник\nСергей;80291234567;рынок\nАнна;80297654321;\n".encode()
    columns = upload(desk, data, division=organisation.journal(REGION))
    effects = see_effects(desk, columns)
    shown = confirm(desk, effects, group="Хор", source="подписи")
    assert "New groups Хор" in text_of(shown)
    confirm(desk, shown, group="Хор", source="подписи")
    assert sorted(Contact.objects.values_list("source", flat=True)) == ["подписи", "рынок"]
    (group,) = Item.objects.filter(kind="group").values_list("fields", flat=True)
    assert group["title"] == "Хор"
    assert Membership.objects.count() == 2


def test_effects_that_could_not_be_computed_leave_none_of_before_to_be_carried_out(
    arrive: Arrive, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = english(arrive("editor"))
    effects = see_effects(desk, upload(desk, TWO, division=organisation.journal(REGION)))
    with monkeypatch.context() as broken:
        broken.setattr(steps, "preview_import", unreachable)
        stopped = confirm(desk, effects, tags="сход")
    assert path_of(stopped).endswith("/stopped")
    follow(desk, desk.browser.post(path_of(stopped).replace("stopped", "again")))
    assert Contact.objects.count() == 0
    anew = upload(desk, TWO, division=organisation.journal(REGION))
    confirm(desk, see_effects(desk, anew))
    assert Contact.objects.count() == 1
