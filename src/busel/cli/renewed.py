"""`busel grant --renewed`, `busel account take-in`: an account that has new keys, by the six words that it reads out.

The words are typed and compared here, and never shown: who types them has heard them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from busel.cli import output
from busel.cli.folder import Folder
from busel.cli.output import Bar, CommandError
from busel.cli.refusals import in_words
from busel.cli.signed_in import signed_in
from busel.desk.access import office_renewed
from busel.desk.access.called import is_called
from busel.desk.access.holders import coordinated
from busel.desk.access.renewed import ALARMS, Renewed, concerned
from busel.desk.actions.access import take_in_anew
from busel.desk.actions.office import take_in_for_office
from busel.desk.freezes.freeze_notes import frozen_anywhere
from busel.desk.inboxes.inbox import count_waiting
from busel.desk.keys.organisation import organisation_keys_owed, shared_journals
from busel.desk.keys.owing import rotations_owed
from busel.desk.keys.rotation import rotate_all
from busel.desk.session import Session
from busel.registry.six_words import six_words

SHUT = "This account is frozen. Nothing is given to it before an administrator and a coordinator have opened it again."
NOBODY = "Nobody called “{whom}” waits here with new keys."
DIFFER = (
    "These are not the six words of the new keys, and nothing was given. Let the person read them once more, slowly. If"
    " they differ again, somebody else has the account: freeze it (busel account freeze)."
)


def add_words(parser: argparse.ArgumentParser) -> None:
    """Add the option that both commands take. Six words open nothing, so they may stand in an argument."""
    parser.add_argument("--words", metavar="WORDS", help="the six words that the person read to you, in one argument")


def take_in_division(options: argparse.Namespace) -> int:
    """Let an account go on under its new keys wherever this one coordinates and knows it, and change the keys there."""
    with signed_in(options) as session:
        count_waiting(session)
        found = _the_one(options, session, ALARMS.look(session))
        divisions = concerned(session, found.member)
        if found.member.account in frozen_anywhere(session, divisions):
            raise CommandError(SHUT)
        with in_words(nobody=NOBODY.format(whom=options.to)):
            waits = take_in_anew(session, found)
        _rotate(options, session, rotations_owed(session, [one.journal for one in coordinated(session)]))
        names, proposed = _names(session, divisions), _names(session, waits)
    document = {"handle": found.member.handle, "account": found.member.account.hex()}
    if options.json:
        output.say_json(document | {"divisions": names, "proposed": proposed})
        return 0
    output.say(f"“{found.member.handle}” goes on with the new keys. The old ones sign nothing any more.")
    for name in proposed:
        output.say(f"“{name}” takes a second coordinator, who agrees on the page “Members” within two weeks.")
    return 0


def take_in_office(options: argparse.Namespace) -> int:
    """Let an account's new keys count for the office, and change what all accounts share."""
    with signed_in(options) as session:
        if not office_renewed.runs_here(session):
            raise CommandError("This account is not an administrator's.")
        found = _the_one(options, session, office_renewed.look(session))
        if office_renewed.is_frozen(session, found.member):
            raise CommandError(SHUT)
        with in_words(nobody=NOBODY.format(whom=options.to)):
            take_in_for_office(session, found)
        _rotate(options, session, shared_journals(session) if organisation_keys_owed(session) else [])
    if options.json:
        output.say_json({"handle": found.member.handle, "account": found.member.account.hex()})
    else:
        output.say(f"“{found.member.handle}” goes on with the new keys, and the shared keys are changed.")
    return 0


def _the_one(options: argparse.Namespace, session: Session, waiting: Sequence[Renewed]) -> Renewed:
    """Return who is called so and has these words. Raises CommandError."""
    called = [one for one in waiting if is_called(one.member, options.to)]
    if not called:
        raise CommandError(NOBODY.format(whom=options.to))
    if not options.words:
        raise CommandError("Give --words with the six words that the person reads to you; they stand on their screen.")
    language, typed = Folder.chosen(options.dir).read().language, " ".join(options.words.lower().split())
    same = [one for one in called if six_words(session.keyring.root, one.member, language=language) == typed]
    if not same:
        raise CommandError(DIFFER)
    if len(called) > 1:
        output.complain("More than one set of new keys claims this account: somebody else has its old key.")
    return same[0]


def _rotate(options: argparse.Namespace, session: Session, journals: Sequence[bytes]) -> None:
    bar = Bar(quiet=options.json)
    with in_words(nobody="The keys could not be published: a certificate is missing."):
        for error in rotate_all(
            session, journals, told=lambda done, of_all: bar.show("Changing the keys", done, of_all)
        ).values():
            raise error


def _names(session: Session, journals: Sequence[bytes]) -> list[str]:
    return [session.ledgers[journal].bundle.name for journal in journals]
