"""Recovery: with the root key, whoever signs in here becomes coordinator of a division, or administrator.

For divisions whose holders are gone. The steps, and what an end between them leaves:

1. the newest escrow that opens the journal is opened: nothing was written;
2. the root's grant is written into the roster, by the deed that it makes possible: the account holds no key yet, and
   the next run goes on here;
3. the keys are put on the keyring: the next run, or the next sign-in, goes on as coordinator;
4. who is gone is let go, and the keys are changed, as by any coordinator; the topmost divisions' next certificate is
   signed by the root, others' by the key above, which the root opens too.

Why safe: the grant is believed for the root's signature alone, and the bundle only where its keys open the journal and
its signing key is the certified one: who puts another escrow there gains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from busel.desk.access.grants import revoke
from busel.desk.access.hellos import own_member
from busel.desk.access.inviting import outstanding, withdraw
from busel.desk.access.stating import Hand, roster_of, state
from busel.desk.access.taking_in import change_key, noting_its_epoch
from busel.desk.clock import this_hour
from busel.desk.journals.opening import pull
from busel.desk.journals.writing import About, NotReadError, store
from busel.desk.keys.escrows import escrows_of, in_commons
from busel.desk.keys.organisation import note_ended, organisation_keys_owed, shared_journals
from busel.desk.keys.rotation import Told, rotate, rotate_all
from busel.desk.keys.taking_up import put_on_keyring
from busel.desk.session import Session
from busel.journal.deed import Draft, Op, encode_parts
from busel.journal.errors import JournalError
from busel.registry.escrow import open_escrow
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.root import Root
from busel.registry.roster import Roster
from busel.registry.statements import (
    BY_ROOT,
    ROOT,
    Escrow,
    Grant,
    InRoster,
    Revocation,
    Statement,
    kind_of,
    statement_fields,
)
from busel.shelf.protocol import BadTicketError
from busel.vault.entropy import new_id, new_record_id
from busel.vault.sign import SigningKey


class NoEscrowError(LookupError):
    """No escrow in commons opens the division: none was laid, or the newest epoch's is missing."""


def recover_division(
    session: Session,
    root: Root,
    division: bytes,
    *,
    ended: Sequence[bytes] = (),
    told: Told = lambda _done, _all: None,
) -> None:
    """Make this account coordinator of a division, end what `ended` accounts hold there, and change its keys.

    Done again after an end at any point, it goes on. Raises LookupError for a division that is not certified,
    NoEscrowError, or what `rotate` raises.
    """
    take_over_division(session, root, division)
    for account in ended:
        revoke(session, division, account)
    rotate(session, division, above=_key_above(session, root, division), told=told)


def take_over_division(session: Session, root: Root, division: bytes) -> None:
    """Make this account coordinator of a division, with its keys; they are not changed yet. Raises as above."""
    if session.certificates.certificate(division) is None:
        raise LookupError
    if not session.may(Role.COORDINATOR, division):
        _take_over(session, root, division, "recover_division")


def recover_office(
    session: Session, root: Root, *, ended: Sequence[bytes] = (), told: Told = lambda _done, _all: None
) -> None:
    """Make this account an administrator: of the office, and of commons; end what `ended` accounts hold there.

    Then also the keys of both are new, and no slip that is out counts any more: whoever administrated may know them.
    Where this account ran the office by a key of before, the keys of both are new, too: somebody may have copied them.
    Done again after an end at any point, it goes on. Raises NoEscrowError, or what `rotate` raises.
    """
    take_over_office(session, root)
    for journal in shared_journals(session):
        for account in ended:
            _end(session, root, journal, account)
    for account in ended:
        note_ended(session, account)
    for invitation in outstanding(session) if ended else []:
        withdraw(session, invitation)
    is_due = bool(ended or session.keyring.account.handovers)
    if is_due and organisation_keys_owed(session):
        for error in rotate_all(session, shared_journals(session), told=told).values():
            raise error


def take_over_office(session: Session, root: Root) -> None:
    """Make this account an administrator, with the keys of office and commons; they are not changed yet."""
    commons = session.keyring.named("commons")
    if commons is None:
        raise NoEscrowError
    for journal in (commons.journal, _office(session, root)):
        if not session.may(Role.ADMINISTRATOR, journal):
            _take_over(session, root, journal, "recover_office")


