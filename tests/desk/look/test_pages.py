"""What holds for every page: nothing active, nothing abroad, everything named."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest

LANGUAGES = ("be", "ru", "en")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PERSONAL = ("Кавал", "Ковал", "Мядзведзь", "Дворник", "375", "Жлобін", "Першамайская")


class Page(HTMLParser):
    """All elements of a page, and whether its tags close in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _tag, attributes in self.elements if attribute in attributes]

    def tags(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in names]


@pytest.fixture(scope="session", params=LANGUAGES)
def pages(request: pytest.FixtureRequest, drawn: dict[str, Any]) -> dict[str, tuple[str, Page]]:
    return {name: (text, Page(text)) for name, text in drawn["pages"][request.param].items()}


def wrong_pages(pages: dict[str, tuple[str, Page]], find: Any) -> dict[str, Any]:
    """Return the pages of which `find(text, page)` finds something."""
    found = {name: find(text, page) for name, (text, page) in pages.items()}
    return {name: value for name, value in found.items() if value}


def test_every_specimen_is_drawn(pages: dict[str, tuple[str, Page]]) -> None:
    assert len(pages) > 40
    assert wrong_pages(pages, lambda text, _page: not text.lstrip().startswith("<!doctype html>") and text[:80]) == {}


def test_tags_close_in_order(pages: dict[str, tuple[str, Page]]) -> None:
    assert wrong_pages(pages, lambda _text, page: page.wrong or page.open) == {}


def test_nothing_is_active_inline_or_abroad(pages: dict[str, tuple[str, Page]]) -> None:
    def find(text: str, page: Page) -> list[object]:
        active = page.tags("script", "svg", "style", "iframe", "object", "embed", "math", "font")
        handlers = [name for _tag, attributes in page.elements for name in attributes if name.startswith("on")]
        return [*active, *handlers, *page.values("style"), *re.findall(r"https?://\S+", text)]

    assert wrong_pages(pages, find) == {}


def test_a_title_is_there_and_says_nothing_personal(pages: dict[str, tuple[str, Page]]) -> None:
    def find(text: str, _page: Page) -> object:
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        return title is None or not title[1].strip() or [word for word in PERSONAL if word in title[1]]

    assert wrong_pages(pages, find) == {}


def test_no_address_in_a_page_holds_a_person(pages: dict[str, tuple[str, Page]]) -> None:
    def find(_text: str, page: Page) -> list[str]:
        addresses = [*page.values("href"), *page.values("action"), *page.values("src"), *page.values("formaction")]
        return [address for address in addresses if any(word in address for word in PERSONAL)]

    assert wrong_pages(pages, find) == {}


def test_each_page_has_one_main_heading_and_one_main(pages: dict[str, tuple[str, Page]]) -> None:
    assert wrong_pages(pages, lambda _text, page: (len(page.tags("h1")), len(page.tags("main"))) != (1, 1)) == {}


def test_ids_are_single_and_what_points_to_them_finds_them(pages: dict[str, tuple[str, Page]]) -> None:
    def find(_text: str, page: Page) -> list[str]:
        ids = Counter(page.values("id"))
        targets = [*page.values("for"), *(link[1:] for link in page.values("href") if link.startswith("#"))]
        for attribute in ("aria-labelledby", "aria-describedby"):
            targets += [target for value in page.values(attribute) for target in value.split()]
        return [f"twice: {name}" for name, count in ids.items() if count > 1] + [t for t in targets if t not in ids]

    assert wrong_pages(pages, find) == {}


def test_every_control_has_a_label_and_every_picture_its_words(pages: dict[str, tuple[str, Page]]) -> None:
    def find(_text: str, page: Page) -> list[dict[str, str]]:
        labelled = set(page.values("for"))
        controls = [a for a in page.tags("input", "select", "textarea") if a.get("type") not in ("hidden", "submit")]
        return [a for a in controls if a.get("id") not in labelled] + [a for a in page.tags("img") if "alt" not in a]

    assert wrong_pages(pages, find) == {}


def test_every_form_that_posts_carries_its_token(pages: dict[str, tuple[str, Page]]) -> None:
    def find(_text: str, page: Page) -> bool:
        posts = [form for form in page.tags("form") if form.get("method") == "post"]
        tokens = [field for field in page.tags("input") if field.get("name") == "csrfmiddlewaretoken"]
        return len(posts) != len(tokens) or len(page.tags("form")) != len(posts)

    assert wrong_pages(pages, find) == {}


def test_every_keyed_page_has_search_inbox_languages_and_quick_exit(drawn: dict[str, Any]) -> None:
    home = Page(drawn["pages"]["be"]["home"])
    assert [form["action"] for form in home.tags("form")] == [
        "/search",
        "/preferences/language",
        "/preferences/theme",
        "/leave",
        "/sign-out",
    ]
    assert "/inbox/" in home.values("href")
    assert [b["value"] for b in home.tags("button") if b.get("name") == "language"] == ["be", "ru", "en"]
    assert [b["value"] for b in home.tags("button") if b.get("name") == "theme"] == ["auto", "light", "dark"]


def test_a_collector_sees_neither_search_nor_inbox(drawn: dict[str, Any]) -> None:
    entry = Page(drawn["pages"]["be"]["entry"])
    assert "/search" not in entry.values("action")
    assert "/inbox/" not in entry.values("href")


def test_an_error_stands_in_the_summary_beside_its_field_and_in_its_description(drawn: dict[str, Any]) -> None:
    text = drawn["pages"]["be"]["edit-wrong"]
    page = Page(text)
    assert '<a href="#id_phone">Тэлефон: Запоўніце гэтае поле.</a>' in text
    phone = next(field for field in page.tags("input") if field.get("id") == "id_phone")
    assert (phone["aria-invalid"], phone["aria-describedby"]) == ("true", "id_phone_helptext id_phone_error")


def test_sort_links_turn_and_keep_nothing_but_the_order(drawn: dict[str, Any]) -> None:
    results = Page(drawn["pages"]["be"]["results"])
    assert [link for link in results.values("href") if "sort=" in link] == ["?sort=name", "?sort=place"]
    assert [link for link in results.values("href") if "page=" in link] == [f"?page={n}" for n in (2, 1, 2, 4, 69, 4)]


def test_the_neutral_page_names_nothing_of_ours(drawn: dict[str, Any]) -> None:
    for language in LANGUAGES:
        text = drawn["pages"][language]["neutral"]
        assert re.findall(r"(?i)busel|бусел|sign|увай|вой|<a ", text) == []


def test_each_language_says_its_own_words(drawn: dict[str, Any]) -> None:
    buttons = {language: "Leave quickly" in drawn["pages"][language]["home"] for language in LANGUAGES}
    assert buttons == {"be": False, "ru": False, "en": True}
    assert "Выйсці хутка" in drawn["pages"]["be"]["home"]
    assert "Быстро выйти" in drawn["pages"]["ru"]["home"]
