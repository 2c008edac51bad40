"""`busel account renew`: new keys for one's own account that may have been taken, as the page makes them."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from busel.cli import output
from busel.cli.account_beginning import new_file
from busel.cli.account_freezing import end_desk
from busel.cli.folder import Folder
from busel.cli.output import CommandError
from busel.cli.passphrases import read_passphrase
from busel.cli.signed_in import signed_in
from busel.desk.account.accounts import Wish, member_of
from busel.desk.account.next_keys import NextKeys, next_keys, renewed
from busel.desk.account.own_papers import draw
from busel.desk.account.taken import awaited, awaits_office, renew_keys
from busel.desk.keys.organisation import others_run_office
from busel.desk.session import Session
from busel.desk.trustees.founders import words_in
from busel.registry.six_words import six_words

TRIES = 3


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's own options."""
    parser.add_argument("--quiet", action="store_true", help="make a second passphrase that freezes the account")
    parser.add_argument("--new-key-file", metavar="FILE", help="sign in with a key file from now on, made here")


def renew(options: argparse.Namespace) -> int:
    """Make new keys. The new words are told before anything ends: who loses them in between has the old ones still."""
    folder = Folder.chosen(options.dir)
    language = folder.read().language
    key_file = new_file(options.new_key_file)
    with key_file, signed_in(options) as session:
        wish = Wish(words_in(language), key_file=bool(options.new_key_file), quiet=options.quiet)
        keys = next_keys(session, draw(session, wish))
        key_file.write(keys.told.key_file or b"")
        key_file.flush()
        document = _document(session, keys, language)
        if options.json:
            output.say_json(document)
        else:
            _tell(document)
            _take_back(document["passphrase"])
        renew_keys(session, keys)
        end_desk(folder, session.locker)
        if not options.json:
            _tell_next(session, document["six_words"])
    return 0


def _document(session: Session, keys: NextKeys, language: str) -> dict[str, Any]:
    member = member_of(renewed(session, keys)[0])
    return {
        "handle": keys.told.handle,
        "passphrase": keys.told.passphrase,
        "quiet_passphrase": keys.told.quiet or None,
        "recovery_code": keys.told.code,
        "six_words": six_words(session.keyring.root, member, language=language),
    }


def _tell(document: dict[str, Any]) -> None:
    output.say(f"  account name      {document['handle']}")
    output.say(f"  passphrase        {document['passphrase']}")
    if document["quiet_passphrase"]:
        output.say(f"  quiet passphrase  {document['quiet_passphrase']}")
    output.say(f"  recovery code     {document['recovery_code']}")
    output.say("Write it on paper now: it is shown this once. The freeze code stays the one on your slip.")
    sys.stdout.flush()


def _take_back(passphrase: str) -> None:
    """Let the person type the new passphrase from paper. Raises CommandError; then the old one is in force."""
    for _ in range(TRIES if sys.stdin.isatty() else 0):
        if " ".join(read_passphrase(None).lower().split()) == passphrase:
            return
        output.complain("That is not what stands above. Type it as you wrote it down.")
    if sys.stdin.isatty():
        raise CommandError("Nothing was changed: the passphrase of before signs in, and the words above are worthless.")


def _tell_next(session: Session, words: str) -> None:
    output.say("The new keys are in force. Everything old opens nothing any more: burn the papers.")
    office = awaits_office(session)
    if awaited(session) or (office and others_run_office(session)) or not office:
        who = "another administrator" if office else "a coordinator"
        both = " and to a coordinator of each of your divisions" if office and awaited(session) else ""
        output.say(f"Read these six words to {who}{both}, by voice or on paper:")
        output.say(f"  {words}")
    if office and not others_run_office(session):
        output.say("You alone run the office, so the trustees have to meet: busel recover --administrator.")
