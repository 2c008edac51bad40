"""The child that reads uploads can do nothing but read its stdin and write its stdout (T18)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from busel.desk.sandboxes import parsing
from busel.sheets.readers import Asked
from busel.sheets.workbook_writer import write_workbook

PREPARE = (
    "import ctypes, mmap, os, resource, signal, socket, sys, threading\n"
    "from busel.desk.sandboxes.sandbox import lock_up\n"
)
LIBC = "ctypes.CDLL(None)"
FORBIDDEN = {
    "make a socket": "socket.socket()",
    "connect": f"{LIBC}.connect(0, None, 0)",
    "talk to a unix socket": "socket.socket(socket.AF_UNIX)",
    "make a pair of sockets": "socket.socketpair()",
    "open a file to read": "os.open('/etc/passwd', os.O_RDONLY)",
    "open a file to write": "os.open('/dev/shm/busel-probe', os.O_WRONLY | os.O_CREAT)",
    "open without a name": "os.memfd_create('x')",
    "open the old way": f"{LIBC}.syscall(2, b'/etc/passwd', 0)",
    "see whether a file exists": "os.stat('/etc/passwd')",
    "list a folder": "os.listdir('/')",
    "delete a file": "os.unlink('/dev/shm/busel-probe')",
    "rename a file": "os.rename('/dev/shm/busel-probe', '/dev/shm/busel-other')",
    "make a folder": "os.mkdir('/dev/shm/busel-probe')",
    "start a program": "os.execv('/bin/true', ['true'])",
    "fork": "os.fork()",
    "start a thread": "threading.Thread(target=int).start()",
    "kill its parent": "os.kill(os.getppid(), 0)",
    "trace another process": f"{LIBC}.ptrace(16, 1, 0, 0)",
    "read another process's memory": f"{LIBC}.process_vm_readv(1, None, 0, None, 0, 0)",
    "raise its limits": "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "make a pipe": "os.pipe()",
    "ask for a control": f"{LIBC}.ioctl(0, 0x5401, 0)",
    "load a module": "import wave",
    "change its name": f"{LIBC}.prctl(15, b'x', 0, 0, 0)",
    "use io_uring": f"{LIBC}.syscall(425, 1, None)",
}
LOCKED = "lock_up()\n"
LEAVE = "\nos.write(1, b'done')\nos._exit(0)"


def run(code: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-I", "-B", "-c", PREPARE + code], capture_output=True, check=False, env={})


@pytest.mark.parametrize("deed", FORBIDDEN)
def test_the_kernel_kills_the_child_that_tries_to(deed: str) -> None:
    ended = run(LOCKED + FORBIDDEN[deed] + LEAVE)
    assert (ended.returncode, ended.stdout) == (-signal.SIGSYS, b"")


@pytest.mark.parametrize("deed", ["make a socket", "open a file to read", "start a thread", "load a module", "fork"])
def test_the_same_deed_goes_well_before_the_lock(deed: str) -> None:
    assert run(FORBIDDEN[deed] + LEAVE).returncode == 0


def test_reading_writing_and_asking_for_memory_go_on() -> None:
    ended = run(LOCKED + "os.read(0, 1); bytearray(50_000_000)" + LEAVE)
    assert (ended.returncode, ended.stdout) == (0, b"done")


def test_an_encoding_that_no_reader_loaded_is_unknown_and_costs_nobody_the_child() -> None:
    code = (
        "import codecs\nfrom busel.desk.sandboxes.parser_child import forget_other_codecs\ncodecs.lookup('cp1251')\n"
        f"{LOCKED}forget_other_codecs()\nassert 'ў'.encode('Windows-1251') == b'\\xa2'\n"
        "for name in ('cp500', 'unknown_codepage_208', 'rot13'):\n"
        "    try: b'x'.decode(name)\n    except LookupError: os.write(1, b'no ')"
    )
    assert run(code + LEAVE).stdout == b"no no no done"


def test_memory_has_an_end() -> None:
    ended = run(LOCKED + "try: bytearray(2_000_000_000)\nexcept MemoryError: os.write(1, b'no')\nos._exit(0)")
    assert ended.stdout == b"no"


def test_time_has_an_end() -> None:
    code = "import busel.desk.sandboxes.sandbox as sandbox\nsandbox.CPU_SECONDS = 1\nlock_up()\nwhile True: pass"
    assert run(code).returncode in {-signal.SIGXCPU, -signal.SIGKILL}


def test_a_small_file_that_is_not_packed_has_less_time() -> None:
    code = "import busel.desk.sandboxes.parser_child as child\nsys.argv = ['', 'xls']\nchild.LEAST_SECONDS = 1\n"
    code += "child.reader_of = lambda _kind: lambda _data, _asked: [None for _ in iter(int, 1)]\nchild.main()"
    began = time.monotonic()
    assert run("import sys\n" + code).returncode in {-signal.SIGXCPU, -signal.SIGKILL}
    assert time.monotonic() - began < parsing.DEADLINE_SECONDS / 2


def test_the_file_cannot_be_written_back_into() -> None:
    child = parsing._start("text", b"a,b\n1,2\n", Asked())
    try:
        with (
            Path(f"/proc/{child.pid}/fd/0").open("r+b", buffering=0) as file,
            pytest.raises(OSError, match="permitted"),
        ):
            file.write(b"x")
    finally:
        child.kill()
        child.communicate()


def test_a_reader_that_was_taken_over_gets_nothing_out() -> None:
    evil = (
        "import types\nfrom busel.desk.sandboxes import parser_child\nfrom busel.sheets import readers\n"
        "module = types.ModuleType('evil')\n"
        "module.read = lambda data, asked: os.write(1, os.read(os.open('/etc/passwd', os.O_RDONLY), 100))\n"
        "sys.modules['evil'] = module\nreaders.READERS['text'] = 'evil'\nsys.argv = ['', 'text']\nparser_child.main()"
    )
    ended = run(evil)
    assert (ended.returncode, ended.stdout) == (-signal.SIGSYS, b"")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into a process that is not dumpable")
def test_the_child_has_no_environment_no_other_descriptor_and_both_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY", "жораў")
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)
    child = parsing._start("xlsx", write_workbook("x", [], [["0123456789"] * 20] * 5_000), Asked())
    place = Path(f"/proc/{child.pid}")
    try:
        wait_until_locked(place)
        assert (place / "environ").read_bytes() == b""
        assert sorted(entry.name for entry in (place / "fd").iterdir()) == ["0", "1", "2"]
        status = dict(line.split(":\t", 1) for line in (place / "status").read_text().splitlines() if ":\t" in line)
        assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")
    finally:
        child.kill()
        child.communicate()
        os.close(reader)
        os.close(writer)


def wait_until_locked(place: Path) -> None:
    """The child's answer is longer than a pipe holds, so it waits for us once it is locked."""
    for _ in range(500):
        if "Seccomp:\t2" in (place / "status").read_text():
            return
        time.sleep(0.01)
    pytest.fail("the child did not lock itself up")
