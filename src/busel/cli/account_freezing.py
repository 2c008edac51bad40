"""`busel account freeze|thaw`: shut an account by its code, open it again by its two halves; nobody signs in for it."""

from __future__ import annotations

import argparse
import socket
from contextlib import suppress

from busel.cli import output
from busel.cli.folder import COMMAND_SOCKET, Folder
from busel.cli.output import CommandError
from busel.cli.passphrases import read_secret
from busel.desk import wire
from busel.desk.freezing import read
from busel.shelf.protocol import TICKET_BYTES, BadTicketError

_NOBODYS = bytes(TICKET_BYTES)
"""Asked for in the place of a text that cannot be a code, so that every text takes the same way."""
_PATIENCE = 5.0


def add_freeze_options(parser: argparse.ArgumentParser) -> None:
    """Add where the code comes from."""
    parser.add_argument("--code-from", metavar="fd:N|env:NAME", help="read the freeze code from there")


def add_thaw_options(parser: argparse.ArgumentParser) -> None:
    """Add where the halves come from."""
    parser.add_argument(
        "--half-from", metavar="fd:N|env:NAME", action="append", help="read a half from there; give it once for each"
    )


def freeze(options: argparse.Namespace) -> int:
    """Freeze whose code it is, and end that desk. The answer is the same for every code."""
    code = read(read_secret(options.code_from, asks="Freeze code: ", option="--code-from")) or _NOBODYS
    folder = Folder.chosen(options.dir)
    with folder.shelf(folder.read()) as shelf:
        locker = shelf.freeze(code)
    if locker is not None:
        _end_desk(folder, locker)
    if options.json:
        output.say_json({"done": True})
    else:
        output.say("If the code was right, the account is frozen from this moment, and its open pages are closed.")
    return 0


def thaw(options: argparse.Namespace) -> int:
    """Thaw whose halves they are. What is wrong with wrong ones is not told."""
    sources = options.half_from or [None, None]
    if len(sources) != 2:  # noqa: PLR2004 - two halves
        raise CommandError("A thaw takes two halves: give --half-from twice, or not at all.")
    one, other = (
        read(read_secret(source, asks=asks, option="--half-from")) or _NOBODYS
        for source, asks in zip(sources, ("One half: ", "The other half: "), strict=True)
    )
    folder = Folder.chosen(options.dir)
    with folder.shelf(folder.read()) as shelf:
        try:
            shelf.thaw((one, other))
        except BadTicketError as error:
            raise CommandError("These are not the two halves of one account; nothing was changed.") from error
    if options.json:
        output.say_json({"thawed": True})
    else:
        output.say("The account opens again. If somebody else may have held its keys: busel rotate gives new ones.")
    return 0


def _end_desk(folder: Folder, locker: bytes) -> None:
    """Have the running server kill the account's desk. Where none answers, the desk's own heartbeat ends it."""
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
        asking.settimeout(_PATIENCE)
        asking.connect(str(folder.path / COMMAND_SOCKET))
        asking.send(wire.KILL + locker)
        asking.recv(wire.MESSAGE_BYTES)
