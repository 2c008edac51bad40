from __future__ import annotations

import re
import subprocess

import pytest

from busel.desk.sandboxes.printing import PrintError, print_cards
from busel.outreach.card import Card

ADDRESS = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"
WORDS = ("academic", "acid", "acne", "acquire", "acrobat", "activity", "actress", "adapt") * 4 + ("adequate",)
CODE = "CS2I-CZ4X-VON2-ZEHT-6N7J-5NY4-JOC2-U37U-ZFUT-MC5Y-DRQQ-24A7-IEXA"
HOSTILE = ['#eval("1+1")', '#read("/etc/passwd")', "$x^2$ @ref <label>", "*b* _i_ `raw` = head", '"]); #panic("x") //']
LETTERS = "Ўў Іі Ёё Ґґ ’ « » — №"


def share(number: int, language: str = "be") -> Card:
    return Card(
        language=language,
        title=f"Частка {number} з 5",
        lines=("Тры часткі разам аднаўляюць ключ.", "Меншай колькасці не хопіць ні на што."),
        fields=(("Адрас", ADDRESS), ("Код", CODE)),
        words=WORDS,
        foot="Праверце гэтую частку праз год.",
    )


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, as pdftotext reads it from top to bottom."""
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return text.decode().split("\f")[:-1]


def test_each_card_stands_whole_on_its_half_of_a_page() -> None:
    pages = pages_of(print_cards([share(1), share(2, "ru"), share(3, "en")]))
    assert [re.findall(r"Частка \d з 5", page) for page in pages] == [
        ["Частка 1 з 5", "Частка 2 з 5"],
        ["Частка 3 з 5"],
    ]
    for page, cards in zip(pages, (2, 1), strict=True):
        assert (
            re.findall(r"(\d+) +([a-z]{4,8})(?= |\n)", page)
            == [(str(at), word) for at, word in enumerate(WORDS, 1)] * cards
        )
        assert page.count("Праверце гэтую частку праз год.") == cards
        together = re.sub(r"\s|\u200b", "", page)
        assert (together.count(ADDRESS), together.count(CODE)) == (cards, cards)


def test_a_code_breaks_after_any_of_its_hyphens_whatever_comes_next() -> None:
    codes = ["-".join(groups) for groups in (["ABCD"] * 13, ["2BCD"] * 13, ["ABCD"] * 6 + ["2BCD"] * 7)]
    page = pages_of(print_cards([Card(language="be", title="Коды", fields=tuple(("Код", code) for code in codes))]))[0]
    lines = [len(found.rstrip("-").split("-")) for found in re.findall(r"(?:[2A]BCD-?){2,}", page)]
    assert lines == lines[:2] * 3
    assert sum(lines[:2]) == 13


def test_what_looks_like_markup_is_printed_as_it_stands() -> None:
    cards = [Card(language="en", title=text, lines=(text,), fields=((text, text),), foot=text) for text in HOSTILE]
    pages = pages_of(print_cards(cards))
    assert [sum(page.count(text) for page in pages) for text in HOSTILE] == [5] * len(HOSTILE)


def test_a_full_card_is_set_smaller_and_loses_nothing() -> None:
    lines = tuple(f"Сказ {at}: {'слова ' * 12}канец." for at in range(14))
    page = "".join(pages_of(print_cards([Card(language="be", title="Поўная", lines=lines, fields=(("Код", CODE),))])))
    assert [f"Сказ {at}:" in page for at in range(14)] == [True] * 14
    assert CODE in re.sub(r"\s", "", page)


def test_a_card_that_does_not_fit_is_refused_and_not_cut_off() -> None:
    with pytest.raises(PrintError):
        print_cards([share(1), Card(language="be", title="Завялікая", lines=("слова " * 2000,))])


def test_letters_of_three_languages_come_along_and_nothing_tells_of_the_maker() -> None:
    pdf = print_cards([Card(language="be", title=LETTERS, lines=(LETTERS,), fields=((LETTERS, LETTERS),))])
    assert pages_of(pdf)[0].count(LETTERS) == 4
    told = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    assert {line.split()[0].split("+")[1].split("-")[0] for line in told.splitlines()[2:]} == {
        "LibertinusSerif",
        "DejaVuSansMono",
    }
    assert re.findall(rb"/(?:Info|Metadata|Title|Author|Creator|Producer|CreationDate|Lang|Annots)\b", pdf) == []


def test_no_cards_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing to print"):
        print_cards([])
