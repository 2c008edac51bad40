"""Whatever stands in a field is shown as text, on every page (T17); nothing is changed without a token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver

from busel.contacts.records import ABOUT_A_CONTACT, KINDS, Contact
from busel.desk.people.person import person
from busel.desk.workspace.models import Item
from desk.conftest import ZLOBIN
from desk.contacts.conftest import PHONE, add, journal_of, typed

if TYPE_CHECKING:
    from desk.conftest import Arrive, Desk

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "<!--<script>",
    "&lt;b&gt;&quot;",
    "\u202e<b>\u2028\u0000x".replace("\u0000", ""),
    "=cmd|'/c calc'!A1",
    "%(name)s%s{0}",
]
FIXED = {"sex", "birth", "language", "support", "external_ids", "custom", "day", "type", "batch", "contact", "status"}


class Elements(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "svg", "iframe", "object", "b", "style"}:
            self.wrong.append(tag)
        for name, value in attrs:
            runs = (value or "").strip().lower().startswith(("javascript:", "data:text"))
            if name.startswith("on") or name == "style" or (name in {"href", "src", "action"} and runs):
                self.wrong.append(f"{tag} {name}")
            if tag == "img" and name == "src" and not (value or "").startswith("/assets/"):
                self.wrong.append(f"img {value}")


def filled_with(value: str) -> tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]:
    """Return a person with this in every field that holds text, as a list or another version might have stored it."""
    contact = {
        name: value
        for name in Contact.__struct_fields__
        if name not in FIXED and Contact.__annotations__[name] == "str"
    }
    contact |= {"birth": value, "sex": value, "language": value, "external_ids": [value], "custom": {"own": value}}
    about = []
    for kind in ABOUT_A_CONTACT:
        texts = [name for name in KINDS[kind].__struct_fields__ if KINDS[kind].__annotations__[name] == "str"]
        about.append((kind, dict.fromkeys(texts, value)))
    return contact, about


def pages(desk: Desk, id_: int, value: str) -> Iterator[tuple[str, Any]]:
    browser = desk.browser
    for path in (
        "",
        "/history",
        *(f"/correct/{section}" for section in ("names", "phones", "addresses", "tags", "marks", "more")),
    ):
        yield path, browser.get(f"/contacts/{id_}{path}")
    names = f"/contacts/{id_}/correct/names"
    browser.post(names, typed(browser.get(names)) | {"names-nickname": value + "!"})
    yield "history again", browser.get(f"/contacts/{id_}/history")
    form = typed(browser.get(names)) | {"names-base": "{}"}
    yield "conflict", browser.post(names, form | {"names-nickname": value})
    yield "results", browser.post("/search", {"q": ""}, follow=True)
    found = browser.post("/search", {"q": value, "tag": value, "settlement": value, "language": value}, follow=True)
    yield "search", found
    answer = browser.post(f"/results/{found.context['result_id']}/save", {"title": value}, follow=True)
    yield "saved", answer
    yield "taking away", browser.get(f"{answer.redirect_chain[-1][0]}/delete")
    yield "home", browser.get("/")
    yield "find", browser.get("/find")
    adding = typed(browser.get("/contacts/add"))
    yield "adding", browser.post("/contacts/add", {**adding, **{name: value for name in adding if "-" in name}})
    like = {
        "names-family_be": value,
        "phone-0-text": "8 029 123-45-67",
        "division": journal_of(desk, ZLOBIN).hex(),
    }
    yield "likely the same", browser.post("/contacts/add", adding | like)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_shown_as_text_on_every_page(arrive: Arrive, value: str) -> None:
    desk = arrive("editor")
    contact, about = filled_with(value)
    Item.objects.create(
        division_id=1,
        kind="field",
        record=1,
        fields={
            "key": "own",
            "labels": {"be": value},
            "purpose": {"be": value},
            "type": "choice",
            "values": [{"key": value, "labels": {"be": value}}],
        },
    )
    id_ = add(desk, ZLOBIN, [*about, PHONE], **contact)
    assert person(desk.session, id_) is not None
    for name, answer in pages(desk, id_, value):
        assert answer.status_code == 200, name
        page = answer.content.decode()
        elements = Elements()
        elements.feed(page)
        assert elements.wrong == [], name
        assert settings.SECRET_KEY not in page, name
        title = re.search(r"<title>(.*?)</title>", page)
        assert title is not None
        assert value not in title[1], name


def patterns() -> list[URLPattern]:
    return [one for one in get_resolver("busel.desk.web.urls").url_patterns if isinstance(one, URLPattern)]


ARGUMENTS = {"int": 7, "str": "x", "slug": "x", "account": "0" * 32}


def address(pattern: URLPattern) -> str:
    route = str(pattern.pattern)
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: str(ARGUMENTS[found[1] or "str"]), route)


@pytest.mark.parametrize("path", sorted({address(one) for one in patterns()}))
def test_no_page_takes_a_post_without_its_token(arrive: Arrive, path: str) -> None:
    arrive("editor")
    answer = Client(enforce_csrf_checks=True).post(path, {"confirmed": "yes"})
    assert answer.status_code == 403
    assert answer.templates[0].name == "403_csrf.html"
