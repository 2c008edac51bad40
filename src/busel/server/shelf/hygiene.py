"""What a shelf does to its own process before it opens anything."""

from __future__ import annotations

import ctypes
import os
import resource
import signal

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
OWN_ONLY = 0o077


def harden() -> None:
    """No core file, no debugger of the same user, no file that anybody else could read; end with who started it.

    The end is SIGTERM, so the store is settled as on any other day. Raises OSError.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((PR_SET_DUMPABLE, 0), (PR_SET_PDEATHSIG, signal.SIGTERM)):
        if libc.prctl(option, value, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
    os.umask(OWN_ONLY)
