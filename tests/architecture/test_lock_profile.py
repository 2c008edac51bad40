"""A guess at a passphrase costs what it should: the cheap profile is chosen by tests and by nothing else."""

from __future__ import annotations

import re

from busel.desk.running.options import Options
from busel.vault.lock import PROFILES, STANDARD
from project import SOURCE, files, named

HOME = {"src/busel/vault/lock.py"}
CHEAP = re.compile(r"\bCHEAP\b|[\"']cheap[\"']")


def test_the_standard_guess_takes_256_mebibytes_and_three_passes() -> None:
    assert (STANDARD.memory, STANDARD.passes) == (256 * 1024, 3)
    assert PROFILES["standard"] is STANDARD


def test_desks_take_the_standard_unless_told_otherwise() -> None:
    assert Options().lock_profile == "standard"


def test_nothing_of_ours_chooses_the_cheap_one() -> None:
    choosing = [
        named(path)
        for path in files("src/*.py")
        if named(path) not in HOME and CHEAP.search(_without_docstrings(path.read_text(encoding="utf-8")))
    ]
    assert choosing == []
    assert (SOURCE / "vault" / "lock.py").is_file()


def _without_docstrings(text: str) -> str:
    return re.sub(r'"""[\s\S]*?"""', "", text)
