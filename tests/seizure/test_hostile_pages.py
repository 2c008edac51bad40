"""T16: a hostile page or file. No forged request changes anything; nothing that a person types becomes active."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any

import django
import msgspec
from django.urls import URLPattern, URLResolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")
django.setup()

from busel.desk.web import porch_urls, urls  # noqa: E402 - once Django is set up
from busel.desk.web.headers import HEADERS  # noqa: E402 - once Django is set up
from factories.canaries import DISTRICT  # noqa: E402 - after Django is set up
from fixtures.served import CHEAP_DESKS, Served  # noqa: E402 - after Django is set up
from fixtures.visitor import Page, Visitor, signed_in  # noqa: E402 - after Django is set up
from fixtures.working_day import with_button  # noqa: E402 - after Django is set up

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SAMPLES = {"int": "1", "str": "x", "slug": "x", "account": "0" * 32}


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Yield an address for each URL pattern; 1 or x stands where something is asked for."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            for kind, sample in SAMPLES.items():
                while f"<{kind}:" in route:
                    start = route.index(f"<{kind}:")
                    route = route[:start] + sample + route[route.index(">", start) + 1 :]
            yield route


KEYED = sorted(set(addresses(urls.urlpatterns)))
PORCH = sorted(set(addresses(porch_urls.urlpatterns)))


def stored(served: Served) -> list[tuple[Any, ...]]:
    """Return all rows of the store but the lockers', which remember each visit."""
    with sqlite3.connect(served.at_rest.folder / "shelf/store.sqlite") as connection:
        tables = ("shelf_unlockrow", "shelf_journal", "shelf_commit", "shelf_block", "shelf_envelope")
        rows = [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]
    connection.close()
    return rows


def test_the_addresses_are_those_of_the_pages() -> None:
    assert {"/", "/search", "/sign-out", "/contacts/1/undo", "/preferences/theme"} <= set(KEYED)
    assert {"/", "/sign-in", "/freeze/"} <= set(PORCH)


def test_every_post_without_a_token_or_from_a_foreign_page_is_refused_on_a_desk(standing: Served) -> None:
    editor = signed_in(standing, "coordinator")
    before = stored(standing)
    token = dict(editor.page.form(action="/sign-out").fields)["csrfmiddlewaretoken"]
    own = f"http://127.0.0.1:{standing.port}"
    tries: list[tuple[bytes, dict[str, str]]] = [
        (b"", FORM),
        (b"", FORM | {"Origin": own}),
        (b"csrfmiddlewaretoken=" + b"a" * 64, FORM | {"Origin": own}),
        (f"csrfmiddlewaretoken={token}".encode(), FORM | {"Origin": "http://evil.example"}),
        (f"csrfmiddlewaretoken={token}".encode(), FORM | {"Origin": "null"}),
    ]
    answers = {(path, at): editor.ask("POST", path, *one).status for path in KEYED for at, one in enumerate(tries)}
    assert {key: status for key, status in answers.items() if status != 403} == {}
    assert editor.open("/").status == 200
    assert standing.open_desks() == 1
    assert stored(standing) == before
    accepted = editor.ask("POST", "/sign-out", tries[3][0], FORM | {"Origin": own})  # the token itself was right
    assert (accepted.status, accepted.headers["Location"]) == (303, "/signed-out/asked")


def test_every_post_without_a_token_is_refused_before_the_door_of_a_desk(standing: Served) -> None:
    visitor = Visitor(standing.port)
    token = dict(visitor.open("/").form("handle").fields)["csrfmiddlewaretoken"]
    foreign = FORM | {"Origin": "http://evil.example"}
    answers = {path: visitor.ask("POST", path, b"", FORM).status for path in PORCH}
    answers |= {
        f"{path} from elsewhere": visitor.ask("POST", path, f"csrfmiddlewaretoken={token}".encode(), foreign).status
        for path in PORCH
    }
    assert {key: status for key, status in answers.items() if status != 403} == {}


def test_secure_cookies_are_bound_to_their_host_and_the_door_finds_its_own(serve: Any) -> None:
    served: Served = serve(desks=msgspec.structs.replace(CHEAP_DESKS, secure_cookies=True))
    viewer = served.at_rest.person("viewer")
    visitor = Visitor(served.port)
    form = visitor.open("/").form("handle")
    answer = visitor.send_only(form, {"handle": viewer.handle, "passphrase": viewer.passphrase})
    cookies = answer.headers.get_all("Set-Cookie", [])
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["__Host-busel", "__Host-form"]
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; ")), cookie
    assert visitor.wait("/").form(action="/sign-out")


def test_leaving_is_no_get(standing: Served) -> None:
    viewer = signed_in(standing, "viewer")
    assert [viewer.ask("GET", path).status for path in ("/sign-out", "/leave")] == [405, 405]
    assert standing.open_desks() == 1
    viewer.sign_out()


