"""A region with two districts, a newcomer at its door, and what waits for a thread."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from busel.desk.access import drafts, jobs, rotating
from busel.desk.access.newcomers import ENTRANCE
from busel.registry.roles import Role
from busel.vault.lock import CHEAP
from desk.conftest import ZLOBIN
from desk.contacts.conftest import journal_of
from factories.newcomers import add_account

if TYPE_CHECKING:
    from busel.desk.account.accounts import Credentials
    from desk.conftest import Arrive

PATIENCE = 20.0


@pytest.fixture(autouse=True)
def _fresh_desk() -> Iterator[None]:
    yield
    drafts.forget()
    jobs.forget()
    rotating.forget()
    ENTRANCE.forget()


@pytest.fixture
def newcomer(arrive: Arrive) -> Credentials:
    """Somebody who said hello to Žlobin and wishes to edit there."""
    desk = arrive("administrator")
    return add_account(desk.session, division=_zlobin(arrive), role=Role.EDITOR, profile=CHEAP)


def _zlobin(arrive: Arrive) -> bytes:
    return journal_of(arrive("editor"), ZLOBIN)


def settled(browser: Any, url: str) -> Any:
    """Return a page once it does not refresh itself any more."""
    ends = time.monotonic() + PATIENCE
    while True:
        answer = browser.get(url, follow=True)
        if "Refresh" not in answer.headers:
            return answer
        assert time.monotonic() < ends, url
        time.sleep(0.02)
