"""Desks over one shelf, each with a workspace of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from busel.shelf.memory import MemoryShelf
from factories.desks import Organisation, small
from factories.shelf import ORGANISATION


@pytest.fixture(autouse=True)
def _databases(django_db_blocker: object) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's own, in RAM here
        yield


@pytest.fixture
def shelf() -> MemoryShelf:
    return MemoryShelf(ORGANISATION)


@pytest.fixture
def organisation(shelf: MemoryShelf) -> Organisation:
    return small(shelf)
