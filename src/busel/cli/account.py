"""`busel account add|begin|renew|take-in|list|freeze|thaw|idle`: for administrators, owners, and who has the codes."""

from __future__ import annotations

import argparse
from typing import Any

from busel.cli import (
    account_beginning,
    account_freezing,
    account_idle,
    account_inviting,
    account_renewing,
    output,
    passphrases,
    renewed,
)
from busel.cli.output import CommandError
from busel.cli.signed_in import signed_in
from busel.desk.access.office_hellos import note_newcomers
from busel.desk.freezes.frozen import Standing, standings
from busel.desk.keys.posting import members_of
from busel.desk.session import Session
from busel.registry.keyring import Bundle
from busel.registry.roles import Role

HELP = (
    "invite somebody, take new keys in, list the accounts (administrators); begin with a slip; make new keys for your"
    " own; freeze or thaw (who has the codes)"
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's subcommands; the options that all commands take stand after those."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="add|begin|renew|take-in|list|freeze|thaw|idle")
    account_inviting.add_options(_part(parts, "add", help_="make the slip with which a newcomer begins an account"))
    account_beginning.add_options(_part(parts, "begin", help_="begin your account with the one-time code of a slip"))
    account_renewing.add_options(_part(parts, "renew", help_="make new keys for your account that may have been taken"))
    taking_in = _part(parts, "take-in", help_="let new keys of an account count for the office, after six words")
    taking_in.add_argument("--to", required=True, metavar="HANDLE", help="whose: account name, or the account's id")
    renewed.add_words(taking_in)
    _part(parts, "list", help_="list the accounts")
    account_freezing.add_freeze_options(
        _part(parts, "freeze", help_="shut the account whose freeze code you have, and end its desk", signs_in=False)
    )
    account_freezing.add_thaw_options(
        _part(
            parts,
            "thaw",
            help_="open a frozen account again: takes two halves, one at a time or both",
            signs_in=False,
        )
    )
    account_idle.add_options(_part(parts, "idle", help_="tell, or set, after how many days without use accounts rest"))


def _part(parts: Any, name: str, *, help_: str, signs_in: bool = True) -> argparse.ArgumentParser:
    part: argparse.ArgumentParser = parts.add_parser(name, help=help_, description=help_)
    # What stands before the subcommand is kept where it is not given again behind it.
    part.add_argument("--dir", metavar="D", default=argparse.SUPPRESS, help="the organisation's folder")
    part.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on stdout")
    if signs_in:
        passphrases.add_option(part)
    return part


def run(options: argparse.Namespace) -> int:
    """Do the part that was asked for."""
    parts = {
        "add": account_inviting.invite_newcomer,
        "begin": account_beginning.begin,
        "renew": account_renewing.renew,
        "take-in": renewed.take_in_office,
        "list": _list,
        "freeze": account_freezing.freeze,
        "thaw": account_freezing.thaw,
        "idle": account_idle.idle,
    }
    return parts[options.part](options)


def _list(options: argparse.Namespace) -> int:
    with signed_in(options) as session:
        note_newcomers(session)
        office = _office(session)
        states = standings(session, [office])
        members = members_of(session, office.journal).values()
        known = sorted((one.handle, one.account.hex(), _state(states.get(one.account))) for one in members)
    if options.json:
        output.say_json({"accounts": [{"handle": handle, "id": id_, "state": state} for handle, id_, state in known]})
    else:
        for handle, account, state in known:
            output.say(f"{handle:<24} {account}  {state}")
        output.say(f"{len(known):,} accounts")
    return 0


def _state(standing: Standing | None) -> str:
    """Return one word: "unknown" where the office keeps no code of it."""
    if standing is None:
        return "unknown"
    if standing.state.is_frozen:
        return "frozen"
    return "at-rest" if standing.is_at_rest else "open"


def _office(session: Session) -> Bundle:
    """Return the office's keys. Raises CommandError for who has none."""
    office = session.keyring.named("office")
    if office is None or not session.may(Role.ADMINISTRATOR, office.journal):
        raise CommandError("This account is not an administrator's.")
    return office
