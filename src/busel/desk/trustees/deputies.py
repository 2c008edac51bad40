"""Two deputies of a division: named by a coordinator; when all coordinators are gone, both together let one take over.

What each holds opens nothing alone. With every new epoch they get halves anew (`leave_to_deputies`).
"""

from __future__ import annotations

import msgspec

from busel.desk.access.stating import Hand, roster_of, state
from busel.desk.clock import this_hour
from busel.desk.journals.arrivals import bring_in
from busel.desk.journals.writing import NotAllowedError, store, write
from busel.desk.keys.mailbox import MAILBOX_EPOCH
from busel.desk.keys.posting import letter_id, members_of, post
from busel.desk.session import Session
from busel.desk.workspace.load import raw_connection
from busel.journal.deed import Draft, Op, encode_parts
from busel.journal.envelope import Message, seal_envelope
from busel.journal.errors import DamagedError, NotOpenedError
from busel.journal.header import Place
from busel.registry.deputies import leave, put_together
from busel.registry.deputyship import DEPUTY, HALF, Deputyship, Half
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.statements import Deputies, Grant, Member, Proposal, statement_fields
from busel.shelf.protocol import BadTicketError, Envelope, TooLargeError
from busel.vault.entropy import new_id, new_record_id
from busel.vault.errors import VaultError

DEED = "name_deputies"


class OneAccountError(ValueError):
    """The two deputies are one account: it would hold both halves."""


class KeysChangedError(LookupError):
    """The halves do not fit, or open an epoch that is over: both deputies are to sign in, and hand over once more."""


def deputies_of(session: Session, division: bytes) -> list[Member]:
    """Return the two deputies, as far as they are known here; nobody where none were named."""
    members = members_of(session, division)
    return [members[account] for account in roster_of(session, division).deputies() if account in members]


def name_deputies(session: Session, division: bytes, deputies: tuple[Member, Member] | None) -> None:
    """Leave a division to two members, or (None) to nobody any more. A coordinator of it may.

    Raises NotAllowedError, OneAccountError, or a ShelfError; after one, call it again.
    """
    if not session.may(Role.COORDINATOR, division):
        raise NotAllowedError
    both = deputies or ()
    if len({one.account for one in both}) != len(both):
        raise OneAccountError
    with session.lock:
        named = {one.account: one.signing for one in both}
        if roster_of(session, division).deputies() != named:
            state(session, division, lambda hand: _write(session, hand, both))
        leave_to_deputies(session, session.ledgers[division].bundle)


def _write(session: Session, hand: Hand, deputies: tuple[Member, ...]) -> None:
    accounts, keys = [one.account for one in deputies], [one.signing for one in deputies]
    statement = Deputies(**hand.place, accounts=accounts, signing=keys).sign(hand.key)
    records = [("deputies", statement_fields(statement))]
    known = members_of(session, hand.division)
    records += [("member", statement_fields(one)) for one in deputies if one.account not in known]
    about = [(id_ := new_record_id(), [Op(kind, id_, fields)]) for kind, fields in records]
    write(session, hand.division, DEED, about)


def leave_to_deputies(session: Session, bundle: Bundle) -> list[bytes]:
    """Send the deputies their halves of the newest epoch; return whose mailbox takes none. Twice is one letter.

    Raises a ShelfError of other causes.
    """
    both, failed = deputies_of(session, bundle.journal), []
    if len(both) != len(("one", "other")):
        return []
    one, other = both
    end = roster_of(session, bundle.journal).tip
    halves = leave(bundle, (one, other), organisation=session.keyring.organisation, end=end)
    for member, left in zip(both, halves, strict=True):
        id_ = letter_id(bundle, DEPUTY, member.account, one.account, other.account, bundle.keys.read_ticket())
        try:
            post(session, bundle, member, (DEPUTY, left), id_=id_)
        except (BadTicketError, TooLargeError, VaultError):
            failed.append(member.account)
    return failed


