"""`busel serve`: the door, the desks and the shelf of one organisation."""

from __future__ import annotations

import argparse

from busel.cli.folder import Folder
from busel.cli.serving import serve
from busel.desk.options import Options

HELP = "serve an organisation"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument("--port", type=int, help="a port on 127.0.0.1, for a demo organisation only")
    parser.add_argument(
        "--secure-cookies",
        action="store_true",
        help="cookies that Tor Browser keeps on an onion, and plain Firefox drops",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    folder = Folder.chosen(options.dir)
    return serve(folder.path, port=options.port, desks=Options(secure_cookies=options.secure_cookies))
