"""What is installed is named to the byte, and from nowhere in particular (T23)."""

from __future__ import annotations

import re
import tomllib

import pytest

from project import ROOT

LOCKS = ["requirements.lock", "requirements-test.lock"]
ENTRY = re.compile(
    r"^([\w.-]+)==([\w.!+]+)(?: ;[^\\\n]*)? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_a_pinned_package_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="ascii")
    assert ENTRY.sub("", text) == ""
    assert len(ENTRY.findall(text)) >= 20


def test_the_locks_name_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert named(project["dependencies"]) - pinned("requirements.lock").keys() == set()
    assert named(project["optional-dependencies"]["test"]) - pinned("requirements-test.lock").keys() == set()


def test_tests_run_on_the_versions_that_are_installed() -> None:
    for_tests = pinned("requirements-test.lock")
    assert {name: for_tests.get(name, version) for name, version in pinned("requirements.lock").items()} == pinned(
        "requirements.lock",
    )


def pinned(lock: str) -> dict[str, str]:
    return {name: version for name, version, _ in ENTRY.findall((ROOT / lock).read_text(encoding="ascii"))}


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~ ;]", each)[0].lower().replace("_", "-").replace(".", "-") for each in requirements}