def hand_over(session: Session, division: bytes) -> Member:
    """Give the own half, and a signature that lets the other deputy coordinate, to that one. Returns who it is.

    Raises LookupError for who is no deputy there, or a ShelfError.
    """
    mine, account = _mine(session, division), session.keyring.account
    proposal = Proposal(
        organisation=session.keyring.organisation,
        id=new_id(),
        division=division,
        account=mine.other.account,
        signing=mine.other.signing,
        role=Role.COORDINATOR,
        since=this_hour(),
        not_after=0,
        from_now_on=False,
        may_export=False,
        by=account.id,
        number=mine.number,
        previous=mine.previous,
    ).sign(account.signing)
    half = Half(journal=division, epoch=mine.epoch, half=mine.half, proposal=proposal)
    place = Place(session.keyring.organisation, mine.other.mailbox)
    content = msgspec.Raw(msgspec.json.encode(half))
    message = Message(id=new_id(), kind=HALF, author=account.id, hour=this_hour(), content=content)
    sealed = seal_envelope(mine.other.sealing, place, MAILBOX_EPOCH, message.sign(place, account.signing))
    session.shelf.deposit(session.token, mine.other.mailbox, mine.other.deposit, Envelope(message.id, sealed))
    with session.lock:
        noted = {**session.keyring.deputyships, division.hex(): msgspec.structs.replace(mine, handed=True)}
        session.keyring = msgspec.structs.replace(session.keyring, deputyships=noted)
        session.save_keyring()
    return mine.other


def take_over(session: Session, division: bytes) -> None:
    """Coordinate a division with both halves; the keys are to be changed next. Done twice, it changes nothing.

    Raises LookupError where a half lacks, KeysChangedError, NotAllowedError where the roster names other deputies, or a
    ShelfError.
    """
    mine, got = _mine(session, division), session.keyring.halves.get(division.hex())
    if got is None:
        raise LookupError
    with session.lock:
        left = _opened(session, mine, got)
        bundle = msgspec.structs.replace(left, name=mine.name, role=Role.COORDINATOR)
        session.put(bundle)
        session.shut.discard(division)
        bring_in(session, raw_connection(), bundle)
        if division not in session.ledgers or session.ledgers[division].link is None:
            raise KeysChangedError
        roster = roster_of(session, division)
        if not roster.holds(session.account, Role.COORDINATOR, this_hour()):
            _let_oneself_in(session, division, got.proposal)
        halves = {journal: half for journal, half in session.keyring.halves.items() if journal != division.hex()}
        session.keyring = msgspec.structs.replace(session.keyring, halves=halves)
        session.save_keyring()


def _mine(session: Session, division: bytes) -> Deputyship:
    mine = session.keyring.deputyships.get(division.hex())
    if mine is None:
        raise LookupError
    return mine


def _opened(session: Session, mine: Deputyship, got: Half) -> Bundle:
    """Return what was left, if it is of the epoch that the division is in."""
    if mine.epoch != got.epoch:
        raise KeysChangedError
    try:
        bundle = put_together(mine, got.half, organisation=session.keyring.organisation)
        session.shelf.ancestry(session.token, bundle.journal, bundle.keys.read_ticket(), 0, 0)
    except (NotOpenedError, DamagedError, BadTicketError) as error:
        raise KeysChangedError from error
    return bundle


def _let_oneself_in(session: Session, division: bytes, proposal: Proposal) -> None:
    """Write the grant that both deputies signed; the deed is judged by the roster that it makes."""

    def put(hand: Hand) -> None:
        grant = Grant(
            **hand.place,
            id=proposal.id,
            account=session.account,
            signing=session.keyring.account.signing.public,
            role=Role.COORDINATOR,
            not_after=0,
            from_epoch=0,
            may_export=False,
            proposal=proposal,
        ).sign(hand.key)
        record = new_record_id()
        about = [(record, [Op("grant", record, statement_fields(grant))])]
        draft = Draft(
            id=new_id(),
            name="recover_division",
            author=session.account,
            hour=this_hour(),
            places=[division],
            parts=encode_parts(about),
        )
        store(session, division, draft, about)

    state(session, division, put)
