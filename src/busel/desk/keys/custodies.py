"""Custodies: what the office and the coordinators keep of each account, so that it can be shut and opened again.

Several may lie there for one account: whoever may write could plant one, and a new one counts only once the shelf has
its hashes. So nothing trusts the newest alone: who freezes shows every code, who thaws tries one half after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

import msgspec

from busel.desk.access.hellos import Hello, Inbox
from busel.desk.access.stating import roster_of
from busel.desk.clock import this_hour
from busel.desk.journals.writing import write
from busel.desk.keys.counted import counted
from busel.desk.keys.taking_up import waiting
from busel.desk.session import Session
from busel.desk.workspace.models import Item
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
MOST, MOST_CODES = 8, 4
"""Custodies that are kept in one place of one account with one freeze code, and freeze codes: nobody fills it."""


class UnfreezableError(Exception):
    """What came with a hello freezes nothing, so nobody could shut the account: it is let in nowhere."""

    def __init__(self) -> None:
        super().__init__(
            "This account cannot be frozen: what it sent is no freeze code of its own that the server knows. Give it no"
            " access, and tell the administrator; a new invitation makes a new account."
        )


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
    for _record, one in sorted(_lying(session, holder), key=lambda pair: pair[1].since, reverse=True):
        try:
            custody = _open(session, holder, one, keys=keys)
        except JournalError:
            continue
        found.setdefault(custody.account, []).append(custody)
    return found


def refuse_unfreezable(session: Session, division: bytes, hellos: Iterable[Hello]) -> None:
    """Raise UnfreezableError unless each of these hellos brought what freezes its account; or a ShelfError."""
    holder = session.keyring.bundle(division)
    if holder is None or not all(freezes(session, holder, one) for one in hellos):
        raise UnfreezableError


def freezes(session: Session, holder: Bundle, hello: Hello) -> bool:
    """Does the custody of a hello open here, with a code that the shelf knows, and that is kept of nobody else?

    Raises a ShelfError. Whose locker a code shuts, the shelf tells nobody: who has two accounts, of which one never
    said hello anywhere, could send that one's.
    """
    account = hello.member.account
    custody = _tried(session, holder, Kept(account, hello.custody))
    if custody is None or session.shelf.states(session.token, [custody.freeze_code]).accounts[0] is None:
        return False
    places = (kept(session, place) for place in holders(session))
    others = (one for found in places for whose, some in found.items() if whose != account for one in some)
    return all(one.freeze_code != custody.freeze_code for one in others)


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
        lying = {one.account for _record, one in _lying(session, bundle) if not one.shuts_only}
        for account in roster_of(session, bundle.journal).grants.keys() - lying:
            keep_custody(session, bundle.journal, account)


def _custody_op(session: Session, division: bytes, account: bytes, sealed: bytes) -> Op | None:
    here = session.keyring.bundle(division)
    certificate = session.certificates.certificate(division)
    lying = [one for _record, one in _lying(session, here) if one.account == account] if here else []
    if here is None or certificate is None or any(not one.shuts_only for one in lying):
        return None
    if not sealed:
        others = (kept(session, one).get(account, []) for one in session.divisions(least=Role.COORDINATOR))
        newest = next((one for some in others for one in some if one.thaw_half), None)
        if newest is None:
            return None
        organisation = session.keyring.organisation
        sealed = seal_custody(certificate.sealing, newest, organisation=organisation, holder=division)
    came = _tried(session, here, Kept(account, sealed))
    shuts_only = came is not None and not came.thaw_half
    if shuts_only and lying:
        return None
    return Op(CUSTODY, new_record_id(), custody_fields(account, sealed, shuts_only=shuts_only))


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
    members, came, done = counted(session, holder.journal), 0, []
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


def _read(session: Session, holder: Bundle, envelope: Envelope, members: dict[bytes, list[Member]]) -> Message | None:
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
    if not any(_is_signed(message, place, one) for one in members[message.author]):
        raise ForgedError
    return message


def is_from_member(message: Message, place: Place, members: dict[bytes, list[Member]]) -> bool:
    """Did one of these accounts sign a message, by a key that counts?"""
    return any(_is_signed(message, place, one) for one in members.get(message.author, ()))


def _is_signed(message: Message, place: Place, member: Member) -> bool:
    try:
        message.check_signature(place, member.signing)
    except ForgedError:
        return False
    return True


def _keep(session: Session, holder: Bundle, message: Message) -> bool:
    """Keep a custody beside the older ones, unless it is older than what is kept, or opens to nobody here.

    Of those with its code the oldest goes where there are many. Those with another code stay, and are few: so an
    account that somebody took can make itself hard to open, and never hard to freeze.
    """
    account, new = message.author, Kept(message.author, message.read(NewCustody).sealed, message.hour)
    lying = [(record, one) for record, one in _lying(session, holder) if one.account == account]
    opened = [(record, one, _tried(session, holder, one)) for record, one in lying]
    mine = [(record, one, held) for record, one, held in opened if held is not None]
    custody = _tried(session, holder, new)
    if custody is None or any(one.since > new.since for _record, one, _custody in mine):
        return False
    codes = {held.freeze_code for _record, _one, held in mine}
    if custody.freeze_code not in codes and len(codes) >= MOST_CODES:
        return False
    alike = [(record, one) for record, one, held in mine if held.freeze_code == custody.freeze_code]
    alike.sort(key=lambda pair: pair[1].since, reverse=True)
    record = accepted_record_id(holder.journal + message.id, 0)
    ops = [Op(CUSTODY, record, custody_fields(account, new.sealed, since=new.since))]
    ops += [
        Op(CUSTODY, old, None, custody_fields(account, one.sealed, since=one.since)) for old, one in alike[MOST - 1 :]
    ]
    deed = "keep_custody_in_office" if holder.name == OFFICE else "keep_custody"
    return not write(session, holder.journal, deed, [(record, ops)], deed=message.id).already


def _lying(session: Session, holder: Bundle) -> Iterator[tuple[int, Kept]]:
    """Yield every custody in a journal, as it lies there, with the number of its record."""
    rows = Item.objects.filter(division=session.numbers.get(holder.journal), kind=CUSTODY)
    for record, fields in rows.values_list("record", "fields"):
        with suppress(msgspec.ValidationError):
            yield record, read_custody(fields)


def _keys(holder: Bundle) -> list[OpeningKey]:
    if holder.name != OFFICE:
        return opening_keys(holder)
    seeds = sorted(holder.inbox_seeds.items(), reverse=True)
    return [OpeningKey(seed) for _epoch, seed in seeds]


def _open(session: Session, holder: Bundle, kept: Kept, *, keys: Iterable[OpeningKey]) -> Custody:
    place = Place(session.keyring.organisation, holder.journal)
    return open_custody(keys, kept.sealed, organisation=place.organisation, holder=place.journal, account=kept.account)


def _tried(session: Session, holder: Bundle, kept: Kept) -> Custody | None:
    """Return what a custody holds; None for what opens to nobody here."""
    try:
        return _open(session, holder, kept, keys=_keys(holder))
    except JournalError:
        return None
