"""`busel account begin`: what the pages of the first sign-in do, for who prefers a terminal."""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Any, BinaryIO

from busel.cli import output
from busel.cli.folder import Folder
from busel.cli.output import CommandError
from busel.cli.passphrases import read_secret
from busel.desk.access.hellos import own_member
from busel.desk.account.accounts import Wish
from busel.desk.account.beginning import accept_invitation, greet_division
from busel.desk.freezes.freezing import written
from busel.desk.journals.opening import open_zone
from busel.desk.running import confine
from busel.desk.session import Session, SignInRefusedError, Typed
from busel.desk.trustees.founders import words_in
from busel.registry.six_words import six_words
from busel.shelf.protocol import BadTicketError


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's own options; `--key-file` names a file that is made here."""
    parser.add_argument("--quiet", action="store_true", help="make a second passphrase that freezes the account")


def begin(options: argparse.Namespace) -> int:
    """Begin an account; say hello to the office and to the division that the slip names."""
    confine.leave_no_core()
    folder = Folder.chosen(options.dir)
    charter = folder.read()
    code = read_secret(options.passphrase_from, asks="One-time code: ", option="--passphrase-from")
    made = Wish(words_in(charter.language), key_file=bool(options.key_file), quiet=options.quiet)
    key_file = new_file(options.key_file)
    with folder.shelf(charter) as shelf, key_file:
        try:
            told, session = accept_invitation(
                shelf, bytes.fromhex(charter.organisation), Typed(options.handle, code), made=made
            )
        except (SignInRefusedError, BadTicketError) as error:
            raise CommandError("Account name or code is not right, or the slip was used or is over.") from error
        key_file.write(told.key_file or b"")
        key_file.flush()
        open_zone(session)
        greeted = _greet(session)
        words = six_words(session.keyring.root, own_member(session), language=charter.language)
        session.close()
    document = {
        "handle": told.handle,
        "passphrase": told.passphrase,
        "quiet_passphrase": told.quiet or None,
        "recovery_code": told.code,
        "freeze_code": written(told.freeze_code),
        "six_words": words,
        "division": greeted,
    }
    if options.json:
        output.say_json(document)
    else:
        _tell(document)
    return 0


def new_file(path: str | None) -> BinaryIO:
    """Return the file that the key goes into, made before anything is changed. Raises CommandError."""
    try:
        return Path(path).open("xb") if path else io.BytesIO()
    except FileExistsError as error:
        raise CommandError(f"{path} is there already: name a file for the key that does not exist yet.") from error
    except OSError as error:
        raise CommandError(f"{path} cannot be written.") from error


def _greet(session: Session) -> str:
    beginning = session.keyring.beginning
    name = session.certificates.name(beginning.division) if beginning else None
    if beginning is None or name is None:
        return ""
    greet_division(session, beginning.division, role=beginning.role)
    return name


def _tell(document: dict[str, Any]) -> None:
    output.say(f"  account name      {document['handle']}")
    output.say(f"  passphrase        {document['passphrase']}")
    if document["quiet_passphrase"]:
        output.say(f"  quiet passphrase  {document['quiet_passphrase']}")
    output.say(f"  recovery code     {document['recovery_code']}")
    output.say(f"  freeze code       {document['freeze_code']}")
    output.say("Write it on paper now: it is shown this once. The slip is used up; the passphrase signs in.")
    output.say("Read these six words to your coordinator, by voice or on paper, before you are let in:")
    output.say(f"  {document['six_words']}")
