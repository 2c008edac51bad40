"""`busel verify`: is every journal that an account opens whole, from its first commit to its last?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from busel.cli import output, passphrases
from busel.cli.signed_in import signed_in
from busel.desk.journals.verifying import verify_zone

HELP = "check every chain, signature, role and snapshot in the journals that an account opens, history included"


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
        for line in _lines(report):
            output.say(f"  {line}")
    return 1 if report["aside"] or report["differences"] else 0


def _lines(report: dict[str, Any]) -> Iterator[str]:
    for one in report["aside"]:
        yield f"not believed: {one['division'] or one['journal']} at {one['sequence']}: {one['cause']}"
    for one in report["differences"]:
        yield (
            f"not to be believed: {one['division']}: the snapshot at {one['sequence']}, laid by"
            f" {one['author'] or 'somebody unknown'}, does not say what the deeds say. {one['kind']}:"
            f" {one['left_out']:,} left out, {one['made_up']:,} made up, {one['altered']:,} altered"
        )
    for one in report["unchecked"]:
        yield (
            f"not checked: {one['division']}: {one['commits']:,} commits do not open to this account,"
            " so the snapshot is not compared with the deeds, and who has left since is not believed after them"
        )
