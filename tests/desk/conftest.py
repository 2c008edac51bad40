"""A small organisation on a memory shelf, and one person's desk in this process: no sockets, no fork, real keys."""

# ruff: noqa: E402 - models are read once Django is set up

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")
django.setup()

import msgspec
import pytest
from django.db import connection
from django.test import Client

from busel.desk.clock import this_hour
from busel.desk.duplicates import finding_runs
from busel.desk.importing import wizards
from busel.desk.journals.opening import open_zone
from busel.desk.reports.organisers import READING
from busel.desk.running import member, process
from busel.desk.running.member import Member, Zone
from busel.desk.search.free_text import TEXTS
from busel.desk.search.names import NAMES
from busel.desk.session import Session, Typed, sign_in
from busel.desk.trustees import founding
from busel.desk.web import frame, notices, preferences
from busel.desk.workspace.rows import LABELS
from busel.registry.keyring import bundle_for
from busel.registry.roles import Role
from busel.shelf.memory import MemoryShelf
from busel.vault.lock import CHEAP
from factories.shelf import ORGANISATION

REGION = "Homieĺ region"
ZLOBIN, MAZYR = f"{REGION} / Žlobin district", f"{REGION} / Mazyr district"
ALL = (REGION, ZLOBIN, MAZYR)
POSTS = {
    "administrator": founding.Post(Role.ADMINISTRATOR),
    "coordinator": founding.Post(Role.COORDINATOR, ALL),
    "editor": founding.Post(Role.EDITOR, ALL),
    "other editor": founding.Post(Role.EDITOR, ALL),
    "viewer": founding.Post(Role.VIEWER, (ZLOBIN,)),
    "collector": founding.Post(Role.COLLECTOR, (ZLOBIN,)),
    "mixed": founding.Post(Role.EDITOR, (MAZYR, ZLOBIN)),
    "auditor": founding.Post(Role.AUDITOR),
}
"""Who is in the organisation. "mixed" edits Mazyr and only reads Žlobin."""


_numbers = itertools.count()


@dataclass
class Organisation:
    """What was founded, and how its people sign in."""

    shelf: MemoryShelf
    founded: founding.Founded

    def session(self, who: str) -> Session:
        """Sign in; nothing is opened yet."""
        account = self.founded.accounts[list(POSTS).index(who)]
        typed = Typed(account.credentials.handle, account.credentials.passphrase)
        session = sign_in(self.shelf, self.founded.organisation, typed, profile=CHEAP)
        return self._with_view_of_zlobin(session) if who == "mixed" else session

    def _with_view_of_zlobin(self, session: Session) -> Session:
        whole = self.founded.accounts[1].keyring.named(ZLOBIN)
        assert whole is not None
        bundles = {**session.keyring.bundles, whole.journal.hex(): bundle_for(whole, Role.VIEWER)}
        session.keyring = msgspec.structs.replace(session.keyring, bundles=bundles)
        return session

    def journal(self, name: str) -> bytes:
        """Return the id of a division."""
        bundle = self.founded.accounts[1].keyring.named(name)
        assert bundle is not None
        return bundle.journal


@dataclass
class Desk:
    """One person's desk in this process, zone open, and a browser that shows it."""

    session: Session
    member: Member
    browser: Client


def new_organisation() -> Organisation:
    plans = [founding.Plan(REGION), founding.Plan(ZLOBIN, REGION), founding.Plan(MAZYR, REGION)]
    shelf = MemoryShelf(ORGANISATION)
    charter = founding.Charter(plans, list(POSTS.values()))
    return Organisation(
        shelf, founding.found(shelf, charter, organisation=ORGANISATION, hour=this_hour(), profile=CHEAP)
    )


@pytest.fixture
def organisation() -> Organisation:
    """Return a region with two districts, one account of each role, and nobody in it."""
    return new_organisation()


Arrive = Callable[[str], Desk]


@pytest.fixture
def arrive(organisation: Organisation, django_db_blocker: object) -> Iterator[Arrive]:
    """Return `arrive("editor")`: sign in and open the zone. One person at a time; the next one's desk begins empty."""
    from busel.desk.web.views.around import frame_of_member  # noqa: PLC0415  # needs Django set up

    def come(who: str) -> Desk:
        leave()
        session = organisation.session(who)
        here = Member(session, 0)
        member._members[:] = [here]
        open_zone(session)
        here.zone = Zone.OPEN
        here.opened.set()
        process.current.mode = process.Mode.KEYED
        frame.frame_from(frame_of_member)
        return Desk(session, here, Client())

    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's
        yield come
        leave()


def leave() -> None:
    """Empty the process: what a desk's end does by dying."""
    member.leave()
    READING.forget()
    finding_runs.forget()
    wizards.forget()
    frame.forget()
    preferences.forget()
    notices.take()
    NAMES.clear()
    TEXTS.clear()
    LABELS.numbers.clear()
    LABELS._written = 0
    process.current.mode = process.Mode.BLANK
    connection.close()
    # A thread that still ends keeps its desk's workspace a moment longer: the next desk has one of its own.
    connection.settings_dict["NAME"] = f"file:/ws-{next(_numbers)}?vfs=memdb"
