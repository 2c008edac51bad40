"""`python -m busel.cli.founding_server`: a founding by pages, in a process of its own, which ends once it is done.

What it is told comes as JSON on standard input; what it says on standard output is for the terminal: the address and
the one-time code. Exit code 0: the organisation is there. Until then nothing of it is on a disk; the end of the process
is the wipe of its keys.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from busel.desk.running import confine, log, options
from busel.desk.running.options import Options

if TYPE_CHECKING:
    from busel.desk.trustees.founders import Made

LONGEST_SECONDS = 3 * 3600.0
"""So long may a founding take."""
_LOOK_SECONDS = 0.2
_ANSWER_SECONDS = 3.0
"""So long may the last page take to go out."""
_THREADS = 3
_FORM_BYTES = 1024 * 1024


class Told(msgspec.Struct, frozen=True):
    """Where the folder is, and where to listen: a port on 127.0.0.1 (0: the kernel chooses), else a socket for tor."""

    folder: str
    port: int | None = None
    socket: str = ""
    language: str = "be"
    lock_profile: str = "standard"
    """The cost of a passphrase; only tests choose another."""


def main() -> int:
    """Serve the pages until it is founded, stopped, or took too long."""
    told = msgspec.json.decode(sys.stdin.buffer.read(), type=Told)
    options.choose(
        Options(
            language=told.language, lock_profile=told.lock_profile, porch_urls="busel.desk.web.founding_urls", around=()
        )
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "busel.desk.settings"
    os.umask(0o077)
    log.silence()
    confine.leave_no_core()
    confine.keep_out_of_swap()
    confine.die_with(os.getppid())
    return _serve(told)


def _serve(told: Told) -> int:
    from cheroot import wsgi  # noqa: PLC0415 - after the options were chosen
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - the same

    application = get_wsgi_application()
    from busel.desk.running import process  # noqa: PLC0415 - models are read once Django is set up
    from busel.desk.trustees import founders  # noqa: PLC0415 - the same
    from busel.vault.lock import PROFILES  # noqa: PLC0415 - the same

    process.current.mode = process.Mode.PORCH
    here = founders.Founders(profile=PROFILES[told.lock_profile], lay=lambda made: _lay(Path(told.folder), made))
    founders.found_here(here)
    bind = told.socket if told.port is None else ("127.0.0.1", told.port)
    server = _silent(wsgi.Server)(bind, application, numthreads=_THREADS)
    server.max_request_body_size = _FORM_BYTES
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    _say(f"http://127.0.0.1:{server.bind_addr[1]}/" if told.port is not None else "Your onion address", here.code)
    stopped = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stopped.set())
    until = time.monotonic() + LONGEST_SECONDS
    while not (here.is_done or stopped.wait(_LOOK_SECONDS) or time.monotonic() > until):
        pass
    if here.is_done:
        time.sleep(_ANSWER_SECONDS)
    server.stop()
    if told.port is None:
        Path(told.socket).unlink(missing_ok=True)
    return 0 if here.is_done else 1


def _silent(base: type[Any]) -> type[Any]:
    class Silent(base):  # type: ignore[misc]  # cheroot is loaded late
        """A server that keeps no log: its texts could hold what was typed."""

        def error_log(self, *_arguments: object, **_named: object) -> None:
            """Say nothing."""

    return Silent


def _say(where: str, code: str) -> None:
    sys.stdout.write(f"Open {where} in Tor Browser and type this code, which works once: {code}\n")
    sys.stdout.flush()


def _lay(path: Path, made: Made) -> None:
    """Make the folder an organisation's, or leave it empty. Raises OSError or a ShelfError."""
    from busel.cli.claiming import claimed  # noqa: PLC0415 - as above
    from busel.cli.folder import Charter, Folder  # noqa: PLC0415 - as above
    from busel.cli.output import CommandError  # noqa: PLC0415 - as above

    folder = Folder(path)
    charter = Charter(organisation=made.prepared.founded.organisation.hex(), language=made.language)
    try:
        with claimed(folder):
            folder.make()
            with folder.shelf(charter) as shelf:
                made.prepared.lay(shelf)
            folder.write(charter)
    except CommandError as error:
        raise OSError(str(error)) from error


if __name__ == "__main__":
    # No interpreter shutdown: it would only take apart what the end of the process wipes.
    status = main()
    sys.stdout.flush()
    os._exit(status)
