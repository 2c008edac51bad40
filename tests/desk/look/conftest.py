"""The specimens, drawn once for all tests of the look, in a process of their own: one Django a process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def drawn() -> dict[str, Any]:
    """Return what `dump.py` prints: pages by language and name, the stylesheet, answers of the small views."""
    done = subprocess.run([sys.executable, HERE / "dump.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
