"""Cards of an address book: whatever a telephone wrote, one card costs no other, and nothing is taken for another."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from busel.contacts.busel_ids import show_busel_id
from busel.contacts.records import Field
from busel.sheets.books import read_book
from busel.sheets.draft import Draft
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.out.words import LANGUAGES, heading
from busel.sheets.readers import CHUNK_ROWS, MAX_COLUMNS, Asked, Refused, cards, reader_of
from busel.sheets.tables import Book, Rows, SheetError, Table

TODAY = dt.date(2026, 11, 28)
CARD = "BEGIN:VCARD\nVERSION:3.0\nN:Каваль;Ганна;;;\n{}\nEND:VCARD\n"


def book_of(data: bytes | str) -> Book:
    book = read_book(data.encode() if isinstance(data, str) else data)
    assert isinstance(book, Book), book
    return book


def drafts_of(table: Table, own: tuple[Field, ...] = ()) -> list[Draft]:
    return list(make_drafts(table, targets_of(guess_columns(table, own)), today=TODAY, own=own))


def people(data: bytes | str) -> list[Draft]:
    return drafts_of(book_of(data).tables[0])


def one(line: str) -> Draft:
    [draft] = people(CARD.format(line))
    assert draft.problems == []
    return draft


def names(draft: Draft) -> list[str]:
    return [draft.contact.get(f"{part}_be", "") for part in ("family", "given", "patronymic")]


def test_a_letter_cut_by_a_soft_line_break_is_whole_again() -> None:
    card = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9A=D0=B0=\r\n=D0=B2=D0=\r\n=B0"
    card += b"=D0=BB=D1=8C;=D0=93=D0=B0=D0=BD=D0=BD=D0==\r\nB0;;;\r\nEND:VCARD\r\n"
    assert names(people(card)[0]) == ["Каваль", "Ганна", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_each_encoding_and_each_end_of_a_line_is_known_by_itself(encoding: str, end: str) -> None:
    card = CARD.format("TEL:+375291234567").replace("\n", end)
    [draft] = people(card.encode(encoding))
    assert names(draft) == ["Каваль", "Ганна", ""]
    assert [phone["number"] for phone in draft.phones] == ["+375291234567"]


def test_what_a_person_says_of_the_encoding_wins() -> None:
    data = CARD.format("NOTE:x").encode("koi8-r")
    reading = reader_of("vcf")(data, Asked("koi8-r"))
    rows = [row for table in reading.tables for row in table.rows]
    assert rows[1][:2] == ["Каваль", "Ганна"]


def test_bytes_of_central_europe_are_not_taken_for_cyrillic_ones() -> None:
    [draft] = people("BEGIN:VCARD\nN:Iksiński;Piotr\nTEL:1\nEND:VCARD\n".encode("cp1250"))
    assert names(draft)[:2] == ["Iksiński", "Piotr"]


@pytest.mark.parametrize(
    ("named", "codec"), [("ISO-8859-1", "latin-1"), ("windows-1251", "cp1251"), ("KOI8-R", "koi8-r")]
)
def test_the_encoding_that_a_line_names_is_the_one_that_it_is_in(named: str, codec: str) -> None:
    family = "Doë" if codec == "latin-1" else "Коваль"
    [draft] = people(f"BEGIN:VCARD\nN;CHARSET={named}:{family};A\nEND:VCARD\n".encode(codec))
    assert family in draft.contact.values()


def test_an_encoding_that_nobody_knows_costs_nothing() -> None:
    [draft] = people("BEGIN:VCARD\nN;CHARSET=x-mac-klingon:Каваль;Ганна\nEND:VCARD\n")
    assert names(draft)[:2] == ["Каваль", "Ганна"]


def test_a_book_of_nothing_but_broken_cards_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "BEGIN:VCARD\nN:А;Ганна\n" * 4
    monkeypatch.setattr(cards, "MAX_FLAWS", 4)
    assert isinstance(read_book(data.encode()), Book)
    monkeypatch.setattr(cards, "MAX_FLAWS", 3)
    assert read_book(data.encode()) == SheetError("damaged", "vcf")


def test_a_card_without_an_end_comes_back_and_the_others_come_in() -> None:
    lines = "BEGIN:VCARD\nN:{};Ганна\nTEL:2-34-56\n"
    data = lines.format("А") + "END:VCARD\n" + lines.format("Б") + lines.format("В") + "END:VCARD\n" + lines.format("Г")
    found = people(data)
    assert [draft.row for draft in found] == [1, 2, 3, 4]
    assert [[problem.code for problem in draft.problems] for draft in found] == [[], ["card-open"], [], ["card-open"]]


@pytest.mark.parametrize("word", ["BEGIN:VCARD", "END:VCARD"])
def test_a_folded_line_that_looks_like_an_edge_of_a_card_is_none(word: str) -> None:
    assert word in one(f"NOTE:Піша \n {word}").contact["notes"]


def test_a_card_with_more_lines_than_anybody_has_comes_back_and_the_others_come_in() -> None:
    many = CARD.format("\n".join(f"TEL:{at}" for at in range(3_000)))
    found = people(CARD.format("TEL:1") + many + CARD.format("TEL:2"))
    assert [draft.problems[0].code if draft.problems else "" for draft in found] == ["", "card-too-long", ""]


def test_a_card_inside_a_card_is_somebody_and_an_agent_is_a_note() -> None:
    inner = "BEGIN:VCARD\nN:Нутраны;Іван\nEND:VCARD\n"
    outer, within = people(f"BEGIN:VCARD\nN:Знешні;Пётр\n{inner}TEL:2-34-56\nEND:VCARD\n")
    assert (names(outer)[0], names(within)[0], len(outer.phones)) == ("Знешні", "Нутраны", 1)
    [draft] = people(CARD.format("AGENT:\nBEGIN:VCARD\nFN:Іван Нутраны\nTEL:7\nEND:VCARD\nTEL:2-34-56"))
    assert (draft.contact["notes"], len(draft.phones)) == ("Праз каго: Іван Нутраны", 1)


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("TEL;TYPE=CELL:+375291234567", ["mobile"]),
        ("TEL;HOME;VOICE:+375291234567", ["home"]),
        ('TEL;TYPE="work,voice";VALUE=uri:tel:+375-29-123-45-67', ["work"]),
        ("item1.TEL:+375291234567\nitem1.X-ABLabel:_$!<Mobile>!$_", ["mobile"]),
        ("TEL:+375291234567", [""]),
        ("TEL;TYPE=HOME,FAX:+375291234567", []),
        ("TEL;PAGER:+375291234567", []),
    ],
)
def test_a_telephone_has_the_kind_that_the_card_says(line: str, kinds: list[str]) -> None:
    draft = one(line)
    assert [(phone["number"], phone.get("type", "")) for phone in draft.phones] == [("+375291234567", k) for k in kinds]


def test_faxes_pagers_and_pictures_are_counted() -> None:
    picture = "PHOTO;ENCODING=BASE64;JPEG:\n AAAA\n BBBB\n\n"
    book = book_of(CARD.format(f"{picture}TEL;FAX:1\nTEL;PAGER:2\nSOUND:x\nKEY:y") * 2)
    assert sorted(book.notes) == ["cards-fax:2", "cards-key:2", "cards-pager:2", "cards-photo:2", "cards-sound:2"]


def test_digits_that_are_dialled_after_a_pause_do_not_hide_the_number() -> None:
    [phone] = one("TEL;CELL:+375 29 123-45-67,,12#").phones
    assert (phone["number"], phone["written"]) == ("+375291234567", "+375 29 123-45-67,,12#")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("BDAY:19850412", "1985-04-12"),
        ("BDAY;VALUE=date:1985-04-12T00:00:00Z", "1985-04-12"),
        ("BDAY:1985-04", "1985-04"),
        ("BDAY:1985", "1985"),
        ("BDAY:--0412", None),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12", None),
        ("BDAY;VALUE=text:circa 1800", None),
    ],
)
def test_a_birth_day_is_known_as_far_as_it_stands_there(line: str, found: str | None) -> None:
    contact = one(line).contact
    assert contact.get("birth") == found
    assert ("notes" in contact) == (found is None)


def test_parts_of_a_name_win_over_the_whole_and_phonetics_say_nothing() -> None:
    draft = one("FN:Ганна Каваль\nX-PHONETIC-FIRST-NAME:Hanna\nNICKNAME:Аня")
    assert (names(draft), draft.contact["nickname"], "notes" in draft.contact) == (
        ["Каваль", "Ганна", ""],
        "Аня",
        False,
    )


def test_a_whole_name_is_split_as_in_any_list() -> None:
    [draft] = people("BEGIN:VCARD\nFN:Ковалёва Анна Ивановна\nEND:VCARD\n")
    assert [draft.contact[f"{part}_ru"] for part in ("family", "given", "patronymic")] == [
        "Ковалёва",
        "Анна",
        "Ивановна",
    ]


def test_a_firm_is_called_and_not_split() -> None:
    [draft] = people("BEGIN:VCARD\nN:;;;;\nFN:Таксі Хуткае\nORG:Таксі Хуткае\nTEL:2-34-56\nEND:VCARD\n")
    assert (draft.contact["nickname"], draft.problems) == ("Таксі Хуткае", [])


def test_work_goes_into_a_field_of_the_organisation_that_is_called_so_else_into_the_notes() -> None:
    table = book_of(CARD.format("ORG:Завод;Цэх\nTITLE:токар")).tables[0]
    [draft] = drafts_of(table)
    assert draft.contact["notes"] == "Арганізацыя: Завод, Цэх\nПасада: токар"
    [draft] = drafts_of(table, (Field(key="job", labels={"ru": "Должность"}, purpose={"en": "p"}),))
    assert (draft.contact["custom"], draft.contact["notes"]) == ({"job": "токар"}, "Арганізацыя: Завод, Цэх")


def test_a_category_is_a_tag_and_our_words_for_a_mark_are_the_mark() -> None:
    draft = one("CATEGORIES:сход,Не подходить,* myContacts,a\\,b")
    assert (draft.tags, draft.contact["risk"]) == (["сход", "a,b"], True)


def test_messengers_are_known_however_they_are_named() -> None:
    draft = one("IMPP:telegram:@hanna\nX-SKYPE-USERNAME:hk\nIMPP;X-SERVICE-TYPE=Viber:x-apple:375291234567\nX-ICQ:1")
    assert draft.messengers == [("telegram", "@hanna"), ("viber", "375291234567"), ("Skype", "hk"), ("ICQ", "1")]


def test_the_name_of_another_person_is_a_note_and_matches_nobody() -> None:
    draft = one("RELATED;TYPE=spouse;VALUE=text:Пётр\nX-ABRELATEDNAMES:Вера\nX-ASSISTANT:Ян")
    assert draft.ties == {}
    assert draft.contact["notes"].splitlines() == [
        "Муж або жонка: Пётр",
        "Сваякі і знаёмыя: Вера",
        "Памочнік: Ян",
    ]


def test_an_address_comes_apart_and_its_country_is_known_in_any_language() -> None:
    draft = one(
        "ADR;TYPE=HOME:;;вул. Леніна, 5, кв. 7;Жлобін;;247210;Беларусь\nADR;WORK:;;Rynek 3;Gdańsk;;80-001;Польша"
    )
    first, second = draft.addresses
    assert (first["street_be"], first["house"], first["flat"], first["type"]) == ("вул. Леніна", "5", "7", "home")
    assert ("country" in first, second["country"], second["type"]) == (False, "PL", "work")


def test_what_stands_outside_of_cards_and_groups_of_an_address_book_are_told() -> None:
    book = book_of("hello\n" + CARD.format("TEL:1") + "BEGIN:VCARD\nKIND:group\nFN:Сябры\nEND:VCARD\n")
    assert sorted(book.notes) == ["cards-groups:1", "cards-outside:1"]
    assert [draft.is_blank for draft in drafts_of(book.tables[0])] == [False, True]


def test_an_address_book_that_changed_our_card_is_believed_and_what_it_left_is_exact() -> None:
    ours = (
        "BEGIN:VCARD\nVERSION:4.0\nUID:bsl-0000000000000007\nN;LANGUAGE=be:Каваль;Ганна;;;\nTEL:{}\n"
        'NOTE:{}Дзень: 1\nX-BUSEL-TAIL:Дзень: 1\nX-BUSEL-SUM;OF=TEL:0b6c1fbc\nX-BUSEL-PHONE-OTHER:"2-34-56"=""\n'
        "END:VCARD\n"
    )
    from busel.sheets.cards.kept import sum_of  # noqa: PLC0415 - the sum of this very test

    ours = ours.replace("0b6c1fbc", sum_of(["2-34-56"]))
    [same] = people(ours.format("2-34-56", "так\\n"))
    assert (same.phones, same.contact["notes"]) == ([{"number": "", "written": "2-34-56", "type": "other"}], "так")
    [changed] = people(ours.format("+375291234567", "іначай\\n"))
    assert ([one["number"] for one in changed.phones], changed.contact["notes"]) == (["+375291234567"], "іначай")


@pytest.mark.parametrize(
    "data",
    [b"BEGIN:VCARD\nEND:VCARD\n" * 300_001, b"BEGIN:VCARD\n" * 300_001],
    ids=["more cards than anybody has", "cards in cards in cards"],
)
def test_a_bomb_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        reader_of("vcf")(data, Asked())
    assert refused.value.code == "too-large"


@pytest.mark.parametrize(
    "line",
    [
        b"FN:" + b"a" * 2_000_000,
        b"FN:a\n" + b" a\n" * 300_000,
        b"FN;" + b'"' * 99_000 + b":x",
        b"FN;" + b'a="b";' * 16_000 + b":x",
        b"CATEGORIES:" + b"," * 99_000,
        b"ADR:" + b";" * 99_000,
        b"NOTE:" + b"\\" * 99_000,
        b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 90_000,
    ],
    ids=["long", "folded", "quotes", "parameters", "commas", "semicolons", "backslashes", "soft breaks"],
)
def test_no_line_takes_longer_than_its_size(line: bytes) -> None:
    before, _bomb, after = people(
        CARD.format("TEL:1").encode()
        + b"BEGIN:VCARD\n"
        + line
        + b"\nTEL:7\nEND:VCARD\n"
        + CARD.format("TEL:2").encode()
    )
    assert (len(before.phones), len(after.phones)) == (1, 1)


def test_cards_that_name_more_fields_than_a_page_can_ask_about_are_refused() -> None:
    number = show_busel_id(0x1234)
    cards = "".join(
        CARD.format("\n".join([f"UID:{number}", *(f"X-BUSEL-OWN:t{card}x{at};v" for at in range(MAX_COLUMNS // 4))]))
        for card in range(4)
    )
    assert read_book(cards.encode()) == SheetError("too-large", "vcf")
    for chunk in [[["a"] * (MAX_COLUMNS + 1)], [["a"]] * (CHUNK_ROWS + 1)]:
        with pytest.raises(msgspec.ValidationError):
            Rows().add_chunk(msgspec.json.encode(chunk))


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_mean_the_same_whatever_language_their_headings_are_in(language: str) -> None:
    data = CARD.format("TEL;CELL:+375291234567\nEMAIL:a@b.by\nADR:;;вул. Садовая 5;Жлобін;;;\nTITLE:токар").encode()
    [raw] = reader_of("vcf")(data, Asked(language=language)).tables
    table = Table("", list(raw.rows), header_row=1, unit=raw.unit)
    assert heading("phone_mobile", language) in table.headers
    [draft], [usual] = drafts_of(table), people(data)
    assert (draft.contact["family_be"], draft.phones, draft.emails) == ("Каваль", usual.phones, usual.emails)
    assert draft.address == usual.address
    assert draft.contact["notes"].endswith("токар")
