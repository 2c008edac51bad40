"""Founding an organisation: root key, commons, office, divisions, first accounts; all laid in one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import msgspec

from busel.desk.account.accounts import FreshAccount, Wish, digest, first_commit, fresh_account, new_bundle
from busel.desk.oversight.auditing import make_auditors, with_audit
from busel.desk.trustees.founding_charter import Charter as Charter
from busel.desk.trustees.founding_charter import Plan as Plan
from busel.desk.trustees.founding_charter import Post as Post
from busel.desk.trustees.founding_charter import above_others as above_others
from busel.desk.trustees.founding_records import COORDINATORS, OFFICE, custodies, share_records
from busel.journal.deed import Fields, Op
from busel.registry.coordinators import sealing_key
from busel.registry.escrow import make_escrow
from busel.registry.keyring import Bundle, Office, bundle_for
from busel.registry.publishing import PUBLISHING, for_coordinators, publishing_ticket
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.registry.roster import Roster
from busel.registry.statements import (
    BY_DIVISION_KEY,
    ROOT,
    Certificate,
    Grant,
    InboxKey,
    RootKey,
    Statement,
    division_id,
    kind_of,
    statement_fields,
)
from busel.shelf.protocol import NewJournal, NewLocker, Shelf
from busel.vault.entropy import new_id, new_record_id
from busel.vault.hidden import hidden
from busel.vault.lock import STANDARD, Profile
from busel.vault.shares import Share, split_master
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey

HOURS_A_DAY = 24


@hidden
@dataclass(frozen=True)
class Founded:
    """What was founded. `master` is the root secret, `shares` are it too: they go to trustees, then forget them."""

    organisation: bytes
    master: bytes
    accounts: list[FreshAccount]
    shares: list[Share]


@hidden
@dataclass
class _Founding:
    organisation: bytes
    hour: int
    root: Root
    accounts: list[FreshAccount]
    shares: list[Share]
    profile: Profile
    bundles: dict[str, Bundle] = field(default_factory=dict)
    journals: list[NewJournal] = field(default_factory=list)


@hidden
@dataclass(frozen=True)
class Prepared:
    """An organisation that lies on no shelf yet: it is nothing until it is laid, in one step."""

    founded: Founded
    lockers: list[NewLocker]
    journals: list[NewJournal]

    def lay(self, shelf: Shelf) -> None:
        """Lay it on an empty shelf. Raises protocol.ExistsError, or a ShelfError."""
        shelf.found(self.lockers, self.journals)


def found(
    shelf: Shelf,
    charter: Charter,
    *,
    organisation: bytes,
    hour: int,
    profile: Profile = STANDARD,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Founded:
    """Found an organisation on an empty shelf, which was started for it. Raises as `prepare`, and ExistsError."""
    prepared = prepare(charter, organisation=organisation, hour=hour, profile=profile, told=told)
    prepared.lay(shelf)
    return prepared.founded


def prepare(
    charter: Charter,
    *,
    organisation: bytes,
    hour: int,
    profile: Profile = STANDARD,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Prepared:
    """Make all keys and all that is to be laid. The first coordinator of each division signs its first deed.

    Raises ValueError unless the root may be split so.
    """
    root = Root.new()
    shares = split_master(root.master, charter.shares, needed=charter.needed)
    accounts = [
        fresh_account(organisation, root.signing.public, hour=hour, wish=Wish(charter.language, key_file=post.key_file))
        for post in charter.posts
    ]
    founding = _Founding(organisation, hour, root, accounts, shares, profile)
    _make_bundles(founding, charter)
    _found_commons_and_office(founding, charter)
    for plan in charter.plans:
        _found_division(founding, plan, charter)
    pairs = zip(accounts, charter.posts, strict=True)
    office = office_of(founding.bundles["office"])
    held = [account.with_bundles(_bundles_of(founding, post)).with_office(office) for account, post in pairs]
    audits = [post.role is Role.AUDITOR for post in charter.posts]
    held = [with_audit(root, one) if is_one else one for one, is_one in zip(held, audits, strict=True)]
    with ThreadPoolExecutor(2) as both_cores:
        laid = []
        for done, pair in enumerate(both_cores.map(lambda account: account.lay(profile=profile), held), 1):
            laid.append(pair)
            told(done, len(held))
    journals = [*founding.journals, *(own for _locker, own in laid)]
    return Prepared(Founded(organisation, root.master, held, shares), [locker for locker, _own in laid], journals)


def office_of(bundle: Bundle) -> Office:
    """Return how to write to the office, whose keys these are."""
    return Office(
        journal=bundle.journal,
        epoch=bundle.epoch,
        public=OpeningKey(bundle.inbox_seeds[bundle.epoch]).public,
        deposit=bundle.deposit,
    )


def _make_bundles(founding: _Founding, charter: Charter) -> None:
    for name in ("commons", "office"):
        founding.bundles[name] = new_bundle(new_id(), name, Role.ADMINISTRATOR)
    for plan in charter.plans:
        key, parent = SigningKey.new(), founding.bundles[plan.parent] if plan.parent else None
        above = parent.journal if parent else ROOT
        id_ = division_id(founding.organisation, above, key.public, signatures=plan.signatures)
        founding.bundles[plan.name] = new_bundle(id_, plan.name, Role.COORDINATOR, division_seed=key.seed)


def _found_commons_and_office(founding: _Founding, charter: Charter) -> None:
    pairs = zip(founding.accounts, charter.posts, strict=True)
    administrators = [account for account, post in pairs if post.role is Role.ADMINISTRATOR]
    author = administrators[0]
    public: list[tuple[str, Fields]] = [("field", fields) for fields in charter.standard]
    for plan in charter.plans:
        certified = _certify(founding, plan)
        public += [(kind_of(statement), statement_fields(statement)) for statement in certified]
        public += _tickets(founding, certified)
    public += [(kind_of(statement), statement_fields(statement)) for statement in _by_root(founding)]
    auditors = [
        account for account, post in zip(founding.accounts, charter.posts, strict=True) if post.role is Role.AUDITOR
    ]
    made = make_auditors(founding.root, auditors, organisation=founding.organisation, hour=founding.hour)
    public += [("auditor", statement_fields(statement)) for statement in made]
    members = [("member", member_fields(account)) for account in founding.accounts]
    day = founding.hour // HOURS_A_DAY
    shares = share_records(founding.organisation, founding.shares, day=day, profile=founding.profile)
    office = founding.bundles["office"]
    kept = custodies(founding.accounts, office, office_of(office).public, half=OFFICE)
    for name, records in (("commons", public), ("office", members + shares + kept)):
        bundle = founding.bundles[name]
        holders = [(one, Role.ADMINISTRATOR) for one in administrators]
        granted = _granted(founding, bundle, holders, founding.root.signing)
        _lay(founding, bundle, author, deed="found_organisation", records=[*granted, *records])


def _certify(founding: _Founding, plan: Plan) -> list[Statement]:
    bundle = founding.bundles[plan.name]
    parent = founding.bundles.get(plan.parent)
    key = SigningKey(bundle.division_seed)
    inbox = bundle.inbox(0)
    certificate = Certificate(
        organisation=founding.organisation,
        division=bundle.journal,
        parent=parent.journal if parent else ROOT,
        name=plan.name,
        number=0,
        first=key.public,
        public=key.public,
        sealing=sealing_key(key.seed),
        signatures=plan.signatures,
    ).sign(SigningKey(parent.division_seed) if parent else founding.root.signing)
    inbox_key = InboxKey(
        organisation=founding.organisation,
        division=bundle.journal,
        epoch=0,
        public=inbox.public if inbox else b"",
        deposit=bundle.deposit,
    ).sign(key)
    return [certificate, inbox_key, _escrow(founding, bundle, key)]


def _tickets(founding: _Founding, certificates: Sequence[Statement]) -> list[tuple[str, Fields]]:
    """Return what lets each division's coordinators put the keys of new epochs into commons."""
    commons = founding.bundles["commons"]
    return [(PUBLISHING, for_coordinators(commons, one)) for one in certificates if isinstance(one, Certificate)]


