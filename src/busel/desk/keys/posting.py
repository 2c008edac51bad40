"""Posting: new inbox keys into commons, letters with keys into mailboxes. Done twice, it changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from busel.desk.clock import this_hour
from busel.desk.freezes.freeze_notes import frozen_accounts
from busel.desk.journals.writing import NotAllowedError, store
from busel.desk.keys.certifying import chain_of, unpublished
from busel.desk.keys.escrows import missing_escrow
from busel.desk.keys.mailbox import MAILBOX_EPOCH
from busel.desk.keys.publishing import may_publish
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.journal.deed import Draft, Op, encode_parts
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.registry.entitled import Entitled, entitled
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.letters import BUNDLE, BundleLetter
from busel.registry.roster import Roster
from busel.registry.statements import (
    Certificate,
    InboxKey,
    Member,
    Statement,
    kind_of,
    read_statement,
    statement_fields,
)
from busel.shelf.protocol import BadTicketError, Envelope, TooLargeError
from busel.vault import labels
from busel.vault.entropy import new_id, new_record_id
from busel.vault.errors import VaultError
from busel.vault.seal import derive
from busel.vault.sign import SigningKey
from busel.vault.transcript import transcript


def every_member(session: Session, journal: bytes) -> list[Member]:
    """Return all that a division's records hold of members and that signed itself: two may claim one handle."""
    number = session.numbers.get(journal)
    found = Item.objects.filter(division=number, kind="member").values_list("fields", flat=True)
    return [member for member in map(self_signed, found) if member is not None]


def with_newest_keys(members: Iterable[Member]) -> list[Member]:
    """Return of each account the keys that it handed on to no others: two sets where it did so twice.

    Why not the longest row of handovers: whoever has taken an account makes it as long as they like, and the account's
    owner would be told nothing any more.
    """
    by_account: dict[bytes, list[Member]] = {}
    for one in members:
        by_account.setdefault(one.account, []).append(one)
    return [
        one
        for same in by_account.values()
        for one in same
        if not any(other.signing != one.signing and other.comes_after(one.signing) for other in same)
    ]


def members_of(session: Session, journal: bytes) -> dict[bytes, Member]:
    """Return the members of a division: account -> what it signed itself, with the key that the roster has for it."""
    ledger = session.ledgers.get(journal)
    known = ledger.roster.keys if ledger is not None and ledger.roster is not None else {}
    found = sorted(every_member(session, journal), key=lambda one: one.number)  # the newest keys count
    return {one.account: one for one in found if known.get(one.account, one.signing) == one.signing}


def handles_of(session: Session, journal: bytes) -> dict[bytes, str]:
    """Return the handles that a division's members signed: account -> handle."""
    return {account: member.handle for account, member in members_of(session, journal).items()}


def self_signed(fields: dict[str, object]) -> Member | None:
    """Return the member that a record holds, if it signed itself."""
    try:
        statement = read_statement("member", fields)
    except msgspec.ValidationError:
        return None
    return statement if isinstance(statement, Member) and statement.is_sound() else None


def publish_inbox_key(session: Session, bundle: Bundle) -> None:
    """Put the inbox key of a division's newest epoch into commons, signed by the division's key, if it is not there."""
    if missing := unpublished_keys(session, bundle):
        publish(session, missing, SigningKey(bundle.division_seed))


def unpublished_keys(session: Session, bundle: Bundle) -> list[Statement]:
    """Return the inbox key of a division's newest epoch and its escrow, as far as commons lacks them.

    An epoch that was left out gets this key too: beyond a gap none counts. Raises NotAllowedError for a key that is not
    the certified one.
    """
    key, inbox = SigningKey(bundle.division_seed), bundle.inbox(bundle.epoch)
    if inbox is None or key.public != session.certificates.public(bundle.journal):
        raise NotAllowedError
    newest = session.certificates.newest_inbox_keys(bundle.journal)
    begin = newest[0].epoch + 1 if newest else bundle.epoch
    statements = [
        InboxKey(
            organisation=session.keyring.organisation,
            division=bundle.journal,
            epoch=epoch,
            public=inbox.public,
            deposit=bundle.deposit,
        ).sign(key)
        for epoch in (*range(begin, bundle.epoch), bundle.epoch)
    ]
    known = session.certificates.inbox_keys.get(bundle.journal, ())
    missing: list[Statement] = [statement for statement in statements if statement not in known]
    return [*missing, *missing_escrow(session, bundle)]


def publish_certificate(session: Session, bundle: Bundle) -> None:
    """Put the certificate that came with an epoch into commons, if it is not there: with those that it signs anew."""
    if missing := unpublished(session, bundle):
        publish(session, missing, SigningKey(bundle.division_seed))


def publish(session: Session, statements: Sequence[Statement], key: SigningKey) -> None:
    """Write statements into commons. The deed's author is the first one's division, whose `key` signs it.

    So commons names nobody. Each statement is believed for its own signature.

    Raises NotAllowedError without the ticket for it, or a ShelfError.
    """
    commons = session.keyring.named("commons")
    if commons is None or not may_publish(session):
        raise NotAllowedError
    put_statements(session, commons.journal, statements, key)


