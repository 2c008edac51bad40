"""`busel account freeze|thaw`: shut an account by its code, open it again by its halves; nobody signs in for it."""

from __future__ import annotations

import argparse
import socket
from contextlib import suppress

from busel.cli import output
from busel.cli.folder import COMMAND_SOCKET, Folder
from busel.cli.output import CommandError
from busel.cli.passphrases import read_secret
from busel.desk.freezes.freezing import read
from busel.desk.running import wire
from busel.shelf.protocol import HALF_AWAITED, NO_HALF_NEEDED, THAW_DAYS, THAWED, TICKET_BYTES, BadTicketError

_NOBODYS = bytes(TICKET_BYTES)
"""Asked for in the place of a text that cannot be a code, so that every text takes the same way."""
_PATIENCE = 5.0
MOST_HALVES = 2
_WRONG_HALF = "This is no half of a thaw; nothing was changed."
_WRONG_SECOND = "The first half was taken. The second is no half of a thaw, and changed nothing."
_CODES = {NO_HALF_NEEDED: "not-needed", HALF_AWAITED: "other-awaited", THAWED: "thawed"}
_SENTENCES = {
    NO_HALF_NEEDED: "The account of this half is open: there is nothing to thaw.",
    HALF_AWAITED: f"This half was taken. The other one is awaited for {THAW_DAYS} days.",
    THAWED: "The account opens again. If somebody else may have held its keys: busel rotate gives new ones.",
}


def add_freeze_options(parser: argparse.ArgumentParser) -> None:
    """Add where the code comes from."""
    parser.add_argument("--code-from", metavar="fd:N|env:NAME", help="read the freeze code from there")


def add_thaw_options(parser: argparse.ArgumentParser) -> None:
    """Add where the halves come from."""
    parser.add_argument(
        "--half-from", metavar="fd:N|env:NAME", action="append", help="read a half from there; may be given twice"
    )


def freeze(options: argparse.Namespace) -> int:
    """Freeze whose code it is, and end that desk. The answer is the same for every code."""
    code = read(read_secret(options.code_from, asks="Freeze code: ", option="--code-from")) or _NOBODYS
    folder = Folder.chosen(options.dir)
    with folder.shelf(folder.read()) as shelf:
        locker = shelf.freeze(code)
    if locker is not None:
        end_desk(folder, locker)
    if options.json:
        output.say_json({"done": True})
    else:
        output.say("If the code was right, the account is frozen from this moment, and its open pages are closed.")
    return 0


def thaw(options: argparse.Namespace) -> int:
    """Show one half of a thaw, or both. What is wrong with a wrong one is not told."""
    sources = options.half_from or [None]
    if len(sources) > MOST_HALVES:
        raise CommandError("A thaw takes two halves: give --half-from once or twice.")
    halves = [read(read_secret(one, asks="Thaw half: ", option="--half-from")) or _NOBODYS for one in sources]
    folder, shown = Folder.chosen(options.dir), []
    with folder.shelf(folder.read()) as shelf:
        for half in halves:
            try:
                shown.append(shelf.thaw(half))
            except BadTicketError as error:
                raise CommandError(_WRONG_HALF if not shown else _WRONG_SECOND) from error
    if options.json:
        output.say_json({"halves": [_CODES[one] for one in shown], "thawed": THAWED in shown})
    else:
        for one in shown:
            output.say(_SENTENCES[one])
    return 0


def end_desk(folder: Folder, locker: bytes) -> None:
    """Have the running server kill the account's desk. Where none answers, the desk's own heartbeat ends it."""
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
        asking.settimeout(_PATIENCE)
        asking.connect(str(folder.path / COMMAND_SOCKET))
        asking.send(wire.KILL + locker)
        asking.recv(wire.MESSAGE_BYTES)
