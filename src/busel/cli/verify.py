"""`busel verify`: is every journal that an account opens whole, from its first commit to its last?"""

from __future__ import annotations

import argparse

from busel.cli import output, passphrases
from busel.cli.signed_in import signed_in
from busel.desk.verifying import verify_zone

HELP = "check every chain, signature and role in the journals that an account opens, history included"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser)


def run(options: argparse.Namespace) -> int:
    """Verify; the exit code is 1 when something is not believed."""
    with signed_in(options) as session:
        report = verify_zone(session)
    if options.json:
        output.say_json(report)
    else:
        output.say(f"{report['commits']:,} commits in {report['journals']:,} journals")
        for aside in report["aside"]:
            output.say(f"  not believed: {aside['journal']} at {aside['sequence']}: {aside['cause']}")
    return 1 if report["aside"] else 0