def _by_root(founding: _Founding) -> list[Statement]:
    """Return what the root states: its other public key, and the escrows of what has no key of its own."""
    sealing = founding.root.opening.public
    root_key = RootKey(organisation=founding.organisation, sealing=sealing).sign(founding.root.signing)
    own = [founding.bundles[name] for name in ("commons", "office")]
    return [root_key, *(_escrow(founding, bundle, founding.root.signing) for bundle in own)]


def _escrow(founding: _Founding, bundle: Bundle, key: SigningKey) -> Statement:
    return make_escrow(founding.root.opening.public, bundle, organisation=founding.organisation, key=key)


def _found_division(founding: _Founding, plan: Plan, charter: Charter) -> None:
    bundle = founding.bundles[plan.name]
    holders = charter.holders(founding.accounts, plan.name)
    author = next(account for account, role in holders if role is Role.COORDINATOR)
    granted = _granted(founding, bundle, holders, SigningKey(bundle.division_seed))
    kept = [account for account, _role in holders] + (
        [] if plan.parent else charter.without_division(founding.accounts)
    )
    members = [("member", member_fields(account)) for account in kept]
    codes = custodies(kept, bundle, sealing_key(bundle.division_seed), half=COORDINATORS)
    _lay(founding, bundle, author, deed="found_division", records=[*granted, *members, *codes])


