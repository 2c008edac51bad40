"""No page of an administrator's desk holds anybody of the lists (T7): every URL there is, walked with canaries."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import URLPattern, URLResolver

from busel.desk.actions.contacts import add_contact
from busel.desk.actions.entries import send_entry
from busel.desk.inboxes.entry import Entry, EntryPerson
from busel.desk.journals.writing import write
from busel.desk.web import urls
from busel.journal.deed import Op
from desk.conftest import ALL, POSTS, ZLOBIN
from desk.contacts.conftest import journal_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from desk.conftest import Arrive, Desk, Organisation

CANARY = re.compile(
    r"Канарэйка|Kanarejka|[Kk]anarka|375299[- ]?\d\d|29 ?9\d\d-?\d\d-?\d\d|жоўты-нататнік", re.IGNORECASE
)
PHONE = "+375299123456"
ENDS_THE_DESK = {"sign_out", "quick_exit"}
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")


def fill(arrive: Arrive) -> list[int]:
    """Put people, notes, tags, texts and searches with canaries into every division, and an entry into an inbox."""
    desk, ids = arrive("editor"), []
    for at, name in enumerate(ALL):
        about = [
            ("phone", {"number": PHONE}),
            ("email", {"address": "kanarka@example.org"}),
            ("tag", {"label": "kanarka"}),
            ("activity", {"type": "note", "subject": "жоўты-нататнік"}),
        ]
        person = {"family_be": f"Канарэйка{at}", "family_latin": "Kanarejka", "notes": "жоўты-нататнік"}
        ids.append(add_contact(desk.session, journal_of(desk, name), person=person, about=about))
        for kind, deed in (("saved_search", "save_search"), ("template", "save_template"), ("mapping", "save_mapping")):
            record = 700 + at
            fields = {"name": f"kanarka {kind}"}
            write(desk.session, journal_of(desk, name), deed, [(record, [Op(kind, record, fields)])])
    desk = arrive("collector")
    send_entry(desk.session, journal_of(desk, ZLOBIN), Entry([EntryPerson({"family_be": "Канарэйка"})]))
    return ids


def routes(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, str]]:
    """Yield the name and the route of every URL."""
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield pattern.name or route, route


def addresses(route: str, organisation: Organisation, people: list[int]) -> Iterator[str]:
    """Yield a route with what could stand in it: everybody's number, a division's or an account's id, an open name."""
    accounts = organisation.founded.accounts
    texts = [
        organisation.journal(ZLOBIN).hex(),
        accounts[list(POSTS).index("viewer")].keyring.account.id.hex(),
        "be",
        "1",
    ]
    choices = [
        [str(one) for one in (people[1], 701)] if kind == "int" else texts for kind, _name in ARGUMENT.findall(route)
    ]
    for chosen in product(*choices):
        left = iter(chosen)
        yield ARGUMENT.sub(lambda _found, left=left: next(left), route)  # type: ignore[misc]  # one for each


def said(answer: HttpResponse) -> str:
    """Return everything that an answer says: headers and content, a PDF as it reads."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]  # pieces of a file
    head = "\n".join(f"{name}: {value}" for name, value in answer.items())
    if body.startswith(b"%PDF"):
        body = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout
    return f"{head}\n{body.decode(errors='replace')}"


def walk(desk: Desk, organisation: Organisation, people: list[int]) -> Iterator[tuple[str, HttpResponse]]:
    """Yield every page that there is for what could stand in its address: looked at, and with an empty form sent."""
    desk.browser.raise_request_exception = False
    asked: list[tuple[str, dict[str, Any] | None]] = [
        (url, form)
        for name, route in routes(urls.urlpatterns)
        if name not in ENDS_THE_DESK
        for url in addresses(route, organisation, people)
        for form in (None, {})
    ]
    for url, form in asked:
        yield url, desk.browser.get(url) if form is None else desk.browser.post(url, form)


def found_by(arrive: Arrive, organisation: Organisation, who: str) -> tuple[set[str], set[int]]:
    """Return the addresses at which this person's desk says a canary, and every status that was answered."""
    people = fill(arrive)
    desk, found, statuses = arrive(who), set(), set()
    for url, answer in walk(desk, organisation, people):
        statuses.add(answer.status_code)
        if CANARY.search(said(answer)):
            found.add(url)
    return found, statuses


def test_an_administrators_pages_headers_papers_and_log_name_nobody_of_the_lists(
    arrive: Arrive, organisation: Organisation, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    found, statuses = found_by(arrive, organisation, "administrator")
    assert found == set()
    assert 200 in statuses
    assert 500 not in statuses
    written = capfd.readouterr()
    assert not CANARY.search(written.out + written.err + caplog.text)


def test_the_same_walk_finds_them_at_an_editors(arrive: Arrive, organisation: Organisation) -> None:
    found, _statuses = found_by(arrive, organisation, "editor")
    assert "/inbox/" in found
    assert len([url for url in found if url.startswith("/contacts/")]) > 2
