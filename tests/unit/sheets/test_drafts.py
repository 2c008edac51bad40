from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from busel.contacts.problems import Code
from busel.contacts.records import Address, Contact
from busel.sheets.draft import CELL_ERROR, ROW_CODES, Draft, Problem
from busel.sheets.drafts import Said, column_name, make_drafts
from busel.sheets.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from busel.sheets.tables import Table

TODAY = dt.date(2026, 1, 2)
HEAD = "ID|Фамилия|Имя|Отчество|Телефон|E-mail|Город|Улица|Дом|Кв|Индекс|Дата рождения|Пол|Язык|Группа|Примечание"


def test_a_row_becomes_a_draft_of_all_its_fields(drafts: Callable[..., list[Draft]]) -> None:
    [draft] = drafts(
        HEAD,
        "17|Кавалёў|Сяргей|Іванавіч|8 029 123-45-67, 80331234567|s@example.org|Гомель|ул. Мира|5|7|246000|29.02.1960|м|"
        "бел|актыў; назіральнік|ветэран",
    )
    assert draft == Draft(
        row=2,
        contact={
            "external_ids": ("17",),
            "family_be": "Кавалёў",
            "given_be": "Сяргей",
            "patronymic_be": "Іванавіч",
            "birth": "1960-02-29",
            "sex": "m",
            "language": "be",
            "notes": "ветэран",
        },
        phones=[
            {"number": "+375291234567", "written": "8 029 123-45-67"},
            {"number": "+375331234567", "written": "80331234567"},
        ],
        emails=["s@example.org"],
        address={
            "house": "5",
            "flat": "7",
            "postcode": "246000",
            "settlement_ru": "Гомель",
            "street_ru": "ул. Мира",
        },
        tags=["актыў", "назіральнік"],
    )


def test_a_draft_has_the_fields_of_the_records(drafts: Callable[..., list[Draft]]) -> None:
    [draft] = drafts(HEAD, "17|Щукин|Иван|Ильич|1234567|s@example.org|Гомель|Мира|5|7|246000|1960|м|ru|а|б")
    assert set(draft.contact) <= set(Contact.__struct_fields__)
    assert set(draft.address) <= set(Address.__struct_fields__)


def test_a_bad_date_costs_its_row_and_no_other(drafts: Callable[..., list[Draft]]) -> None:
    first, bad, last = drafts("Имя|Дата рождения", "Ян|1.2.1960", "Анна|31.02.1960", "Пётр|1961")
    assert bad.problems == [Problem(3, "Дата рождения", "31.02.1960", "birth-no-such-day", 1)]
    assert [draft.can_come_in for draft in (first, bad, last)] == [True, False, True]


def test_a_blank_row_in_a_list_without_headings_is_blank(drafts: Callable[..., list[Draft]]) -> None:
    found = drafts("Кавалёў Сяргей|80291234567", "", "Лось Ганна|80297654321")
    assert [(draft.row, draft.is_blank, draft.can_come_in) for draft in found] == [
        (1, False, True),
        (2, True, False),
        (3, False, True),
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("E-mail", "не знаю", "email-unreadable"),
        ("E-mail", "a@b", "email-unreadable"),
        ("Пол", "средний", "sex-unknown"),
        ("Поддержка", "7", "support-unknown"),
        ("Примечание", "x" * 32_768, "too-long"),
        ("Отчество", "х" * 301, "too-long"),
    ],
)
def test_what_is_not_understood_is_a_problem_with_its_place(
    drafts: Callable[..., list[Draft]], heading: str, cell: str, code: str
) -> None:
    [draft] = drafts(f"Имя|{heading}", f"Ян|{cell}")
    assert draft.problems == [Problem(2, heading, cell[:200], code, 1)]


@pytest.mark.parametrize(
    ("written", "number", "code"),
    [
        ("+375 23 123-45-67", "+375231234567", "phone-possible"),
        ("2-34-56", "", "phone-not-dialable"),
        ("3,75E+11", "", "phone-not-dialable"),
    ],
)
def test_a_doubtful_telephone_is_kept_as_written_with_a_warning(
    drafts: Callable[..., list[Draft]], written: str, number: str, code: str
) -> None:
    [draft] = drafts("Имя|Телефон", f"Ян|{written}")
    assert draft.phones == [{"number": number, "written": written}]
    assert draft.warnings == [Problem(2, "Телефон", written, code, 1)]
    assert draft.can_come_in


