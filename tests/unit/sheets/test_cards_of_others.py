"""Cards that other programs wrote, and those that others test their programs with: what is read of each."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest

from busel.sheets.books import read_book
from busel.sheets.draft import Draft
from busel.sheets.drafts import make_drafts
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.tables import Book

ANDROID = {
    "v21_adr_multiple_line": ["bogus"],
    "v21_android_custom_prop": ["blank"],
    "v21_backslash": ["|A;B\\|C\\;"],
    "v21_complicated": ["Gump|Forrest|Hoge"],
    "v21_im": ["~Nick"],
    "v21_invalid_comment_line": ["Conference|Call"],
    "v21_invalid_multiple_line": ["|Omega"],
    "v21_japanese_2": ["安藤|ロイド1"],
    "v21_multiple_entry": ["安藤ロイド3", "安藤ロイド4", "安藤ロイド5"],
    "v21_nest": ["parent", "nest1", "nest2"],
    "v21_org_before_title": ["Normal|Guy"],
    "v21_simple_3": ["Ando|Roid"],
    "v21_sip": ["Android"],
    "v21_title_before_org": ["Nice|Guy"],
    "v21_x_param": ["Ando|Roid"],
    "v30_comma_separated": ["F|G|M"],
    "v30_ios_613_multiline": ["Smith|Bob"],
    "v30_japanese": ["伊能|圭一|伊予"],
    "v30_multibyte_param": ["F|G|M"],
    "v30_sip": ["Android"],
}
"""File of Android's own tests -> the people in it; "~" before a nickname. What Android refuses is read here, too: cards
in cards, a line that goes on without being folded, a line of remarks."""
JOHN = {
    "John_Doe_IPHONE": ("905-555-1234", "john.doe@ibm.com"),
    "John_Doe_MAC_ADDRESS_BOOK": ("905-555-1234", "john.doe@ibm.com"),
    "thunderbird-MoreFunctionsForAddressBook-extension": ("555-555-5555", "doe.john@hotmail.com"),
}
PAIRS = ("vcard4", "vcard10", "vcard14", "vcardwithitemasapplesupport")


@pytest.fixture
def corpus() -> Path:
    folder = os.environ.get("BUSEL_CORPUS")
    if not folder:
        pytest.skip("BUSEL_CORPUS names no folder with files of others")
    return Path(folder)


def people(path: Path) -> list[Draft]:
    book = read_book(path.read_bytes())
    assert isinstance(book, Book)
    table = book.tables[0]
    return list(make_drafts(table, targets_of(guess_columns(table)), today=dt.date(2026, 11, 28)))


def called(draft: Draft) -> str:
    if draft.is_blank:
        return "blank"
    parts = [draft.contact.get(f"{part}_be", "") for part in ("family", "given", "patronymic")]
    return "|".join(parts).rstrip("|") or f"~{draft.contact['nickname']}"


def told(draft: Draft) -> tuple[object, ...]:
    """Return what two cards about one person must agree in."""
    notes = {re.sub(r"\s+", " ", line) for line in draft.contact.get("notes", "").splitlines()}
    return called(draft), draft.phones, draft.emails, draft.addresses, draft.contact.get("birth"), notes


@pytest.mark.parametrize("name", sorted(ANDROID))
def test_each_of_androids_trials_gives_its_people(corpus: Path, name: str) -> None:
    path = corpus / "android-vcard" / f"{name}.vcf"
    if not path.exists():
        pytest.skip("this half of the corpus lacks it")
    found = people(path)
    assert [called(draft) for draft in found] == ANDROID[name]
    assert [draft.problems for draft in found] == [[]] * len(found)


@pytest.mark.parametrize("name", sorted(JOHN))
def test_one_person_is_the_same_whichever_program_wrote_the_card(corpus: Path, name: str) -> None:
    path = corpus / "ez-vcard" / f"{name}.vcf"
    if not path.exists():
        pytest.skip("this half of the corpus lacks it")
    [draft] = people(path)
    mobile = next(phone for phone in draft.phones if phone.get("type") == "mobile")
    assert called(draft).split("|")[:2] == ["Doe", "John"]
    assert (mobile["written"], draft.emails[0]) == JOHN[name]
    assert {address["settlement_be"] for address in draft.addresses} <= {"New York", "Austin"}


@pytest.mark.parametrize("name", PAIRS)
def test_a_card_and_what_kdes_address_book_makes_of_it_are_the_same_people(corpus: Path, name: str) -> None:
    before, after = corpus / "kcontacts" / f"{name}.vcf", corpus / "kcontacts" / f"{name}.vcf.ref"
    if not (before.exists() and after.exists()):
        pytest.skip("this half of the corpus lacks it")
    assert list(map(told, people(before))) == list(map(told, people(after)))


def test_a_card_of_a_mail_program_in_an_encoding_that_it_does_not_name(corpus: Path) -> None:
    [draft] = people(corpus / "roundcubemail" / "thebat.vcf")
    assert (called(draft), draft.contact["sex"]) == ("Iksiński|Piotr", "m")


def test_a_card_in_wide_letters(corpus: Path) -> None:
    [draft] = people(corpus / "roundcubemail" / "utf-16_sample.vcf")
    assert called(draft) == "ĽdaMonté|Ǽgean"
