"""`busel`: the one entry of the command line."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

import django

from busel.cli import output
from busel.cli.commands import Command, commands
from busel.shelf.protocol import ShelfError


def parser(known: dict[str, Command]) -> argparse.ArgumentParser:
    """Return the parser of the commands; all options stand after the command."""
    whole = argparse.ArgumentParser(prog="busel", description="Supporters, kept safe.")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in known.items():
        one = commands.add_parser(name, help=command.HELP, description=command.HELP)
        one.add_argument("--dir", metavar="D", help="the organisation's folder (or set BUSEL_DIR)")
        one.add_argument("--json", action="store_true", help="one JSON document on stdout and nothing else there")
        command.add_options(one)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Errors are one sentence on stderr and a non-zero exit, never a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "busel.desk.settings")
    django.setup(set_prefix=False)  # the commands' modules import models
    known = commands()
    chosen = parser(known).parse_args(arguments)
    try:
        return known[chosen.command].run(chosen)
    except output.CommandError as error:
        output.complain(str(error))
    except ShelfError as error:
        output.complain(_SHELF_SENTENCES.get(error.code, "The shelf refused."))
    except KeyboardInterrupt:
        output.complain("Stopped.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


_SHELF_SENTENCES = {
    "frozen": "Nobody signed in for a long time, so this account is at rest. Ask a coordinator or an administrator.",
    "unreachable": "The shelf does not answer.",
    "session-ended": "The session was ended: the account was frozen, or the shelf was started anew.",
    "exists": "There is something already; nothing was changed.",
    "too-large": "That is larger than the shelf takes.",
}
