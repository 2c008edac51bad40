"""`busel account idle`: after how many days without use an account is put to rest; told, and set by administrators."""

from __future__ import annotations

import argparse

from busel.cli import output
from busel.cli.output import CommandError
from busel.cli.refusals import in_words
from busel.cli.signed_in import signed_in
from busel.desk.actions.accounts import set_idle_days
from busel.shelf.protocol import LEAST_IDLE_DAYS, MOST_IDLE_DAYS


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the number."""
    parser.add_argument("--days", type=int, metavar="N", help=f"set it: {LEAST_IDLE_DAYS} to {MOST_IDLE_DAYS}")


def idle(options: argparse.Namespace) -> int:
    """Set the limit, if one is given, and tell it."""
    if options.days is not None and not LEAST_IDLE_DAYS <= options.days <= MOST_IDLE_DAYS:
        raise CommandError(f"--days takes a number from {LEAST_IDLE_DAYS} to {MOST_IDLE_DAYS}.")
    with signed_in(options) as session:
        if options.days is not None:
            with in_words(nobody="This account is not an administrator's."):
                set_idle_days(session, options.days)
        days = session.shelf.states(session.token, []).idle_days
    if options.json:
        output.say_json({"days": days})
    else:
        output.say(f"An account that nobody uses for {days} days is put to rest.")
    return 0
