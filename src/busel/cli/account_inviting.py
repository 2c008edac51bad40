"""`busel account add`: the slip with which a newcomer begins. The keys are made by the newcomer's own desk."""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import translation

from busel.cli import output
from busel.cli.folder import Folder
from busel.cli.output import CommandError
from busel.cli.refusals import in_words
from busel.cli.signed_in import signed_in
from busel.desk.access.grants import ON_DIVISIONS
from busel.desk.access.inviting import DAYS, Slip, Wish, invite
from busel.desk.sandboxes.printing import print_cards
from busel.desk.session import Session
from busel.desk.trustees.founders import words_in
from busel.desk.web.newcomer_cards import invitation_card
from busel.registry.roles import Role
from busel.shelf.protocol import MAX_INVITED_DAYS


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's own options."""
    parser.add_argument("--division", metavar="D", required=True, help="whose coordinators let the newcomer in")
    parser.add_argument("--role", choices=[role.value for role in ON_DIVISIONS], help="which role is wished there")
    parser.add_argument("--days", type=int, default=DAYS, metavar="N", help=f"how long the slip opens ({DAYS})")
    parser.add_argument("--out", metavar="FILE.pdf", help="print the slip as a card into this file")


def invite_newcomer(options: argparse.Namespace) -> int:
    """Invite somebody and show the slip once."""
    if not 1 <= options.days <= MAX_INVITED_DAYS:
        raise CommandError(f"A slip opens for 1 to {MAX_INVITED_DAYS} days.")
    language = Folder.chosen(options.dir).read().language
    wish_role = Role(options.role) if options.role else None
    with signed_in(options) as session:
        division = _division(session, options.division)
        with in_words(nobody=f"“{options.division}” has no inbox key that is certified, so nobody can be told."):
            slip = invite(session, Wish(division, wish_role, options.days, words_in(language)))
    if options.out:
        _print(slip, language, Path(options.out))
    document = {
        "handle": slip.handle,
        "code": slip.code,
        "last_day": _day(slip.last_day).isoformat(),
        "division": options.division,
    }
    if options.json:
        output.say_json(document)
    else:
        _tell(document)
    return 0


def _division(session: Session, name: str) -> bytes:
    found = [division for division, known in session.certificates.divisions().items() if known == name]
    if not found:
        raise CommandError(f"There is no division called “{name}”.")
    return found[0]


def _print(slip: Slip, language: str, path: Path) -> None:
    with translation.override(language):
        card = invitation_card(slip, language=language)
    try:
        path.write_bytes(print_cards([card]))
    except OSError as error:
        raise CommandError(f"{path} cannot be written. The slip stands below; it opens until its last day.") from error


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)


def _tell(document: dict[str, Any]) -> None:
    output.say(f"  account name   {document['handle']}")
    output.say(f"  one-time code  {document['code']}")
    output.say(f"  opens until    {document['last_day']}")
    output.say("Write it on paper now: it is shown this once. The newcomer types both on the sign-in page (or takes")
    output.say("busel account begin), and makes the keys there: nobody else ever has them. It opens one account, once.")
    output.say(f"Then a coordinator of “{document['division']}” compares six words with the newcomer and lets them in.")
