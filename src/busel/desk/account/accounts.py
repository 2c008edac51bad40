"""Making accounts: keys, locker, own journal and unlock row, all random, none of it anywhere else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import msgspec

from busel.desk.account.unlock_rows import Owner, Words, decoy, make_row
from busel.desk.journals.writing import About, to_commit
from busel.journal.chain import Link
from busel.journal.commit import EpochKeys, seal_commit
from busel.journal.deed import Draft, encode_parts
from busel.journal.header import GENESIS, Header, Place
from busel.registry.keyring import Account, Bundle, Keyring, Office, own_journal, own_keys, session_ticket
from busel.registry.locker import CODE, QUIET, TYPED, seal_keyring
from busel.registry.roles import Role
from busel.registry.statements import Member
from busel.shelf.protocol import NewJournal, NewLocker, Tickets, UnlockRow
from busel.vault.entropy import new_id, random_bytes
from busel.vault.hidden import hidden
from busel.vault.lock import STANDARD, Profile
from busel.vault.seal import new_key
from busel.vault.sign import SigningKey
from busel.vault.words import new_handle, new_passphrase
from busel.vault.wrap import OpeningKey

OWN_DEED = "found_own_journal"
TICKET_BYTES = 32
KEY_FILE_BYTES = 64
KEY_FILE = "key-file"


@hidden
@dataclass(frozen=True)
class Credentials:
    """What is told to the person once, on paper."""

    handle: str
    passphrase: str
    key_file: bytes | None
    """What the account's key file holds, if it has one: the second thing besides the passphrase."""
    freeze_code: bytes
    """Who shows it freezes the account; the shelf keeps its hash."""
    thaw_halves: tuple[bytes, bytes]
    """One for the office, one for a coordinator: only both undo a freeze. The shelf keeps their hashes."""
    code: str = ""
    """The recovery code, if there is one: it signs in without key file, and a new passphrase is made."""
    quiet: str = ""
    """The quiet passphrase, if there is one: typed in place of the passphrase it freezes the account."""

    @property
    def used(self) -> list[str]:
        """What the account uses beside its passphrase, as its keyring notes it."""
        return [*([QUIET] if self.quiet else []), *([KEY_FILE] if self.key_file else [])]


@hidden
@dataclass(frozen=True)
class FreshAccount:
    """An account before it is laid on the shelf. `keyring` may still be given bundles."""

    credentials: Credentials
    user_key: bytes
    locker: bytes
    keyring: Keyring
    hour: int

    @property
    def member(self) -> Member:
        """Return the account's self-signed public half."""
        return member_of(self.keyring)

    @property
    def name(self) -> Owner:
        """Return whose unlock rows its are."""
        return Owner(self.keyring.organisation, self.credentials.handle, self.locker)

    def with_bundles(self, bundles: list[Bundle]) -> FreshAccount:
        """Return it with more on its keyring."""
        held = {**self.keyring.bundles, **{bundle.journal.hex(): bundle for bundle in bundles}}
        return replace(self, keyring=msgspec.structs.replace(self.keyring, bundles=held))

    def with_office(self, office: Office) -> FreshAccount:
        """Return it with what it writes to the administrators with."""
        return replace(self, keyring=msgspec.structs.replace(self.keyring, office=office))

    def lay(self, *, profile: Profile = STANDARD) -> tuple[NewLocker, NewJournal]:
        """Return its locker and its own journal for the shelf. Costs one Argon2id."""
        account = self.keyring.account
        own = self.keyring.bundles[account.mailbox.hex()]
        first, link = first_commit(self.keyring, own, OWN_DEED, [], hour=self.hour)
        keyring = msgspec.structs.replace(self.keyring, heads={**self.keyring.heads, own.journal.hex(): link})
        rows = rows_of(self.name, self.credentials, self.user_key, profile=profile)
        keyring = msgspec.structs.replace(
            keyring, tags={kind: row.tag for kind, row in rows.items()}, used=self.credentials.used
        )
        locker = NewLocker(
            id=self.locker,
            sealed=seal_keyring(self.user_key, self.locker, keyring),
            session_digest=digest(session_ticket(self.user_key)),
            freeze_digest=digest(self.credentials.freeze_code),
            thaw_digests=(digest(self.credentials.thaw_halves[0]), digest(self.credentials.thaw_halves[1])),
            unlock_rows=list(rows.values()),
        )
        return locker, first


