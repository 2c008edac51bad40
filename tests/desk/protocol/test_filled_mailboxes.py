"""Whoever may deposit into a mailbox may fill it; its owner's desk throws out what can never be a letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from busel.desk.access.grants import Terms, grant, revoke
from busel.desk.clock import this_hour
from busel.desk.journals.ledger import Aside, Cause
from busel.desk.keys.mailbox import MAILBOX_EPOCH, open_mailbox
from busel.desk.keys.posting import members_of, post
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.body import pack_json
from busel.journal.envelope import Message, seal_envelope
from busel.journal.header import Place
from busel.registry.keyring import bundle_for
from busel.registry.letters import BUNDLE, BundleLetter
from busel.registry.roles import Role
from busel.registry.statements import Member
from busel.shelf.protocol import MAX_WAITING, BadTicketError, Envelope, TooLargeError
from busel.vault import labels
from busel.vault.entropy import new_id
from busel.vault.sign import SigningKey
from busel.vault.transcript import transcript
from busel.vault.wrap import wrap
from factories.desks import DISTRICT, REGION, Organisation


def mailbox(organisation: Organisation, who: str) -> dict[bytes, bytes]:
    account = organisation.founded.accounts[organisation.names.index(who)].keyring.account
    held: dict[bytes, bytes] = organisation.shelf._journals[account.mailbox].inbox
    return held


def put(session: Session, member: Member, body: bytes, *, id_: bytes | None = None) -> None:
    session.shelf.deposit(session.token, member.mailbox, member.deposit, Envelope(id_ or new_id(), body))


def test_a_full_mailbox_is_emptied_by_its_owner_who_is_let_in_anew(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("viewer").open().at_work() as session:
        editor = members_of(session, journal)[organisation.account("editor")]
        for _ in range(MAX_WAITING):
            put(session, editor, bytes(1200))
    with organisation.desk("coordinator").open().at_work() as session:
        revoke(session, journal, organisation.account("viewer"))
        rotate(session, journal)
        with pytest.raises(TooLargeError):
            grant(session, journal, organisation.credentials("editor").handle, Terms(Role.EDITOR))
    with organisation.desk("editor").open().at_work() as session:
        assert Aside(session.keyring.account.mailbox, -1, Cause.THROWN_OUT) in session.aside
    assert mailbox(organisation, "editor") == {}
    with organisation.desk("coordinator").open().at_work() as session:
        grant(session, journal, organisation.credentials("editor").handle, Terms(Role.EDITOR))
    with organisation.desk("editor").open().at_work() as session:
        assert (session.keyring.bundle(journal).epoch, session.aside) == (1, [])


Forge = Callable[[Session, Member], tuple[bytes, bytes]]


def forged(session: Session, member: Member, **changes: Any) -> tuple[bytes, bytes]:
    """Return id and sealed body of what looks like a letter of the region, signed with a key of one's own."""
    bundle = bundle_for(session.keyring.named(REGION), Role.VIEWER)
    place = Place(session.keyring.organisation, member.mailbox)
    message = Message(
        id=new_id(),
        kind=BUNDLE,
        author=bundle.journal,
        hour=this_hour(),
        content=msgspec.Raw(msgspec.json.encode(BundleLetter(bundle=bundle))),
    )
    message = msgspec.structs.replace(message, **changes).sign(place, SigningKey.new())
    return message.id, seal_envelope(member.sealing, place, MAILBOX_EPOCH, message)


def of_nobody(session: Session, member: Member) -> tuple[bytes, bytes]:
    stranger = msgspec.structs.replace(bundle_for(session.keyring.named(REGION), Role.VIEWER), journal=new_id())
    content = msgspec.Raw(msgspec.json.encode(BundleLetter(bundle=stranger)))
    return forged(session, member, author=stranger.journal, content=content)


def of_no_letters(session: Session, member: Member) -> tuple[bytes, bytes]:
    """Return a message in which a byte is no text: it keeps its reader out, unless that is foreseen."""
    place = Place(session.keyring.organisation, member.mailbox)
    message = Message(id=new_id(), kind="@", author=new_id(), hour=this_hour(), content=msgspec.Raw(b"1"))
    packed = pack_json(msgspec.json.encode(message).replace(b"@", b"\xff"))
    info = transcript(labels.WRAP_ENVELOPE, place.organisation, place.journal, MAILBOX_EPOCH)
    return message.id, MAILBOX_EPOCH.to_bytes(4, "big") + wrap(member.sealing, packed, info=info)


FORGERIES: dict[str, Forge] = {
    "of no letters": of_no_letters,
    "too short": lambda _session, _member: (new_id(), b"x"),
    "under another id": lambda session, member: (new_id(), forged(session, member)[1]),
    "by another key": forged,
    "of an unknown kind": lambda session, member: forged(session, member, kind="news"),
    "with other content": lambda session, member: forged(session, member, content=msgspec.Raw(b"[]")),
    "of a division that is not there": of_nobody,
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_what_can_never_be_believed_is_thrown_out_and_told(organisation: Organisation, forge: Forge) -> None:
    with organisation.desk("coordinator").open().at_work() as session:
        viewer = members_of(session, organisation.journal(DISTRICT))[organisation.account("viewer")]
        id_, body = forge(session, viewer)
        put(session, viewer, body, id_=id_)
    with organisation.desk("viewer").open().at_work() as session:
        assert session.aside == [Aside(session.keyring.account.mailbox, -1, Cause.THROWN_OUT)]
    assert mailbox(organisation, "viewer") == {}


def test_a_letter_of_a_division_whose_certificate_was_not_read_stays(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        rotate(session, journal)
    session = organisation.desk("viewer").session
    commons, fetch = session.keyring.named("commons").journal, session.shelf.fetch
    with pytest.MonkeyPatch.context() as patch:

        def without_commons(token: bytes, wants: list[Any]) -> Any:
            if any(want.journal == commons for want in wants):
                raise BadTicketError
            return fetch(token, wants)

        patch.setattr(session.shelf, "fetch", without_commons)
        assert open_mailbox(session) == []
    assert len(mailbox(organisation, "viewer")) == 1
    with organisation.desk("viewer").open().at_work() as session:
        assert (session.keyring.bundle(journal).epoch, session.aside) == (1, [])
    assert mailbox(organisation, "viewer") == {}


def test_a_letter_of_a_kind_that_only_a_newer_desk_reads_stays_for_that_one(organisation: Organisation) -> None:
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        viewer = members_of(session, journal)[organisation.account("viewer")]
        bundle = session.keyring.bundle(journal)
        post(session, bundle, viewer, ("certificate", Newer(number=1)), id_=new_id())
    with organisation.desk("viewer").open().at_work() as session:
        assert session.aside == []
    assert len(mailbox(organisation, "viewer")) == 1


class Newer(msgspec.Struct):
    """What a version that is not written yet may send."""

    number: int
