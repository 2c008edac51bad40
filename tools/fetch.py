"""Install what a lock file names, with one pip for each core: `.venv/bin/python tools/fetch.py requirements.lock`.

One pip takes a package at a time and spends most of its time unpacking. A lock is complete and its packages are
independent, so its parts can be installed side by side. Wheels only (no compiler runs), nothing is resolved, and a file
whose hash is not in the lock is refused. Where the files come from is the machine's own setting.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet", "--quiet", "install"]
STRICT = ["--only-binary=:all:", "--no-deps", "--no-compile", "--require-hashes", "--requirement", "/dev/stdin"]
# Each file is fetched once; keeping a copy of it costs more time than it will save.
SWIFT = ["--no-cache-dir"]
# The one package without a wheel (plain Python, tests only), built by the setuptools that the lock has put here.
SOURCE_ONLY = ["--no-binary=mozprofile", "--no-build-isolation"]
# These unpack to the most; each part should get its share of them. For speed only: a wrong order costs seconds.
LARGEST = ["pyarrow", "duckdb", "typst", "phonenumbers", "django", "babel", "pikepdf", "pillow", "lxml", "mypy"]


def main(lock: Path) -> int:
    """Install every package of the lock; return 0, or the first pip's error when one fails."""
    parts = split(lock.read_text(encoding="utf-8"), os.cpu_count() or 1)
    runs = [subprocess.Popen([*PIP, *STRICT, *SWIFT, *SOURCE_ONLY], stdin=subprocess.PIPE) for _ in parts]
    for pip, part in zip(runs, parts, strict=True):
        assert pip.stdin  # noqa: S101  # asked for above
        pip.stdin.write(part.encode())
        pip.stdin.close()
    return max([pip.wait() for pip in runs], default=0)


def split(lock: str, count: int) -> list[str]:
    """Return the lock's packages, each with its hashes, as at most `count` locks of about the same weight."""
    packages = re.findall(r"^[\w.-]+==.*(?:\n[ \t]+.*)*", lock, flags=re.MULTILINE)
    packages.sort(key=lambda entry: _weight(entry.partition("==")[0]))
    parts = ["\n".join(packages[start::count]) + "\n" for start in range(count)]
    return [part for part in parts if part.strip()]


def _weight(name: str) -> int:
    return LARGEST.index(name) if name in LARGEST else len(LARGEST)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
