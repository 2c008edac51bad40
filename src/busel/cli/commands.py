"""The commands by name. Each is a module with HELP, `add_options(parser)` and `run(options) -> exit code`."""

from __future__ import annotations

import argparse
from importlib import import_module
from keyword import iskeyword
from typing import Protocol, cast


class Command(Protocol):
    """What a command's module offers."""

    HELP: str

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's own options."""

    def run(self, options: argparse.Namespace) -> int:
        """Do it and return the exit code. Raises output.CommandError."""


NAMES = (
    "account",
    "demo",
    "duplicates",
    "export",
    "exposure",
    "grant",
    "import",
    "init",
    "kept",
    "letters",
    "look",
    "recover",
    "revoke",
    "rotate",
    "search",
    "serve",
    "successor",
    "verify",
)
"""Each is a module of this package; its name is the command, with "_" behind it where Python has that word itself."""


def commands() -> dict[str, Command]:
    """Return the commands by name. Their modules use Django's models: set it up before."""
    return {name: cast("Command", import_module(_module(name))) for name in NAMES}


def _module(name: str) -> str:
    return f"busel.cli.{name}_" if iskeyword(name) else f"busel.cli.{name}"
