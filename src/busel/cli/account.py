"""`busel account add|list|freeze|thaw`: for administrators, and for who has an account's codes."""

from __future__ import annotations

import argparse
from typing import Any

from busel.cli import account_freezing, output, passphrases
from busel.cli.folder import Folder
from busel.cli.init import words_in
from busel.cli.output import CommandError
from busel.cli.refusals import in_words
from busel.cli.signed_in import signed_in
from busel.cli.slips import slip, tell_slip, tell_what_slips_are_for
from busel.desk.grants import ON_DIVISIONS, add_account
from busel.desk.posting import members_of
from busel.desk.session import Session
from busel.registry.keyring import Bundle
from busel.registry.roles import Role

HELP = "make an account, or list the accounts (administrators); freeze or thaw one (who has its codes)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's subcommands; the options that all commands take stand after those."""
    parts = parser.add_subparsers(dest="part", required=True, metavar="add|list|freeze|thaw")
    add = _part(parts, "add", help_="make an account; its passphrase is shown once, a division's coordinators are told")
    add.add_argument("--division", metavar="D", required=True, help="whose coordinators let the newcomer in")
    add.add_argument("--role", choices=[role.value for role in ON_DIVISIONS], help="which role is wished there")
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
    parts = {"add": _add, "list": _list, "freeze": account_freezing.freeze, "thaw": account_freezing.thaw}
    return parts[options.part](options)


def _add(options: argparse.Namespace) -> int:
    language = words_in(Folder.chosen(options.dir).read().language)
    role = Role(options.role) if options.role else None
    with signed_in(options) as session:
        _office(session)
        division = _division(session, options.division)
        with in_words(nobody=f"“{options.division}” has no inbox key that is certified, so nobody can be told."):
            made = add_account(session, division=division, role=role, language=language)
        document = slip(made) | {"division": options.division}
        if options.json:
            output.say_json(document)
        else:
            _tell(document)
    return 0


def _list(options: argparse.Namespace) -> int:
    with signed_in(options) as session:
        members = members_of(session, _office(session).journal).values()
        known = sorted((member.handle, member.account.hex()) for member in members)
    if options.json:
        output.say_json({"accounts": [{"handle": handle, "id": account} for handle, account in known]})
    else:
        for handle, account in known:
            output.say(f"{handle:<24} {account}")
        output.say(f"{len(known):,} accounts")
    return 0


def _office(session: Session) -> Bundle:
    """Return the office's keys. Raises CommandError for who has none."""
    office = session.keyring.named("office")
    if office is None or not session.may(Role.ADMINISTRATOR, office.journal):
        raise CommandError("This account is not an administrator's.")
    return office


def _division(session: Session, name: str) -> bytes:
    found = [division for division, known in session.certificates.divisions().items() if known == name]
    if not found:
        raise CommandError(f"There is no division called “{name}”.")
    return found[0]


def _tell(document: dict[str, Any]) -> None:
    tell_slip(document)
    output.say("Write it on paper now: it is shown this once. The account opens nothing yet:")
    output.say(f"a coordinator of “{document['division']}” lets it in with busel grant.")
    tell_what_slips_are_for()
