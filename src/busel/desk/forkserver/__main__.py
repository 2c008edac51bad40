"""`python -m busel.desk.forkserver DOOR READY`: options as JSON on standard input, two inherited descriptors.

DOOR is the door's SOCK_SEQPACKET socket. To READY one line is written when the first blank desks were made.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from pathlib import Path

import msgspec

from busel.desk.running import confine, hygiene, log, options
from busel.desk.running.options import Options

UNSAFE = 78
"""Exit status when it will not start here (EX_CONFIG)."""


def refuse_if_unsafe(*, is_demo: bool) -> None:
    """Say what is wrong with the surroundings, and end unless it is the demo."""
    from django.conf import settings  # noqa: PLC0415 - after the options were chosen

    found = hygiene.unsafe_surroundings(debug=settings.DEBUG)
    for reason in found:
        log.note(log.Event.WARNED if is_demo else log.Event.REFUSED, why=reason)
    if found and not is_demo:
        sys.exit(UNSAFE)


def main(door: int, ready: int) -> None:
    """Choose, confine, warm up, and serve."""
    chosen = msgspec.json.decode(sys.stdin.buffer.read(), type=Options)
    options.choose(chosen)
    log.silence()
    os.umask(0o077)
    os.environ["DJANGO_SETTINGS_MODULE"] = "busel.desk.settings"
    confine.leave_no_core()
    confine.die_with(os.getppid())
    confine.adopt_orphans()
    refuse_if_unsafe(is_demo=chosen.demo)

    from busel.desk.forkserver import loop, warm  # noqa: PLC0415 - after the options were chosen

    warm.warm()
    if threading.active_count() != 1:
        raise RuntimeError("A fork would copy one thread only, with the others' locks held.")
    fork_server = loop.ForkServer(chosen, socket.socket(fileno=door), loop.listen_for_commands(chosen.command_socket))
    os.write(ready, b"ready\n")
    os.close(ready)
    log.note(log.Event.READY)
    fork_server.run()
    if chosen.command_socket:
        Path(chosen.command_socket).unlink(missing_ok=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
