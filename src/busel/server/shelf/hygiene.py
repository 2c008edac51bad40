"""What a shelf does to its own process before it opens anything."""

from __future__ import annotations

import ctypes
import os
import resource

PR_SET_DUMPABLE = 4
OWN_ONLY = 0o077


def harden() -> None:
    """No core file, no debugger of the same user, and no file that anybody else could read. Raises OSError."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_DUMPABLE")
    os.umask(OWN_ONLY)
