"""`busel recover`: with the trustees' shares, make an account coordinator of a division, or an administrator."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from busel.cli import output, passphrases, trustees
from busel.cli.output import Bar, CommandError
from busel.cli.refusals import in_words
from busel.cli.signed_in import signed_in
from busel.desk.journals.opening import pull
from busel.desk.keys.posting import every_member
from busel.desk.session import Session
from busel.desk.trustees.naming_auditors import name_auditor
from busel.desk.trustees.recovering import recover_division, recover_office, take_over_division, take_over_office
from busel.registry.root import Root

HELP = "with the trustees' shares: make an account coordinator where all holders are gone, administrator, or auditor"
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
        "--auditor", action="store_true", help="make the account the auditor, in the place of those before"
    )
    parser.add_argument("--beside", action="store_true", help="with --auditor: those before stay auditors, too")
    parser.add_argument(
        "--end",
        metavar="HANDLE",
        action="append",
        default=[],
        help="an account whose access to what is brought back ends, for somebody else may hold its keys; may be given"
        " again",
    )


def run(options: argparse.Namespace) -> int:
    """Recover what was asked for. What is done already is left as it is; so it may be run again after any end."""
    if not (options.division or options.administrator or options.auditor):
        raise CommandError(
            "What is to be brought back? Give --division with its full name, --administrator or --auditor."
        )
    with signed_in(options) as session:
        divisions = [_division(session, name) for name in options.division]
        root = trustees.root_of_shares(options.shares_from, session.keyring.root)
        trustees.forget_screen()
        bar = Bar(quiet=options.json)
        if options.administrator:
            _recover_office(session, root, ended=options.end, bar=bar)
        if options.auditor:
            with in_words(nobody=NO_ESCROW):
                name_auditor(session, root, beside=options.beside)
        for name, division in zip(options.division, divisions, strict=True):
            _recover(session, root, division, ended=options.end, name=name, bar=bar)
        document = {"account": session.account.hex(), "divisions": options.division}
        document |= {"administrator": options.administrator, "auditor": options.auditor}
    _say(options, document)
    return 0


def _recover_office(session: Session, root: Root, *, ended: Sequence[str], bar: Bar) -> None:
    with in_words(nobody=NO_ESCROW):
        take_over_office(session, root)
    pull(session)
    office = session.keyring.named("office")
    accounts = [account for handle in ended for account in _called(session, office.journal if office else b"", handle)]
    with in_words(nobody=NO_ESCROW):
        recover_office(
            session,
            root,
            ended=accounts,
            told=lambda done, all_: bar.show("Changing the shared keys", done, all_),
        )


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
    if options.auditor:
        others = "beside those before" if options.beside else "and nobody else"
        output.say(f"{options.handle} audits from now on, {others}: new entries of the access log are sealed so.")
    for name in options.division:
        output.say(f"{options.handle} coordinates “{name}” from now on, and its keys are new.")
    output.say("Now destroy what was written while you typed, and let every trustee take the own card home.")
