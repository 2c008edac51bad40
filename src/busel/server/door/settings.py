"""What the door is told when it starts: one JSON document on its standard input."""

from __future__ import annotations

import msgspec


class DoorSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where to listen, what to look for, and what to say. Seconds and bytes; paths and pages as bytes."""

    socket: str = ""
    """Path of the unix socket for tor; empty for none."""
    socket_mode: int = 0o600
    demo_port: int = -1
    """Port on 127.0.0.1, for the demo only; 0 lets the kernel choose, -1 is none."""
    cookie_name: str = "busel"
    """With `Secure` cookies it is `__Host-busel`. The desks are told the same name."""
    signin_path: str = "/sign-in"
    busy_page: bytes = b"<!doctype html><meta charset=utf-8><title>503</title><p>Too many people are signing in."
    """The answer 503: a whole HTML page in the organisation's language."""
    signins_at_once: int = 4
    signins_waiting: int = 32
    signin_patience: float = 60.0
    """So long may a sign-in wait in the queue."""
    head_seconds: float = 10.0
    visitors: int = 1024
    """So many connections may be at the door at once, fewer where the system's limit of open files is lower; then the
    oldest unfinished one goes."""
