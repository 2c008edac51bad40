"""Where a passphrase comes from: the terminal, an inherited descriptor, or the environment; never an argument."""

from __future__ import annotations

import argparse
import getpass
import os

from busel.cli.output import CommandError


def add_option(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Give a command `--as`, `--passphrase-from` and `--key-file`."""
    parser.add_argument("--as", dest="handle", required=required, metavar="HANDLE", help="the account that does it")
    parser.add_argument(
        "--passphrase-from",
        metavar="fd:N|env:NAME",
        help="read the passphrase from a descriptor or a variable instead of the terminal",
    )
    parser.add_argument("--key-file", metavar="FILE", help="the account's key file, if it has one")


def read_passphrase(source: str | None) -> str:
    """Return the passphrase. Raises CommandError."""
    return read_secret(source, asks="Passphrase: ", option="--passphrase-from")


def read_secret(source: str | None, *, asks: str, option: str) -> str:
    """Return what is typed, or stands where an option says. Raises CommandError."""
    if source is None:
        return getpass.getpass(asks)
    kind, _, name = source.partition(":")
    if kind == "env" and name in os.environ:
        return os.environ.pop(name)  # no child of this process gets it
    if kind == "fd" and name.isdecimal():
        try:
            with os.fdopen(int(name), encoding="utf-8", closefd=False) as given:
                return given.readline().rstrip("\n")
        except OSError as error:
            raise CommandError(f"Nothing could be read from descriptor {name}.") from error
    raise CommandError(f"{option} takes fd:N or env:NAME, and the variable must be set.")
