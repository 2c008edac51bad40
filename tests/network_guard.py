"""Refuses every connection, message and name look-up that would leave this machine (T11), while tests run.

The guard listens to Python's own audit events, so no library can go around it, and processes forked from a test inherit
it. Programs started anew do not; what Busel starts that way has tests of its own.
"""

from __future__ import annotations

import ipaddress
import sys
from typing import Any

ADDRESSED = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}
LOOKED_UP = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
# Looking these up asks nobody.
OWN_NAMES = {"localhost", "", None}


class NetworkForbiddenError(AssertionError):
    """Something under test tried to reach beyond this machine."""


def install() -> None:
    """Forbid from now on and for good: an audit hook cannot be removed."""
    if not getattr(sys, "_busel_network_guard", False):
        sys._busel_network_guard = True  # type: ignore[attr-defined]  # one for each interpreter
        sys.addaudithook(_forbid)


def stays_here(host: object) -> bool:
    """Return whether a host, as socket calls take it, is this machine."""
    if host in OWN_NAMES:
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ADDRESSED:
        address = arguments[1]
        # Unix sockets have a path; a sendmsg on a connected socket has no address.
        if isinstance(address, tuple) and not stays_here(address[0]):
            raise NetworkForbiddenError(f"{event} to {address!r}")
    elif event in LOOKED_UP and not stays_here(_text(arguments[0])):
        raise NetworkForbiddenError(f"{event} of {arguments[0]!r}")


def _text(host: object) -> object:
    return host.decode("ascii", "replace") if isinstance(host, bytes) else host
