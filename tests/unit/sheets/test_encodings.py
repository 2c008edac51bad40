"""Lists in every encoding of Belarusian and Russian programs are read to the letter, or the doubt is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from busel.sheets.books import read_book
from busel.sheets.readers import Asked, separated
from busel.sheets.readers.encodings import ENCODINGS, decode
from busel.sheets.tables import Book

if TYPE_CHECKING:
    from pathlib import Path

BE = "Прозвішча;Імя;Горад\r\nКавалёў;Сяргей;Жлобін\r\nЛук'янава;Ганна;Гомель\r\nШчарбакоў;Уладзімір;Мазыр\r\n"
RU = "Фамилия;Имя;Город\r\nКовалёв;Сергей;Жлобин\r\nЛукьянова;Анна;Гомель\r\nЩербаков;Владимир;Мозырь\r\n"
PL = "Nazwisko;Imię;Miasto\r\nWałęsa;Józef;Białystok\r\nŚliwińska;Małgorzata;Łódź\r\n"
FR = "Nom;Prénom;Ville\r\nLefèvre;André;Besançon\r\nMüller;Zoë;Zürich\r\n"
DOS_BELARUSIAN = str.maketrans({"І": "\x01", "і": "\x02"})
PYTHONS = {"iso8859-5": "iso8859_5", "mac-cyrillic": "mac_cyrillic"}


def encoded(text: str, encoding: str) -> bytes:
    """Return what a program of that time wrote: with a Latin i where the encoding has no і."""
    if encoding == "cp1131":
        return text.translate(DOS_BELARUSIAN).encode("cp866").replace(b"\x01", b"\xf8").replace(b"\x02", b"\xf9")
    if encoding == "cp866":
        return text.replace("І", "I").replace("і", "i").encode("cp866")
    if encoding == "koi8-u":
        return b"".join(b"\xae" if letter == "ў" else letter.encode("koi8_u") for letter in text)
    return text.encode(PYTHONS.get(encoding, encoding))


LISTS = [
    *((encoding, text) for encoding in ENCODINGS[:-2] for text in (BE, RU) if (encoding, text) != ("koi8-r", BE)),
    ("cp1252", FR),
    ("cp1250", PL),
]


SAME_AS = {"cp1131": "cp866", "koi8-u": "koi8-r"}
"""Encodings in which a Russian list is the very same bytes as in a more frequent one."""


@pytest.mark.parametrize(("encoding", "text"), LISTS)
def test_a_list_of_three_people_is_read_in_its_encoding(encoding: str, text: str) -> None:
    book = read_book(encoded(text, encoding))
    assert isinstance(book, Book)
    assert list(book.tables[0].rows) == [line.split(";") for line in text.splitlines()]
    assert book.encoding == (SAME_AS.get(encoding, encoding) if text is RU else encoding)
    assert book.notes in ([], ["encoding-guessed"])


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "koi8-r", "iso8859-5", "mac-cyrillic"])
def test_a_list_of_thirty_people_leaves_no_doubt(encoding: str) -> None:
    text = RU + "".join(
        f"{name}ов;Пётр;Речица\r\n" for name in ["Иван", "Петр", "Волк", "Орл", "Медвед", "Зайц", "Быстр", "Смирн"] * 4
    )
    found = decode(text.encode(PYTHONS.get(encoding, encoding)), "")
    assert (found.text, found.encoding, found.is_guess) == (text, encoding, False)


@pytest.mark.parametrize(
    "data", [b"Name;Sex\nAnna;\xe6\n", b"Name;Note\nAnna;\x96\n", "姓名,電話,住址\n王小明,1,台北市\n".encode("big5")]
)
def test_one_letter_or_another_script_is_told_to_be_a_guess(data: bytes) -> None:
    book = read_book(data)
    assert isinstance(book, Book)
    assert book.notes == ["encoding-guessed"]


def test_a_space_that_does_not_break_is_trimmed_and_no_doubt() -> None:
    book = read_book(b"first,last\nYogi\xa0,\xa0Bear\n")
    assert isinstance(book, Book)
    assert (book.notes, list(book.tables[0].rows)) == ([], [["first", "last"], ["Yogi", "Bear"]])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_a_person_says_of_the_encoding_wins(encoding: str) -> None:
    reading = separated.read(b"a;b\n1;2\n", Asked(encoding, ""))
    assert reading.encoding == encoding


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Iгнацьеў", "Ігнацьеў"),
        ("ЖЛОБIН", "ЖЛОБІН"),
        ("Наталля i Пётр", "Наталля і Пётр"),
        ("Iван Iваныч, iнжынер", "Іван Іваныч, інжынер"),
        ("Windows iPad i Linux", "Windows iPad i Linux"),
        ("ivan@mail.by", "ivan@mail.by"),
        ("вул. I. Мележа", "вул. I. Мележа"),
    ],
)
def test_a_latin_i_in_a_word_of_dos_is_the_letter_that_it_had_not(typed: str, meant: str) -> None:
    book = read_book(f"Прозвiшча;Iмя;Нататка\r\nКавалёў;Сяргей;{typed}\r\nШчарбакоў;Ян;\r\n".encode("cp866"))
    assert isinstance(book, Book)
    assert book.encoding == "cp866"
    assert book.tables[0].rows[:2] == [["Прозвішча", "Імя", "Нататка"], ["Кавалёў", "Сяргей", meant]]


STATIONS = "derived/rail_stations_utf16le_bom_tab.txt"


@pytest.mark.parametrize(
    "encoding", ["cp1251", "cp866", "koi8-r", "iso8859-5", "mac-cyrillic", "utf-16-le", "utf-16-be"]
)
def test_real_bilingual_names_are_read_in_each_encoding(corpus: Path, encoding: str) -> None:
    text = (corpus / STATIONS).read_bytes().decode("utf-16")
    text = re.sub("[^\x00-\x7fА-яЁёІіЎў]", "", text)
    if encoding == "koi8-r":
        text = re.sub("[ІіЎў]", "и", text)
    found = decode(encoded(text, encoding), "")
    assert (found.encoding, found.is_guess) == (encoding, False)
    assert found.text == (text.replace("І", "I").replace("і", "i") if encoding == "cp866" else text)
