"""The commands by name. Each is a module with HELP, `add_options(parser)` and `run(options) -> exit code`."""

from __future__ import annotations

import argparse
from typing import Protocol

from busel.cli import demo, serve


class Command(Protocol):
    """What a command's module offers."""

    HELP: str

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it and return the exit code. Raises output.CommandError."""


COMMANDS: dict[str, Command] = {
    "demo": demo,
    "serve": serve,
}