def test_words_for_nothing_are_nothing(drafts: Callable[..., list[Draft]]) -> None:
    [draft] = drafts("Имя|Телефон|E-mail|Дата рождения|Пол", "Ян|нет|-|Няма|?")
    assert draft == Draft(row=2, contact={"given_ru": "Ян"})


def test_several_telephones_of_a_cell_each_have_their_number_and_kind(table: Callable[..., Table]) -> None:
    cell = "+375 29 123-45-67, дом. 23-45-67; вел. МТС"
    [draft] = make_drafts(table("Имя|Телефон", f"Ян|{cell}"), ["given", "phone"], today=TODAY, said=Said("232"))
    assert draft.phones == [
        {"number": "+375291234567", "written": "+375 29 123-45-67"},
        {"number": "+375232234567", "written": "дом. 23-45-67; вел. МТС", "type": "home"},
    ]
    assert (draft.problems, draft.warnings) == ([], [])


def test_a_row_without_name_and_telephone_is_a_problem(drafts: Callable[..., list[Draft]]) -> None:
    [draft] = drafts("Имя|Телефон|Город", "||Брест")
    assert draft.problems == [Problem(2, "", "Брест", "name-missing")]


def test_blank_rows_are_counted_and_rows_keep_their_numbers(drafts: Callable[..., list[Draft]]) -> None:
    found = drafts("Список", "Имя|Телефон", "Ян", "", "|", "Анна")
    assert [(draft.row, draft.is_blank) for draft in found] == [(3, False), (4, True), (5, True), (6, False)]


def test_a_heading_that_comes_again_is_nobody(drafts: Callable[..., list[Draft]]) -> None:
    assert [draft.can_come_in for draft in drafts("Имя|Телефон", "Ян|1", "Имя|Телефон", "Анна|2")] == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("heading", "rows", "fields"),
    [
        ("Фамилия", ["Петрова"], [{"family_ru": "Петрова"}]),
        ("Прозвішча", ["Петрова"], [{"family_be": "Петрова"}]),
        ("Фамилия", ["Петрова", "Кавалёў"], [{"family_be": "Петрова"}, {"family_be": "Кавалёў"}]),
        ("Прозвішча", ["Щукин", "Петрова"], [{"family_ru": "Щукин"}, {"family_ru": "Петрова"}]),
        ("Фамилия (бел.)", ["Щукин"], [{"family_be": "Щукин"}]),
        ("Фамилия|Имя", ["Петрова|Сяргей", "Петрова|Наталія"], [
            {"family_be": "Петрова", "given_be": "Сяргей"},
            {"family_be": "Петрова", "given_be": "Наталія"},
        ]),
        ("ФИО", ["Кавалёў Сяргей"], [{"family_be": "Кавалёў", "given_be": "Сяргей"}]),
        ("Фамилия|Имя|Отчество", ["Савицкий|Алесь|Петрович", "Кравчук|Алесь|"], [
            {"family_ru": "Савицкий", "given_ru": "Алесь", "patronymic_ru": "Петрович"},
            {"family_be": "Кравчук", "given_be": "Алесь"},
        ]),
        ("Прозвішча|Імя", ["Цімашэнка|Сергей"], [{"family_be": "Цімашэнка", "given_be": "Сергей"}]),
    ],
)  # fmt: skip
def test_each_name_goes_to_its_language(
    drafts: Callable[..., list[Draft]], heading: str, rows: list[str], fields: list[dict[str, str]]
) -> None:
    assert [draft.contact for draft in drafts(heading, *rows)] == fields


def test_names_and_places_are_stored_as_they_are_from_paper(drafts: Callable[..., list[Draft]]) -> None:
    # A Latin i for і, and three signs that stand for the apostrophe.
    [draft] = drafts("Прозвішча|Імя|Імя па бацьку|Населены пункт|Вуліца", "Лук*янаў|Дзмiтрый|Дзям'янавіч|Мiнск|Мiра")
    assert draft.contact == {"family_be": "Лук’янаў", "given_be": "Дзмітрый", "patronymic_be": "Дзям’янавіч"}
    assert draft.address == {"settlement_be": "Мінск", "street_be": "Міра"}
    [draft] = drafts("ПІБ", "Лук`янаў Дзмiтрый")
    assert draft.contact == {"family_be": "Лук’янаў", "given_be": "Дзмітрый"}


def test_several_columns_of_one_kind_are_all_kept(drafts: Callable[..., list[Draft]]) -> None:
    [draft] = drafts("Имя|Телефон|Телефон 2|Заметки|Комментарий", "Ян|80291234567|8 029 123 45 67|а|б")
    assert [phone["number"] for phone in draft.phones] == ["+375291234567"] * 2
    assert draft.contact["notes"] == "а\nб"