def _take_over(session: Session, root: Root, journal: bytes, deed: str) -> None:
    whole = opened_bundle(session, root, journal)
    with session.lock:
        put_on_keyring(session, whole)
        ledger = session.ledgers.get(journal)
        if ledger is None or ledger.link is None or ledger.roster is None:
            raise NotReadError
        grant = _granted(ledger.roster, session) or _write_grant(session, root, whole, deed)
        session.put(msgspec.structs.replace(whole, grant=grant))
        ledger.bundle = session.keyring.bundles[journal.hex()]
        session.save_keyring()
    pull(session)


def _end(session: Session, root: Root, journal: bytes, account: bytes) -> None:
    """Let the root end what an account holds on commons, or on the office."""

    def put(hand: Hand) -> None:
        held = hand.roster.grants.get(account, [])
        if not held:
            return
        place = {**hand.place, "by": BY_ROOT}
        statement = Revocation(**place, account=account, grants=[one.digest() for one in held]).sign(root.signing)
        record = new_record_id()
        about = [(record, [Op("revocation", record, {**statement_fields(statement), "epoch": hand.epoch})])]
        store(session, journal, _draft(session, journal, "recover_office", about), about)

    state(session, journal, put)


def _draft(session: Session, journal: bytes, deed: str, about: About) -> Draft:
    return Draft(
        id=new_id(),
        name=deed,
        author=session.account,
        hour=this_hour(),
        places=[journal],
        parts=encode_parts(about),
    )


def _granted(roster: Roster, session: Session) -> Grant | None:
    """Return the root's grant that an earlier run wrote, if it holds still."""
    own = session.keyring.account.signing.public
    held = (grant for grant in roster.grants.get(session.account, []) if (grant.by, grant.signing) == (BY_ROOT, own))
    return next((grant for grant in held if grant.holds_at(this_hour())), None)


def _write_grant(session: Session, root: Root, whole: Bundle, deed: str) -> Grant:
    """Write the root's grant, and who it is for, as one deed of this account."""
    roster, before = roster_of(session, whole.journal), _change_own_key(session, root, whole)
    grant = Grant(
        **((before and roster.with_all(before)) or roster).place(since=this_hour(), by=BY_ROOT),
        id=new_id(),
        account=session.account,
        signing=session.keyring.account.signing.public,
        role=whole.role,
        not_after=0,
        from_epoch=0,
        may_export=False,
    ).sign(root.signing)
    statements: list[Statement] = [*before, grant, own_member(session)]
    fields = [(kind_of(one), noting_its_epoch(one, whole.epoch)) for one in statements]
    about = [(id_ := new_record_id(), [Op(kind, id_, told)]) for kind, told in fields]
    store(session, whole.journal, _draft(session, whole.journal, deed, about), about)
    return grant


def _change_own_key(session: Session, root: Root, whole: Bundle) -> list[InRoster]:
    """Return what comes before the root's grant where the journal knows this account by a key that it had before."""
    roster, member = roster_of(session, whole.journal), own_member(session)
    if roster.keys.get(member.account, member.signing) == member.signing:
        return []
    place = roster.place(since=this_hour(), by=BY_ROOT)
    return change_key(Hand(whole.journal, roster, whole.epoch, place, root.signing), member)


def opened_bundle(session: Session, root: Root, journal: bytes) -> Bundle:
    """Return the newest bundle in escrow that opens a journal as it is now. Raises NoEscrowError."""
    certified, name = session.certificates.public(journal), session.certificates.name(journal)
    for escrow in escrows_of(session, journal):
        try:
            bundle = open_escrow(root, escrow)
            session.shelf.ancestry(session.token, journal, bundle.keys.read_ticket(), 0, 0)
            session.shelf.take(session.token, journal, bundle.write, [])  # it must write, too, and changes nothing
        except (JournalError, BadTicketError):
            continue
        if certified is None or SigningKey(bundle.division_seed).public == certified:
            return msgspec.structs.replace(bundle, name=name) if name else bundle
    raise NoEscrowError


def _key_above(session: Session, root: Root, division: bytes) -> SigningKey | None:
    """Return the key that certifies a division: the root's, or that of the division above, from its own escrow."""
    certificate = session.certificates.certificate(division)
    if certificate is None:
        raise LookupError
    if certificate.parent == ROOT:
        return root.signing
    try:
        return SigningKey(opened_bundle(session, root, certificate.parent).division_seed)
    except NoEscrowError:
        return None


def _office(session: Session, root: Root) -> bytes:
    """Return the id of the office: the one journal besides commons whose escrow the root signed itself."""
    commons = session.keyring.named("commons")
    for escrow in in_commons(session, "escrow"):
        if not isinstance(escrow, Escrow) or (commons is not None and escrow.division == commons.journal):
            continue
        if escrow.is_signed_by(root.signing.public):
            return escrow.division
    raise NoEscrowError
