"""T2: nothing readable was ever opened for writing, and an aborted desk leaves no core.

A whole working day runs under strace; every file that any process of ours opened for writing, made or renamed is on a
short list.
"""

from __future__ import annotations

import re
import shutil
import signal
from pathlib import Path
from typing import Any

import psutil

from fixtures.served import Served, eventually
from fixtures.visitor import signed_in
from fixtures.working_day import work

CALLS = (
    "open,openat,openat2,creat,rename,renameat,renameat2,mkdir,mkdirat,mknod,mknodat,link,linkat,symlink,symlinkat,"
    "truncate,memfd_create,swapon"
)
CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)\)\s+= (?P<result>-?\d+|\?)", re.MULTILINE)
WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
IN_THE_FOLDER = (
    re.compile(r"shelf/store\.sqlite(-wal|-shm|-journal)?"),
    re.compile(r"(shelf|run)/shelf\.lock"),
    re.compile(r"(shelf|run)?/?"),
)
ELSEWHERE = (
    re.compile(r"/dev/(null|tty|urandom|random)"),
    re.compile(r"/proc/(self|\d+)/(task/\d+/)?(fd/\d+|attr/\w+|oom_score_adj|uid_map|gid_map|setgroups|comm)"),
    # Python's own cache of our programs' code.
    re.compile(r".*/__pycache__(/[\w.-]+\.pyc(\.\d+)?)?"),
)


def opened_for_writing(trace: str) -> list[tuple[str, str]]:
    """Return (call, path) of each call that succeeded and could put something on a disk."""
    found = []
    for call in CALL.finditer(trace):
        name, arguments = call["name"], call["arguments"]
        if call["result"].startswith("-") or name == "memfd_create":
            continue
        if name.startswith("open") and not WRITING.search(arguments):
            continue
        found += [(name, path) for path in QUOTED.findall(arguments)]
    return found


def is_allowed(path: str, folder: Path) -> bool:
    if path.startswith(f"{folder}"):
        inside = path.removeprefix(f"{folder}").lstrip("/")
        return any(pattern.fullmatch(inside) for pattern in IN_THE_FOLDER)
    return any(pattern.fullmatch(path) for pattern in ELSEWHERE)


def test_the_list_refuses_what_must_not_be_written(tmp_path: Path) -> None:
    trace = (
        '12 openat(AT_FDCWD, "/tmp/letters.pdf", O_WRONLY|O_CREAT|O_EXCL, 0600) = 5\n'
        f'12 openat(AT_FDCWD, "{tmp_path}/shelf/store.sqlite-wal", O_RDWR|O_CREAT, 0600) = 6\n'
        '12 openat(AT_FDCWD, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 7\n'
        '12 rename("/var/tmp/a", "/var/tmp/b") = 0\n'
    )
    found = opened_for_writing(trace)
    assert len(found) == 4
    assert [path for _call, path in found if not is_allowed(path, tmp_path)] == [
        "/tmp/letters.pdf",  # noqa: S108 - what must be refused
        "/var/tmp/a",  # noqa: S108 - the same
        "/var/tmp/b",  # noqa: S108 - the same
    ]


def test_a_working_day_opens_nothing_for_writing_but_the_store(serve: Any, tmp_path: Path) -> None:
    tool, trace = shutil.which("strace"), tmp_path / "trace"
    assert tool, "Debian's strace is missing"
    served: Served = serve(prefix=(tool, "-f", "-qq", "-s", "4096", "-o", str(trace), "-e", f"trace={CALLS}"))
    work(served)
    served.stop()
    found = opened_for_writing(trace.read_text(errors="replace"))
    folder = served.at_rest.folder
    assert any(path.endswith("store.sqlite-wal") for _call, path in found)  # the trace sees what is written
    assert sorted({one for one in found if not is_allowed(one[1], folder)}) == []


def test_an_aborted_desk_leaves_no_core(serve: Any) -> None:
    served: Served = serve()
    signed_in(served, "viewer")
    (desk,) = served.desks()
    before = cores(served)
    limits = Path(f"/proc/{desk.pid}/limits").read_text()
    assert re.search(r"Max core file size +0 +0 ", limits)
    desk.send_signal(signal.SIGABRT)
    assert eventually(lambda: not psutil.pid_exists(desk.pid))
    assert eventually(lambda: served.open_desks() == 0)
    assert cores(served) == before


def cores(served: Served) -> set[Path]:
    """Return everything that may be a core: in the folder, where we stand, and where systems put them."""
    places = (served.at_rest.folder, Path.cwd(), Path("/var/crash"), Path("/var/lib/systemd/coredump"), Path("/cores"))
    found = {path for place in places if place.is_dir() for path in place.glob("*core*")}
    return found | {path for path in served.at_rest.folder.rglob("*") if path.is_file() and "sqlite" not in path.name}
