"""What all tests share: no way out to any network, the browsers, and which tests need the machine to themselves."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

import network_guard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.chromium import Chromium
    from browser.firefox import Browser

pytest_plugins = ["fixtures.postgres"]

TESTS = Path(__file__).parent
# Browsers, whole-disk and whole-memory sweeps, clocks: their answers change when something else runs beside them.
ALONE = ("browser", "journeys", "seizure")

network_guard.install()
# Speed is measured in benchmarks: a machine at work must not fail a test that holds.
settings.register_profile("busel", deadline=None)
settings.load_profile("busel")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks that the folders give, and let a dropped warning fail in every process."""
    config.addinivalue_line("markers", "alone: needs the machine to itself, so it runs after the others, one at a time")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their folder and by the browser that they ask for."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        fixtures = getattr(item, "fixturenames", ())
        if folder in ALONE:
            item.add_marker("alone")
        if {"firefox", "another_firefox"} & set(fixtures):
            item.add_marker("browser")
            item.add_marker("alone")


def program(name: str) -> str:
    """Return where a program of the machine lies. Without it: a failure where CI is set, elsewhere a named skip."""
    found = shutil.which(name)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed; `make test` as root installs it")
    pytest.skip(f"{name} is not installed; `make test` says which package brings it")


@pytest.fixture(scope="session")
def _firefox_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    yield from _a_firefox(tmp_path_factory.mktemp("firefox"))


@pytest.fixture
def firefox(_firefox_running: Browser) -> Browser:
    """Return Firefox as Tor Browser's Safest, without a past."""
    _firefox_running.forget()
    return _firefox_running


@pytest.fixture(scope="session")
def _another_firefox_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    yield from _a_firefox(tmp_path_factory.mktemp("another"))


@pytest.fixture
def another_firefox(_another_firefox_running: Browser) -> Browser:
    """Return a second person's Firefox, for journeys of two."""
    _another_firefox_running.forget()
    return _another_firefox_running


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Return a Chromium for pictures and for `browser.accessibility.check_accessibility`."""
    from browser import chromium as engine  # noqa: PLC0415  # only who asks for a browser waits for it

    with engine.running(program(engine.PROGRAM), tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


def _a_firefox(folder: Path) -> Iterator[Browser]:
    from browser import firefox as engine  # noqa: PLC0415  # its driver takes half a second to import

    with engine.running(program(engine.PROGRAM), folder) as browser:
        yield browser
