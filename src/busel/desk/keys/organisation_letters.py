"""New keys of commons and office: what is laid before they begin to count, and the letters to everybody.

Commons is read by every account, so its letters go to all that the office knows: but to those that are over, and to
frozen ones only once they are thawed (`send_to_thawed`). Newcomers whose slip was printed before get theirs when they
say hello.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

import msgspec

from busel.desk.clock import this_hour
from busel.desk.freezes.frozen import standings
from busel.desk.journals.writing import About, write
from busel.desk.keys.counted import counted
from busel.desk.keys.escrows import root_sealing
from busel.desk.keys.mailbox import MAILBOX_EPOCH
from busel.desk.keys.organisation import ended_accounts, key_changes, left_out, renewals
from busel.desk.keys.posting import Sent
from busel.desk.session import Session
from busel.desk.trustees.founding import office_of
from busel.desk.workspace.models import Item
from busel.journal.deed import Op
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.registry.entitled import Entitled, entitled
from busel.registry.escrow import make_escrow
from busel.registry.keyring import Bundle, bundle_for
from busel.registry.letters import ORGANISATION, OrganisationLetter
from busel.registry.organisation import LEFT_OUT, LeftOut
from busel.registry.publishing import PUBLISHING, for_coordinators, keys_name
from busel.registry.roles import Role
from busel.registry.statements import Grant, Member, statement_fields
from busel.shelf.protocol import BadTicketError, Envelope, TooLargeError
from busel.vault import labels
from busel.vault.entropy import new_record_id
from busel.vault.errors import VaultError
from busel.vault.seal import derive
from busel.vault.transcript import transcript

COMMONS, OFFICE = "commons", "office"


def prepare(session: Session, new: Bundle) -> None:
    """Before a new epoch: leave its bundle to the root, the ticket to coordinators, and note who gets no letter.

    All of it names the very keys, so what a change leaves that was cut off harms nobody. Raises as `writing.write`.
    """
    key, sealing = session.keyring.account.signing, root_sealing(session)
    ops: list[Op] = []
    if sealing is not None:  # who signs it is not asked by who opens it: whether it opens the journal is
        escrow = make_escrow(sealing, new, organisation=session.keyring.organisation, key=key)
        ops.append(Op("escrow", new_record_id(), statement_fields(escrow)))
    if new.name == COMMONS:
        _note_left_out(session, new)
        ops += [*_tickets(session, new), *_old_tickets(session, new)]
    commons = session.keyring.named(COMMONS)
    if ops and commons is not None:
        write(session, commons.journal, "announce_keys", [(op.id, [op]) for op in ops])


def _tickets(session: Session, new: Bundle) -> Iterator[Op]:
    for division in list(session.certificates.certificates):
        certificate = session.certificates.certificate(division)
        if certificate is not None:
            yield Op(PUBLISHING, new_record_id(), for_coordinators(new, certificate))


def _old_tickets(session: Session, new: Bundle) -> Iterator[Op]:
    """Yield the removal of what was for epochs before the present one."""
    lying = Item.objects.filter(division=session.numbers[new.journal], kind=PUBLISHING)
    for record, fields in lying.values_list("record", "fields"):
        if fields.get("epoch", 0) < new.epoch - 1:
            yield Op(PUBLISHING, record, None, fields)


def _note_left_out(session: Session, new: Bundle) -> None:
    office, record = session.keyring.named(OFFICE), new_record_id()
    if office is not None:
        outside = sorted(ended_accounts(session) | _frozen(session))
        counts = renewals(session), key_changes(session)
        fields = msgspec.to_builtins(LeftOut(new.epoch, keys_name(new), outside, *counts))
        write(session, office.journal, "note_left_out", [(record, [Op(LEFT_OUT, record, fields)])])


def send_to_all(session: Session, new: Bundle, *, but: Mapping[bytes, Entitled | None]) -> Sent:
    """Send a new epoch's keys to everybody who reads there, `but` not to who has them.

    One whose mailbox takes no letter does not keep the others from theirs. Raises a ShelfError for other causes.
    """
    with session.lock:
        outside = ended_accounts(session) | _frozen(session)
        readers = [one for one in _readers(session, new) if one.account not in outside]
    sent = Sent({}, [])
    for member in readers:
        if member.account == session.account or member.account in but:
            continue
        try:
            send_to(session, new, member)
            sent.told[member.account] = entitled(session.ledgers[new.journal].roster, this_hour()).get(member.account)
        except (BadTicketError, TooLargeError, VaultError):
            sent.failed.append(member.account)
    return sent


def _readers(session: Session, bundle: Bundle) -> list[Member]:
    office = session.keyring.named(OFFICE)
    lying = counted(session, office.journal) if office is not None else {}  # nothing goes to keys that were changed
    known = [one for same in lying.values() for one in same]
    return [one for one in known if bundle.name == COMMONS or _grant(session, bundle, one.account)]


def _grant(session: Session, bundle: Bundle, account: bytes) -> Grant | None:
    """Return an account's grant in force there: administrators have one, all others read commons without."""
    roster = session.ledgers[bundle.journal].roster
    return roster.in_force(this_hour()).get(account) if roster is not None else None