def rows_of(owner: Owner, told: Credentials, user_key: bytes, *, profile: Profile = STANDARD) -> dict[str, UnlockRow]:
    """Return an account's three rows by kind. Costs one Argon2id for each that something opens."""
    used = {
        TYPED: (Words(told.passphrase, told.key_file), user_key),
        CODE: (Words(told.code), user_key),
        QUIET: (Words(told.quiet, told.key_file), told.freeze_code),
    }
    return {
        kind: make_row(owner, words, kind=kind, secret=secret, profile=profile) if words.text else decoy(kind)
        for kind, (words, secret) in used.items()
    }


@dataclass(frozen=True)
class Wish:
    """What an account is made with. Words are of the organisation's language; an empty handle is drawn, too."""

    language: str = "en"
    handle: str = ""
    key_file: bool = False
    """Does it take a key file to sign in?"""
    code: bool = False
    quiet: bool = False


PLAIN = Wish()


def fresh_account(organisation: bytes, root: bytes, *, hour: int, wish: Wish = PLAIN) -> FreshAccount:
    """Return a new account with generated passphrase and keys. Its keyring holds its own journal only."""
    language = wish.language
    user_key, write = new_key(), random_bytes(TICKET_BYTES)
    account = Account(
        id=new_id(),
        handle=wish.handle or new_handle(language),
        signing_seed=SigningKey.new().seed,
        sealing_seed=OpeningKey.new().seed,
        mailbox=own_journal(write),
    )
    own = Bundle(
        journal=account.mailbox,
        name="own",
        role=Role.EDITOR,
        epochs={0: own_keys(user_key)},
        write=write,
        inbox_seeds={0: account.sealing_seed},
        deposit=random_bytes(TICKET_BYTES),
    )
    credentials = Credentials(
        handle=account.handle,
        passphrase=new_passphrase(language),
        key_file=random_bytes(KEY_FILE_BYTES) if wish.key_file else None,
        freeze_code=random_bytes(TICKET_BYTES),
        thaw_halves=(random_bytes(TICKET_BYTES), random_bytes(TICKET_BYTES)),
        code=new_passphrase(language) if wish.code else "",
        quiet=new_passphrase(language) if wish.quiet else "",
    )
    keyring = Keyring(
        organisation=organisation,
        root=root,
        account=account,
        bundles={own.journal.hex(): own},
        freeze_code=credentials.freeze_code,
    )
    return FreshAccount(credentials, user_key, new_id(), keyring, hour)


def member_of(keyring: Keyring) -> Member:
    """Return the self-signed public half of the account whose keyring it is."""
    account = keyring.account
    return Member(
        organisation=keyring.organisation,
        account=account.id,
        signing=account.signing.public,
        sealing=account.sealing.public,
        mailbox=account.mailbox,
        deposit=keyring.bundles[account.mailbox.hex()].deposit,
        handle=account.handle,
        handovers=account.handovers,
    ).sign(account.signing)


def new_bundle(journal: bytes, name: str, role: Role, *, division_seed: bytes = b"") -> Bundle:
    """Return the whole bundle of a new journal's first epoch."""
    return Bundle(
        journal=journal,
        name=name,
        role=role,
        epochs={0: EpochKeys.new()},
        write=random_bytes(TICKET_BYTES),
        inbox_seeds={0: OpeningKey.new().seed},
        deposit=random_bytes(TICKET_BYTES),
        division_seed=division_seed,
    )


def first_commit(keyring: Keyring, bundle: Bundle, deed: str, about: About, *, hour: int) -> tuple[NewJournal, Link]:
    """Return a new journal with its first deed, and the head that it makes."""
    header = Header(Place(keyring.organisation, bundle.journal), 0, 0, GENESIS)
    draft = Draft(
        id=new_id(),
        name=deed,
        author=keyring.account.id,
        hour=hour,
        places=[bundle.journal],
        parts=encode_parts(about),
    )
    sealed = seal_commit(bundle.keys, header, draft.sign(header, keyring.account.signing))
    tickets = Tickets(digest(bundle.keys.read_ticket()), digest(bundle.write), digest(bundle.deposit))
    return NewJournal(bundle.journal, tickets, to_commit(sealed)), Link(0, sealed.digest, 0)


def digest(ticket: bytes) -> bytes:
    """Return what the shelf keeps of a ticket."""
    return hashlib.sha256(ticket).digest()
