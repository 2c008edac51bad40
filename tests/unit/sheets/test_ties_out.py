"""What ties a person to others in address books, in JSON, and in the sheet of what happened."""

from __future__ import annotations

import json
from typing import Any

from busel.contacts.bonds import Consent, Messenger
from busel.contacts.records import Activity, Address, Contact, Email, Phone
from busel.sheets.books import read_book
from busel.sheets.out import osdi
from busel.sheets.out.choosing import only
from busel.sheets.out.layout import PARTS, Layout
from busel.sheets.out.person import Bond, Person
from busel.sheets.out.table import Table
from busel.sheets.out.vcards import Cards
from busel.sheets.tables import Book
from busel.sheets.ties import Tie

PERSON = Person(
    id=0x1234,
    contact=Contact(family_be="Навік", given_be="Ганна"),
    phones=[Phone(contact=1, number="+375291234567", type="mobile"), Phone(contact=1, written="2-34-56", status="bad")],
    emails=[Email(contact=1, address="a@b.by", status="bad")],
    addresses=[Address(contact=1, settlement_be="Вільня", house="5", country="LT", type="work")],
    messengers=[Messenger(contact=1, service="signal", name="@hanna n")],
    consents=[Consent(contact=1, purpose="Лісты", how="paper", day="2024-01-02", by="ab" * 16)],
    household=Tie("Навікі", {}, 7),
    groups=[Tie("Хор", {"joined": "2024-01-02"}), Tie("Рада", {"left": "2025-01-02"})],
    events=[Tie("Сход", {"day": "2024-05-01", "attended": "yes"})],
    relations=[Bond("parent.contact", Tie("Навік Марыя", {"since": "1960"}, 8))],
    activities=[
        Activity(contact=1, type="visit", day="2024-06-01", outcome="canvassed", assignee="cd" * 16),
        Activity(contact=1, type="call", day="2024-05-01", subject="=1+1"),
    ],
)


def card(*, newest: bool) -> list[str]:
    return b"".join(Cards("be", newest=newest).written([PERSON])).decode().replace("\r\n ", "").split("\r\n")


def test_a_card_says_what_kind_and_who() -> None:
    assert {
        "TEL;TYPE=cell;VALUE=uri:tel:+375291234567",
        "TEL;X-STATUS=wrong;VALUE=text:2-34-56",
        "EMAIL;X-STATUS=wrong:a@b.by",
        "IMPP;X-SERVICE-TYPE=signal:signal:%40hanna%20n",
        "RELATED;TYPE=parent;VALUE=text:маці або бацька: Навік Марыя (bsl-0000000000000008)",
        "CATEGORIES:Хор",
        "X-BUSEL-HOUSEHOLD:Навікі (bsl-0000000000000007)",
        'X-BUSEL-CONSENTS:"Лісты"="як: подпіс на паперы\\; дзень: 02.01.2024"',
        "ADR;ALTID=A1;LANGUAGE=be;TYPE=work:;;5;Вільня;;;Літва",
    } <= set(card(newest=True))


def test_an_older_card_says_it_too() -> None:
    assert {
        "TEL;TYPE=cell:+375291234567",
        "X-RELATED;TYPE=parent;VALUE=text:маці або бацька: Навік Марыя (bsl-0000000000000008)",
    } <= set(card(newest=False))


def found() -> dict[str, Any]:
    document = json.loads(b"".join(osdi.written([PERSON], 1)))
    person: dict[str, Any] = document["_embedded"]["osdi:people"][0]
    return person


def test_json_holds_everything_and_no_account() -> None:
    person = found()
    custom = person["custom_fields"]
    assert (person["phone_numbers"][0]["number_type"], person["email_addresses"][0]["status"]) == ("Mobile", "bad")
    assert (person["postal_addresses"][0]["country"], person["postal_addresses"][0]["address_type"]) == ("LT", "Work")
    assert custom["messengers"] == [{"service": "signal", "name": "@hanna n"}]
    assert custom["consents"] == [{"purpose": "Лісты", "how": "paper", "day": "2024-01-02"}]
    assert custom["household"] == {"title": "Навікі", "id": "bsl-0000000000000007"}
    assert custom["groups"] == [{"title": "Хор", "joined": "2024-01-02"}, {"title": "Рада", "left": "2025-01-02"}]
    assert custom["relationships"] == [
        {"type": "parent", "other_is": "contact", "title": "Навік Марыя", "since": "1960", "id": "bsl-0000000000000008"}
    ]
    assert custom["activities"][0] == {"type": "visit", "day": "2024-06-01", "outcome": "canvassed"}
    assert "cd" * 16 not in json.dumps(person)


def test_what_happened_stands_in_a_sheet_of_its_own_and_in_no_csv() -> None:
    table = Table(Layout("be", tuple(PARTS), {}))
    book = read_book(b"".join(table.as_workbook([PERSON], again=[PERSON])))
    assert isinstance(book, Book)
    people, happened = book.tables
    assert people.rows[1][0] == "bsl-0000000000001234"
    assert happened.name == "Што адбылося"
    assert [row[2:6] for row in happened.rows[1:]] == [
        ["01.05.2024", "званок", "=1+1"],
        ["01.06.2024", "візіт", "", "пагаварылі"],
    ]
    assert "візіт" not in b"".join(table.as_csv([PERSON])).decode()


def test_who_leaves_names_out_names_nobody_else_either() -> None:
    chosen = only(PERSON, ["ties", "phones"])
    assert [one.other.text for one in chosen.relations] == [""]
    assert (chosen.messengers, chosen.consents, chosen.activities) == ([], [], [])
    row = next(Table(Layout("be", ("ties",), {})).rows([chosen]))
    assert "маці або бацька:" in " ".join(row)
    assert "Марыя" not in " ".join(row)