def test_two_columns_cannot_both_be_what_a_person_has_once(table: Callable[..., Table]) -> None:
    with pytest.raises(ValueError, match="birth"):
        list(make_drafts(table("a|b", "1|2"), ["birth", "birth"], today=TODAY))
    with pytest.raises(ValueError, match="shoe"):
        list(make_drafts(table("a", "1"), ["shoe"], today=TODAY))


def test_every_target_can_be_filled(table: Callable[..., Table]) -> None:
    for target in TARGETS:
        drafts = list(make_drafts(table("x", "1"), [target], today=TODAY))
        assert [draft.row for draft in drafts] in ([1, 2], [2])


def test_codes_are_told_apart() -> None:
    assert set(ROW_CODES) & set(Code) == set()


@pytest.mark.parametrize(("at", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_a_column_without_heading_has_the_letter_of_the_program(at: int, name: str) -> None:
    assert column_name([], at) == name


@pytest.mark.parametrize("error", ["#N/A", "#ЗНАЧ!"])
def test_a_formula_that_failed_is_a_problem_and_nobodys_town(drafts: Callable[..., list[Draft]], error: str) -> None:
    [draft] = drafts("Фамилия|Город", f"Кавалёў|{error}")
    assert draft.problems == [Problem(2, "Город", error, CELL_ERROR, 1)]
    assert draft.address == {}


@pytest.mark.parametrize(
    ("target", "cell", "name"),
    [
        ("full_name", "Ковалёв С. И.", "Ковалёв С. И."),
        ("full_name", "Сергей Ковалёв", "Ковалёв Сергей "),
        ("full_name_given_first", "Сергей Ковалёв", "Ковалёв Сергей "),
        ("full_name_given_first", "Мира Иван", "Иван Мира "),
        ("full_name_given_first", "Сергей Иванович Ковалёв", "Ковалёв Сергей Иванович"),
        ("full_name_given_first", "Анна Мария Гарсия", "Мария Гарсия Анна "),
        ("full_name_family_first", "Иван Мира", "Иван Мира "),
        ("full_name_family_first", "Ковалёв С.И.", "Ковалёв С. И."),
        ("full_name_family_first", "Иван", "Иван  "),
    ],
)
def test_a_whole_name_comes_apart_in_the_order_that_is_chosen(
    table: Callable[..., Table], target: str, cell: str, name: str
) -> None:
    [draft] = make_drafts(table("Кто|Телефон", f"{cell}|80291234567"), [target, "phone"], today=TODAY)
    parts = [draft.contact.get(f"{part}_ru", "") for part in ("family", "given", "patronymic")]
    assert (" ".join(parts), draft.warnings) == (name, [])


def test_a_name_in_both_languages_in_one_cell_goes_to_both(drafts: Callable[..., list[Draft]]) -> None:
    [draft] = drafts("Фамилия|Имя|Город", "Коваль / Каваль|Сяргей/Сергей|Минск / Мінск")
    assert draft.contact == {"family_ru": "Коваль", "family_be": "Каваль", "given_be": "Сяргей", "given_ru": "Сергей"}
    assert draft.address == {"settlement_ru": "Минск", "settlement_be": "Мінск"}


def test_whole_names_of_both_languages_in_two_columns_are_both_kept(drafts: Callable[..., list[Draft]]) -> None:
    [draft] = drafts("ФИО (рус.)|ФИО (бел.)", "Коваль Сергей|Каваль Сяргей")
    assert draft.contact == {"family_ru": "Коваль", "given_ru": "Сергей", "family_be": "Каваль", "given_be": "Сяргей"}


def test_a_column_of_its_own_wins_over_the_whole_and_nothing_is_lost(drafts: Callable[..., list[Draft]]) -> None:
    [draft] = drafts("ФИО|Имя|Фамилия|Адрес|Город", "Петров Иван|Ваня|Петров|г. Минск, ул. Мира, 5|Гомель")
    assert draft.contact == {
        "given_ru": "Ваня",
        "family_ru": "Петров",
        "notes": "Петров Иван\nАдрес: г. Минск, ул. Мира, 5",
    }
    assert draft.address == {"settlement_ru": "Гомель", "street_ru": "ул. Мира", "house": "5"}
    assert [(one.column, one.code) for one in draft.warnings] == [
        ("ФИО", "said-otherwise"),
        ("Адрес", "said-otherwise"),
    ]


def test_a_whole_address_is_taken_apart_and_what_is_not_understood_is_a_note(
    drafts: Callable[..., list[Draft]],
) -> None:
    [draft] = drafts("Имя|Адрес прописки|Адрес проживания", "Ян|г. Минск, ул. Мира, д. 5, пад. 2|д. Ляды, 3")
    assert draft.address == {"settlement_ru": "Минск", "street_ru": "ул. Мира", "house": "5", "type": "registered"}
    assert draft.more_addresses == {2: {"settlement_ru": "д. Ляды", "house": "3", "type": "home"}}
    assert draft.contact["notes"] == "Адрес прописки: г. Минск, ул. Мира, д. 5, пад. 2"
    assert [(one.column, one.code) for one in draft.warnings] == [("Адрес прописки", "address-unsure")]


@pytest.mark.parametrize(
    ("cell", "birth", "note"),
    [
        ("1957", "1957", ""),
        ("05.1957", "1957-05", ""),
        ("57 г.р.", "1957", ""),
        ("1957 г. р.", "1957", ""),
        ("12 мая", "", "Родился: 12 мая"),
        ("12.05", "", "Родился: 12.05"),
        ("45 лет", "", "Родился: 45 лет"),
    ],
)
def test_a_date_of_birth_is_kept_as_far_as_it_is_told(
    drafts: Callable[..., list[Draft]], cell: str, birth: str, note: str
) -> None:
    [draft] = drafts("Имя|Родился", f"Ян|{cell}")
    assert (draft.contact.get("birth", ""), draft.contact.get("notes", "")) == (birth, note)
    assert [one.code for one in draft.warnings] == (["no-year"] if note else [])
    assert draft.can_come_in


def test_a_third_language_is_left_out_with_a_warning_and_the_row_comes_in(drafts: Callable[..., list[Draft]]) -> None:
    [one, other] = drafts("Имя|Preferred Language", "Ян|English (United States)", "Анна|be_BY")
    assert (one.can_come_in, [problem.code for problem in one.warnings]) == (True, ["another-language"])
    assert ("language" in one.contact, other.contact["language"]) == (False, "be")


@pytest.mark.parametrize(
    ("heading", "cell", "service"),
    [
        ("Telegram", "@navik", "telegram"),
        ("Нік у тэлеграме", "navik", "telegram"),
        ("Мессенджер", "Viber: +375291234567", "viber"),
        ("Мессенджер", "navik", "other"),
    ],
)
def test_a_messenger_without_its_service_takes_that_of_the_heading(
    drafts: Callable[..., list[Draft]], heading: str, cell: str, service: str
) -> None:
    [draft] = drafts(f"Имя|{heading}", f"Ян|{cell}")
    assert draft.messengers == [(service, cell.removeprefix("Viber: "))]


@pytest.mark.parametrize(
    ("target", "cell", "told"),
    [
        ("family", "Иванова (Петрова)", "Петрова; "),
        ("family_be", "Іванова (дзявочае Кавальчук)", "Кавальчук; "),
        ("family", "Иванова (Минск)", "; "),
        ("full_name", "Иванова (Петрова) Анна Сергеевна", "Петрова; "),
        ("full_name", "Иванова Анна (урожд. Кукса)", "Кукса; "),
        ("full_name", "Иванова Анна (née Dupont)", "Dupont; "),
        ("full_name", "Иванова Анна (Марина)", "; Марина"),
        ("full_name", "Иванова Анна (бывший староста)", "; бывший староста"),
        ("former_family", "Петрова; Ковальчук / ПЕТРОВА", "Петрова, Ковальчук; "),
        ("former_family", "нет", "; "),
    ],
)
def test_a_surname_of_before_is_read_where_people_write_it(
    table: Callable[..., Table], target: str, cell: str, told: str
) -> None:
    [draft] = make_drafts(table("Кто|Телефон", f"{cell}|80291234567"), [target, "phone"], today=TODAY)
    kept = (draft.contact.get("former_family", ""), draft.contact.get("notes", ""))
    assert ("; ".join(kept), draft.problems) == (told, [])


def test_surnames_of_before_in_two_columns_stand_once_each(table: Callable[..., Table]) -> None:
    lines = table("Кто|Девичья|Прежние", "Иванова|Петрова|Петрова, Ліс")
    [draft] = make_drafts(lines, ["family", "former_family", "former_family"], today=TODAY)
    assert draft.contact["former_family"] == "Петрова, Ліс"
