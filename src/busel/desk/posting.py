"""Posting: new inbox keys into commons, letters with keys into mailboxes. Done twice, it changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from busel.desk.accounts import bundle_for
from busel.desk.clock import this_hour
from busel.desk.mailbox import MAILBOX_EPOCH
from busel.desk.session import Session
from busel.desk.workspace.models import Item
from busel.desk.writing import NotAllowedError, store
from busel.journal.deed import Draft, Op, encode_parts
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.registry.keyring import Bundle
from busel.registry.letters import BUNDLE, BundleLetter
from busel.registry.statements import Grant, InboxKey, Member, Statement, kind_of, read_statement, statement_fields
from busel.shelf.protocol import Envelope
from busel.vault import labels
from busel.vault.entropy import new_id, new_record_id
from busel.vault.errors import BadSignatureError
from busel.vault.sign import SigningKey
from busel.vault.transcript import transcript


def members_of(session: Session, journal: bytes) -> dict[bytes, Member]:
    """Return the members whose public keys a division's records hold: account -> what it signed itself."""
    number = session.numbers.get(journal)
    members = {}
    for fields in Item.objects.filter(division=number, kind="member").values_list("fields", flat=True):
        member = self_signed(fields)
        if member is not None:
            members[member.account] = member
    return members


def handles_of(session: Session, journal: bytes) -> dict[bytes, str]:
    """Return the handles that a division's records know: account -> handle."""
    number = session.numbers.get(journal)
    found = Item.objects.filter(division=number, kind="member").values_list("fields", flat=True)
    pairs = ((self_signed(fields), str(fields.get("handle", ""))) for fields in found)
    return {member.account: handle for member, handle in pairs if member is not None}


def self_signed(fields: dict[str, object]) -> Member | None:
    """Return the member that a record holds, if it signed itself."""
    try:
        statement = read_statement("member", fields)
        if isinstance(statement, Member):
            statement.check(statement.signing)
            return statement
    except (msgspec.ValidationError, BadSignatureError):
        pass
    return None


def publish_inbox_key(session: Session, bundle: Bundle) -> None:
    """Put the inbox key of a division's newest epoch into commons, signed by the division's key."""
    key, inbox = SigningKey(bundle.division_seed), bundle.inbox(bundle.epoch)
    if inbox is None:
        raise NotAllowedError
    statement = InboxKey(
        organisation=session.keyring.organisation,
        division=bundle.journal,
        epoch=bundle.epoch,
        public=inbox.public,
        deposit=bundle.deposit,
    ).sign(key)
    if session.certificates.inbox_key(bundle.journal) != statement:
        publish(session, [statement], key)


def publish(session: Session, statements: Sequence[Statement], key: SigningKey) -> None:
    """Write statements of one division into commons. The deed's author is the division: commons names nobody.

    Raises NotAllowedError without the write ticket of commons, or a ShelfError.
    """
    commons = session.keyring.named("commons")
    if commons is None or not commons.write:
        raise NotAllowedError
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
        places=[commons.journal],
        parts=encode_parts(about),
    )
    store(session, commons.journal, draft, about, key=key)
    session.certificates.add([one for one in statements if isinstance(one, InboxKey)])


def send_bundles(session: Session, bundle: Bundle) -> None:
    """Send the new epoch's keys to everybody else who holds a grant in force, each what the role has."""
    ledger, members = session.ledgers[bundle.journal], members_of(session, bundle.journal)
    held = ledger.roster.in_force(this_hour()) if ledger.roster else {}
    for account, grant in held.items():
        member = members.get(account)
        if account != session.account and grant.role.reads and member is not None and member.signing == grant.signing:
            letter = BundleLetter(bundle=_newest(bundle, grant))
            post(session, bundle, member, (BUNDLE, letter), id_=letter_id(bundle, account))


def _newest(bundle: Bundle, grant: Grant) -> Bundle:
    only = msgspec.structs.replace(bundle, epochs={bundle.epoch: bundle.keys}, grant=None)
    return bundle_for(only, grant.role, history=not grant.from_epoch)


def letter_id(bundle: Bundle, account: bytes) -> bytes:
    """Return the envelope id of a rotation's letter: sent again, it is one envelope."""
    words = transcript(labels.DERIVE_LETTER, bundle.journal, bundle.epoch, account, bundle.keys.read_ticket())
    return hashlib.sha256(words).digest()[:16]


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
