"""The trustees' shares for a command: typed one after the other, or read from where an option says."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import suppress

from django.utils.translation import override

from busel.cli.output import CommandError, complain
from busel.desk.web.share_words import share_words
from busel.registry.root import Root
from busel.vault.shares import WORDS, Fault, Share, ShareError, add_share, are_enough, join_shares, read_share


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add where the shares come from."""
    parser.add_argument(
        "--shares-from",
        metavar="fd:N|env:NAME",
        help="read the shares from there, one a line, instead of asking for them",
    )


def root_of_shares(source: str | None, public: bytes) -> Root:
    """Return the root key whose public half is pinned. Each slip is told in a sentence, and the next share is taken.

    Raises CommandError when the shares end before there are enough.
    """
    held: list[Share] = []
    for typed in _typed(source):
        try:
            held = add_share(held, read_share(typed))
            if are_enough(held):
                return _joined(held, public)
            _count(held, asked=source is None)
        except ShareError as error:
            if error.fault is Fault.OTHER_ROOT:
                held = []  # together they are somebody else's: begin anew
            with override("en"):
                complain(share_words(error))
    if not held:
        raise CommandError("No share of this organisation's root key was given; nothing was changed.")
    raise CommandError(f"{len(held)} of the {held[0].needed} shares that are needed were given; nothing was changed.")


def _joined(held: list[Share], public: bytes) -> Root:
    root = Root(join_shares(held))
    if root.signing.public != public:
        raise ShareError(Fault.OTHER_ROOT)
    return root


def _count(held: list[Share], *, asked: bool) -> None:
    if asked:
        complain(f"Share {held[-1].number} is right: {len(held)} of {held[0].needed}. The next trustee, please.")


def _typed(source: str | None) -> Iterator[str]:
    """Yield what is typed as one share after the other."""
    if source is not None:
        yield from (line for line in _read(source).splitlines() if line.strip())
        return
    complain(
        "Type the words of one share, in as many lines as you like. What you type is seen: clear the screen after."
    )
    with suppress(EOFError):
        while True:
            lines = [input("Share: ")]
            while 0 < len(" ".join(lines).split()) < WORDS and (more := input("   …   ")):
                lines.append(more)
            yield " ".join(lines)


def _read(source: str) -> str:
    kind, _, name = source.partition(":")
    if kind == "env" and name in os.environ:
        return os.environ.pop(name)  # no child of this process gets it
    if kind == "fd" and name.isdecimal():
        try:
            with os.fdopen(int(name), encoding="utf-8", closefd=False) as given:
                return given.read()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Nothing could be read from descriptor {name}.") from error
    raise CommandError("--shares-from takes fd:N or env:NAME, and the variable must be set.")


def forget_screen() -> None:
    """Clear the terminal on which shares were typed, its scrollback too, where it is one."""
    if sys.stderr.isatty():
        sys.stderr.write("\x1b[3J\x1b[2J\x1b[H")
        sys.stderr.flush()
