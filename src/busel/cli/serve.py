"""`busel serve`: the door, the desks and the shelf of one organisation."""

from __future__ import annotations

import argparse

from busel.cli.folder import Folder
from busel.cli.output import CommandError
from busel.cli.serving import serve

HELP = "serve an organisation"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument("--port", type=int, help="a port on 127.0.0.1, for a demo organisation only")


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    folder = Folder.chosen(options.dir)
    charter = folder.read()
    if options.port is not None and not charter.demo:
        raise CommandError("A port is for demo organisations only; a real one is reached through its onion socket.")
    return serve(folder.path, port=options.port)
