"""Files stay small and say what they are; what leaks is not called by its name anywhere."""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from project import SOURCE, files, named

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 300
MEDIAN_LINES = 100
DRAINS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff"}
# Ruff bans these by import (pyproject.toml); here no comment can switch the ban off.
BANNED_EVERYWHERE = re.compile(r"\b(pickle|marshal|shelve|tempfile|NamedTemporaryFile|mkstemp|pdb|breakpoint)\b")
SWITCHES = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)(?P<code>:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|\[[\w,\s-]+\])?(?P<reason>.*)$"
)


def test_no_source_file_is_longer_than_a_person_reads_in_one_go() -> None:
    too_long = {named(path): lines(path) for path in files("src/*.py") if lines(path) > MOST_LINES}
    assert too_long == {}


def test_most_source_files_are_short() -> None:
    assert median(lines(path) for path in files("src/*.py") if path.stat().st_size) <= MEDIAN_LINES


def test_no_module_is_a_drain() -> None:
    called_so = [
        named(path) for path in files("src/*.py") if DRAINS & {path.stem, *path.relative_to(SOURCE).parts[:-1]}
    ]
    assert called_so == []


def test_what_could_leak_is_not_even_named() -> None:
    found = {
        named(path): sorted(set(BANNED_EVERYWHERE.findall(code(path))))
        for path in files("src/*.py")
        if BANNED_EVERYWHERE.search(code(path))
    }
    assert found == {}


def test_every_switched_off_check_names_itself_and_its_reason() -> None:
    bare = []
    for path in files("src/*.py", "tests/*.py", "tools/*.py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            switch = SWITCHES.search(line)
            if switch and not (switch["code"] and re.search(r"[a-z]{3}", switch["reason"])):
                bare.append(f"{named(path)}:{number}")
    assert bare == []


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def code(path: Path) -> str:
    """Return a file without its docstrings and comments."""
    without_docstrings = re.sub(r'"""[\s\S]*?"""', "", path.read_text(encoding="utf-8"))
    return re.sub(r"#.*", "", without_docstrings)
