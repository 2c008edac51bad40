"""The keyring: all that an account holds, sealed in its locker under its user key."""

from __future__ import annotations

import hashlib

import msgspec

from busel.journal.chain import Link
from busel.journal.commit import EpochKeys
from busel.registry.access_log import LogEnd
from busel.registry.deputyship import Deputyship, Half
from busel.registry.log_reading import Seen
from busel.registry.member import Handover
from busel.registry.roles import Role
from busel.registry.roster import Tip
from busel.registry.statements import Certificate, Grant
from busel.vault import labels
from busel.vault.entropy import ID_BYTES
from busel.vault.hidden import hidden
from busel.vault.seal import derive
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey


@hidden
class Bundle(msgspec.Struct, frozen=True, kw_only=True):
    """What a grant puts on the keyring for one journal. Empty bytes: the role does not hold it."""

    journal: bytes
    name: str
    """The division's full name; "commons", "office" and "own" for the others."""
    role: Role
    epochs: dict[int, EpochKeys] = {}
    write: bytes = b""
    inbox_seeds: dict[int, bytes] = {}
    """Epoch -> private half of the inbox key."""
    deposit: bytes = b""
    division_seed: bytes = b""
    """The private half of the division's certified key: coordinators only."""
    certificate: Certificate | None = None
    """The certificate of `division_seed`, where it is not the first: coordinators publish it if nobody did yet."""
    past_seeds: list[bytes] = []
    """Those before it, the newest first: what was sealed to the coordinators of their time opens with them."""
    grant: Grant | None = None

    def lasts(self, hour: int) -> bool:
        """Is the grant that it came with in force at this hour? Asked where the roster cannot be read."""
        return self.grant is None or self.grant.holds_at(hour)

    @property
    def epoch(self) -> int:
        """The newest epoch that it opens."""
        return max(self.epochs)

    @property
    def keys(self) -> EpochKeys:
        """The keys of the newest epoch."""
        return self.epochs[self.epoch]

    def inbox(self, epoch: int) -> OpeningKey | None:
        """Return the key that opens envelopes of an epoch, if the role holds it."""
        seed = self.inbox_seeds.get(epoch)
        return OpeningKey(seed) if seed else None


@hidden
class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The account's own secrets and names."""

    id: bytes
    handle: str
    signing_seed: bytes
    sealing_seed: bytes
    mailbox: bytes
    """The id of its own journal, whose inbox is its mailbox."""
    handovers: list[Handover] = []
    """From its first signing key to this one: it was taken, and its keys were changed."""
    past_signing: list[bytes] = []
    """The seeds of its signing keys before, the newest first: to state the new one where nobody else coordinates."""
    past_sealing: list[bytes] = []
    """Of auditors only, the newest first: what the access log is sealed to until trustees name another key."""

    @property
    def signing(self) -> SigningKey:
        """The key that signs its deeds."""
        return SigningKey(self.signing_seed)

    @property
    def sealing(self) -> OpeningKey:
        """The key that opens its mailbox."""
        return OpeningKey(self.sealing_seed)


@hidden
class Office(msgspec.Struct, frozen=True, kw_only=True):
    """How to write to the administrators: the office's inbox, which only they open."""

    journal: bytes
    epoch: int
    public: bytes
    deposit: bytes


@hidden
class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """What an account that a slip began has still to say. Empty bytes: it was handed over, and is kept no longer.

    Why the office's half lies here no longer than that: who has both thaws, and a freeze must hold against who took a
    keyring. The coordinators' half stays until one division has let the account in: another one may be asked before,
    and whoever lets it in must be able to freeze and thaw it.
    """

    invitation: bytes
    division: bytes = b""
    """Whose coordinators hold the newcomer's hello, or were wished to."""
    role: Role | None = None
    office_half: bytes = b""
    division_half: bytes = b""
    greeted: bool = False
    """Was a division asked for access?"""


