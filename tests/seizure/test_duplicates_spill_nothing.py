"""T2: the child that looks for duplicates opens no file for writing and no socket, also where its memory is short."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from busel.desk.sandboxes.matching import LENGTH_BYTES, TOO_MANY, Answer, Asked
from busel.matching.records import Record
from seizure.test_written_files import is_allowed, opened_for_writing

CALLS = "openat,open,creat,rename,renameat2,mkdir,mkdirat,link,symlink,memfd_create,socket,connect,seccomp,clone,clone3"
PLENTY, SHORT = "900MB", "20MB"
BODY = (
    "from busel.desk.sandboxes import matcher_child as child\nfrom busel.matching import on_duckdb\n"
    "import os, sys\nchild.opened = lambda: on_duckdb.opened(sys.argv[1])\nchild.main()\nos._exit(0)"
)
CROWD = [
    Record(key, ("Іваноў",), (("Іван", "Пётр", "Ганна")[key // 2 % 3],), phones=(f"29{key // 2:07}",))
    for key in range(6_000)
]


def traced(memory: str, folder: Path) -> tuple[Answer, str]:
    """Run the child on a crowd with so much memory; return its answer and what it opened."""
    trace, asked = folder / "trace", msgspec.msgpack.encode(Asked(CROWD))
    run = subprocess.run(
        ["strace", "-f", "-e", f"trace={CALLS}", "-o", trace, sys.executable, "-I", "-B", "-c", BODY, memory],
        input=len(asked).to_bytes(LENGTH_BYTES) + asked,
        stdout=subprocess.PIPE,
        check=True,
        cwd=folder,
        env={"HOME": str(folder)},
    )
    return msgspec.msgpack.decode(run.stdout, type=Answer), trace.read_text(errors="replace")


@pytest.mark.parametrize(("memory", "code"), [(PLENTY, ""), (SHORT, TOO_MANY)])
def test_nothing_is_opened_for_writing_and_nobody_is_called(memory: str, code: str, tmp_path: Path) -> None:
    answer, trace = traced(memory, tmp_path)
    assert (answer.code, bool(answer.pairs)) == (code, not code)
    assert [path for _call, path in opened_for_writing(trace) if not is_allowed(path, Path("/nowhere"))] == []
    assert re.findall(r"\b(?:socket|connect|memfd_create)\(", trace) == []
    assert [path.name for path in tmp_path.iterdir()] == ["trace"]


def test_once_it_is_locked_it_opens_nothing_at_all(tmp_path: Path) -> None:
    _answer, trace = traced(PLENTY, tmp_path)
    before, locked, after = trace.partition("seccomp(")
    assert "openat(" in before
    assert locked
    opened = [line for line in after.splitlines()[1:] if re.search(r"\b(?:open|clone|exec|socket)", line)]
    assert [line for line in opened if "EACCES" not in line] == []
