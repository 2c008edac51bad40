"""New papers for an account that is there: passphrase, key file, quiet passphrase, recovery code; all rows at once.

The user key stays: what is changed is how it is wrapped. Every row that lay there before is dropped, whoever put it.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from busel.desk.account.accounts import KEY_FILE, KEY_FILE_BYTES, Credentials, Wish, rows_of
from busel.desk.account.next_keys import NextKeys, next_keys
from busel.desk.account.taken import renew_keys
from busel.desk.account.unlock_rows import Owner, Words, make_row
from busel.desk.session import Session
from busel.registry.locker import CODE, QUIET
from busel.shelf.protocol import UnlockRow
from busel.vault.entropy import random_bytes
from busel.vault.hidden import hidden
from busel.vault.lock import STANDARD, Profile
from busel.vault.words import new_passphrase


@hidden
@dataclass
class Papers:
    """What this desk holds of its member's papers, in RAM only, until they were written down."""

    drawn: Credentials | None = None
    """Not laid yet: to be typed back first."""
    laid: Credentials | None = None
    """In force, and to be kept on paper: its code is shown, its passphrase was typed back."""
    takes_new_keys: bool = False
    """Do the words that were drawn come with new keys? Then everything old ends with them."""
    keys: NextKeys | None = None
    """Made once, however often it is tried to lay them."""
    owes_renewal: bool = False
    """Came by a recovery code: new papers come before everything else."""


PAPERS = Papers()


def forget() -> None:
    """For tests; a desk's end is its process's end."""
    PAPERS.drawn = PAPERS.laid = PAPERS.keys = None
    PAPERS.takes_new_keys = False
    PAPERS.owes_renewal = False


def uses_quiet(session: Session) -> bool:
    """Has the account a quiet passphrase, as far as its keyring says?"""
    return QUIET in session.keyring.used


def uses_key_file(session: Session) -> bool:
    """Does the account take a key file, as far as its keyring says?"""
    return KEY_FILE in session.keyring.used


def draw(session: Session, wish: Wish) -> Credentials:
    """Return new words for the account; nothing is changed yet."""
    return Credentials(
        handle=session.keyring.account.handle,
        passphrase=new_passphrase(wish.language),
        key_file=random_bytes(KEY_FILE_BYTES) if wish.key_file else None,
        freeze_code=session.keyring.freeze_code,
        thaw_halves=(b"", b""),
        code=new_passphrase(wish.language),
        quiet=new_passphrase(wish.language) if wish.quiet else "",
    )


def renew(session: Session, told: Credentials, *, profile: Profile = STANDARD) -> None:
    """Lay rows that the new words open, and drop every other row of the account. Costs an Argon2id for each.

    Raises a ShelfError; then the old words open, or the new ones, never none: the shelf does both in one step.
    """
    rows = rows_of(_owner(session), told, session.user_key, profile=profile)
    with session.lock:
        session.shelf.put_unlock_rows(session.token, list(rows.values()), None)
        _note(session, rows, told.used)


def lay_new_keys(session: Session, told: Credentials, *, profile: Profile = STANDARD) -> None:
    """Put new keys in force that these words open. Raises what `taken.renew_keys` does; again goes on."""
    PAPERS.keys = PAPERS.keys or next_keys(session, told, profile=profile)
    renew_keys(session, PAPERS.keys)
    PAPERS.keys, PAPERS.takes_new_keys = None, False


def renew_code(session: Session, language: str, *, profile: Profile = STANDARD) -> Credentials:
    """Replace the recovery code alone; return the papers with the new one. Raises a ShelfError."""
    told = draw(session, Wish(language))
    row = make_row(_owner(session), Words(told.code), kind=CODE, secret=session.user_key, profile=profile)
    with session.lock:
        before = session.keyring.tags.get(CODE)
        session.shelf.put_unlock_rows(session.token, [row], [before] if before else [])
        _note(session, {**_tagged(session), CODE: row}, session.keyring.used)
    return told


def _owner(session: Session) -> Owner:
    return Owner(session.keyring.organisation, session.keyring.account.handle, session.locker)


def _tagged(session: Session) -> dict[str, UnlockRow]:
    return {kind: UnlockRow(tag, b"") for kind, tag in session.keyring.tags.items()}


def _note(session: Session, rows: dict[str, UnlockRow], used: list[str]) -> None:
    tags = {kind: row.tag for kind, row in rows.items()}
    session.keyring = msgspec.structs.replace(session.keyring, tags=tags, used=used)
    session.save_keyring()
