"""The project as text: its files as git would give them, for the tests that read it."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "busel"
DOCS = ROOT / "docs"


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Return the files that match git's patterns: known to git or new, but not those that it ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return tuple(sorted({path for path in paths if path.is_file()}))


def named(path: Path) -> str:
    """Return a file's name as the project's people say it."""
    return path.relative_to(ROOT).as_posix()


def all_docs() -> str:
    """Return every page of documentation, one after the other."""
    return "\n".join(path.read_text(encoding="utf-8") for path in files("*.md"))
