"""How a child of the desk locks itself up before it touches a file from outside.

After `lock_up()` the process can read what it holds open, write to what it holds open, ask for memory within its limit,
and end. The kernel kills it for any other call: it cannot open a file, make a socket, start a program or a thread, or
look at another process. There is no way back. Source: seccomp(2), prctl(2), linux/seccomp.h, linux/filter.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import struct
from contextlib import suppress

MEMORY = 1_500_000_000
"""Bytes of address space: 1,048,576 rows of 15 columns fit, a sheet with one cell at its last corner does not."""
CPU_SECONDS = 60
_NICENESS = 10
_FIRST_TO_GO = "1000"
"""Source: proc(5), oom_score_adj."""

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_SET_MODE_FILTER, _EVERY_THREAD = 1, 1
"""Source: seccomp(2): SECCOMP_SET_MODE_FILTER with SECCOMP_FILTER_FLAG_TSYNC."""
_KILL_PROCESS = 0x80000000
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EACCES
_LOAD_WORD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000

_OPENAT = (257, 56)
_MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_ALLOWED: dict[str, tuple[int, int]] = {
    # call: its number on x86_64, on aarch64
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "tgkill": (234, 131),
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "clock_gettime": (228, 113),
    "getrandom": (318, 278),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
}


class _Program(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


class NoSandboxError(Exception):
    """The machine or kernel cannot lock a process up, so no file from outside may be read on it."""


def lock_up(seconds: int = 0, *, memory: int = MEMORY, may_try_to_open: bool = False) -> None:
    """Lock the calling process up for good, with so many seconds of processor and bytes of address space at most.

    Everything that it will need must be imported and opened before. With `may_try_to_open` a call that would open a
    file is answered by an error instead of death: for libraries that ask the kernel how large its pages are.

    Raises NoSandboxError where the kernel refuses the filter. Why safe: it is a list of what is allowed, so a call that
    a later kernel adds is refused too, no_new_privs keeps it in force whatever the process does, and it holds for
    threads that a library may have started.
    """
    _give_way()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)  # a second wall where the kernel grants it; the filter is the first
    for limit, value in _limits(seconds or CPU_SECONDS, memory).items():
        resource.setrlimit(limit, (value, value))
    code = _filter(os.uname().machine, openat=_REFUSE if may_try_to_open else _KILL_PROCESS)
    program = _Program(len(code) // 8, code)
    refused = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    number = _SECCOMP[os.uname().machine]
    refused = refused or libc.syscall(number, _SET_MODE_FILTER, _EVERY_THREAD, ctypes.byref(program))
    if refused:
        raise NoSandboxError(os.strerror(ctypes.get_errno()))


def _give_way() -> None:
    """Let everybody else go first: with the processors, and when the whole machine has no memory left."""
    os.nice(_NICENESS)
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:  # noqa: PTH123 - pathlib costs an import
        score.write(_FIRST_TO_GO)


def _limits(seconds: int, memory: int) -> dict[int, int]:
    return {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_NPROC: 0,
    }


def _filter(machine: str, *, openat: int) -> bytes:
    """Return the BPF program: another machine's calls and all but the allowed ones kill the process."""
    if machine not in _MACHINES:
        raise NoSandboxError(machine)
    column = list(_MACHINES).index(machine)
    numbers = [both[column] for both in _ALLOWED.values()]
    allow = [step for number in numbers for step in (_step(_JUMP_EQUAL, number, otherwise=1), _step(_RETURN, _ALLOW))]
    return b"".join(
        [
            _step(_LOAD_WORD, _MACHINE_AT),
            _step(_JUMP_EQUAL, _MACHINES[machine], then=1),
            _step(_RETURN, _KILL_PROCESS),
            _step(_LOAD_WORD, _NUMBER_AT),
            *allow,
            _step(_JUMP_EQUAL, _OPENAT[column], otherwise=1),
            _step(_RETURN, openat),
            _step(_RETURN, _KILL_PROCESS),
        ],
    )


def _step(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """Return one `struct sock_filter`: jumps are counted in steps that are left out."""
    return struct.pack("=HBBI", code, then, otherwise, value)
