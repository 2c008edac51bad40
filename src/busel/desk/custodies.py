"""Custodies: what the office and the coordinators keep of each account, so that it can be shut and opened again.

Several may lie there for one account: whoever may write could plant one, and a new one counts only once the shelf has
its hashes. So nothing trusts the newest alone: who freezes shows every code, who thaws tries one half after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

import msgspec

from busel.desk.clock import this_hour
from busel.desk.hellos import Inbox
from busel.desk.mailbox import waiting
from busel.desk.posting import members_of
from busel.desk.session import Session
from busel.desk.stating import roster_of
from busel.desk.workspace.models import Item
from busel.desk.writing import write
from busel.journal.deed import Op
from busel.journal.envelope import Message, accepted_record_id, envelope_epoch, open_envelope, seal_envelope
from busel.journal.errors import ForgedError, JournalError, NotOpenedError
from busel.journal.header import Place
from busel.registry.coordinators import opening_keys
from busel.registry.custody import CUSTODY, Custody, Kept, custody_fields, open_custody, read_custody, seal_custody
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.statements import Member
from busel.shelf.protocol import Envelope
from busel.vault.entropy import new_id, new_record_id
from busel.vault.errors import VaultError
from busel.vault.wrap import OpeningKey

OFFICE = "office"
"""The name of the journal that administrators share."""
MOST = 16
"""Custodies that are kept of one account in one place: an account must not be able to fill it."""


class NewCustody(msgspec.Struct, frozen=True):
    """The content of a message of this kind: a custody for the inbox's holder. Its hour says how new it is."""

    sealed: bytes


def holders(session: Session) -> list[Bundle]:
    """Return where this account opens custodies: the office, and each division that it coordinates."""
    office = session.keyring.named(OFFICE)
    runs = office is not None and office.journal in session.numbers and session.may(Role.ADMINISTRATOR, office.journal)
    return [*([office] if office and runs else []), *session.divisions(least=Role.COORDINATOR)]


def kept(session: Session, holder: Bundle) -> dict[bytes, list[Custody]]:
    """Return the custodies that open here: account -> the newest first. What opens to nobody is passed over."""
    keys, found = _keys(holder), dict[bytes, list[Custody]]()
    for one in sorted(_lying(session, holder), key=lambda one: one.since, reverse=True):
        try:
            custody = _open(session, holder, one, keys=keys)
        except JournalError:
            continue
        found.setdefault(custody.account, []).append(custody)
    return found


def keep_custody(session: Session, division: bytes, account: bytes, sealed: bytes = b"") -> bool:
    """Let a division keep a custody of an account of which it has none; say whether there was one to keep.

    `sealed` came with the account's hello, for this division. Without it the custody of another division that this
    account coordinates is sealed anew. Raises as `writing.write` does.
    """
    op = _custody_op(session, division, account, sealed)
    if op is not None:
        write(session, division, "keep_custody", [(op.id, [op])])
    return op is not None


def spread_custodies(session: Session) -> None:
    """Let each division keep custodies of all who hold something there, as far as they are kept in another one."""
    for bundle in session.divisions(least=Role.COORDINATOR):
        lying = {one.account for one in _lying(session, bundle)}
        for account in roster_of(session, bundle.journal).grants.keys() - lying:
            keep_custody(session, bundle.journal, account)


def _custody_op(session: Session, division: bytes, account: bytes, sealed: bytes) -> Op | None:
    here = session.keyring.bundle(division)
    certificate = session.certificates.certificate(division)
    if here is None or certificate is None or any(one.account == account for one in _lying(session, here)):
        return None
    if not sealed:
        others = (kept(session, one).get(account) for one in session.divisions(least=Role.COORDINATOR))
        newest = next((some[0] for some in others if some), None)
        if newest is None:
            return None
        organisation = session.keyring.organisation
        sealed = seal_custody(certificate.sealing, newest, organisation=organisation, holder=division)
    return Op(CUSTODY, new_record_id(), custody_fields(account, sealed))


def send_custody(session: Session, inbox: Inbox, sealed: bytes) -> None:
    """Put a custody of the own account into an inbox. Raises a ShelfError."""
    where, account = Place(session.keyring.organisation, inbox.journal), session.keyring.account
    message = Message(
        id=new_id(),
        kind=CUSTODY,
        author=account.id,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(NewCustody(sealed))),
    ).sign(where, account.signing)
    envelope = Envelope(message.id, seal_envelope(inbox.public, where, inbox.epoch, message))
    session.shelf.deposit(session.token, inbox.journal, inbox.deposit, envelope)


def take_in_custodies(session: Session) -> int:
    """Keep what accounts have sent of late, by this desk itself; return how many. Done by two desks it is done once."""
    return sum(_take_in(session, holder) for holder in holders(session))


def _take_in(session: Session, holder: Bundle) -> int:
    members, came, done = members_of(session, holder.journal), 0, []
    for envelope in waiting(session, holder):
        try:
            message = _read(session, holder, envelope, members)
        except (JournalError, VaultError):
            continue
        if message is None:
            continue
        came += _keep(session, holder, message)
        done.append(envelope.id)
    if done:
        session.shelf.take(session.token, holder.journal, holder.write, done)
    return came


def _read(session: Session, holder: Bundle, envelope: Envelope, members: dict[bytes, Member]) -> Message | None:
    """Return a message of this kind; None for another kind. Raises ForgedError unless a known account signed it."""
    key = holder.inbox(envelope_epoch(envelope.body))
    if key is None:
        raise NotOpenedError
    place = Place(session.keyring.organisation, holder.journal)
    message = open_envelope(key, place, envelope.body)
    if message.kind != CUSTODY:
        return None
    if message.id != envelope.id or message.author not in members:
        raise ForgedError
    message.check_signature(place, members[message.author].signing)
    return message


def _keep(session: Session, holder: Bundle, message: Message) -> bool:
    """Keep a custody beside the older ones, unless it is older than what is kept, or opens to nobody here."""
    account, sealed = message.author, message.read(NewCustody).sealed
    lying = [one for one in _lying(session, holder) if one.account == account]
    if len(lying) >= MOST or any(one.since > message.hour for one in lying):
        return False
    try:
        _open(session, holder, Kept(account, sealed), keys=_keys(holder))
    except JournalError:
        return False
    record = accepted_record_id(holder.journal + message.id, 0)
    op = Op(CUSTODY, record, custody_fields(account, sealed, since=message.hour))
    deed = "keep_custody_in_office" if holder.name == OFFICE else "keep_custody"
    return not write(session, holder.journal, deed, [(record, [op])], deed=message.id).already


def _lying(session: Session, holder: Bundle) -> Iterator[Kept]:
    """Yield every custody in a journal, as it lies there."""
    number = session.numbers.get(holder.journal)
    for fields in Item.objects.filter(division=number, kind=CUSTODY).values_list("fields", flat=True):
        with suppress(msgspec.ValidationError):
            yield read_custody(fields)


def _keys(holder: Bundle) -> list[OpeningKey]:
    if holder.name != OFFICE:
        return opening_keys(holder)
    seeds = sorted(holder.inbox_seeds.items(), reverse=True)
    return [OpeningKey(seed) for _epoch, seed in seeds]


def _open(session: Session, holder: Bundle, kept: Kept, *, keys: Iterable[OpeningKey]) -> Custody:
    place = Place(session.keyring.organisation, holder.journal)
    return open_custody(keys, kept.sealed, organisation=place.organisation, holder=place.journal, account=kept.account)
