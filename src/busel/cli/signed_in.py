"""A session for a command: the same sign-in and the same zone as on the pages."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from busel.cli.account_freezing import end_desk
from busel.cli.folder import Folder
from busel.cli.output import CommandError
from busel.cli.passphrases import read_passphrase
from busel.desk.journals.opening import open_zone
from busel.desk.running import confine, options
from busel.desk.session import QuietlyFrozenError, Session, SignInRefusedError, Typed, sign_in
from busel.registry.keyring import Bundle
from busel.registry.roles import Role


@contextmanager
def signed_in(arguments: argparse.Namespace) -> Iterator[Session]:
    """Give a session whose zone is open, and close it. Raises CommandError."""
    confine.leave_no_core()
    folder = Folder.chosen(arguments.dir)
    charter = folder.read()
    options.choose(msgspec.structs.replace(options.chosen, time_zone=charter.time_zone))
    typed = Typed(arguments.handle, read_passphrase(arguments.passphrase_from), _key_file(arguments.key_file))
    with folder.shelf(charter) as shelf:
        try:
            session = sign_in(shelf, bytes.fromhex(charter.organisation), typed)
        except SignInRefusedError as error:
            raise CommandError("Account name, passphrase or key file is not right.") from error
        except QuietlyFrozenError as error:
            end_desk(folder, error.locker)
            raise
        open_zone(session)
        try:
            yield session
        finally:
            session.close()


def division_of(session: Session, name: str | None, *, least: Role) -> Bundle:
    """Return the one division that is meant: by full name, or the only one there is. Raises CommandError."""
    held = session.divisions(least=least) if least is not Role.COLLECTOR else session.keyring.divisions()
    found = [bundle for bundle in held if name is None or bundle.name == name]
    if len(found) == 1:
        return found[0]
    if name in session.ended:
        raise CommandError(f"Your access to “{name}” has ended. If you still need it, ask your coordinator.")
    if name is not None:
        raise CommandError(f"This account is not {least.value} of a division called “{name}”.")
    raise CommandError("Which division? Give --division with its full name.")


def _key_file(path: str | None) -> bytes | None:
    if path is None:
        return None
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError("The key file could not be read.") from error
