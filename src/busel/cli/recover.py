"""`busel recover`: with the trustees' shares, make an account coordinator of a division, or an administrator."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from busel.cli import output, passphrases, trustees
from busel.cli.output import Bar, CommandError
from busel.cli.refusals import in_words
from busel.cli.signed_in import signed_in
from busel.desk.opening import pull
from busel.desk.posting import every_member
from busel.desk.recovering import recover_division, recover_office, take_over_division
from busel.desk.session import Session
from busel.registry.root import Root

HELP = "with the trustees' shares: make an account coordinator of a division whose holders are gone, or administrator"
NO_ESCROW = "Nothing was left to the trustees that opens it as it is now; nothing was changed."


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser)
    trustees.add_option(parser)
    parser.add_argument(
        "--division", metavar="D", action="append", default=[], help="the division to bring back; may be given again"
    )
    parser.add_argument("--administrator", action="store_true", help="make the account an administrator, too")
    parser.add_argument(
        "--end",
        metavar="HANDLE",
        action="append",
        default=[],
        help="an account whose access to these divisions ends, for somebody else may hold its keys; may be given again",
    )


def run(options: argparse.Namespace) -> int:
    """Recover what was asked for. What is done already is left as it is; so it may be run again after any end."""
    if not options.division and not options.administrator:
        raise CommandError("What is to be brought back? Give --division with its full name, or --administrator.")
    with signed_in(options) as session:
        divisions = [_division(session, name) for name in options.division]
        root = trustees.root_of_shares(options.shares_from, session.keyring.root)
        trustees.forget_screen()
        if options.administrator:
            with in_words(nobody=NO_ESCROW):
                recover_office(session, root)
        bar = Bar(quiet=options.json)
        for name, division in zip(options.division, divisions, strict=True):
            _recover(session, root, division, ended=options.end, name=name, bar=bar)
        document = {"account": session.account.hex(), "divisions": options.division}
        document |= {"administrator": options.administrator}
    _say(options, document)
    return 0


def _recover(session: Session, root: Root, division: bytes, *, ended: Sequence[str], name: str, bar: Bar) -> None:
    with in_words(nobody=NO_ESCROW):
        take_over_division(session, root, division)
    pull(session)
    accounts = [account for handle in ended for account in _called(session, division, handle)]
    with in_words(nobody=NO_ESCROW):
        recover_division(
            session,
            root,
            division,
            ended=accounts,
            told=lambda done, all_: bar.show(f"Changing keys: {name}", done, all_),
        )


def _called(session: Session, division: bytes, handle: str) -> list[bytes]:
    """Return who has this handle in a division: all of them, for a handle is nobody's alone. Nobody is no mistake."""
    found = {one.account for one in every_member(session, division) if handle in (one.handle, one.account.hex())}
    return sorted(found - {session.account})


def _division(session: Session, name: str) -> bytes:
    found = [division for division, known in session.certificates.divisions().items() if known == name]
    if not found:
        raise CommandError(f"There is no division called “{name}”.")
    return found[0]


def _say(options: argparse.Namespace, document: dict[str, Any]) -> None:
    if options.json:
        output.say_json(document)
        return
    if options.administrator:
        output.say(f"{options.handle} is an administrator from now on.")
    for name in options.division:
        output.say(f"{options.handle} coordinates “{name}” from now on, and its keys are new.")
    output.say("Now destroy what was written while you typed, and let every trustee take the own card home.")
