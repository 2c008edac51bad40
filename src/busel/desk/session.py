"""A session: one signed-in person, the keyring, and the journals that it opens."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import msgspec

from busel.desk.clock import this_hour, today
from busel.desk.journals.ledger import Aside, Ledger
from busel.desk.oversight.logbook import Logbook
from busel.desk.running import process
from busel.desk.running.grid import on_the_grid
from busel.journal.chain import Link
from busel.journal.errors import JournalError
from busel.registry.certificates import Certificates
from busel.registry.keyring import Bundle, Keyring, session_ticket
from busel.registry.locker import QUIET, TYPED, Unlocked, open_keyring, open_unlock_row, seal_keyring
from busel.registry.merging import merge
from busel.registry.roles import Role
from busel.registry.roster import Tip
from busel.registry.statements import InboxKey
from busel.shelf.protocol import BadTicketError, FrozenError, Shelf, VersionMovedError
from busel.vault.errors import VaultError
from busel.vault.hidden import hidden
from busel.vault.lock import STANDARD, Profile, unlocking


class SignInRefusedError(Exception):
    """Name, passphrase or key file is wrong, or there is no such account: nobody can tell which."""


class QuietlyFrozenError(FrozenError):
    """A quiet passphrase was typed: the account is frozen. To who typed it nothing is told but what the frozen see."""

    def __init__(self, locker: bytes) -> None:
        super().__init__()
        self.locker = locker


@hidden
@dataclass
class Session:
    """Everything that a desk holds for its person. One a process; the command line has one too."""

    shelf: Shelf
    token: bytes
    locker: bytes
    locker_version: int
    user_key: bytes
    keyring: Keyring
    certificates: Certificates
    ledgers: dict[bytes, Ledger] = field(default_factory=dict)
    numbers: dict[bytes, int] = field(default_factory=dict)
    """Journal -> the workspace's small number of its division."""
    arriving: set[int] | None = None
    """The contacts of all divisions laid so far, while the zone opens and its tables have no index."""
    waiting: dict[bytes, int] = field(default_factory=dict)
    """Journal -> envelopes in its inbox, as of the last look."""
    shut: set[bytes] = field(default_factory=set)
    """Journals whose keys were changed: what opens them again may wait in the mailbox."""
    aside: list[Aside] = field(default_factory=list)
    true_keys: set[InboxKey] = field(default_factory=set)
    """Inbox keys in commons that were compared with the account's own."""
    ended: set[str] = field(default_factory=set)
    """The divisions, by full name, that were closed because the account holds nothing there any more."""
    logbook: Logbook = field(default_factory=Logbook)
    moving: bool = False
    """Did something new come before the last page? Then it is brought before the next one, too."""
    lock: threading.RLock = field(default_factory=threading.RLock)
    """Held while the workspace or the keyring changes: one writer at a time. Pages wait for it."""
    upkeep: threading.RLock = field(default_factory=threading.RLock)
    """Held by who folds or rotates, one at a time; no page waits for it. Taken before `lock`, never while holding it.

    Two rotations at once would let go of each other's pending keys; two folds would need twice the memory.
    """

    @property
    def account(self) -> bytes:
        """The account's id."""
        return self.keyring.account.id

    def divisions(self, *, least: Role = Role.VIEWER) -> list[Bundle]:
        """Return the opened divisions on which the role covers `least`, by name."""
        return [bundle for bundle in self.keyring.divisions(least=least) if bundle.journal in self.numbers]

    def may(self, deed: Role, journal: bytes) -> bool:
        """Does the account hold a role that covers this one on a journal, now and by the journal's own roster?

        Of a collector, who reads no roster, the keyring alone says so.
        """
        bundle, ledger = self.keyring.bundle(journal), self.ledgers.get(journal)
        if bundle is None or not bundle.role.covers(deed):
            return False
        if ledger is None:
            return not bundle.epochs and bundle.lasts(this_hour())
        if ledger.roster is None:
            return True
        known = ledger.roster.keys.get(self.account, ledger.own_public)
        if deed.writes and known != ledger.own_public:
            return False  # its new keys count here once a coordinator has compared their words
        if ledger.roster.holds(self.account, deed, this_hour()):
            return True
        return ledger.link is None and bundle.lasts(this_hour())  # not read to its end: whoever writes there is told so

    def put(self, bundle: Bundle) -> None:
        """Put a bundle on the keyring, in place of the one for the same journal; not saved yet."""
        bundles = {**self.keyring.bundles, bundle.journal.hex(): bundle}
        self.keyring = msgspec.structs.replace(self.keyring, bundles=bundles)

    def keep_aside(self, aside: Aside) -> None:
        """Note what was not believed, once; it is shown."""
        if aside not in self.aside:
            self.aside.append(aside)

    def heads(self) -> dict[str, Link]:
        """Return the newest commits seen, by journal, over those that the keyring remembers.

        A head that was not proven to be an ancestor stays remembered: the alarm comes again at the next sign-in.
        """
        seen = {
            journal.hex(): ledger.link
            for journal, ledger in self.ledgers.items()
            if ledger.link is not None and ledger.remembered is None
        }
        return {**self.keyring.heads, **seen}

    def rosters(self) -> dict[str, Tip]:
        """Return the end of each roster that was read, over those that the keyring remembers."""
        read = ((journal, ledger) for journal, ledger in self.ledgers.items() if ledger.link is not None)
        seen = {journal.hex(): ledger.roster.tip for journal, ledger in read if ledger.roster is not None}
        return {**self.keyring.rosters, **seen}

    def save_keyring(self) -> None:
        """Write the keyring with the newest heads into the locker; the loser of a race merges and tries again."""
        with self.lock:
            kept = {"heads": self.heads(), "rosters": self.rosters(), **self.logbook.kept(self.keyring)}
            self.keyring = msgspec.structs.replace(self.keyring, **kept)
            while True:
                sealed = seal_keyring(self.user_key, self.locker, self.keyring)
                try:
                    self.locker_version = self.shelf.write_locker(self.token, self.locker_version, sealed).version
                except VersionMovedError:
                    other = self.shelf.read_locker(self.token)
                    theirs = open_keyring(self.user_key, self.locker, other.sealed)
                    self.keyring, self.locker_version = merge(self.keyring, theirs), other.version
                else:
                    return

    def learn_from_locker(self) -> None:
        """Take up what another desk of the same account has put on the keyring since."""
        with self.lock:
            other = self.shelf.read_locker(self.token)
            if other.version != self.locker_version:
                theirs = open_keyring(self.user_key, self.locker, other.sealed)
                self.keyring, self.locker_version = merge(self.keyring, theirs), other.version

    def close(self) -> None:
        """Remember the heads and end the shelf's session. The process's end wipes the rest."""
        self.save_keyring()
        self.shelf.close_session(self.token)