def member_fields(account: FreshAccount) -> Fields:
    """Return the fields of an account's record: its statement, whose handle names nobody in the world."""
    return statement_fields(account.member)


def _granted(
    founding: _Founding, bundle: Bundle, holders: Sequence[tuple[FreshAccount, Role]], key: SigningKey
) -> list[tuple[str, Fields]]:
    """Return the records of a roster's first grants, one after the other."""
    roster = Roster(founding.organisation, bundle.journal, key.public, founding.root.signing.public)
    for account, role in holders:
        grant = Grant(
            **roster.place(since=founding.hour, by=BY_DIVISION_KEY),
            id=new_id(),
            account=account.keyring.account.id,
            signing=account.keyring.account.signing.public,
            role=role,
            not_after=0,
            from_epoch=0,
            may_export=False,
        )
        roster.take(grant.sign(key))
    return [("grant", statement_fields(statement)) for statement in roster.statements]


def _lay(
    founding: _Founding, bundle: Bundle, author: FreshAccount, *, deed: str, records: list[tuple[str, Fields]]
) -> None:
    about = [(id_ := new_record_id(), [Op(kind, id_, fields)]) for kind, fields in records]
    journal, _link = first_commit(author.keyring, bundle, deed, about, hour=founding.hour)
    # Who makes accounts is an administrator: only the office's write ticket invites.
    if bundle.name == "office":  # the auditors' lock is laid with it, once
        journal = msgspec.structs.replace(journal, is_sponsor=True, audit_digest=digest(founding.root.audit_ticket))
    if bundle.name == "commons":
        digests = msgspec.structs.replace(journal.digests, append=digest(publishing_ticket(bundle)))
        journal = msgspec.structs.replace(journal, digests=digests)
    founding.journals.append(journal)


def _bundles_of(founding: _Founding, post: Post) -> list[Bundle]:
    commons = founding.bundles["commons"]
    if post.role is Role.ADMINISTRATOR:
        return [commons, founding.bundles["office"]]
    held = [bundle_for(founding.bundles[name], post.role) for name in post.divisions]
    return [bundle_for(commons, Role.VIEWER), *held]