def send_to(session: Session, bundle: Bundle, member: Member) -> None:
    """Send one account the present keys of commons or office; again, it is the same envelope.

    Why safe: the envelope's id comes from this account's own key, so nobody else can take its place beforehand.
    """
    account, place = session.keyring.account, Place(session.keyring.organisation, member.mailbox)
    grant, office = _grant(session, bundle, member.account), session.keyring.named(OFFICE)
    roster = session.ledgers[bundle.journal].roster
    is_same = roster is not None and roster.keys.get(member.account) == member.signing
    role = grant.role if grant is not None and is_same else Role.VIEWER
    only = msgspec.structs.replace(bundle, epochs={bundle.epoch: bundle.keys}, grant=None)
    told = office_of(office) if office is not None and bundle.name == COMMONS else None
    about = transcript(
        labels.DERIVE_LETTER, bundle.journal, ORGANISATION, member.account, member.signing, bundle.keys.read_ticket()
    )
    message = Message(
        id=derive(account.signing_seed, label=about, length=16),
        kind=ORGANISATION,
        author=account.id,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(OrganisationLetter(bundle=bundle_for(only, role), office=told))),
    ).sign(place, account.signing)
    sealed = seal_envelope(member.sealing, place, MAILBOX_EPOCH, message)
    session.shelf.deposit(session.token, member.mailbox, member.deposit, Envelope(message.id, sealed))


def send_to_thawed(session: Session) -> None:
    """Send the present keys to who got none because they were frozen, and are so no more. Raises a ShelfError."""
    note, commons, office = left_out(session), session.keyring.named(COMMONS), session.keyring.named(OFFICE)
    if note is None or commons is None or office is None:
        return
    record, noted = note
    waiting = set(noted.accounts) - ended_accounts(session)
    thawed = waiting - _frozen(session) if waiting else set()
    if not thawed:
        return
    for bundle in (office, commons):
        for member in _readers(session, bundle):
            if member.account in thawed:
                _send_if_taken(session, bundle, member)
    now = msgspec.to_builtins(sorted(set(noted.accounts) - thawed))
    change = Op(LEFT_OUT, record, {"accounts": now or None}, {"accounts": msgspec.to_builtins(noted.accounts)})
    about: About = [(record, [change])]
    write(session, office.journal, "note_left_out", about)


def greet_with_keys(session: Session, member: Member) -> bool:
    """Send a newcomer the keys of commons that began since the slip was printed. Raises a ShelfError.

    Say whether that is settled: of who is frozen it waits. Who is over gets none, nor do keys that were changed since,
    however often somebody says hello with them. One whose mailbox takes no letter does not keep others from theirs.
    """
    commons, office = session.keyring.named(COMMONS), session.keyring.named(OFFICE)
    if commons is None or office is None or not commons.epoch or member.account in ended_accounts(session):
        return True
    if member.account in _frozen(session):
        return False
    if member in counted(session, office.journal).get(member.account, ()):
        _send_if_taken(session, commons, member)
    return True


def _send_if_taken(session: Session, bundle: Bundle, member: Member) -> None:
    if member.account not in ended_accounts(session):
        with suppress(BadTicketError, TooLargeError, VaultError):
            send_to(session, bundle, member)


def _frozen(session: Session) -> set[bytes]:
    office = session.keyring.named(OFFICE)
    known = standings(session, [office]) if office is not None else {}
    return {account for account, standing in known.items() if standing.state.is_frozen}
