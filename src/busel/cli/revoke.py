"""`busel revoke`: end what an account holds on a division, and change the keys that it knows."""

from __future__ import annotations

import argparse

from busel.cli import output, passphrases
from busel.cli.output import Bar, CommandError
from busel.cli.refusals import in_words
from busel.cli.rotate import new_keys
from busel.cli.signed_in import division_of, signed_in
from busel.desk.access.called import TwoAccountsError
from busel.desk.access.grants import revoke
from busel.desk.keys.posting import members_of
from busel.desk.session import Session
from busel.registry.roles import Role
from busel.shelf.protocol import ShelfError

HELP = "end what an account holds on a division, and change the keys that it knows (coordinators)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser)
    parser.add_argument("--from", dest="whom", required=True, metavar="HANDLE", help="whose: account name, or its id")
    parser.add_argument("--division", required=True, metavar="D", help="on which division, by full name")


def run(options: argparse.Namespace) -> int:
    """Revoke, then rotate: the end is a statement, the lock is the rotation."""
    with signed_in(options) as session:
        division = division_of(session, options.division, least=Role.COORDINATOR).journal
        with in_words(nobody=f"Nobody called “{options.whom}” is a member of “{options.division}”."):
            account = _called(session, division, options.whom)
            owed = revoke(session, division, account)
        if owed:
            _lock_out(session, division, bar=Bar(quiet=options.json))
    document = {"handle": options.whom, "account": account.hex(), "division": options.division, "rotated": owed}
    if options.json:
        output.say_json(document)
    else:
        output.say(f"“{options.whom}” holds nothing on “{options.division}” any more")
    return 0


def _called(session: Session, division: bytes, whom: str) -> bytes:
    """Return the one account of that name, never this one. Raises LookupError, TwoAccountsError or CommandError."""
    members = members_of(session, division).items()
    found = {account for account, member in members if whom in (member.handle, account.hex())}
    if len(found) > 1:
        raise TwoAccountsError(sorted(found))
    if not found:
        raise LookupError
    if found == {session.account}:
        raise CommandError("Nobody ends their own account's role: another coordinator does it.")
    return found.pop()


def _lock_out(session: Session, division: bytes, *, bar: Bar) -> None:
    try:
        new_keys(session, division, bar=bar)
    except (CommandError, ShelfError) as error:
        raise CommandError("The role has ended, but the keys are the old ones still: run busel rotate now.") from error