def put_statements(session: Session, commons: bytes, statements: Sequence[Statement], key: SigningKey) -> None:
    """Do what `publish` does with the ticket at hand, which the shelf judges."""
    about = []
    for statement in statements:
        record = new_record_id()
        about.append((record, [Op(kind_of(statement), record, statement_fields(statement))]))
    division = getattr(statements[0], "division", b"")
    draft = Draft(
        id=new_id(),
        name="publish_keys",
        author=division,
        hour=this_hour(),
        places=[commons],
        parts=encode_parts(about),
    )
    store(session, commons, draft, about, key=key)
    session.certificates.add([one for one in statements if isinstance(one, InboxKey | Certificate)])


@dataclass(frozen=True)
class Sent:
    """Who was sent a new epoch's keys, on which grants; and whose mailbox takes no letter, by no fault of the shelf."""

    told: dict[bytes, Entitled | None]
    """None: who reads without a grant, as all read commons."""
    failed: list[bytes]

    def still_hold(self, roster: Roster | None) -> bool:
        """Does everybody who was told hold the same still? Else the new keys are known to one who may not."""
        held = entitled(roster, this_hour())
        return all(held.get(account) == mine for account, mine in self.told.items())

    def told_any(self, accounts: Collection[str]) -> bool:
        """Was one of these accounts, in hexadecimal digits, sent the keys?"""
        return any(account.hex() in accounts for account in self.told)


def send_bundles(session: Session, bundle: Bundle, *, but: Mapping[bytes, Entitled | None] | None = None) -> Sent:
    """Send the new epoch's keys to everybody else who holds a grant in force, each what all its grants give together.

    One whose mailbox takes no letter does not keep the others from theirs; who has a letter on the same ones (`but`)
    gets none. Raises a ShelfError for other causes.
    """
    with session.lock:  # both come with the news; the letters themselves keep nobody waiting
        ledger, members = session.ledgers[bundle.journal], members_of(session, bundle.journal)
        held = entitled(ledger.roster, this_hour())
        frozen = frozen_accounts(session, bundle.journal)
    sent = Sent({}, [])
    for account, mine in held.items():
        member, has_one = members.get(account), (but or {}).get(account) == mine
        if has_one or account == session.account or not mine.role.reads or member is None:
            continue
        if account in frozen:  # its mailbox may lie in others' hands; it is sent them once it is thawed
            continue
        try:
            _post_bundle(session, bundle, member, mine)
            sent.told[account] = mine
        except (BadTicketError, TooLargeError, VaultError):
            sent.failed.append(account)
    return sent


def send_bundle(session: Session, bundle: Bundle, account: bytes) -> None:
    """Send the present epoch's keys to one who holds a grant in force, if it does. Raises a ShelfError."""
    ledger, member = session.ledgers[bundle.journal], members_of(session, bundle.journal).get(account)
    mine = entitled(ledger.roster, this_hour()).get(account)
    if mine is not None and member is not None and mine.role.reads:
        _post_bundle(session, bundle, member, mine)


def _post_bundle(session: Session, bundle: Bundle, member: Member, mine: Entitled) -> None:
    letter = BundleLetter(bundle=_newest(bundle, mine), chain=chain_of(session, bundle))
    id_ = letter_id(bundle, BUNDLE, member.account, bundle.keys.read_ticket())
    post(session, bundle, member, (BUNDLE, letter), id_=id_)


def _newest(bundle: Bundle, mine: Entitled) -> Bundle:
    only = msgspec.structs.replace(bundle, epochs={bundle.epoch: bundle.keys}, grant=None)
    return bundle_for(only, mine.role, history=mine.history)


def letter_id(bundle: Bundle, kind: str, *about: bytes) -> bytes:
    """Return the envelope id of a letter about something: sent again, it is one envelope.

    Why safe: the first deposit under an id stays, so nobody but the division's coordinators may know it beforehand.
    HKDF under a label of its own tells nothing about the signing key that it begins from.
    """
    return derive(bundle.division_seed, label=transcript(labels.DERIVE_LETTER, bundle.journal, kind, *about), length=16)


def post(session: Session, bundle: Bundle, member: Member, letter: tuple[str, msgspec.Struct], *, id_: bytes) -> None:
    """Seal a letter (kind, content) to a member's mailbox, signed by the division's key."""
    kind, content = letter
    place = Place(session.keyring.organisation, member.mailbox)
    message = Message(
        id=id_,
        kind=kind,
        author=bundle.journal,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(content)),
    ).sign(place, SigningKey(bundle.division_seed))
    sealed = seal_envelope(member.sealing, place, MAILBOX_EPOCH, message)
    session.shelf.deposit(session.token, member.mailbox, member.deposit, Envelope(id_, sealed))
