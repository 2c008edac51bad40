"""Contacts as Google, Outlook, Thunderbird and CiviCRM export them are known by their headings alone."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from busel.sheets.books import make_table
from busel.sheets.draft import Draft
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.headings import rows_of
from busel.sheets.tables import Rows, Table
from busel.sheets.targets import is_target
from unit.sheets.conftest import TODAY

GOOGLE = (
    "First Name,Middle Name,Last Name,Name Prefix,Nickname,File As,Organization Name,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,"
    "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Region,"
    "Address 1 - Postal Code,Address 1 - Country,Address 2 - Street,Address 2 - City,Website 1 - Value"
)
OLD_GOOGLE = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Birthday,Gender,Group Membership,"
    "E-mail 1 - Type,E-mail 1 - Value,Email 2 - Value,Phone 1 - Type,Phone 1 - Value"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Company,Business Street,Business City,Home Street,Home City,Home State,"
    "Home Postal Code,Home Country/Region,Business Fax,Business Phone,Home Phone,Home Phone 2,Mobile Phone,"
    "Assistant's Name,Birthday,Categories,E-mail Address,E-mail Type,E-mail 2 Address,Notes"
)
RUSSIAN_OUTLOOK = (
    "Обращение,Имя,Отчество,Фамилия,Организация,Улица (раб. адрес),Город (раб. адрес),Улица (дом. адрес),"
    "Город (дом. адрес),Область (дом. адрес),Почтовый индекс (дом),Рабочий факс,Рабочий телефон,Телефон раб. 2,"
    "Домашний телефон,Телефон переносной,День рождения,Категории,Адрес эл. почты,Тип эл. почты,Адрес 2 эл. почты"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Work Phone,Home Phone,Fax Number,"
    "Mobile Number,Home Address,Home Address 2,Home City,Home ZipCode,Work Address,Work City,Birth Year,Birth Month,"
    "Birth Day,Notes"
)
RUSSIAN_THUNDERBIRD = (
    "Имя,Фамилия,Отображаемое имя,Псевдоним,Основной адрес эл. почты,Дополнительный адрес эл. почты,Рабочий телефон,"
    "Домашний телефон,Номер факса,Мобильный телефон,Домашний адрес,Город проживания,Почтовый индекс (дом),"
    "Рабочий адрес,Рабочий город,Год рождения,Месяц рождения,День рождения,Заметки"
)
CIVICRM = (
    "Contact ID,Contact Type,Do Not Phone,Do Not Mail,External Identifier,Sort Name,Display Name,Nickname,"
    "Contact Source,First Name,Middle Name,Last Name,Gender,Birth Date,Deceased,Street Address,City,Postal Code,County,"
    "State,Country,Phone,Phone Type,Email,Group(s),Tag(s),Note(s)"
)
WANTED = {
    GOOGLE: "given patronymic family - nickname - notes birth notes - tags - email - phone - phone - - address "
    "settlement region postcode country address:2 settlement:2 -",
    OLD_GOOGLE: "full_name given patronymic family - - birth sex tags - email email - phone",
    OUTLOOK: "- given patronymic family notes address:2 settlement:2 address settlement region postcode country - "
    "phone_work phone_home phone_home phone_mobile - birth tags email - email notes",
    RUSSIAN_OUTLOOK: "- given patronymic family notes address:2 settlement:2 address settlement region postcode - "
    "phone_work phone_work phone_home phone_mobile birth tags email - email",
    THUNDERBIRD: "given family full_name nickname email email phone_work phone_home - phone_mobile address notes "
    "settlement postcode address:2 settlement:2 birth - - notes",
    RUSSIAN_THUNDERBIRD: "given family full_name nickname email email phone_work phone_home - phone_mobile address "
    "settlement postcode address:2 settlement:2 birth - - notes",
    CIVICRM: "external_ids - no_calls no_letters external_ids - full_name nickname source given patronymic family sex "
    "birth deceased address settlement postcode district region country phone - email tags tags notes",
}


def listed(headings: str, **cells: str) -> Table:
    """Return a table of one person; cells by heading, with "_" for what a word of Python cannot hold."""
    names = next(csv.reader(io.StringIO(headings)))
    kept = {"".join(filter(str.isalnum, name)).lower(): name for name in names}
    row = dict.fromkeys(names, "") | {kept[name.replace("_", "")]: cell for name, cell in cells.items()}
    return make_table("", Rows.of([names, [row[name] for name in names]]), hidden=False)


def person(table: Table) -> Draft:
    return next(iter(make_drafts(table, targets_of(guess_columns(table)), today=TODAY)))


@pytest.mark.parametrize("headings", WANTED)
def test_the_columns_of_a_program_are_known_by_their_headings(headings: str) -> None:
    found = targets_of(guess_columns(listed(headings)))
    assert found == [{"-": "ignore"}.get(word, word) for word in WANTED[headings].split()]


def test_google_joins_numbers_and_says_their_kind_in_the_column_before() -> None:
    found = person(
        listed(
            GOOGLE,
            firstname="Сяргей",
            lastname="Кавалёў",
            labels="* myContacts ::: Сябры ::: Хор",
            email1value="a@example.org ::: c@example.org",
            phone1label="Mobile",
            phone1value="+375 29 123-45-67 ::: +375 33 765-43-21",
            phone2label="* Home",
            phone2value="8 (0232) 12-34-56",
            address1street="вул. Савецкая, 5-12",
            address1city="Гомель",
            address1region="Гомельская",
            address1postalcode="246000",
            address2city="Брэст",
            birthday="1960-02-12",
        )
    )
    assert [(phone["number"], phone.get("type", "")) for phone in found.phones] == [
        ("+375291234567", "mobile"),
        ("+375337654321", "mobile"),
        ("+375232123456", "home"),
    ]
    assert found.emails == ["a@example.org", "c@example.org"]
    assert found.tags == ["Сябры", "Хор"]
    assert (found.address["settlement_be"], found.address["house"], found.address["flat"]) == ("Гомель", "5", "12")
    assert found.more_addresses == {2: {"settlement_be": "Брэст"}}
    assert (found.contact["birth"], found.problems) == ("1960-02-12", [])


@pytest.mark.parametrize(
    ("parts", "birth"),
    [
        (("1960", "2", "9"), "1960-02-09"),
        (("1960", "2", ""), "1960-02"),
        (("1960", "", ""), "1960"),
        (("", "", ""), None),
    ],
)
@pytest.mark.parametrize("headings", [THUNDERBIRD, RUSSIAN_THUNDERBIRD])
def test_thunderbird_has_a_birthday_in_three_columns(headings: str, parts: tuple[str, ...], birth: str | None) -> None:
    names = ("birthyear", "birthmonth", "birthday") if headings is THUNDERBIRD else None
    cells: dict[str, Any] = dict(zip(names or ("годрождения", "месяцрождения", "деньрождения"), parts, strict=True))
    cells |= {"firstname": "Ганна"} if names else {"имя": "Анна"}
    found = person(listed(headings, **cells))
    assert (found.contact.get("birth"), found.problems) == (birth, [])


def test_a_display_name_is_taken_only_where_no_parts_stand() -> None:
    whole = person(listed(THUNDERBIRD, displayname="Ганна Кавалёва", primaryemail="a@example.org"))
    parts = person(listed(THUNDERBIRD, displayname="Ганя", firstname="Ганна", lastname="Кавалёва"))
    for found in (whole, parts):
        assert (found.contact["given_be"], found.contact["family_be"], found.problems) == ("Ганна", "Кавалёва", [])


def test_every_heading_of_a_program_means_a_target_that_exists() -> None:
    targets = {target.replace("#", "2") for _program, _heading, target in rows_of("program_headings.tsv")}
    assert [target for target in targets if not is_target(target)] == []