def test_an_address_for_buttons_only_shows_a_page_of_ours_with_a_way_home_before_and_on_a_desk(
    standing: Served,
) -> None:
    visitor, viewer = Visitor(standing.port), signed_in(standing, "viewer")
    for browser, path in ((visitor, "/preferences/theme"), (viewer, "/sign-out")):
        page = browser.ask("GET", path)
        assert (page.status, page.headers["Allow"], page.links("^/$")) == (405, "POST", ["/", "/"])
        # The switches work on it, also for who sees it first of all: the token came with it.
        browser.send_only(page.form(action="/preferences/language"), {"language": "ru"}, press="language=ru")
        assert "открывается только кнопкой" in browser.ask("GET", path).text
    viewer.sign_out()


def raw(served: Served, sent: bytes, *, patience: float = 20) -> Page:
    """Send bytes as they are; return the answer."""
    import http.client  # noqa: PLC0415 - here only

    with socket.create_connection(("127.0.0.1", served.port), timeout=patience) as connection:
        connection.sendall(sent)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        return Page(answer.status, answer.headers, answer.read(), "")


HOST = b"Host: 127.0.0.1\r\n"
AT_THE_DOOR = {
    408: b"GET / HTTP/1.1\r\n" + HOST,
    411: b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n",
    413: b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 99999\r\n\r\n",
    431: b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"x" * 17_000 + b"\r\n\r\n",
    404: b"GET /nowhere HTTP/1.1\r\n" + HOST + b"\r\n",
    400: b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    405: b"GET /preferences/theme HTTP/1.1\r\n" + HOST + b"\r\n",
    200: b"GET / HTTP/1.1\r\n" + HOST + b"\r\n",
}


def test_every_answer_forbids_scripts_frames_and_keeping_whatever_its_status(standing: Served) -> None:
    with ThreadPoolExecutor(len(AT_THE_DOOR)) as pool:
        found = dict(zip(AT_THE_DOOR, pool.map(lambda sent: raw(standing, sent), AT_THE_DOOR.values()), strict=True))
    assert {status: answer.status for status, answer in found.items()} == {status: status for status in found}
    answers = list(found.values())
    editor = signed_in(standing, "coordinator")
    answers += [editor.ask("GET", path) for path in (*KEYED, "/nowhere")]
    answers += [editor.ask("POST", "/search", b"q=x", FORM), editor.ask("HEAD", "/")]
    stylesheet = next(iter(editor.open("/").text.split('rel="stylesheet" href="')[1:])).split('"')[0]
    answers += [editor.ask("GET", stylesheet)]
    too_large = b"POST /search HTTP/1.1\r\n" + HOST + b"Content-Length: 999999999\r\nCookie: busel="
    answers += [raw(standing, too_large + editor.cookies["busel"].encode() + b"\r\n\r\n")]
    answers += [editor.ask("POST", "/search", b"", FORM), editor.sign_out(), editor.ask("GET", "/nowhere")]
    assert {200, 303, 403, 404, 405, 408, 411, 413, 431} <= {answer.status for answer in answers}
    for answer in answers:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS, (answer.status, answer.path)


CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</textarea><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% debug %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href='//evil.example'>x</a>",
    "<style>*{background:url(//evil.example)}</style>",
    "<base href='http://evil.example/'>",
    "\u2028<iframe srcdoc='<script>alert(1)</script>'>",
)
HARMLESS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "link",
        "body",
        "a",
        "header",
        "nav",
        "main",
        "div",
        "span",
        "p",
        "h1",
        "h2",
        "h3",
    ),
    *(
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "form",
        "input",
        "button",
        "label",
        "select",
        "option",
        "optgroup",
        "textarea",
    ),
    *(
        "fieldset",
        "legend",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "img",
        "strong",
    ),
    *("em", "b", "small", "section", "article", "footer", "br", "hr", "time", "code", "datalist", "progress", "search"),
    *(
        "ins",
        "del",
        "mark",
        "address",
        "hgroup",
        "figure",
        "figcaption",
        "aside",
        "bdi",
        "s",
        "i",
        "abbr",
        "tfoot",
        "meter",
    ),
}
ADDRESSED = ("href", "src", "action", "formaction", "data", "poster")


