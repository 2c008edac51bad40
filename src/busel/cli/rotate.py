"""`busel rotate`: give a division new keys."""

from __future__ import annotations

import argparse

from busel.cli import output, passphrases
from busel.cli.output import Bar
from busel.cli.refusals import in_words
from busel.cli.signed_in import division_of, signed_in
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.registry.roles import Role

HELP = "give a division new keys, and every holder a letter with them (coordinators)"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the command's own options."""
    passphrases.add_option(parser)
    parser.add_argument("--division", required=True, metavar="D", help="which division, by full name")


def run(options: argparse.Namespace) -> int:
    """Rotate."""
    with signed_in(options) as session:
        division = division_of(session, options.division, least=Role.COORDINATOR)
        epoch = new_keys(session, division.journal, bar=Bar(quiet=options.json))
    if options.json:
        output.say_json({"division": options.division, "epoch": epoch})
    else:
        output.say(f"“{options.division}” has new keys")
    return 0


def new_keys(session: Session, division: bytes, *, bar: Bar) -> int:
    """Rotate and return the new epoch's number. Raises CommandError or a ShelfError."""
    with in_words(nobody="The keys could not be published: a certificate is missing."):
        rotate(session, division, told=lambda done, of_all: bar.show("Changing the keys", done, of_all))
    return session.ledgers[division].bundle.epoch
