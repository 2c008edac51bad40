"""`busel kept`: what folds replaced within the last days, and how an operator puts a journal back. No account."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from busel.cli import output
from busel.cli.folder import Folder
from busel.cli.output import CommandError

HELP = "list what the store keeps of replaced snapshots and history, and put a journal back (operators)"
_SECONDS_A_DAY = 86_400
_REFUSED = {
    "unknown": "There is no such journal here. `busel verify --json` tells the ids of divisions.",
    "nothing-kept": "Nothing of this journal is kept any more. A backup may have it.",
    "not-whole": "Not all that is needed is kept any more; nothing was changed. A backup may have it.",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the journal."""
    parser.add_argument("--put-back", metavar="JOURNAL", help="its id, 32 hexadecimal digits, as it is listed")


def run(options: argparse.Namespace) -> int:
    """List, or put back. Raises CommandError."""
    folder = Folder.chosen(options.dir)
    charter = folder.read()
    asked = [] if options.put_back is None else ["--put-back", _id(options.put_back)]
    told = _ask(folder.database(charter), charter.organisation, asked)
    if "refused" in told:
        raise CommandError(_REFUSED[told["refused"]])
    if options.put_back is None:
        told["journals"] = [{**one, "since": _day(one["since"])} for one in told["journals"]]
    if options.json:
        output.say_json(told)
        return 0
    for line in _lines(told):
        output.say(line)
    return 0


def _id(written: str) -> str:
    try:
        return bytes.fromhex(written).hex()
    except ValueError:
        raise CommandError("A journal's id is 32 hexadecimal digits.") from None


def _ask(database: str, organisation: str, arguments: list[str]) -> dict[str, Any]:
    """Run the shelf's own program: nothing here speaks to its store."""
    settings = {"BUSEL_SHELF_DATABASE": database, "BUSEL_SHELF_ORGANISATION": organisation}
    done = subprocess.run(  # noqa: S603 - our own program, by its module name
        [sys.executable, "-m", "busel.server.shelf.putting_back", *arguments],
        env=os.environ | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise CommandError("The store cannot be read.")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _day(number: int) -> str:
    return datetime.fromtimestamp(number * _SECONDS_A_DAY, UTC).date().isoformat()


def _lines(told: dict[str, Any]) -> list[str]:
    if "put_back" in told:
        done = f"Put back: the snapshot at {told['snapshot']}, {told['bodies']:,} bodies."
        next_steps = "Let a coordinator change the keys (busel rotate) and check it (busel verify)."
        return [f"{done} What was written since stands after it. {next_steps}"]
    if not told["journals"]:
        return [f"Nothing was replaced within {told['days']} days."]
    line = "{journal}: since {since} {snapshots:,} snapshots and {bodies:,} bodies, {bytes:,} bytes"
    return [line.format(**one) for one in told["journals"]]
