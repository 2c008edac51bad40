"""Bringing lists in on a small organisation: a list as text, its plan, and a browser that uploads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from busel.desk.actions.imports import import_list, preview_import
from busel.desk.importing import wizards
from busel.desk.importing.outcomes import OnMatch
from busel.desk.importing.plan import Plan, Reading
from busel.desk.importing.run import Run, fold_after
from busel.desk.importing.unfinished import Unfinished
from busel.desk.session import Session
from busel.sheets.books import read_book
from busel.sheets.guessing import guess_columns, targets_of
from busel.sheets.tables import Book
from busel.vault.entropy import new_id
from desk.conftest import REGION, Arrive, Desk, Organisation

NEUTRAL_WAIT = 30


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    wizards.forget()
    yield
    wizards.forget()


def reading_of(text: str, on_match: OnMatch = OnMatch.SKIP, tags: tuple[str, ...] = ()) -> Reading:
    """Return how a csv would be read as guessed."""
    book = read_book(text.encode())
    assert isinstance(book, Book)
    table = book.tables[0]
    return Reading(table, tuple(targets_of(guess_columns(table))), on_match, tags)


@dataclass
class Lists:
    """An editor's desk, and lists brought into one division."""

    session: Session
    journal: bytes

    def plan(
        self, text: str, on_match: OnMatch = OnMatch.SKIP, *, begun: Plan | None = None, tags: tuple[str, ...] = ()
    ) -> Plan:
        """Return the plan; with `begun` it goes on with one that was interrupted."""
        return preview_import(
            self.session,
            self.journal,
            reading_of(text, on_match, tags),
            seed=begun.seed if begun else new_id(),
            first_deed=begun.first_deed + len(begun.pieces) if begun else 0,
        )

    def bring(
        self, text: str, on_match: OnMatch = OnMatch.SKIP, *, begun: Plan | None = None, tags: tuple[str, ...] = ()
    ) -> Plan:
        plan = self.plan(text, on_match, begun=begun, tags=tags)
        run = Run(self.journal, "list.csv", plan)
        import_list(self.session, run, note_of(plan, self.journal))
        fold_after(self.session, run)
        return plan


def note_of(plan: Plan, journal: bytes) -> Unfinished:
    return Unfinished(
        seed=plan.seed.hex(),
        file="00" * 32,
        name="list.csv",
        division=journal.hex(),
        table="",
        header_row=1,
        targets=[],
        on_match="skip",
        tags=[],
        people=plan.counts.people,
        pieces=len(plan.pieces),
        first_deed=plan.first_deed,
        day="2026-11-21",
    )


@pytest.fixture
def lists(arrive: Arrive, organisation: Organisation) -> Lists:
    return Lists(arrive("editor").session, organisation.journal(REGION))


def upload(desk: Desk, data: bytes, *, name: str = "list.csv", division: bytes = b"") -> HttpResponse:
    """Upload a file, find it read right, and follow to the columns; to the page of the file where it is refused."""
    answer = look_at(desk, data, name=name, division=division)
    path = answer.request["PATH_INFO"]  # type: ignore[attr-defined]  # the test client adds it
    return follow(desk, desk.browser.post(path, {"go_on": "yes"})) if path.endswith("/seen") else answer


def look_at(desk: Desk, data: bytes, *, name: str = "list.csv", division: bytes = b"") -> HttpResponse:
    """Upload a file and follow to what we saw of it."""
    posted = {"file": SimpleUploadedFile(name, data), "division": division.hex()}
    return follow(desk, desk.browser.post("/import", posted))


def follow(desk: Desk, response: HttpResponse) -> HttpResponse:
    """Follow redirects, and wait at the page of progress as a browser does by its Refresh header."""
    while True:
        if response.status_code in {302, 303}:
            response = desk.browser.get(response["Location"])
        elif "Refresh" in response.headers:
            wizard = wizards.under_way()[0]
            assert wizard.ended.wait(NEUTRAL_WAIT)
            response = desk.browser.get(response.request["PATH_INFO"])  # type: ignore[attr-defined]  # the test client adds it
        else:
            return response
