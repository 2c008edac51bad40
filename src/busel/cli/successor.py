"""`busel successor`: name, with the trustees' shares, where the organisation goes on; or tell which address it is."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from busel.cli import output, passphrases, trustees
from busel.cli.folder import Folder
from busel.cli.output import CommandError
from busel.cli.refusals import in_words
from busel.cli.signed_in import signed_in
from busel.desk.keys.publishing import may_publish
from busel.desk.session import Session
from busel.desk.trustees.successors import known_successor, name_successor
from busel.registry.statements import Successor
from busel.registry.successor import as_text, read_address

HELP = "name the address where the organisation goes on (with the trustees' shares), or tell which it is"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    parser.add_argument(
        "address", nargs="?", metavar="ADDRESS", help="the next onion address; without it, the known one is told"
    )
    passphrases.add_option(parser)
    trustees.add_option(parser)
    parser.add_argument(
        "--give-up", action="store_true", help="let the pages before sign-in say that this address has been given up"
    )


def run(options: argparse.Namespace) -> int:
    """Name it, or tell it."""
    address = None if options.address is None else read_address(options.address)
    if options.address is not None and address is None:
        raise CommandError("That is no onion address: 56 letters and digits and “.onion”. A letter may be mistyped.")
    with signed_in(options) as session:
        statement = known_successor(session) if address is None else _name(session, options, address)
    if options.give_up:
        _give_up(options, statement)
    if options.json:
        output.say_json(_document(statement))
    else:
        _tell(statement, has_given_up=options.give_up)
    return 0


def _name(session: Session, options: argparse.Namespace, address: str) -> Successor:
    if not may_publish(session):
        raise CommandError("Only an administrator or a coordinator can publish it.")
    root = trustees.root_of_shares(options.shares_from, session.keyring.root)
    trustees.forget_screen()
    with in_words(nobody="There is nothing to publish it in."):
        return name_successor(session, root, address)


def _give_up(options: argparse.Namespace, statement: Successor | None) -> None:
    if statement is None:
        raise CommandError("No successor is named yet, so the address cannot be given up.")
    folder = Folder.chosen(options.dir)
    folder.write(msgspec.structs.replace(folder.read(), given_up=as_text(statement)))


def _document(statement: Successor | None) -> dict[str, Any]:
    if statement is None:
        return {"address": None}
    return {"address": statement.address, "number": statement.number, "text": as_text(statement)}


def _tell(statement: Successor | None, *, has_given_up: bool) -> None:
    if statement is None:
        output.say("No successor is named yet: busel successor ADDRESS, with the trustees' shares.")
        return
    output.say(f"If this address is given up, the organisation goes on at {statement.address}")
    output.say("Write it on everybody's card. The same, signed, to be pasted by whoever is in doubt:")
    output.say(as_text(statement))
    if has_given_up:
        output.say("From the next start on the pages before sign-in say that this address has been given up.")
