"""`busel grant`: let an account into a division."""

from __future__ import annotations

import argparse
from typing import Any

from busel.cli import output, passphrases, renewed
from busel.cli.output import CommandError
from busel.cli.refusals import in_words
from busel.cli.signed_in import division_of, signed_in
from busel.desk.access.granting import below, carry_out, work_for
from busel.desk.access.grants import ON_DIVISIONS, Terms
from busel.desk.access.proposing import grant_or_propose
from busel.desk.access.stating import roster_of
from busel.desk.clock import moment, this_hour
from busel.desk.keys.posting import members_of
from busel.desk.session import Session
from busel.registry.roles import Role
from busel.registry.statements import longest

HELP = "let an account into a division (coordinators)"
DAY_HOURS = 24
MOST_DAYS = 36_500
LASTS_LONGER = (
    "“{handle}” holds “{name}” longer than that by an older grant: --days shortens nothing. End it first (busel"
    " revoke), then grant again."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser)
    parser.add_argument(
        "--to", required=True, metavar="HANDLE", help="who is let in: account name, or the account's id"
    )
    parser.add_argument(
        "--renewed",
        action="store_true",
        help="the account has new keys: it goes on with them wherever you coordinate, on the same terms; needs --words",
    )
    renewed.add_words(parser)
    parser.add_argument("--division", metavar="D", help="into which division, by full name")
    parser.add_argument("--below", action="store_true", help="also into every division below it that you coordinate")
    parser.add_argument("--role", choices=[role.value for role in ON_DIVISIONS], help="to do what there")
    parser.add_argument("--may-export", action="store_true", help="also to take people out (editors and coordinators)")
    parser.add_argument("--days", type=int, metavar="N", help="for so many days; without it until it is revoked")


def run(options: argparse.Namespace) -> int:
    """Grant, or let an account with new keys go on."""
    if options.renewed:
        return renewed.take_in_division(options)
    if not options.division or not options.role:
        raise CommandError("Give --division and --role; or --renewed for an account that has new keys.")
    return _grant(options)


def _grant(options: argparse.Namespace) -> int:
    if options.days is not None and not 0 < options.days <= MOST_DAYS:
        raise CommandError(f"--days takes a number from 1 to {MOST_DAYS:,}.")
    not_after = this_hour() + DAY_HOURS * options.days if options.days else 0
    if options.may_export and not Role(options.role).covers(Role.EDITOR):
        raise CommandError("Each export is noted by who takes it: only editors and coordinators can have the right.")
    terms = Terms(Role(options.role), not_after=not_after, may_export=options.may_export)
    with signed_in(options) as session:
        division = division_of(session, options.division, least=Role.COORDINATOR)
        with in_words(nobody=f"Nobody called “{options.to}” is known here or waits in this division's inbox."):
            account, is_in = grant_or_propose(session, division.journal, options.to, terms)
            journals = below(session, division.journal) if options.below else [division.journal]
            waits = [] if is_in else [division.journal]
            if options.below:
                member = members_of(session, division.journal)[account]
                waits = carry_out(session, work_for(member, journals, terms))
            names, proposed = _names(session, journals), _names(session, waits)
            longer = [one for one in journals if one not in waits and _lasts_longer(session, one, account, terms)]
            lasting = _names(session, longer)
    until = moment(not_after).date().isoformat() if not_after else None
    document = {
        "handle": options.to,
        "account": account.hex(),
        "division": options.division,
        "divisions": names,
        "proposed": proposed,
        "role": options.role,
        "until": until,
        "may_export": terms.may_export,
        "lasts_longer": lasting,
    }
    for name in lasting:
        output.complain(LASTS_LONGER.format(handle=options.to, name=name))
    if options.json:
        output.say_json(document)
    else:
        _say(document)
    return 0


def _say(document: dict[str, Any]) -> None:
    names, proposed, handle = document["divisions"], document["proposed"], document["handle"]
    ends = f"until {document['until']}" if document["until"] else "until it is revoked"
    given = len(names) - len(proposed)
    if given:
        where = f"“{document['division']}”" if given == 1 and not proposed else f"{given} divisions"
        output.say(f"“{handle}” is {document['role']} of {where} {ends}")
    for name in proposed:
        output.say(f"“{name}” takes a second coordinator, who agrees on the page “Members” within two weeks.")


def _lasts_longer(session: Session, journal: bytes, account: bytes, terms: Terms) -> bool:
    """Does an older grant go on when this one ends? Only its end ends that."""
    held = longest(roster_of(session, journal).grants.get(account, ()), terms.role)
    return bool(terms.not_after and held and (not held.not_after or held.not_after > terms.not_after))


def _names(session: Session, journals: list[bytes]) -> list[str]:
    return [session.ledgers[journal].bundle.name for journal in journals]
