"""Every command of `busel` is told in the documentation."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from project import all_docs

PROGRAM = Path(sys.executable).parent / "busel"


def test_every_command_is_explained() -> None:
    told = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^    ?(?:  )?([a-z][a-z-]+)  ", told, flags=re.MULTILINE)
    assert "demo" in commands
    docs = all_docs()
    assert [name for name in commands if f"busel {name}" not in docs] == []