@hidden
class Keyring(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an account holds. `heads` are the newest commits that it has seen, by journal."""

    organisation: bytes
    root: bytes
    """The pinned public root key."""
    account: Account
    bundles: dict[str, Bundle]
    """By the journal's id in hex."""
    heads: dict[str, Link] = {}
    rosters: dict[str, Tip] = {}
    """By the journal's id in hex, the end of its roster that was seen: who lays a snapshot cuts none in silence."""
    proven: dict[str, int] = {}
    """By the journal's id in hex, the last commit that the newest snapshot covers which was found true here."""
    deputyships: dict[str, Deputyship] = {}
    """By the division's id in hex: what it left to this account as one of two deputies."""
    halves: dict[str, Half] = {}
    """By the division's id in hex: what the other deputy handed over."""
    pending: list[Bundle] = []
    """Epochs that this account began or was about to begin: kept before the switch, so that no end of its desk at any
    moment can lose their keys; let go once every holder has a letter."""
    closed: list[Bundle] = []
    """What is over since less than a week, whole: taken up again at the next sign-in, for the roster to say what holds.

    A clock that ran ahead for one exchange must cost nobody their keys."""
    logs: dict[str, LogEnd] = {}
    """By the journal's id in hex, the end of this account's newest chain in the access log: the next one names it."""
    logs_read: dict[str, Seen] = {}
    """By the journal's id in hex, the newest entry of its access log that this account has read."""
    audit: bytes = b""
    """The ticket that reads every division's access log: auditors only."""
    office: Office | None = None
    freeze_code: bytes = b""
    """The account's own: for its freeze slip and its quiet passphrase."""
    tags: dict[str, bytes] = {}
    """Kind of unlock row -> its tag, so that it can be dropped: three always, whatever an account uses of them."""
    used: list[str] = []
    """What the account uses beside its passphrase: "quiet", "key-file"."""
    beginning: Beginning | None = None
    """From the first sign-in until a division has let the account in."""
    untold: list[bytes] = []
    """Journals whose inbox was not told yet that this account has new keys."""
    last_hour: int = 0
    """The hour of the sign-in before: "you were last here on …"."""

    def bundle(self, journal: bytes) -> Bundle | None:
        """Return what is held for a journal."""
        return self.bundles.get(journal.hex())

    def named(self, name: str) -> Bundle | None:
        """Return the bundle of the division with this full name (or "commons", "office", "own")."""
        return next((bundle for bundle in self.bundles.values() if bundle.name == name), None)

    def divisions(self, *, least: Role = Role.COLLECTOR) -> list[Bundle]:
        """Return the bundles of divisions on which the role covers `least`, by name."""
        held = [bundle for bundle in self.bundles.values() if bundle.role.covers(least)]
        return sorted((bundle for bundle in held if bundle.name not in NOT_DIVISIONS), key=lambda bundle: bundle.name)


def bundle_for(whole: Bundle, role: Role, *, history: bool = True) -> Bundle:
    """Return what a role holds of a bundle: a collector nothing that opens, a viewer nothing that writes.

    Without `history` it opens the newest epoch's state and nothing older.
    """
    epochs = whole.epochs
    if epochs and not history:  # what an older state key opens is history
        epochs = {whole.epoch: EpochKeys(whole.keys.state)}
    return msgspec.structs.replace(
        whole,
        role=role,
        epochs=epochs if role.reads else {},
        write=whole.write if role.writes else b"",
        inbox_seeds=whole.inbox_seeds if role.writes else {},
        division_seed=whole.division_seed if role is Role.COORDINATOR else b"",
        certificate=whole.certificate if role is Role.COORDINATOR else None,
        past_seeds=whole.past_seeds if role is Role.COORDINATOR else [],
    )


NOT_DIVISIONS = ("commons", "office", "own")


def session_ticket(user_key: bytes) -> bytes:
    """Return the capability that opens sessions of an account."""
    return derive(user_key, label=labels.DERIVE_SESSION_TICKET)


def locker_key(user_key: bytes) -> bytes:
    """Return the key that seals an account's locker."""
    return derive(user_key, label=labels.DERIVE_LOCKER_KEY)


def own_journal(write: bytes) -> bytes:
    """Return the id of an account's own journal, by the ticket that writes it.

    Why safe: a shelf takes a journal for somebody's own by this alone (`rules.check_given_up`). Of 32 random bytes the
    id tells nothing, and no ticket can be chosen of which another journal's id is made: that takes 2^128 tries.
    """
    return hashlib.sha256(labels.HASH_OWN_JOURNAL + write).digest()[:ID_BYTES]


def own_keys(user_key: bytes) -> EpochKeys:
    """Return the keys of an account's own journal."""
    both = derive(user_key, label=labels.DERIVE_OWN_JOURNAL, length=64)
    return EpochKeys(both[:32], both[32:])
