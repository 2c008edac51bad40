"""That it is still the account's own person who sits at the desk: the passphrase once more, before what is grave."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from busel.desk.session import Session
from busel.journal.errors import JournalError
from busel.registry.locker import TYPED, open_unlock_row
from busel.vault.errors import VaultError
from busel.vault.lock import STANDARD, Profile, unlocking

MOST_WRONG = 5
QUIET = "quiet"


class TooManyWrongError(Exception):
    """So many wrong passphrases were typed at this desk that none is tried any more: sign in anew."""


@dataclass
class Proving:
    """The wrong ones typed at this desk, and a lock: one Argon2 at a time, for each takes 256 MiB."""

    wrong: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def forget(self) -> None:
        """Forget all: for tests; a desk ends with its process."""
        self.wrong = 0


PROVING = Proving()


def is_own(session: Session, passphrase: str, key_file: bytes | None = None, *, profile: Profile = STANDARD) -> bool:
    """Say whether this passphrase (and key file) is the one of the account that is signed in.

    The passphrase of a quiet freeze freezes, as at the sign-in. Raises TooManyWrongError, or a ShelfError.

    Why safe: nothing is compared with what the desk holds. The tag must find a row on the shelf, the key open it, and
    only the account's own row names its locker. Who found an open desk has five tries.
    """
    with PROVING.lock:
        if PROVING.wrong >= MOST_WRONG:
            raise TooManyWrongError
        if _opens(session, passphrase, key_file, profile):
            PROVING.wrong = 0
            return True
        PROVING.wrong += 1
        return False


def _opens(session: Session, passphrase: str, key_file: bytes | None, profile: Profile) -> bool:
    account, organisation = session.keyring.account, session.keyring.organisation
    keys = unlocking(organisation, account.handle, passphrase=passphrase, key_file=key_file, profile=profile)
    row = session.shelf.unlock(keys.tag)
    if row is None:
        return False
    try:
        unlocked = open_unlock_row(keys.key, row.sealed)
    except (VaultError, JournalError):
        return False
    if unlocked.kind == QUIET:
        session.shelf.freeze(unlocked.user_key)
        return False
    return unlocked.locker == session.locker and unlocked.kind == TYPED