@hidden
@dataclass(frozen=True)
class Typed:
    """What a person gives to sign in. `key_file` is the file's content, if there is one."""

    handle: str
    passphrase: str
    key_file: bytes | None = None


def unlock(shelf: Shelf, organisation: bytes, typed: Typed, *, profile: Profile = STANDARD) -> Unlocked:
    """Return what the typed words open, of whatever kind. Costs one Argon2id, right or wrong.

    Raises SignInRefusedError, one for every wrong thing, or a ShelfError.
    """
    keys = unlocking(organisation, typed.handle, passphrase=typed.passphrase, key_file=typed.key_file, profile=profile)
    row = shelf.unlock(keys.tag)
    if row is None:
        raise SignInRefusedError
    try:
        unlocked = open_unlock_row(keys.key, row.sealed)
    except (VaultError, JournalError) as error:
        raise SignInRefusedError from error
    if unlocked.invitation is not None and unlocked.invitation.organisation != organisation:
        raise SignInRefusedError
    return unlocked


def sign_in(shelf: Shelf, organisation: bytes, typed: Typed, *, profile: Profile = STANDARD) -> Session:
    """Return a session whose journals are not opened yet, for who typed a passphrase.

    Raises SignInRefusedError (one for every wrong thing), or protocol.FrozenError to who proved the passphrase.
    """
    unlocked = unlock(shelf, organisation, typed, profile=profile)
    if unlocked.kind not in (TYPED, QUIET):
        raise SignInRefusedError  # other kinds lead elsewhere, and only from the page
    return open_unlocked(shelf, organisation, unlocked)


def open_unlocked(shelf: Shelf, organisation: bytes, unlocked: Unlocked) -> Session:
    """Return a session for a passphrase or a recovery code. A quiet one freezes, and is answered as any frozen one.

    Raises SignInRefusedError or protocol.FrozenError; the latter on a grid of time, so that nothing tells which it was.
    """
    with on_the_grid(FrozenError):
        if unlocked.kind == QUIET:
            shelf.freeze(unlocked.user_key)
            process.current.end_frozen(unlocked.locker)
            raise QuietlyFrozenError(unlocked.locker)
        return open_locker(shelf, organisation, unlocked)


def open_locker(shelf: Shelf, organisation: bytes, unlocked: Unlocked) -> Session:
    """Return a session for who holds the user key. Raises SignInRefusedError or protocol.FrozenError."""
    try:
        token = shelf.open_session(unlocked.locker, session_ticket(unlocked.user_key), today())
        locker = shelf.read_locker(token)
        keyring = open_keyring(unlocked.user_key, unlocked.locker, locker.sealed)
    except (VaultError, JournalError, BadTicketError) as error:
        raise SignInRefusedError from error
    if keyring.organisation != organisation:
        raise SignInRefusedError
    return Session(
        shelf=shelf,
        token=token,
        locker=unlocked.locker,
        locker_version=locker.version,
        user_key=unlocked.user_key,
        keyring=keyring,
        certificates=Certificates(keyring.root),
    )


def note_last_visit(session: Session) -> int:
    """Return the hour of the sign-in before this one, and note this one in the keyring."""
    before = session.keyring.last_hour
    session.keyring = msgspec.structs.replace(session.keyring, last_hour=this_hour())
    return before