class Active(HTMLParser):
    """Collects what could run, reach out, or replace a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in HARMLESS:
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            place = (value or "").strip()
            away = name in ADDRESSED and place and (place[0] not in "/#?" or place.startswith("//"))
            ours = name == "autofocus" and value == name  # our forms say it so; whoever types seldom does
            if name.startswith("on") or (name in {"style", "srcdoc", "autofocus"} and not ours) or away:
                self.found.append(f"<{tag} {name}={place!r}>")


def active(page: Page) -> list[str]:
    reader = Active()
    reader.feed(page.text)
    return reader.found


def test_the_search_for_active_content_finds_it() -> None:
    for payload in (CORPUS[0], CORPUS[1], CORPUS[5], CORPUS[9], CORPUS[10], CORPUS[11]):
        page = Page(200, Page.__dict__.get("headers"), payload.encode(), "")  # type: ignore[arg-type]  # unread
        assert active(page) != []


def test_what_people_type_is_text_wherever_it_is_shown(serve: Any) -> None:
    served = serve()
    editor = signed_in(served, "coordinator")
    shown = []
    for payload in CORPUS:
        form = editor.open("/contacts/add").form("names-family_be")
        typed = {
            "division": form.options["division"][DISTRICT],
            **{name: payload for name, _ in form.fields if name.startswith(("names-", "tag-0-label", "address-0-s"))},
            **{name: value for name, value in form.fields if name.endswith(("-record", "-base", "-count", "-status"))},
            "names-given_be": "Ян",
            "more-notes": payload,
            "more-source": payload,
            "phone-0-text": payload,
            "email-0-address": payload,
        }
        shown.append(editor.send(form, typed))
        typed |= {"phone-0-text": "", "email-0-address": "", "names-family_be": "Ян", "sure": "yes"}
        added = editor.send(form, typed)
        shown += [added, *(editor.open(f"{added.path}{more}") for more in ("", "/history", "/correct/names"))]
        shown.append(editor.send(editor.open("/find").form("q"), {"q": payload}))
        shown.append(editor.open("/find?q=" + payload.encode().hex()))
    kinds = {page.path.rstrip("0123456789") for page in shown}
    assert "/contacts/" in kinds, kinds
    assert [(page.path, found) for page in shown if (found := active(page))] == []
    assert any("&lt;script&gt;alert(1)" in page.text for page in shown)


def as_cells(payloads: Sequence[str]) -> bytes:
    """Return a list with each payload as a name, a place, a tag, a note, a telephone and a heading."""
    quoted = ['"{}"'.format(payload.replace('"', '""').replace("\u2028", " ")) for payload in payloads]
    heads = ["Прозвішча", "Імя", "Населены пункт", "Тэгі", "Нататкі", "Тэлефон", *quoted]
    rows = [["Ян", one, one, one, one, "+375291234567", *[""] * len(quoted)] for one in quoted]
    rows += [[one, "Ян", "", "", "", one, *[one] * len(quoted)] for one in quoted]
    return "\r\n".join(";".join(row) for row in (heads, *rows)).encode()


def test_what_lists_letters_and_titles_hold_is_text_wherever_it_is_shown(serve: Any) -> None:
    editor = signed_in(serve(), "coordinator")
    shown = [*_bring_in_and_look(editor), *_save_searches(editor), *_write_letters(editor)]
    reached = {re.sub(r"[0-9a-f]{8,}|\d+", "N", page.path) for page in shown}
    steps = {f"/import/N/{step}" for step in ("seen", "columns", "effects", "report")}
    assert steps | {"/searches/N", "/letters"} <= reached, reached
    assert [(page.path, found) for page in shown if (found := active(page))] == []
    assert sum("&lt;script&gt;alert(1)" in page.text for page in shown) >= 4


def _bring_in_and_look(editor: Visitor) -> Iterator[Page]:
    form = next(form for form in editor.open("/import").forms if form.files)
    name = f"{CORPUS[0]}.csv"
    editor.send(form, {"division": form.options["division"][DISTRICT]}, {form.files[0]: (name, as_cells(CORPUS))})
    yield editor.wait(editor.page.path)
    yield editor.send(with_button(editor, "go_on"), press="go_on")
    editor.send(editor.page.form("column0"))
    effects = editor.wait(editor.page.path)
    yield from (effects, editor.open("/"), editor.open("/import"), editor.open(effects.path))
    editor.send(with_button(editor, "confirmed"), press="confirmed")
    yield editor.wait(editor.page.path)
    found = editor.send(editor.open("/find").form("q"), {"q": "Ян"})
    yield found
    for link in dict.fromkeys(found.links(r"^/contacts/\d+$")):
        yield editor.open(link)
        yield editor.open(f"{link}/history")


def _save_searches(editor: Visitor) -> Iterator[Page]:
    for payload in CORPUS:
        editor.send(editor.open("/find").form("q"), {"q": "Ян"})
        yield editor.send(editor.page.form("title", action="/save"), {"title": payload})
    yield editor.open("/find")


def _write_letters(editor: Visitor) -> Iterator[Page]:
    for payload in CORPUS:
        editor.open("/letters/texts/new")
        form = editor.page.form("title", "body_be")
        texts = dict.fromkeys(("title", "body_be", "body_ru"), payload)
        yield editor.send(form, texts | {"body_be": f"{payload} {{no such}}"})
        yield editor.send(editor.page.form("title", "body_be"), texts)
    yield editor.open("/letters")
    form = editor.page.form("where", "template")
    for template in form.options["template"].values():
        editor.send(form, {"where": "everybody", "template": template})
        yield editor.wait(editor.page.path)
