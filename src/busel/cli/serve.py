"""`busel serve`: the door, the desks and the shelf of one organisation."""

from __future__ import annotations

import argparse

from busel.cli.claiming import is_empty
from busel.cli.folder import Folder
from busel.cli.founding_page import found_by_page
from busel.cli.serving import refuse_if_unsafe, serve
from busel.desk.running.options import Options

HELP = "serve an organisation; in an empty folder, found one by pages first"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument(
        "--port", type=int, help="a port on 127.0.0.1, for a demo organisation, or for founding one in an empty folder"
    )
    parser.add_argument(
        "--secure-cookies",
        action="store_true",
        help="cookies that Tor Browser keeps on an onion, and plain Firefox drops",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    folder = Folder.chosen(options.dir)
    port = options.port
    if is_empty(folder):  # nobody's yet: it is founded by pages first
        refuse_if_unsafe(is_demo=False)
        found_by_page(folder, port=port)
        port = None
    return serve(folder.path, port=port, desks=Options(secure_cookies=options.secure_cookies))
