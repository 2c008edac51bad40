"""Write the two lock files: every package that is installed, at one version, with the hashes of its public files.

Run by `make lock`, on purpose and seldom: after a change of the dependencies in pyproject.toml, or to take updates in
(`make lock UPGRADE=1`). The locks name no registry: whoever installs uses the one that their machine is set up for, and
the hashes say whether it gave the true files. Wheels of every platform and Python version stand in one file.
"""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENVIRONMENT = ROOT / "build" / "lock"
COMPILE = ["pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
# setuptools builds the project itself; Python 3.12 and later bring none along.
BUILD_REQUIREMENTS = "setuptools>=77\n"
# The accessibility checker's rules come in a package that would bring a second browser driver; we need the rules alone.
NOT_NEEDED = ["playwright", "greenlet", "pyee"]


def main() -> int:
    """Write both locks; with --upgrade take the newest versions that pyproject.toml allows."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    uv = _locker()
    run_lock = ROOT / "requirements.lock"
    test_lock = ROOT / "requirements-test.lock"
    build = ENVIRONMENT / "build-requirements.in"
    build.write_text(BUILD_REQUIREMENTS, encoding="ascii")
    sources = ["pyproject.toml", str(build)]
    _compile(uv, [*sources, *upgrade, "--output-file", run_lock.name])
    without = [word for name in NOT_NEEDED for word in ("--no-emit-package", name)]
    extra = ["--extra", "test", "--constraint", run_lock.name, *without]
    _compile(uv, [*sources, *upgrade, *extra, "--output-file", test_lock.name])
    return 0


def _locker() -> Path:
    """Return the program that resolves, in an environment of its own: it is no dependency of the product."""
    program = ENVIRONMENT / "bin" / "uv"
    if not program.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([ENVIRONMENT / "bin" / "pip", "install", "--quiet", "--only-binary=:all:", "uv"], check=True)
    return program


def _compile(uv: Path, words: list[str]) -> None:
    subprocess.run([uv, *COMPILE, *PLAIN, *words], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
