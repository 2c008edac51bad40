"""The harness itself: Firefox as Tor Browser's Safest, on a server with two pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.page import NotOnPageError
from browser.two_pages import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser.firefox import Browser


@pytest.fixture
def browser(firefox: Browser) -> Iterator[Browser]:
    with serving() as address:
        firefox.base = address
        firefox.open("/")
        yield firefox
        firefox.open("about:blank")


def test_scripts_do_not_run(browser: Browser) -> None:
    browser.see("as served")
    browser.do_not_see("SCRIPTS RUN")


def test_svg_is_not_drawn_but_its_words_fall_into_the_page(browser: Browser) -> None:
    browser.see("svg text")


def test_a_form_is_filled_by_its_visible_words(browser: Browser, tmp_path: Path) -> None:
    letters = tmp_path / "list.csv"
    letters.write_text("яўген", encoding="utf-8")
    browser.type("Імя і прозвішча", "Яўген Ґедройць")
    browser.choose("Town's list", "Homieĺ")
    browser.choose("Language", "Русский")
    browser.tick("Agreed")
    browser.upload("List", letters)
    browser.press("Send it")
    sent = "name=Яўген Ґедройць town=Homieĺ language=ru agreed=yes list=яўген"
    assert browser.table() == [["Who", "What"], ["Vera", sent]]
    assert browser.path() == "/answer"
    assert [cookie["name"] for cookie in browser.cookies()] == ["seen"]


def test_a_box_is_unticked_again(browser: Browser) -> None:
    browser.tick("Agreed")
    browser.untick("Agreed")
    browser.press("Send it")
    assert browser.table()[1][1] == "name=old town=Mahilioŭ language=be list="


def test_a_link_is_followed_by_its_words_and_back_leads_back(browser: Browser) -> None:
    browser.follow("Two words")
    assert (browser.heading(), browser.title(), browser.path()) == ("The other page", "Other", "/other")
    browser.back()
    assert browser.heading() == "A form"


def test_what_stands_there_twice_or_not_at_all_is_refused(browser: Browser) -> None:
    with pytest.raises(NotOnPageError, match="«twice» stands on the page 2 times"):
        browser.follow("twice")
    with pytest.raises(NotOnPageError, match="«Save» stands on the page 0 times"):
        browser.press("Save")
    with pytest.raises(NotOnPageError, match="is not to be seen"):
        browser.see("what was folded away")
    with pytest.raises(NotOnPageError, match="is to be seen"):
        browser.do_not_see("as served")


def test_details_are_unfolded_by_their_summary(browser: Browser) -> None:
    browser.press("More")
    browser.see("what was folded away")


def test_a_download_lands_in_the_folder(browser: Browser) -> None:
    file = browser.save("The file")
    assert (file.name, file.read_bytes()) == ("list.csv", "a;b\r\nя;ў\r\n".encode())


def test_the_keyboard_alone_reaches_and_fills_a_field(browser: Browser) -> None:
    browser.keys("TAB")
    assert browser.focused() == "Імя і прозвішча"
    browser.keys("TAB", "TAB", "TAB")
    assert browser.focused() == "Agreed"
    browser.keys("SPACE")
    browser.press("Send it")
    assert browser.table()[1][1] == "name=old town=Mahilioŭ language=be agreed=yes list="


def test_the_page_gets_exactly_the_width_of_a_phone(browser: Browser, tmp_path: Path) -> None:
    browser.resize(360)
    assert browser.overflows()
    browser.resize(1280)
    assert not browser.overflows()
    picture = tmp_path / "page.png"
    browser.screenshot(picture, width=360)
    assert _png_width(picture) >= 360


def test_a_refused_inline_style_is_complained_about_once(browser: Browser) -> None:
    assert browser.complaints() == []
    browser.follow("Two words")
    browser.see("The other page")
    assert len(browser.complaints()) == 1
    assert browser.complaints() == []


def test_two_people_have_two_cookie_jars(browser: Browser, another_firefox: Browser) -> None:
    browser.press("Send it")
    another_firefox.open(browser.base + "/")
    assert (len(browser.cookies()), len(another_firefox.cookies())) == (1, 0)


def test_a_newcomer_has_no_cookie_of_the_one_before(browser: Browser) -> None:
    browser.press("Send it")
    browser.forget()
    browser.open("/")
    assert browser.cookies() == []


def _png_width(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[16:20], "big")
