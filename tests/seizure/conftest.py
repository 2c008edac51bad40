"""What the proofs of the threat model share: a small organisation of invented words, served in processes of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from factories.canaries import DISTRICTS, REGION, kept_people
from fixtures.served import AtRest, Served, found, serving

Serve = Callable[..., Served]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> AtRest:
    """A region with two districts, a few people and one account of each role; all words are canaries. Never served."""
    words = {"region": REGION, "districts": DISTRICTS, "people": kept_people()}
    return found(tmp_path_factory.mktemp("small") / "o", "small", words)


@pytest.fixture
def serve(small: AtRest, tmp_path: Path) -> Iterator[Serve]:
    """Return `serve()`: a fresh copy of the small organisation, running until the test ends."""
    with ExitStack() as running:

        def start(at_rest: AtRest | None = None, **how: Any) -> Served:
            return running.enter_context(serving(at_rest or small.copy(tmp_path / "o"), **how))

        yield start


@pytest.fixture(scope="module")
def standing(small: AtRest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One copy that serves a whole file of tests: for those that change nothing."""
    with serving(small.copy(tmp_path_factory.mktemp("standing") / "o")) as served:
        yield served
