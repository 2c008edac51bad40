"""What a process of the desk's side does to itself: no core, no reader, no swap, no descriptor that is not its own.

Linux only. Sources: prctl(2), mlockall(2), core(5).
"""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import signal
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_CHILD_SUBREAPER = 36
_MCL_CURRENT, _MCL_FUTURE, _MCL_ONFAULT = 1, 2, 4
_CAP_IPC_LOCK = 14
_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3
_LARGE = 128 * 1024

_libc = ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def leave_no_core() -> None:
    """Forbid core dumps. Not being dumpable also shuts /proc/PID/mem to everybody without CAP_SYS_PTRACE."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(_PR_SET_DUMPABLE, 0)


def die_with(parent: int) -> None:
    """Be killed when the thread that forked this process ends; at once if that has happened already."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of what a dead desk leaves behind, so that nothing escapes by leaving its group."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def own_children() -> list[int]:
    """Return the process ids of all children of this single-threaded process."""
    own = os.getpid()
    return [int(number) for number in Path(f"/proc/{own}/task/{own}/children").read_text().split()]


def keep_out_of_swap() -> bool:
    """Lock all memory, page by page as it is touched; False where that is not allowed.

    Without MCL_ONFAULT each desk would copy its whole parent. Under a limit a lock of the future could make any later
    allocation fail, so it is only asked for where there is none.
    """
    limit = resource.getrlimit(resource.RLIMIT_MEMLOCK)[0]
    if limit != resource.RLIM_INFINITY and not _has_capability(_CAP_IPC_LOCK):
        return False
    return bool(_libc.mlockall(_MCL_CURRENT | _MCL_FUTURE | _MCL_ONFAULT) == 0)


def _has_capability(number: int) -> bool:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("CapEff:"):
            return bool(int(line.split()[1], 16) >> number & 1)
    return False


def keep_only(*descriptors: int) -> list[int]:
    """Close every descriptor but standard error and these, which become 3, 4, ... in this order; returns them.

    Standard input and output become /dev/null.
    """
    kept = [os.dup(number) for number in descriptors]
    base = 3 + len(kept)
    parked = [os.dup2(number, base + len(kept) + max(kept) + at) for at, number in enumerate(kept)]
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    for at, number in enumerate(parked):
        os.dup2(number, 3 + at, inheritable=False)
    os.closerange(base, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return list(range(3, base))


def keep_malloc_lean() -> None:
    """Let malloc share one arena between threads, and return large blocks at once: a desk has few threads."""
    _libc.mallopt(_M_ARENA_MAX, 1)
    _libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)


def give_memory_back() -> None:
    """Return what large work left: a fifth of a desk's memory once its zone is open.

    Locked pages cannot be returned, so they are unlocked for the milliseconds that it takes.
    """
    gc.collect()
    _libc.munlockall()
    _libc.malloc_trim(0)
    keep_out_of_swap()
