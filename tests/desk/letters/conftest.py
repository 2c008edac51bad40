"""Some thirty synthetic people in two districts, two letters, and a desk that may print them."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from busel.contacts.records import Activity, Address, Contact, SavedSearch, Template
from busel.desk.journals.writing import write
from busel.desk.mailing import jobs
from busel.desk.search.kept import RESULTS
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.registry.roles import Role
from busel.vault.entropy import new_record_id

REGION = "Homieĺ region"
ZLOBIN, MAZYR = f"{REGION} / Žlobin district", f"{REGION} / Mazyr district"
INVITATION, THANKS = "Запрашэнне на сход", "Падзяка"
BODIES = {"be": "{greeting}!\n\nПрыходзьце *ў суботу*.", "ru": "{greeting}!\n\nПриходите *в субботу*."}
HOSTILE = '#eval("1+1") {given} \u202e<b>$x$'
LEFT_OUT = {
    "deceased": {"deceased": True},
    "risk": {"risk": True},
    "moved": {"moved": True},
    "no-letters": {"no_letters": True},
    "no-address": {"address": None},
    "no-name": {"family_be": "", "given_be": ""},
}
"""One person of each stands in Žlobin."""
IN_ZLOBIN, IN_MAZYR = 14, 10
"""Who gets a letter."""


@dataclass
class Zone:
    """What was written into the two districts."""

    session: Session
    letters: dict[str, int] = field(default_factory=dict)
    """Title -> record."""
    search: int = 0
    """The saved search: everybody to be written to in Russian."""
    people: list[int] = field(default_factory=list)

    def journal(self, name: str) -> bytes:
        bundle = self.session.keyring.named(name)
        assert bundle is not None
        return bundle.journal

    def add(self, division: str, *, address: dict[str, Any] | None = None, **names: Any) -> int:
        """Write one person, with an address unless it is None."""
        contact, where = new_record_id(), new_record_id()
        ops = [Op("contact", contact, Contact(**names).fields())]
        if address is not None:
            ops.append(Op("address", where, Address(contact=contact, **address).fields()))
        write(self.session, self.journal(division), "add_contact", [(contact, ops)])
        self.people.append(contact)
        return contact

    def keep(self, kind: str, fields: dict[str, Any], *divisions: str) -> int:
        """Keep a template or a saved search under one id in divisions."""
        record = new_record_id()
        deed = {"template": "save_template", "saved_search": "save_search"}[kind]
        for division in divisions:
            write(self.session, self.journal(division), deed, [(record, [Op(kind, record, fields)])])
        return record

    def only_reads(self, division: str) -> None:
        """Let the account be no more than a viewer of a division from now on."""
        bundles = self.session.keyring.bundles
        (key,) = (key for key, bundle in bundles.items() if bundle.name == division)
        bundles[key] = msgspec.structs.replace(bundles[key], role=Role.VIEWER)


def home(number: int) -> dict[str, str]:
    return {"settlement_be": "г. Жлобін", "settlement_ru": "г. Жлобин", "house": str(number), "postcode": "247210"}


@pytest.fixture
def desk(arrive: Callable[[str], Any]) -> Iterator[Any]:
    """Return the editor's desk."""
    yield arrive("editor")
    jobs.forget()
    RESULTS.forget()


@pytest.fixture
def zone(desk: Any) -> Zone:
    """Return the filled zone of the editor's desk."""
    zone = Zone(desk.session)
    for number in range(1, IN_ZLOBIN + 1):
        language = ("be", "ru")[number % 2]
        zone.add(
            ZLOBIN, address=home(number), family_be=f"Птушка{number}", given_be="Алена", family_ru=f"Птица{number}",
            given_ru="Елена", sex="f", language=language,
        )  # fmt: skip
    for number in range(1, IN_MAZYR + 1):
        zone.add(MAZYR, address=home(number), family_be=f"Лісіца{number}", given_be="Янка", sex="m", language="be")
    for case in LEFT_OUT.values():
        person = {"address": home(99), "family_be": "Зімародак", "given_be": "Ігар", "sex": "m", **case}
        zone.add(ZLOBIN, **person)
    for title in (INVITATION, THANKS):
        fields = Template(title=title, bodies=BODIES).fields()
        zone.letters[title] = zone.keep("template", fields, ZLOBIN, MAZYR)
    search = SavedSearch(title="Па-руску", where={"field": "language", "is": "ru"})
    zone.search = zone.keep("saved_search", search.fields(), ZLOBIN, MAZYR)
    return zone


@dataclass
class Walk:
    """A person's way through the pages."""

    browser: Any

    def choose(self, template: int, where: str = "everybody", **more: str) -> str:
        """Choose, and return the address of the preview."""
        answer = self.browser.post("/letters", {"where": where, "template": str(template), **more})
        assert answer.status_code == 303, answer.content.decode()
        return str(answer["Location"])

    def confirm(self, preview: str) -> str:
        """Press the button, and return the address that it leads to."""
        return str(self.browser.post(preview, {"confirmed": "yes"})["Location"])

    def wait(self, progress: str) -> Any:
        """Look until it is neither setting nor noting; return the last answer."""
        until = time.monotonic() + 60
        while "Refresh" in (answer := self.browser.get(progress)):
            assert time.monotonic() < until
            time.sleep(0.02)
        return answer

    def print(self, template: int, where: str = "everybody", **more: str) -> str:
        """Go all the way, and return the address of the page with the file."""
        answer = self.wait(self.confirm(self.choose(template, where, **more)))
        assert answer.status_code == 303, answer.content.decode()
        return str(answer["Location"])


@pytest.fixture
def walk(desk: Any) -> Walk:
    return Walk(desk.browser)


@pytest.fixture
def noted() -> Callable[[], list[Activity]]:
    """Return a function that gives the letters noted in the workspace."""
    from busel.desk.workspace import models  # noqa: PLC0415  # needs Django set up

    def read() -> list[Activity]:
        rows = models.Activity.objects.filter(type="letter").values("contact", "type", "day", "subject", "batch")
        return [Activity(**row) for row in rows]

    return read


@pytest.fixture
def pages_of() -> Callable[[bytes], list[str]]:
    """Return a function that gives the text of each page of a PDF."""

    def read(pdf: bytes) -> list[str]:
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return [re.sub(r"\s+", " ", page).strip() for page in done.stdout.decode().split("\f")[:-1]]

    return read
