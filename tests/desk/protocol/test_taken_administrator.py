"""One administrator's account taken, with the interface and the database (T7): no name, no key, no false division.

The administrator's tickets are shown at every call that takes one; what is forged is written with a changed desk into
commons, and laid into divisions' inboxes and mailboxes.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from busel.desk.access.stating import roster_of
from busel.desk.journals.folding import fold_journal
from busel.desk.journals.ledger import Cause
from busel.desk.journals.writing import write
from busel.desk.keys.mailbox import open_mailbox
from busel.desk.keys.posting import post
from busel.desk.keys.rotation import rotate
from busel.desk.session import Session
from busel.journal.commit import EpochKeys
from busel.journal.deed import Op
from busel.registry.keyring import Bundle
from busel.registry.letters import BUNDLE, GRANT, BundleLetter, GrantLetter
from busel.registry.roles import Role
from busel.registry.statements import (
    BY_DIVISION_KEY,
    BY_ROOT,
    ROOT,
    Certificate,
    Epoch,
    Grant,
    InboxKey,
    Member,
    Revocation,
    Statement,
    division_id,
    kind_of,
    statement_fields,
)
from busel.shelf.memory import MemoryShelf
from busel.shelf.protocol import BadTicketError, Envelope, Resealed, Segment, Staged, Want
from busel.vault.entropy import new_id, new_record_id
from busel.vault.seal import new_key
from busel.vault.sign import SigningKey
from busel.vault.wrap import OpeningKey
from factories.changed_desk import without_asking
from factories.desks import DISTRICT, REGION, Desk, Organisation
from factories.robber import Picklock, Robber, lies_in
from factories.shelf import ORGANISATION

EVERYBODY = ("coordinator", "editor", "viewer", "collector")


@pytest.fixture
def journal(organisation: Organisation) -> bytes:
    """A division with people in its snapshot, its history and its tail."""
    journal = organisation.journal(DISTRICT)
    with organisation.desk("coordinator").open().at_work() as session:
        for number in (1, 2, 3):
            ops = [Op("contact", number, {"family_be": f"busel{number}x"})]
            write(session, journal, "add_contact", [(number, ops)])
            (fold_journal if number == 1 else rotate if number == 2 else lambda *_: None)(session, journal)
    return journal


@pytest.fixture
def taken(organisation: Organisation) -> Desk:
    return organisation.desk("administrator").open()


def tickets_of(session: Session) -> Iterator[bytes]:
    """Yield every ticket that an administrator holds: to read, to write, to deposit."""
    for bundle in session.keyring.bundles.values():
        yield from (bundle.write, bundle.deposit)
        yield from (keys.read_ticket() for keys in bundle.epochs.values())


def test_no_key_of_an_administrators_opens_anybody(
    organisation: Organisation, journal: bytes, shelf: MemoryShelf
) -> None:
    robbers = {who: Robber(ORGANISATION, organisation.credentials(who)) for who in ("administrator", "viewer")}
    opened = {who: Picklock().values(robber.keys(shelf), lies_in(shelf)) for who, robber in robbers.items()}
    assert opened == {"administrator": set(), "viewer": {"busel1x", "busel2x", "busel3x"}}


def test_no_ticket_of_an_administrators_moves_anything_of_a_division(
    organisation: Organisation, journal: bytes, taken: Desk, shelf: MemoryShelf
) -> None:
    session, commit = taken.session, shelf._journals[journal].commits[-1]
    ahead = type(commit)(
        commit.epoch,
        commit.sequence + 1,
        shelf._journals[journal].head.digest,
        commit.body_digest,
        Segment.STATE,
        commit.epoch,
        commit.body,
    )
    stage, token = Staged(new_id(), 0), session.token
    refused = 0
    for ticket in {one for one in tickets_of(session) if one}:
        calls = (
            lambda: shelf.fetch(token, [Want(journal, ticket)]),  # noqa: B023 - called in this turn
            lambda: shelf.history(token, journal, ticket, 99),  # noqa: B023 - the same
            lambda: shelf.ancestry(token, journal, ticket, 0, 9),  # noqa: B023 - the same
            lambda: shelf.append(token, journal, ticket, ahead),  # noqa: B023 - the same
            lambda: shelf.stage(token, journal, ticket, new_id(), [b"x"]),  # noqa: B023 - the same
            lambda: shelf.drop_stage(token, journal, ticket, stage.id),  # noqa: B023 - the same
            lambda: shelf.reseal(token, journal, ticket, [Resealed(0, Segment.HISTORY, 1, b"x")]),  # noqa: B023 - the same
            lambda: shelf.let_go(token, journal, ticket, stage.id),  # noqa: B023 - the same
            lambda: shelf.take(token, journal, ticket, []),  # noqa: B023 - the same
            lambda: shelf.list_inbox(token, journal, ticket, b""),  # noqa: B023 - the same
            lambda: shelf.waiting(token, [Want(journal, ticket)]),  # noqa: B023 - the same
            lambda: shelf.deposit(token, journal, ticket, Envelope(new_id(), b"x")),  # noqa: B023 - the same
            lambda: shelf.read_log(token, journal, ticket, -1),  # noqa: B023 - the same
        )
        for call in calls:
            with pytest.raises(BadTicketError):
                call()
            refused += 1
    assert refused >= 13 * 5


# What is planted


def statements(session: Session, journal: bytes, evil: SigningKey) -> list[Statement]:
    """Return every kind of statement that would give the administrator a division, signed with keys of its own."""
    ours, me = session.keyring.organisation, session.keyring.account
    genuine = session.certificates.certificate(journal)
    assert genuine is not None
    certificate = {"organisation": ours, "name": DISTRICT, "first": genuine.first, "sealing": OpeningKey.new().public}
    region = session.certificates.certificate(genuine.parent)
    assert region is not None
    return [
        Certificate(**certificate, division=journal, parent=genuine.parent, number=1, public=evil.public).sign(evil),
        Certificate(**certificate, division=journal, parent=genuine.parent, number=1, public=evil.public).sign(
            me.signing
        ),
        Certificate(
            organisation=ours,
            division=division_id(ours, ROOT, evil.public),
            parent=ROOT,
            name="Hrodna region",
            number=0,
            first=evil.public,
            public=evil.public,
            sealing=OpeningKey.new().public,
        ).sign(evil),
        InboxKey(organisation=ours, division=journal, epoch=2, public=OpeningKey.new().public, deposit=new_key()).sign(
            evil
        ),
        InboxKey(organisation=ours, division=journal, epoch=1, public=OpeningKey.new().public, deposit=new_key()).sign(
            me.signing
        ),
    ]


def test_certificates_and_inbox_keys_that_it_plants_are_nobodys(
    organisation: Organisation, journal: bytes, taken: Desk
) -> None:
    with taken.at_work() as session:
        commons = session.keyring.named("commons").journal
        before = session.certificates.divisions(), session.certificates.public(journal)
        genuine = session.certificates.inbox_key(journal)
        for name in ("publish_keys", "set_standard"):
            planted = statements(session, journal, SigningKey.new())
            records = [(kind_of(one), new_record_id(), statement_fields(one)) for one in planted]
            about = [(record, [Op(kind, record, fields)]) for kind, record, fields in records]
            with without_asking():
                write(session, commons, name, about)
    for who in (*EVERYBODY, "administrator"):
        certificates = organisation.desk(who).open().session.certificates
        assert (certificates.divisions(), certificates.public(journal)) == before, who
        assert certificates.inbox_key(journal) == genuine, who


@pytest.mark.parametrize("by", ["itself", "the division", "the root"])
def test_a_roster_takes_no_statement_of_an_administrators(
    organisation: Organisation, journal: bytes, taken: Desk, by: str
) -> None:
    me, evil = taken.session.keyring.account, SigningKey.new()
    with organisation.desk("coordinator").open().at_work() as session:
        roster = roster_of(session, journal)
        author = {"itself": me.id, "the division": BY_DIVISION_KEY, "the root": BY_ROOT}[by]
        place = roster.place(since=10**6, by=author)
        viewer = organisation.account("viewer")
        let_in = Grant(
            **place,
            id=new_id(),
            account=me.id,
            signing=me.signing.public,
            role=Role.COORDINATOR,
            not_after=0,
            from_epoch=0,
            may_export=True,
        )
        ended = Revocation(**place, account=viewer, grants=[one.digest() for one in roster.grants[viewer]])
        begun = Epoch(**place, epoch=2, certificate=1)
        forged = [one.sign(key) for one in (let_in, ended, begun) for key in (me.signing, evil)]
        assert [roster.with_all([one]) for one in forged] == [None] * 6
        assert len(roster.refused) == 6
        assert me.id not in roster.keys


@pytest.mark.parametrize("kind", [GRANT, BUNDLE])
def test_letters_that_it_lays_into_mailboxes_are_thrown_out_and_told(
    organisation: Organisation, journal: bytes, taken: Desk, kind: str
) -> None:
    evil = SigningKey.new()
    fake = Bundle(
        journal=journal,
        name=DISTRICT,
        role=Role.EDITOR,
        epochs={2: EpochKeys.new()},
        write=new_key(),
        inbox_seeds={2: OpeningKey.new().seed},
        deposit=new_key(),
        division_seed=evil.seed,
    )
    victims = {who: organisation.desk(who).open() for who in ("coordinator", "viewer", "collector")}
    for who, victim in victims.items():
        with organisation.desk("coordinator").open().at_work() as session:
            grants = roster_of(session, journal).grants[organisation.account(who)]
        account = victim.session.keyring.account
        own = victim.session.keyring.bundles[account.mailbox.hex()]
        member = Member(
            organisation=ORGANISATION,
            account=account.id,
            signing=account.signing.public,
            sealing=account.sealing.public,
            mailbox=account.mailbox,
            deposit=own.deposit,
            handle=account.handle,
        )
        letters = {
            GRANT: GrantLetter(grant=grants[0], chain=victim.session.certificates.line(journal), bundle=fake),
            BUNDLE: BundleLetter(bundle=fake, chain=victim.session.certificates.line(journal)),
        }
        with taken.at_work() as session:
            post(session, fake, member, (kind, letters[kind]), id_=new_id())
        before = victim.session.keyring.bundles
        with victim.at_work() as session:
            assert open_mailbox(session) == []
            assert session.keyring.bundles == before
            assert {aside.cause for aside in session.aside} == {Cause.THROWN_OUT}


def test_who_administers_neither_certifies_nor_recovers_a_division_by_a_deed_of_its_own(
    organisation: Organisation, journal: bytes, taken: Desk
) -> None:
    """A deed of an office in commons may not hold a statement about who reads a division."""
    me = taken.session.keyring.account
    with taken.at_work() as session:
        commons = session.keyring.named("commons").journal
        place = {"organisation": ORGANISATION, "division": organisation.journal(REGION), "since": 1, "by": me.id}
        planted = Grant(
            **place,
            id=new_id(),
            account=me.id,
            signing=me.signing.public,
            role=Role.COORDINATOR,
            not_after=0,
            from_epoch=0,
            may_export=False,
            number=0,
            previous=bytes(32),
        ).sign(me.signing)
        record = new_record_id()
        with without_asking(), pytest.MonkeyPatch.context() as changed:
            changed.setattr("busel.desk.journals.writing._roster_after", lambda ledger, *_rest: ledger.roster)
            write(session, commons, "grant", [(record, [Op("grant", record, statement_fields(planted))])])
    for who in EVERYBODY:
        desk = organisation.desk(who).open()
        assert Cause.FORGED in {aside.cause for aside in _all_aside(desk.session)}, who
        assert desk.session.ledgers[commons].roster.role_of(me.id, 10**6) is Role.ADMINISTRATOR


def _all_aside(session: Session) -> list[object]:
    return [*session.aside, *(one for ledger in session.ledgers.values() for one in ledger.aside)]
