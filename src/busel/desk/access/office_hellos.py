"""The office's inbox: an administrator's desk notes each invited newcomer by itself. What nobody invited is shown."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from busel.desk.access.hellos import HELLO, Hello, opened, read_hello
from busel.desk.access.inviting import Outstanding, office_bundle, outstanding
from busel.desk.access.office_crowd import throw_out
from busel.desk.access.office_renewed import note_vouched
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.journals.writing import ConflictError, write
from busel.desk.keys.custodies import freezes
from busel.desk.keys.organisation_letters import greet_with_keys, send_to_thawed
from busel.desk.keys.posting import every_member
from busel.desk.keys.taking_up import waiting
from busel.desk.session import Session
from busel.journal.deed import Op
from busel.journal.envelope import accepted_record_id
from busel.journal.errors import JournalError
from busel.journal.header import Place
from busel.registry.custody import CUSTODY, custody_fields
from busel.registry.keyring import Bundle
from busel.registry.roles import Role
from busel.registry.statements import statement_fields
from busel.shelf.protocol import Envelope


@dataclass(frozen=True)
class Greeting:
    """A hello in the office's inbox, and the invitation that it belongs to; None: nobody invited it."""

    envelope: bytes
    hello: Hello
    invitation: Outstanding | None


def note_newcomers(session: Session) -> None:
    """Do so on an administrator's desk, also of new keys that a coordinator vouches for; nothing on any other.

    Raises a ShelfError.
    """
    office = session.keyring.named("office")
    if office is not None and session.may(Role.ADMINISTRATOR, office.journal):
        take_in_hellos(session)
        note_vouched(session)
        send_to_thawed(session)
        throw_out(session)


def take_in_hellos(session: Session) -> int:
    """Note whom the office invited and who came: member and custody in, invitation out. Return how many came.

    Who sent nothing that freezes the account is told of, and not noted. Called at an administrator's opening and with
    news; harmless at once from two desks, and again after a kill.
    """
    office = office_bundle(session)
    with session.lock:
        found = greetings(session, office)
        invited = [one for one in found if one.invitation is not None]
        came = [one for one in invited if freezes(session, office, one.hello)]
        if len(came) < len(invited):
            session.keep_aside(Aside(office.journal, -1, Cause.UNFREEZABLE))
        for one in came:
            _note(session, office, one)
        members = every_member(session, office.journal)
        noted = [one for one in found if one.hello.member in members]
        over = [one.envelope for one in noted if greet_with_keys(session, one.hello.member)]
        if over:
            session.shelf.take(session.token, office.journal, office.write, over)
        return len(came)


def greetings(session: Session, office: Bundle) -> list[Greeting]:
    """Return the hellos in the office's inbox. What nobody invited is kept aside, where it is shown."""
    invited = {(one.id, one.handle): one for one in outstanding(session)}
    members, found = every_member(session, office.journal), []
    for envelope in waiting(session, office):
        hello = _read(session, office, envelope)
        if hello is not None:
            found.append(Greeting(envelope.id, hello, invited.get((hello.invitation, hello.handle))))
    if any(one.invitation is None and one.hello.member not in members for one in found):
        session.keep_aside(Aside(office.journal, -1, Cause.UNINVITED))
    return found


def _read(session: Session, office: Bundle, envelope: Envelope) -> Hello | None:
    place = Place(session.keyring.organisation, office.journal)
    try:
        message = opened(office, place, envelope)
        if message.kind == HELLO and message.id == envelope.id:
            return read_hello(message, place)
    except JournalError:
        pass
    return None


def _note(session: Session, office: Bundle, one: Greeting) -> None:
    """Write the deed, whose ids come from the envelope: done by two desks it is one."""
    seed, hello, invitation = office.journal + one.envelope, one.hello, one.invitation
    if invitation is None:
        return
    member, custody = accepted_record_id(seed, 0), accepted_record_id(seed, 1)
    ops = [
        Op("member", member, statement_fields(hello.member)),
        Op(CUSTODY, custody, custody_fields(hello.member.account, hello.custody)),
    ]
    removal = Op("invitation", invitation.record, None, invitation.fields)
    with suppress(ConflictError):  # noted by another desk, or withdrawn, in this moment: the next look shows it
        write(session, office.journal, "add_account", [(member, [*ops, removal])], deed=one.envelope)
