"""What the pages of inbox and entry share."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.actions.entries import send_entry
from busel.desk.inboxes.deciding import INBOX
from busel.desk.inboxes.inbox import Entry, EntryPerson
from busel.desk.people.entering import ENTERING
from desk.conftest import ZLOBIN

if TYPE_CHECKING:
    from desk.conftest import Arrive, Organisation

VERA = EntryPerson(
    {"family_be": "Кавалёва", "given_be": "Вера", "birth": "1960-02"},
    [("phone", {"number": "+375291234567"}), ("tag", {"label": "валанцёр"})],
)
IHAR = EntryPerson({"family_ru": "Щербаков", "given_ru": "Игорь"}, [("phone", {"written": "2-14-55"})])
ALES = EntryPerson({"family_be": "Юрчук", "given_be": "Алесь"})


@pytest.fixture(autouse=True)
def an_empty_table() -> Iterator[None]:
    """Forget what was typed and opened in the test before: what a desk's end does by dying."""
    yield
    ENTERING.forget()
    INBOX.forget()


def send(arrive: Arrive, organisation: Organisation, *people: EntryPerson, source: str = "") -> str:
    """Let the collector send people to Žlobin; return the envelope's name in an editor's addresses."""
    entry = Entry(list(people), source)
    division = organisation.journal(ZLOBIN)
    return (division + send_entry(arrive("collector").session, division, entry)).hex()


def without_token(page: bytes) -> bytes:
    """Return a page without its CSRF token."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def words(answer: Any) -> str:
    """Return the text of a page as it is read, without its markup."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def links(answer: Any) -> list[str]:
    """Return the addresses that the main part of a page leads to."""
    page = answer.content.decode()
    return re.findall(r'href="([^"]+)"', page[page.index("<main") : page.index("</main>")])


def typed(answer: Any) -> dict[str, str]:
    """Return the fields of the last form of a page as a browser would send them."""
    page = answer.content.decode()
    form = re.findall(r"<form[^>]*>.*?</form>", page[page.index("<main") : page.index("</main>")], re.DOTALL)[-1]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        at = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if at.get("type") not in ("checkbox", "radio") or " checked" in tag:
            found[at["name"]] = html.unescape(at.get("value", ""))
    for name, inner in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = html.unescape(inner).strip()
    return found
